namespace Backprop.Onnx;

/// <summary>The element types of an ONNX value that nets and their encodings use.</summary>
public enum OnnxElement
{
    /// <summary>32-bit floating point.</summary>
    Float,

    /// <summary>64-bit floating point.</summary>
    Double,

    /// <summary>64-bit integer.</summary>
    Int64,

    /// <summary>True or false.</summary>
    Bool,

    /// <summary>Text.</summary>
    Text,
}

/// <summary>A value that goes into an ONNX graph or comes out of it, row-major.</summary>
public sealed class OnnxTensor
{
    /// <summary>Creates a value of numbers.</summary>
    /// <param name="element">The element type in the graph; not text.</param>
    /// <param name="dims">The size of each dimension.</param>
    /// <param name="numbers">The elements as doubles: exact for float, double, bool (0 or 1), and integers to 2⁵³.</param>
    /// <exception cref="ArgumentException">The number of elements is not the product of the dimensions, or the element type is text.</exception>
    public OnnxTensor(OnnxElement element, IReadOnlyList<int> dims, IReadOnlyList<double> numbers)
    {
        ArgumentNullException.ThrowIfNull(dims);
        ArgumentNullException.ThrowIfNull(numbers);
        if (element == OnnxElement.Text) throw new ArgumentException("Numbers cannot be elements of a value of texts.", nameof(element));
        Check(dims, numbers.Count);
        (Element, Dims, Numbers, Texts) = (element, dims, numbers, []);
    }

    /// <summary>Creates a value of texts.</summary>
    /// <param name="dims">The size of each dimension.</param>
    /// <param name="texts">The elements.</param>
    /// <exception cref="ArgumentException">The number of elements is not the product of the dimensions.</exception>
    public OnnxTensor(IReadOnlyList<int> dims, IReadOnlyList<string> texts)
    {
        ArgumentNullException.ThrowIfNull(dims);
        ArgumentNullException.ThrowIfNull(texts);
        Check(dims, texts.Count);
        (Element, Dims, Numbers, Texts) = (OnnxElement.Text, dims, [], texts);
    }

    /// <summary>The element type.</summary>
    public OnnxElement Element { get; }

    /// <summary>The size of each dimension.</summary>
    public IReadOnlyList<int> Dims { get; }

    /// <summary>The elements, where they are numbers; empty where they are texts.</summary>
    public IReadOnlyList<double> Numbers { get; }

    /// <summary>The elements, where they are texts; empty where they are numbers.</summary>
    public IReadOnlyList<string> Texts { get; }

    private static void Check(IReadOnlyList<int> dims, int count)
    {
        var expected = dims.Aggregate(1L, (product, size) => product * size);
        if (expected != count) throw new ArgumentException($"A value of shape [{string.Join(", ", dims)}] has {expected} elements, but {count} are given.", nameof(dims));
    }
}

namespace Backprop;

/// <summary>How many cases' derivatives are accumulated before the weights change (point 5).</summary>
public readonly record struct Batch
{
    private Batch(int size) => Size = size;

    /// <summary>All cases of the sweep, one change a sweep: all the paper's experiments. The default.</summary>
    public static Batch All => default;

    /// <summary>A change after each case.</summary>
    public static Batch EachCase => new(1);

    /// <summary>Cases a change; 0 for all.</summary>
    public int Size { get; }

    /// <summary>A change after every so many cases; the last batch of a sweep holds what is left.</summary>
    /// <param name="size">1 or more.</param>
    public static Batch Of(int size) => size >= 1 ? new Batch(size)
        : throw new ArgumentOutOfRangeException(nameof(size), size, "A batch has 1 case or more.");

    /// <inheritdoc/>
    public override string ToString() => Size == 0 ? "all cases" : Size == 1 ? "each case" : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Size} cases");
}

namespace Backprop.Onnx;

/// <summary>A group of a net as columns of a table.</summary>
/// <param name="Name">The group.</param>
/// <param name="Columns">Its columns in the order of its units.</param>
public sealed record OnnxGroup(string Name, IReadOnlyList<OnnxColumn> Columns)
{
    /// <summary>Its columns in the order of its units.</summary>
    public IReadOnlyList<OnnxColumn> Columns { get; init => field = ValueList.Of(value); } = ValueList.Of(Columns);
}

/// <summary>How a column's raw values become states of units, and back.</summary>
/// <param name="Name">The column.</param>
public abstract record OnnxColumn(string Name)
{
    /// <summary>Whether one more unit says that the value is missing; false by default.</summary>
    public bool MissingUnit { get; init; }

    /// <summary>Whether the units are 0 whatever the value, but for the one for missing values; false by default.</summary>
    public bool IsConstant { get; init; }

    internal abstract int Size { get; }
}

/// <summary>
/// A number, which the graph takes and gives in double precision: state = (value − <paramref name="Mean"/>) / <paramref name="Deviation"/>,
/// rounded to the precision of the net only then; 0 where the value is missing.
/// </summary>
/// <param name="Name">The column.</param>
/// <param name="Mean">Subtracted, in the column's unit.</param>
/// <param name="Deviation">Divided by, in the column's unit; above 0.</param>
public sealed record OnnxNumber(string Name, double Mean, double Deviation) : OnnxColumn(Name)
{
    /// <summary>Numbers that mean "no value", beside NaN; none by default.</summary>
    public IReadOnlyList<double> MissingNumbers { get; init => field = ValueList.Of(value); } = ValueList<double>.Empty;

    internal override int Size => MissingUnit ? 2 : 1;
}

/// <summary>A column of texts. A graph compares texts one by one, character by character: every spelling that it is to read is listed.</summary>
/// <param name="Name">The column.</param>
public abstract record OnnxText(string Name) : OnnxColumn(Name)
{
    /// <summary>Texts that mean "no value"; the empty text by default. They are looked for before all others.</summary>
    public IReadOnlyList<string> MissingTexts { get; init => field = ValueList.Of(value); } = new ValueList<string>([""]);
}

/// <summary>A text that is one of several: one unit each, 1 for the one that it is. A text that is none of them turns no unit on.</summary>
/// <param name="Name">The column.</param>
/// <param name="Categories">The texts in the order of the units.</param>
public sealed record OnnxCategory(string Name, IReadOnlyList<string> Categories) : OnnxText(Name)
{
    /// <summary>The texts in the order of the units.</summary>
    public IReadOnlyList<string> Categories { get; init => field = ValueList.Of(value); } = ValueList.Of(Categories);

    /// <summary>Further spellings, with the index of the category that each means; none by default.</summary>
    public IReadOnlyDictionary<string, int> Spellings { get; init => field = ValueDictionary.Of(value); } = ValueDictionary<int>.Empty;

    internal override int Size => Categories.Count + (MissingUnit ? 1 : 0);
}

/// <summary>A text for yes or no: one unit, −1 for <paramref name="No"/>, 1 for <paramref name="Yes"/>, 0 for any other.</summary>
/// <param name="Name">The column.</param>
/// <param name="No">The word for no.</param>
/// <param name="Yes">The word for yes.</param>
public sealed record OnnxBoolean(string Name, string No, string Yes) : OnnxText(Name)
{
    /// <summary>Further spellings, with what each means; none by default.</summary>
    public IReadOnlyDictionary<string, bool> Spellings { get; init => field = ValueDictionary.Of(value); } = ValueDictionary<bool>.Empty;

    internal override int Size => MissingUnit ? 2 : 1;
}

namespace Backprop.Data;

/// <summary>One column of a table, in memory: numbers, or codes of categories.</summary>
/// <param name="name">The column's name.</param>
/// <param name="kind">What the column is.</param>
/// <param name="isTarget">Whether it is to be predicted.</param>
public abstract class TableColumn(string name, ColumnKind kind, bool isTarget)
{
    /// <summary>The column's name.</summary>
    public string Name { get; } = name;

    /// <summary>What its values are.</summary>
    public ColumnKind Kind { get; } = kind;

    /// <summary>Whether it is to be predicted.</summary>
    public bool IsTarget { get; } = isTarget;

    /// <summary>The number of rows.</summary>
    public abstract int Count { get; }

    /// <summary>Whether the row has no value.</summary>
    /// <param name="row">The row, from 0.</param>
    /// <returns>Whether it has none.</returns>
    public abstract bool IsMissing(int row);
}

/// <summary>A column of numbers, or of dates as days.</summary>
/// <param name="name">The column's name.</param>
/// <param name="kind"><see cref="ColumnKind.Number"/> or <see cref="ColumnKind.Date"/>.</param>
/// <param name="isTarget">Whether it is to be predicted.</param>
public abstract class NumberColumn(string name, ColumnKind kind, bool isTarget) : TableColumn(name, kind, isTarget)
{
    /// <summary>The row's number; NaN where it has none.</summary>
    /// <param name="row">The row, from 0.</param>
    public abstract double this[int row] { get; }

    /// <inheritdoc/>
    public override bool IsMissing(int row) => double.IsNaN(this[row]);

    /// <summary>Whether some number was written with an exponent.</summary>
    internal virtual bool HasExponent => false;

    /// <summary>The sign of percent or currency that all of them were written with; null where there is none.</summary>
    internal virtual string? Sign => null;
}

/// <summary>Numbers held as doubles; where <paramref name="places"/> are given, those of some rows: each at its place, −1 for a row that is not here.</summary>
internal sealed class DoubleColumn(string name, ColumnKind kind, bool isTarget, double[] values, bool hasExponent = false, string? sign = null, int[]? places = null) : NumberColumn(name, kind, isTarget)
{
    internal override bool HasExponent => hasExponent;

    internal override string? Sign => sign;

    public override int Count => places is null ? values.Length : places.Length;

    public override double this[int row] => values[places is null ? row : places[row]];
}

/// <summary>Numbers held as doubles, in stretches of rows.</summary>
internal sealed class StretchedColumn(string name, ColumnKind kind, bool isTarget, double[][] stretches, int count, bool hasExponent, string? sign) : NumberColumn(name, kind, isTarget)
{
    internal override bool HasExponent => hasExponent;

    internal override string? Sign => sign;

    public override int Count => count;

    public override double this[int row] => stretches[row / CellStretch.Rows][row % CellStretch.Rows];
}

/// <summary>Bytes held once for many columns, such as the pixels of images: item <c>row · stride + offset</c>.</summary>
internal sealed class ByteColumn(string name, byte[] values, int stride, int offset) : NumberColumn(name, ColumnKind.Number, isTarget: false)
{
    public override int Count => values.Length / stride;

    public override double this[int row] => values[(row * (long)stride) + offset];
}

/// <summary>A column of categories: words, or a yes or no.</summary>
public sealed class CategoryColumn : TableColumn
{
    private readonly int[] codes;
    private readonly int[]? places; // of the rows whose codes are here, −1 for others; null: all are

    internal CategoryColumn(string name, ColumnKind kind, bool isTarget, int[] codes, IReadOnlyList<string> categories, CategoryIdentity identity = CategoryIdentity.Words, char decimalMark = '.', int[]? places = null)
        : base(name, kind, isTarget)
    {
        this.codes = codes;
        this.places = places;
        Categories = categories;
        Identity = identity;
        DecimalMark = decimalMark;
    }

    /// <summary>
    /// The categories in order: by value where all are numbers, else by character codes; no before yes. Each is as the table writes it;
    /// where the table writes a number in several ways, in its shortest form without group marks (1000, 0.5), and a yes or no in
    /// several ways, in small letters.
    /// </summary>
    public IReadOnlyList<string> Categories { get; }

    /// <summary>When two words are the same category.</summary>
    public CategoryIdentity Identity { get; }

    /// <summary>The decimal mark of the numbers among the categories.</summary>
    public char DecimalMark { get; }

    /// <summary>The row's index into <see cref="Categories"/>; −1 where it has no value.</summary>
    /// <param name="row">The row, from 0.</param>
    public int this[int row] => codes[places is null ? row : places[row]];

    /// <inheritdoc/>
    public override int Count => places is null ? codes.Length : places.Length;

    /// <inheritdoc/>
    public override bool IsMissing(int row) => this[row] < 0;
}

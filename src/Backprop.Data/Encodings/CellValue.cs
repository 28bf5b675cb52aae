namespace Backprop.Data;

/// <summary>What a <see cref="CellValue"/> is.</summary>
internal enum CellValueKind
{
    /// <summary>No value.</summary>
    Missing,

    /// <summary>A finite number.</summary>
    Number,

    /// <summary>Days since 0001-01-01.</summary>
    Days,

    /// <summary>1 for yes, 0 for no.</summary>
    Boolean,

    /// <summary>The index of a category of the column's encoding.</summary>
    Category,

    /// <summary>A category that the encoding does not have.</summary>
    Unseen,

    /// <summary>A value of a column that was constant in training: it has no influence and is not looked at.</summary>
    Constant,
}

/// <summary>A value of a column, whatever it was read from: a cell of text, an object of a program, a table in memory.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Value">The number, the days, 1 or 0 for yes or no, the index of the category; NaN where there is none.</param>
internal readonly record struct CellValue(CellValueKind Kind, double Value)
{
    public static CellValue Missing => new(CellValueKind.Missing, double.NaN);

    public static CellValue Unseen => new(CellValueKind.Unseen, double.NaN);

    public static CellValue Constant => new(CellValueKind.Constant, double.NaN);

    public static CellValue Number(double number) => new(CellValueKind.Number, number);

    public static CellValue Days(double days) => new(CellValueKind.Days, days);

    public static CellValue Boolean(bool yes) => new(CellValueKind.Boolean, yes ? 1 : 0);

    /// <summary>The category of that index; unseen where it is below 0.</summary>
    public static CellValue Category(int index) => index < 0 ? Unseen : new(CellValueKind.Category, index);
}

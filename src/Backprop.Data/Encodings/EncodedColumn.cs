namespace Backprop.Data;

/// <summary>A column of a table in memory, as values of its encoding.</summary>
internal sealed class EncodedColumn
{
    private readonly TableColumn column;
    private readonly int[] units;

    /// <summary>Finds the column of an encoding.</summary>
    /// <exception cref="DataException">The table has no such column, or one of another kind.</exception>
    public EncodedColumn(ColumnEncoding encoding, Table table)
    {
        Encoding = encoding;
        column = table[encoding.Column];
        if ((encoding is NumberEncoding or DateEncoding) != (column is NumberColumn))
            throw new DataException($"has {(column is NumberColumn ? "numbers" : "words")} in column '{DisplayText.Name(column.Name)}', where the model needs {(column is NumberColumn ? "words" : "numbers")}", table.File);
        units = encoding is CategoryEncoding categories ? Units(categories, (CategoryColumn)column) : [];
    }

    public ColumnEncoding Encoding { get; }

    /// <summary>The value of a row.</summary>
    public CellValue this[int row] => column switch
    {
        NumberColumn numbers => double.IsNaN(numbers[row]) ? CellValue.Missing
            : Encoding is DateEncoding ? CellValue.Days(numbers[row]) : CellValue.Number(numbers[row]),
        CategoryColumn words when words[row] < 0 => CellValue.Missing,
        CategoryColumn words => Encoding is BooleanEncoding ? CellValue.Boolean(words[row] != 0) : CellValue.Category(units[words[row]]),
        _ => throw new InvalidOperationException($"column '{column.Name}' is of an unknown kind"),
    };

    /// <summary>The word of a row of a category column, as the table writes it; empty where it has none.</summary>
    public string Word(int row) => column is CategoryColumn words && words[row] >= 0 ? words.Categories[words[row]] : "";

    /// <summary>The encoding's unit for each of the column's codes; −1 where it knows none.</summary>
    private static int[] Units(CategoryEncoding encoding, CategoryColumn column) => [.. column.Categories.Select(category => encoding.IndexOf(category, column.DecimalMark))];
}

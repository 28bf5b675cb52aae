namespace Backprop.Data;

/// <summary>A column of a table in memory, as values of its encoding.</summary>
internal sealed class EncodedColumn
{
    private readonly NumberColumn? numbers;
    private readonly CategoryColumn? words;
    private readonly CellValueKind kind;
    private readonly int[] units;

    /// <summary>Finds the column of an encoding.</summary>
    /// <exception cref="DataException">The table has no such column, or one of another kind.</exception>
    public EncodedColumn(ColumnEncoding encoding, Table table)
    {
        Encoding = encoding;
        var column = table[encoding.Column];
        (numbers, words) = (column as NumberColumn, column as CategoryColumn);
        kind = encoding switch
        {
            NumberEncoding => CellValueKind.Number,
            DateEncoding => CellValueKind.Days,
            BooleanEncoding => CellValueKind.Boolean,
            _ => CellValueKind.Category,
        };
        if ((numbers is not null) != (kind is CellValueKind.Number or CellValueKind.Days))
            throw new DataException($"has {(numbers is not null ? "numbers" : "words")} in column '{DisplayText.Name(column.Name)}', where the model needs {(numbers is not null ? "words" : "numbers")}", table.File);
        units = encoding is CategoryEncoding categories ? Units(categories, words!) : [];
    }

    public ColumnEncoding Encoding { get; }

    /// <summary>The value of a row.</summary>
    public CellValue this[int row]
    {
        get
        {
            if (numbers is not null)
                return numbers[row] is var number && double.IsNaN(number) ? CellValue.Missing : new CellValue(kind, number);
            var code = words![row];
            return code < 0 ? CellValue.Missing : kind == CellValueKind.Boolean ? CellValue.Boolean(code != 0) : CellValue.Category(units[code]);
        }
    }

    /// <summary>The word of a row of a category column that has a value there, as the table writes it.</summary>
    public string Word(int row) => words!.Categories[words[row]];

    /// <summary>The encoding's unit for each of the column's codes; −1 where it knows none.</summary>
    private static int[] Units(CategoryEncoding encoding, CategoryColumn column) => [.. column.Categories.Select(category => encoding.IndexOf(category, column.DecimalMark))];
}

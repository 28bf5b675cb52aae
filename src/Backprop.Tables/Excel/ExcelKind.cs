using System.Globalization;
using System.Text;
using ExcelDataReader;

namespace Backprop.Data.Excel;

/// <summary>Workbooks of Excel, of 1997 (.xls) and of 2007 (.xlsx) and later.</summary>
internal sealed class ExcelKind : TableKind
{
    private static readonly byte[] CompoundFile = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];

    public override string Name => "an Excel workbook";

    public override bool IsText => false;

    public override bool HasSheets => true;

    public override IReadOnlyList<string> Endings => [".xlsx"];

    public override bool Is(ReadOnlySpan<byte> start, string file) =>
        start.StartsWith(CompoundFile) || (start.StartsWith("PK\u0003\u0004"u8) && start.IndexOf("xl/"u8) >= 0);

    public override TableSource Open(TableInput input, SourceOptions options)
    {
        input.Stream.Dispose();
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance); // .xls holds text in code pages
        var stream = DataFile.Open(input.Path!);
        try
        {
            return Damage.Named(input.Name, Name, () => new ExcelRows(ExcelReaderFactory.CreateReader(stream), stream, input.Name, options, input.Path!));
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    public override void Write(TableOutput table, Stream stream) => ExcelOutput.WriteAsync(table, stream).GetAwaiter().GetResult();
}

/// <summary>The rows of a sheet that are not empty.</summary>
internal sealed class ExcelRows : PackageRows
{
    private readonly IExcelDataReader reader;
    private readonly Stream stream;
    private readonly byte[][] texts;
    private readonly int[] lengths;
    private bool isFirstWaiting;

    public ExcelRows(IExcelDataReader reader, Stream stream, string file, SourceOptions options, string path) : base(file, "an Excel workbook")
    {
        this.reader = reader;
        this.stream = stream;
        Notes = [.. Find(options), .. UnreadCells.Notes(path, reader.Name)];
        RowWord = $"sheet '{DisplayText.Name(reader.Name)}', row";
        if (!NextFilled())
            throw new DataException($"has nothing in the sheet '{DisplayText.Name(reader.Name)}'; expected a row of column names and rows of values", file) { Remedies = reader.ResultsCount > 1 ? [RemedyKind.NameSheet] : [] };
        var width = reader.FieldCount;
        if (width > TableKind.MostColumns)
            throw new DataException($"has more than {TableKind.MostColumns:N0} columns, the most that a table can have", file);
        texts = new byte[width][];
        lengths = new int[width];
        var hasNames = options.Header ?? !Enumerable.Range(0, width).Any(i => reader.GetValue(i) is not (null or string));
        isFirstWaiting = !hasNames;
        Columns = [.. Enumerable.Range(0, width).Select(i => new SourceColumn(hasNames ? Convert.ToString(reader.GetValue(i), CultureInfo.InvariantCulture) ?? "" : $"column {i + 1}"))];
    }

    public override IReadOnlyList<SourceColumn> Columns { get; }

    public override IReadOnlyList<TableNote> Notes { get; }

    public override long Row => reader.Depth + 1L;

    public override string RowWord { get; }

    protected override TableCell Cell(int column)
    {
        if (column >= reader.FieldCount)
            return TableCell.Missing;
        switch (reader.GetValue(column))
        {
            case null:
                return TableCell.Missing;
            case double number:
                return TableCell.Number(number);
            case DateTime date:
                return TableCell.Date(date);
            case bool yes:
                return TableCell.YesOrNo(yes);
            case string text:
                return TableCell.OfText(Kept(column, text));
            case TimeSpan time:
                return TableCell.OfText(Kept(column, time.ToString("c", CultureInfo.InvariantCulture)));
            case IConvertible other:
                return TableCell.Number(other.ToDouble(CultureInfo.InvariantCulture));
            default:
                return TableCell.Other("a value of an unknown type"u8);
        }
    }

    protected override bool Next()
    {
        if (!isFirstWaiting)
            return NextFilled();
        isFirstWaiting = false;
        return true;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            reader.Dispose();
            stream.Dispose();
        }
        base.Dispose(disposing);
    }

    /// <summary>Goes to the next row that has a cell that is not empty.</summary>
    private bool NextFilled()
    {
        while (reader.Read())
            for (var i = 0; i < reader.FieldCount; i++)
                if (reader.GetValue(i) is not (null or ""))
                    return true;
        return false;
    }

    /// <summary>Goes to a sheet, or to the only one if that will do; says which one it is where there are several and none was named.</summary>
    private TableNote[] Find(SourceOptions options)
    {
        var names = new List<string>();
        if ((options.Sheet ?? options.PreferredSheet) is { } sheet)
        {
            do
            {
                if (string.Equals(reader.Name, sheet, StringComparison.OrdinalIgnoreCase))
                    return options.Sheet is null ? SheetNote.Preferred("sheet", reader.ResultsCount, reader.Name) : [];
                names.Add(reader.Name);
            }
            while (reader.NextResult());
            reader.Reset();
        }
        if (options.Sheet is null)
            return SheetNote.First("sheet", reader.ResultsCount, reader.Name);
        if (options.OnlySheet && names.Count == 1)
            return [];
        throw new DataException($"has no sheet '{DisplayText.Name(options.Sheet)}'; it has {string.Join(", ", names.Take(12).Select(DisplayText.Name))}{(names.Count > 12 ? $", … ({names.Count} in all)" : "")}", File);
    }

    private ReadOnlySpan<byte> Kept(int column, string text)
    {
        var most = Encoding.UTF8.GetMaxByteCount(text.Length);
        if (texts[column] is null || texts[column].Length < most)
            texts[column] = new byte[most];
        lengths[column] = Encoding.UTF8.GetBytes(text, texts[column]);
        return texts[column].AsSpan(0, lengths[column]);
    }
}

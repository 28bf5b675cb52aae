using Parquet;
using Parquet.Schema;

namespace Backprop.Data.Parquet;

/// <summary>Parquet files.</summary>
internal sealed class ParquetKind : TableKind
{
    public override string Name => "a Parquet file";

    public override bool IsText => false;

    public override IReadOnlyList<string> Endings => [".parquet"];

    public override bool Is(ReadOnlySpan<byte> start, string file) =>
        start.Length > 4 && start.StartsWith("PAR1"u8) && (start[4] < ' ' || file.EndsWith(".parquet", StringComparison.OrdinalIgnoreCase));

    public override TableSource Open(TableInput input, SourceOptions options)
    {
        input.Stream.Dispose();
        var stream = new PageReads(DataFile.Open(input.Path!));
        try
        {
            Damage.Named(input.Name, Name, () => Footer.Check(stream));
            return Damage.Named(input.Name, Name, () => new ParquetRows(ParquetReader.CreateAsync(stream).GetAwaiter().GetResult(), stream, input.Name));
        }
        catch (DataException e)
        {
            stream.Dispose();
            // Parquet.Net 6.1.0 does not even open such a file.
            throw e.InnerException?.Message.Contains("System.Half", StringComparison.Ordinal) == true
                ? new DataException("has a column of half-precision numbers (FLOAT16), which cannot be read even if it is ignored; write it in single precision", input.Name, innerException: e)
                : e;
        }
    }

    public override void Write(TableOutput table, Stream stream) => ParquetOutput.WriteAsync(table, stream).GetAwaiter().GetResult();
}

/// <summary>The rows of a Parquet file, a row group at a time, of which only the columns are decoded that are looked at.</summary>
internal sealed class ParquetRows : PackageRows
{
    /// <summary>Rows that a row group of any file may have, and rows for each byte of it: a constant column packs well.</summary>
    private const int AnyRows = 1 << 20, RowsPerByte = 1_000;

    private readonly ParquetReader reader;
    private readonly PageReads stream;
    private readonly ParquetColumn[] cells;
    private ParquetRowGroupReader? group;
    private int groups;
    private int place = -1;
    private int count;
    private long row;

    public ParquetRows(ParquetReader reader, PageReads stream, string file) : base(file, "a Parquet file")
    {
        this.reader = reader;
        this.stream = stream;
        cells = [.. reader.Schema.Fields.Select(ParquetColumn.Of)];
        Columns = [.. reader.Schema.Fields.Select((field, i) => new SourceColumn(field.Name, cells[i].Kind) { Type = ParquetOutput.TypeOf(field) })];
        if (Columns.Count == 0)
            throw new DataException("has no columns", file);
        if (Columns.Count > TableKind.MostColumns)
            throw new DataException($"has more than {TableKind.MostColumns:N0} columns, the most that a table can have", file);
    }

    public override IReadOnlyList<SourceColumn> Columns { get; }

    public override long Row => row;

    internal override bool GivesColumns => true;

    protected override TableCell Cell(int column)
    {
        var cell = cells[column];
        if (cell.Group != groups)
        {
            CheckPages(cell);
            cell.Load(group!, count);
            cell.Group = groups;
        }
        return cell[place];
    }

    protected override bool Next()
    {
        while (++place >= count)
            if (!NextGroup())
                return false;
        row++;
        return true;
    }

    protected override int NextMany()
    {
        row += Math.Max(count, 1);
        do
        {
            if (!NextGroup())
                return 0;
        }
        while (count == 0);
        return count;
    }

    protected override void Add(int column, CellColumn to)
    {
        CheckPages(cells[column]);
        cells[column].Add(group!, count, to);
    }

    /// <summary>Checks the pages of a column, and lets reading end behind them.</summary>
    private void CheckPages(ParquetColumn cell)
    {
        if (cell.Field is null || group!.GetMetadata(cell.Field)?.MetaData is not { } column)
            return;
        stream.End = stream.Length;
        stream.End = ColumnPages.Check(stream, column);
    }

    private bool NextGroup()
    {
        group?.Dispose();
        group = null;
        if (groups == reader.RowGroupCount)
            return false;
        group = reader.OpenRowGroupReader(groups++);
        if (group.RowCount is < 0 or > 1 << 30)
            throw new DataException($"has {group.RowCount:N0} rows in row group {groups}, more than can be decoded at once; write it in smaller row groups", File);
        if (group.RowCount > AnyRows && group.RowCount / RowsPerByte > stream.Length)
            throw new DataException($"says that row group {groups} has {group.RowCount:N0} rows, but has {stream.Length:N0} bytes in all", File);
        count = (int)group.RowCount;
        place = -1;
        return true;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            group?.Dispose();
            reader.DisposeAsync().AsTask().GetAwaiter().GetResult();
            stream.Dispose();
        }
        base.Dispose(disposing);
    }
}

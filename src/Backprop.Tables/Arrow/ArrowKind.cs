using Apache.Arrow;
using Apache.Arrow.Compression;
using Apache.Arrow.Ipc;

namespace Backprop.Data.Arrow;

/// <summary>Arrow files, which Feather files of version 2 are too.</summary>
internal sealed class ArrowKind : TableKind
{
    public override string Name => "an Arrow file";

    public override bool IsText => false;

    public override IReadOnlyList<string> Endings => [".arrow", ".feather"];

    public override bool Is(ReadOnlySpan<byte> start, string file) => start.StartsWith("ARROW1\0"u8);

    public override TableSource Open(TableInput input, SourceOptions options)
    {
        input.Stream.Dispose();
        var stream = new BoundedReads(DataFile.Open(input.Path!));
        try
        {
            return Damage.Named(input.Name, Name, () => new ArrowRows(new ArrowFileReader(stream, new ArrowMemory(stream.Length), new CompressionCodecFactory()), input.Name));
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    public override void Write(TableOutput table, Stream stream) => ArrowOutput.Write(table, stream);
}

/// <summary>The rows of an Arrow file, a batch at a time.</summary>
internal sealed class ArrowRows : PackageRows
{
    private readonly ArrowFileReader reader;
    private readonly ArrowColumn[] cells;
    private RecordBatch? batch;
    private int place = -1;
    private int batches;
    private long row;

    public ArrowRows(ArrowFileReader reader, string file) : base(file, "an Arrow file")
    {
        this.reader = reader;
        var schema = reader.Schema;
        cells = [.. schema.FieldsList.Select(static field => ArrowColumn.Of(field.DataType))];
        Columns = [.. schema.FieldsList.Select((field, i) => new SourceColumn(field.Name, cells[i].Kind) { Type = ArrowOutput.TypeOf(field.DataType) })];
        if (Columns.Count == 0)
            throw new DataException("has no columns", file);
        if (Columns.Count > TableKind.MostColumns)
            throw new DataException($"has more than {TableKind.MostColumns:N0} columns, the most that a table can have", file);
    }

    public override IReadOnlyList<SourceColumn> Columns { get; }

    public override long Row => row;

    internal override bool GivesColumns => true;

    protected override TableCell Cell(int column) => cells[column][place];

    protected override bool Next()
    {
        while (batch is null || ++place >= batch.Length)
        {
            batch?.Dispose();
            batch = NextBatch();
            if (batch is null)
                return false;
            place = -1;
        }
        row++;
        return true;
    }

    protected override int NextMany()
    {
        row += batch?.Length ?? 1;
        do
        {
            batch?.Dispose();
            batch = NextBatch();
        }
        while (batch?.Length == 0);
        return batch?.Length ?? 0;
    }

    protected override void Add(int column, CellColumn to) => cells[column].Add(batch!.Length, to);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            batch?.Dispose();
            reader.Dispose();
        }
        base.Dispose(disposing);
    }

    private RecordBatch? NextBatch()
    {
        var next = reader.ReadNextRecordBatch();
        if (next is null)
            return null;
        batches++;
        if (!ArrowMemory.Holds(next))
            throw new DataException($"has {next.Length:N0} rows in batch {batches}, but no column holds as many values", File);
        for (var i = 0; i < cells.Length; i++)
        {
            if (next.Column(i).Length < next.Length)
                throw new DataException($"has fewer values in batch {batches} than rows", File, column: Columns[i].Name);
            if (cells[i].HasValues && !ArrowMemory.Holds(next.Column(i).Data))
                throw new DataException($"has fewer values in batch {batches} than the file says", File, column: Columns[i].Name);
            cells[i].Load(next.Column(i));
        }
        return next;
    }
}

using Backprop.Data;

namespace Backprop.Fuzz;

/// <summary>Parquet and Arrow files: read, with all columns kept. Packages read them, so that only what is thrown counts, and the memory of the packages is not bounded by the length of a file.</summary>
/// <param name="ending">How the names of such files end.</param>
internal sealed class ColumnFileTarget(string ending) : Target
{
    private static readonly CellType[] Types = Enum.GetValues<CellType>();

    public override string Name => ending[1..];

    public override void Run(string path) => Table.Read(path, new ColumnChoices { KeepAll = true }, new TableFormat { Kinds = OtherTables.All });

    public override bool IsDocumented(Exception exception) => exception is DataException;

    public override long Size(byte[] file) => file.Length + (1 << 20);

    protected override IEnumerable<byte[]> MakeSamples()
    {
        for (var seed = 1; seed <= 3; seed++)
        {
            var random = new Random(seed);
            var table = new TableOutput(Types.Select(static type => new SourceColumn($"{type}", type == CellType.Category ? ColumnKind.Category : null) { Type = type }));
            for (var row = 0; row < 10 * seed * seed; row++)
            {
                for (var i = 0; i < Types.Length; i++)
                    if (random.Next(5) > 0)
                        table.Add(i, Cell(Types[i], random));
                table.EndRow();
            }
            using var stream = new MemoryStream();
            OtherTables.All.Single(kind => kind.Endings.Contains(ending, StringComparer.Ordinal)).Write(table, stream);
            yield return stream.ToArray();
        }
    }

    private static TableCell Cell(CellType type, Random random) => type switch
    {
        CellType.Number => TableCell.Number(random.NextDouble()),
        CellType.Whole => TableCell.Number(random.NextInt64()),
        CellType.Day => TableCell.Date(DateTime.UnixEpoch.AddDays(random.Next(20_000))),
        CellType.Time => TableCell.Date(DateTime.UnixEpoch.AddSeconds(random.Next())),
        CellType.YesOrNo => TableCell.YesOrNo(random.Next(2) == 0),
        _ => TableCell.Word("red,green,blue,light blue"u8[(random.Next(3) * 4)..]),
    };
}

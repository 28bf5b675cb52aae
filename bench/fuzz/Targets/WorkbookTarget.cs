using Backprop.Data;

namespace Backprop.Fuzz;

/// <summary>Workbooks and databases: read, with all columns kept. Packages read them, so that only what is thrown counts, and the memory of the packages is not bounded by the length of a file.</summary>
internal sealed class WorkbookTarget : Target
{
    private static readonly TableFormat Format = new() { Kinds = OtherTables.All };
    private static readonly string[] Files = ["t.xlsx", "t.xls", "t.db"];

    public override string Name => "workbook";

    public override void Run(string path) => Table.Read(path, new ColumnChoices { KeepAll = true }, Format);

    public override bool IsDocumented(Exception exception) => exception is DataException;

    public override long Size(byte[] file) => file.Length + (1 << 20);

    protected override IEnumerable<byte[]> MakeSamples() =>
        Files.Select(static name => File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "tables", name)));
}

using System.Diagnostics;
using System.Globalization;
using Backprop.TableSpeed;

// [kind …] [--rows n]: writes a table of each kind to a temporary folder, reads it by the library alone and by Table.Read, and prints both. See docs/tables.md.
if (args is ["read", var what, var file, var how])
{
    Reading.Measure(TableFile.Named(what)!, file, isLibrary: how == "library");
    return 0;
}
var (kinds, rows) = (new List<TableFile>(), 1_000_000);
for (var k = 0; k < args.Length; k++)
{
    if (args[k] == "--rows" && k + 1 < args.Length && int.TryParse(args[k + 1], NumberStyles.None, CultureInfo.InvariantCulture, out rows) && rows > 0)
    {
        k++;
    }
    else if (TableFile.Named(args[k]) is { } kind)
    {
        kinds.Add(kind);
    }
    else
    {
        Console.Error.WriteLine($"'{args[k]}' is not understood. Usage: [{string.Join('|', TableFile.All.Select(static kind => kind.Name))}] … [--rows n]");
        return 2;
    }
}
var folder = Directory.CreateTempSubdirectory("backprop-tables-");
try
{
    Console.WriteLine("| kind | rows | file, MB | library alone, s | Table.Read, s | ratio | peak of the library, MB | peak of Table.Read, MB |");
    Console.WriteLine("|---|---|---|---|---|---|---|---|");
    foreach (var kind in kinds.Count > 0 ? [.. kinds] : TableFile.All)
    {
        var path = Path.Combine(folder.FullName, kind.Name);
        var table = new RandomTable(kind.Share(rows), seed: 1);
        kind.Write(table, path);
        var library = Reading.InProcess(kind, path, "library");
        var ours = Reading.InProcess(kind, path, "table");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {kind.Name} | {table.Rows:N0} | {new FileInfo(path).Length / 1e6:F0} | {library.Seconds:F2} | {ours.Seconds:F2} | {ours.Seconds / library.Seconds:F2} | {library.Megabytes:F0} | {ours.Megabytes:F0} |"));
        File.Delete(path);
    }
}
finally
{
    folder.Delete(recursive: true);
}
return 0;

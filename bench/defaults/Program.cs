// What bench/defaults/run.sh calls, one step after the other.
//   prepare FOLDER                          halves and splits of the tables in FOLDER
//   check FOLDER RESULTS NAME=OPTIONS …     whether `ours` can run with these
//   ours FOLDER RESULTS NAME=OPTIONS …      `backprop train` with these options, or none, as method NAME
//   lightgbm FOLDER RESULTS                 LightGBM through ML.NET
//   report FOLDER RESULTS                   the comparison, as Markdown
// Which tables and splits: --half choose|report, --tables a,b, --cells N (tables of at most N cells), --splits N.
// What the report compares: --methods a,b, the first one, or that of --against, with each of the others.
using Backprop.Defaults;

if (args is not [var verb, var folder, ..])
{
    Console.Error.WriteLine("usage: prepare|ours|lightgbm|report FOLDER [RESULTS] …; see Program.cs");
    return 1;
}
try
{
    return Do(verb, folder, new Selection(folder, args[2..]));
}
catch (RunException e)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}

int Do(string verb, string folder, Selection selection)
{
    switch (verb)
    {
        case "prepare":
            var tables = BenchTable.InHalves(BenchTable.Read(Path.Combine(folder, "sources.csv")));
            Directory.CreateDirectory(Path.Combine(folder, "splits"));
            foreach (var table in tables)
                TestRows.Write(Path.Combine(folder, "splits", table.Table + ".txt"), TestRows.Draw(TestRows.ClassesOf(table, table.Load(folder))));
            BenchTable.Write(Path.Combine(folder, "tables.csv"), tables);
            return 0;
        case "check" or "ours" when selection.Rest.Count > 1:
            // All settings before the first run, which may take hours.
            Setting[] settings = [.. selection.Rest.Skip(1).Select(Setting.Parse)];
            if (settings.Select(setting => setting.Name).Distinct(StringComparer.Ordinal).Count() < settings.Length)
                throw new RunException("two settings have the same name; give each its own");
            foreach (var setting in settings)
                ResultFile.CheckOptions(selection.Rest[0], setting.Name, setting.Options);
            foreach (var setting in verb == "ours" ? settings : [])
                OurRuns.Run(selection, selection.Rest[0], setting);
            return 0;
        case "lightgbm" when selection.Rest.Count == 1:
            LightGbmRuns.Run(selection, selection.Rest[0]);
            return 0;
        case "report" when selection.Rest.Count == 1:
            var lines = Directory.GetFiles(selection.Rest[0], "*.csv").Order(StringComparer.Ordinal).SelectMany(ResultFile.Read).ToArray();
            var methods = selection.Methods ?? [.. lines.Select(line => line.Method).Distinct(StringComparer.Ordinal)];
            Console.Write(Report.Of(new Comparison(selection.Tables(), methods, lines, selection.Splits), selection.Against ?? methods[0], selection.Splits));
            return 0;
        default:
            Console.Error.WriteLine($"'{string.Join(' ', args)}' is not a step; expected prepare, check, ours, lightgbm or report with its folders; see Program.cs");
            return 1;
    }
}

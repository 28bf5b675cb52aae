// Searches the ways to read and to change the recipe that is printed for the family trees: docs/studies/family-trees.md.
//   dotnet run -c Release --project bench/family-trees -- STAGE [--seeds N] [--threads N] [-o FOLDER]
//   dotnet run -c Release --project bench/family-trees -- balance|kept [--seeds N] [-o FOLDER]
//   dotnet run -c Release --project bench/family-trees -- figures [-o FOLDER]
using System.Diagnostics;
using System.Globalization;
using Backprop.Experiments;
using Backprop.FamilyTreeSearch;

string? Value(string name) => Array.IndexOf(args, name) is >= 0 and var at && at + 1 < args.Length ? args[at + 1] : null;
int? Number(string name) => Value(name) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : null;
var folder = Value("-o") ?? "docs/studies/family-trees";
Directory.CreateDirectory(folder);
void Write(string name, IEnumerable<string> lines) => File.WriteAllText(Path.Combine(folder, name + ".csv"), string.Concat(lines.Select(static line => line + "\n")));
if (args is ["figures", ..])
{
    Maps.Write(folder);
    return 0;
}
if (args is ["balance", ..])
{
    Write("balance", [Balance.Header, .. Stage.Balance.SelectMany(setting => Balance.Of(setting, 1, Number("--seeds") ?? 20))]);
    return 0;
}
if (args is ["kept", ..])
{
    Write("kept", [Kept.Header, .. ((ToleranceReading[])[ToleranceReading.Unit, ToleranceReading.Edge]).Select(tolerance => Kept.Of(tolerance, 1, Number("--seeds") ?? 20))]);
    return 0;
}
if (Stage.All.FirstOrDefault(stage => stage.Name == args.FirstOrDefault()) is not { } stage)
{
    Console.Error.WriteLine($"The first word must be figures, balance, kept or one of {string.Join(", ", Stage.All.Select(static stage => stage.Name))}.");
    return 2;
}
var seeds = Number("--seeds") ?? stage.Seeds;
var clock = Stopwatch.StartNew();
var path = Path.Combine(folder, stage.Name + ".csv");
using (var file = new StreamWriter(path + ".part"))
{
    file.Write(Summary.Header + "\n");
    foreach (var (index, setting) in stage.Settings.Index())
    {
        var summary = Summary.Of(setting, SeedRunner.Run(stage.FirstSeed, Stage.SeedsOf(setting.Recipe, seeds), Number("--threads") ?? 1, seed => RecipeRun.Of(setting.Recipe, seed)));
        file.Write(summary + "\n");
        file.Flush();
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{index + 1}/{stage.Settings.Count} {clock.Elapsed.TotalSeconds:F0} s  {summary}"));
    }
}
File.Move(path + ".part", path, overwrite: true);
return 0;

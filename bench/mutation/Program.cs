using System.Diagnostics;
using System.Globalization;
using Backprop.Mutation;

// ROOM [file …]: see README.md.
if (args is [TestHost.Argument, var requests, var answers, var assembly, var places, var first, var testAssembly, ..])
    return TestHost.Run(requests, answers, assembly, int.Parse(places, CultureInfo.InvariantCulture), int.Parse(first, CultureInfo.InvariantCulture), testAssembly, args[7..]);
if (args is [] || args[0].StartsWith('-'))
{
    Console.Error.WriteLine("Usage: ROOM [file …]; the rooms are the files bench/mutation/rooms/ROOM.json.");
    return 2;
}
var room = Room.Read(args[0]);
using (var build = Process.Start("dotnet", ["build", "-c", "Release", "-v", "q", "--nologo", "-p:RunAnalyzers=false", Repository.Path(room.Tests)]))
{
    build.WaitForExit();
    if (build.ExitCode != 0)
        return build.ExitCode;
}
var built = Path.Combine(Path.GetDirectoryName(Repository.Path(room.Tests))!, "bin", "Release", "net10.0");
var folder = Path.Combine(Path.GetDirectoryName(built)!, "mutation");
if (Directory.Exists(folder))
    Directory.Delete(folder, recursive: true);
foreach (var file in Directory.EnumerateFiles(built, "*", SearchOption.AllDirectories))
{
    var copy = Path.Combine(folder, Path.GetRelativePath(built, file));
    Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
    File.Copy(file, copy);
}
File.Copy(typeof(Room).Assembly.Location, Path.Combine(folder, "Backprop.Mutation.dll"));

var mutants = MutatedAssembly.Write(room, Path.Combine(folder, $"{room.AssemblyName}.dll"));
Console.WriteLine($"{mutants.Count} mutants compile.");
var chosen = mutants.Where(mutant => args.Length == 1 || args[1..].Any(part => mutant.File.Contains(part, StringComparison.Ordinal))).ToArray();
using var run = new MutationRun(room, folder, mutants);
Console.WriteLine($"{run.TestCount} test methods; left out, because they fail here without a mutant: {(run.Unfit.Count == 0 ? "none" : string.Join(", ", run.Unfit))}.");
var scores = new SortedDictionary<string, Score>(StringComparer.Ordinal);
Console.WriteLine("| | mutants | killed | by time | survived | justified | score | of those not justified |");
Console.WriteLine("|---|---|---|---|---|---|---|---|");
foreach (var file in chosen.GroupBy(static mutant => mutant.File, StringComparer.Ordinal))
{
    var survivors = new List<string>();
    var score = default(Score);
    foreach (var mutant in file)
    {
        var (outcome, isJustified) = (run.Try(mutant), room.Reason(mutant) is not null);
        score += Score.Of(outcome, isJustified);
        if (outcome is Outcome.Survived or Outcome.NotReached && !isJustified)
            survivors.Add($"{outcome}: {mutant}");
    }
    Console.WriteLine($"| {file.Key} | {score} |");
    survivors.ForEach(Console.WriteLine);
    var part = file.Key.Split('/')[0];
    scores[part] = scores.GetValueOrDefault(part) + score;
}
foreach (var (part, score) in scores)
    Console.WriteLine($"| {part} | {score} |");
Console.WriteLine($"| {args[0]} | {scores.Values.Aggregate(static (one, other) => one + other)} |");
return 0;

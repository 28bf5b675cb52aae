using System.Diagnostics;
using System.Globalization;
using System.Text;
using Backprop.Fuzz;

// [target] [--seed n] [--minutes m] [--case k]: see README.md.
var (chosen, seed, minutes, only) = ((string?)null, 1UL, 1.0, (long?)null);
for (var k = 0; k < args.Length; k++)
{
    var value = k + 1 < args.Length ? args[k + 1] : "";
    var isRead = args[k] switch
    {
        "--seed" => ulong.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out seed),
        "--minutes" => double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out minutes),
        "--case" => long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && (only = number) >= 0,
        _ => chosen is null && (chosen = args[k]) is not null && Targets.All.Any(target => target.Name == chosen),
    };
    if (!isRead)
    {
        Console.Error.WriteLine($"'{args[k]}' is not understood. Usage: [{string.Join('|', Targets.All.Select(static target => target.Name))}] [--seed n] [--minutes m] [--case k]");
        return 2;
    }
    if (args[k].StartsWith("--", StringComparison.Ordinal))
        k++;
}
var targets = Targets.All.Where(target => chosen is null || target.Name == chosen).ToArray();
using var folder = new CaseFolder();
var fuzzer = new Fuzzer(folder.Path);
var found = new Dictionary<string, Finding>(StringComparer.Ordinal);
foreach (var target in targets)
    fuzzer.WarmUp(target);
var clock = Stopwatch.StartNew();
long next = only ?? 0;
do
{
    foreach (var target in targets)
    {
        for (var number = next; number < (only is null ? next + 100 : next + 1); number++)
        {
            if (fuzzer.Try(target, seed, number) is { } finding && found.TryAdd($"{target.Name} {finding.Kind}", finding))
                Report(finding);
        }
    }
    next += 100;
}
while (only is null && clock.Elapsed.TotalMinutes < minutes);
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{(only is null ? next : 1):N0} cases of each of {targets.Length} targets, seed {seed}: {found.Count} findings."));
return found.Count == 0 ? 0 : 1;

void Report(Finding finding)
{
    var minimal = Shrinker.Shrink(fuzzer, finding);
    var file = $"fuzz-{finding.Target.Name}-{finding.Seed}-{finding.Case}";
    File.WriteAllBytes(file, minimal);
    Console.WriteLine($"{finding.Target.Name}: {finding.Problem}");
    Console.WriteLine($"  again: dotnet run -c Release --project bench/fuzz -- {finding.Target.Name} --seed {finding.Seed} --case {finding.Case}");
    Console.WriteLine($"  minimal case: {file}, {minimal.Length} bytes: {Encoding.Latin1.GetString(minimal.AsSpan(0, Math.Min(minimal.Length, 300))).ReplaceLineEndings("\\n")}");
}

using System.CommandLine.Parsing;
using System.Diagnostics;
using System.Globalization;
using Backprop.Cli;

namespace Backprop.Defaults;

/// <summary>Runs `backprop train` and `backprop predict` as a user does, within this process, on files that hold the rows of one part of a split.</summary>
internal static class OurRuns
{
    /// <param name="selection">Tables and splits.</param>
    /// <param name="results">The folder of results.</param>
    /// <param name="setting">The options of `train`, which may be none.</param>
    /// <exception cref="RunException">There are results of other options under this name, or `train` or `predict` ended with an error.</exception>
    public static void Run(Selection selection, string results, Setting setting)
    {
        var (name, options) = setting;
        var file = new ResultFile(results, name, options);
        var scratch = Directory.CreateTempSubdirectory("defaults").FullName;
        try
        {
            RunAll(selection, file, name, options, scratch);
        }
        finally
        {
            Directory.Delete(scratch, recursive: true);
        }
    }

    private static void RunAll(Selection selection, ResultFile file, string name, string options, string scratch)
    {
        foreach (var table in selection.Tables())
        {
            var splits = TestRows.Read(Path.Combine(selection.Folder, "splits", table.Table + ".txt"));
            var lines = File.ReadAllLines(Path.Combine(selection.Folder, table.Table + ".csv"));
            for (var split = 1; split <= selection.Splits; split++)
            {
                if (file.Has(table.Table, split))
                    continue;
                var (score, seconds) = Measure(table, lines, splits[split - 1], split, [.. CommandLineParser.SplitCommandLine(options)], scratch);
                file.Append(table.Table, split, score, seconds);
            }
            Console.Error.WriteLine($"{name}: {table.Table} done");
        }
    }

    private static (Score Score, double Seconds) Measure(BenchTable table, string[] lines, int[] testRows, int split, string[] options, string scratch)
    {
        var (train, test, model, answers) = (Path.Combine(scratch, "train.csv"), Path.Combine(scratch, "test.csv"), Path.Combine(scratch, "model.safetensors"), Path.Combine(scratch, "answers.csv"));
        var isTest = new bool[lines.Length];
        foreach (var row in testRows)
            isTest[row + 1] = true;
        File.WriteAllLines(train, lines.Where((_, line) => !isTest[line]));
        File.WriteAllLines(test, lines.Where((_, line) => line == 0 || isTest[line]));
        var clock = Stopwatch.StartNew();
        Call(["train", train, "--target", table.Target, table.HasClasses ? "--category" : "--numeric", table.Target, "--test", "0",
            "--seed", split.ToString(CultureInfo.InvariantCulture), "--output", model, "--force", .. options]);
        var seconds = clock.Elapsed.TotalSeconds;
        Call(["predict", model, test, "--output", answers, "--force", .. table.HasClasses ? ["--probabilities"] : Array.Empty<string>()]);
        File.Delete(model);
        return (ScoreOf(table, answers, test), seconds);
    }

    private static void Call(string[] arguments)
    {
        using var messages = new StringWriter();
        var code = CommandLine.Run(arguments, new Terminal(TextWriter.Null, messages, CancellationToken.None));
        if (code != 0)
            throw new RunException($"backprop {string.Join(' ', arguments)} ended with {code}: {messages.ToString().Trim()}");
    }

    /// <summary>Compares the predictions with the targets in the test file, row by row.</summary>
    internal static Score ScoreOf(BenchTable table, string answers, string test)
    {
        var given = File.ReadLines(answers).Select(CsvText.Cells).ToArray();
        var actual = CsvText.Read(test).Select(line => line[table.Target]).ToArray();
        if (!table.HasClasses)
            return Score.OfNumbers([.. given.Skip(1).Select(cells => Number(cells[0]))], [.. actual.Select(Number)]);
        var prefix = table.Target + ": ";
        var classes = given[0].Skip(1).Select(header => header[prefix.Length..]).ToList();
        return Score.OfClasses([.. given.Skip(1).Select(cells => cells.Skip(1).Select(Number).ToArray())], [.. actual.Select(name => classes.IndexOf(name))]);
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}

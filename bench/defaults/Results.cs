using System.Globalization;

namespace Backprop.Defaults;

/// <summary>A line of results: how well one method did on one split of a table.</summary>
internal sealed record Result
{
    public required string Table { get; init; }

    /// <summary>From 1.</summary>
    public required int Split { get; init; }

    public required string Method { get; init; }

    public double? Accuracy { get; init; }

    public double? LogLoss { get; init; }

    public double? Brier { get; init; }

    public double? R2 { get; init; }

    public double? Rmse { get; init; }

    /// <summary>Seconds of the training.</summary>
    public double Seconds { get; init; }
}

/// <summary>The results of one method, a file of lines in a folder; lines are only ever appended, so that a run that was ended goes on where it was.</summary>
internal sealed class ResultFile
{
    private readonly string file;
    private readonly HashSet<(string Table, int Split)> done;

    /// <param name="folder">The folder of results.</param>
    /// <param name="method">The name of the method.</param>
    /// <param name="options">The options that it runs with, kept beside the results; null for a method without.</param>
    /// <exception cref="RunException">The results in the folder are those of other options.</exception>
    public ResultFile(string folder, string method, string? options = null)
    {
        if (options is not null)
            CheckOptions(folder, method, options);
        Directory.CreateDirectory(folder);
        Method = method;
        file = Path.Combine(folder, method + ".csv");
        if (options is not null)
            File.WriteAllText(OptionsOf(folder, method), options + "\n");
        if (!File.Exists(file))
            File.WriteAllText(file, "table,split,method,accuracy,log_loss,brier,r2,rmse,seconds\n");
        // A run that was ended may have left half a line, which is done again.
        if (File.ReadAllText(file) is [.., not '\n'])
            File.AppendAllText(file, "\n");
        done = [.. Read(file).Select(result => (result.Table, result.Split))];
    }

    public string Method { get; }

    /// <summary>Refuses options that are not those of the results that are there.</summary>
    /// <exception cref="RunException">They are others, or are not known.</exception>
    public static void CheckOptions(string folder, string method, string options)
    {
        var (results, kept) = (Path.Combine(folder, method + ".csv"), OptionsOf(folder, method));
        if (!File.Exists(results) || Read(results).Count == 0)
            return;
        var remedy = $"give the setting another name, or delete {results}";
        if (!File.Exists(kept))
            throw new RunException($"{results} has results, but {kept} with their options is missing; {remedy}");
        if (File.ReadAllText(kept).Trim() is var earlier && earlier != options)
            throw new RunException($"{results} has results of '{method}={earlier}', not of '{method}={options}'; {remedy}");
    }

    private static string OptionsOf(string folder, string method) => Path.Combine(folder, method + ".options.txt");

    public bool Has(string table, int split) => done.Contains((table, split));

    public void Append(string table, int split, Score score, double seconds)
    {
        var cells = new[] { score.Accuracy, score.LogLoss, score.Brier, score.R2, score.Rmse, seconds }.Select(value => value?.ToString("0.######", CultureInfo.InvariantCulture));
        File.AppendAllText(file, string.Create(CultureInfo.InvariantCulture, $"{table},{split},{Method},{string.Join(',', cells)}\n"));
        done.Add((table, split));
    }

    public static IReadOnlyList<Result> Read(string file) =>
    [
        .. CsvText.Read(file).Where(line => line["seconds"].Length > 0).Select(line => new Result
        {
            Table = line["table"],
            Split = line.Count("split"),
            Method = line["method"],
            Accuracy = line.Number("accuracy"),
            LogLoss = line.Number("log_loss"),
            Brier = line.Number("brier"),
            R2 = line.Number("r2"),
            Rmse = line.Number("rmse"),
            Seconds = line.Number("seconds")!.Value,
        }),
    ];
}

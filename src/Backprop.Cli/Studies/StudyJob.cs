using System.Security.Cryptography;
using System.Text;

namespace Backprop.Cli;

/// <summary>One study: a training on cases, the settings that are varied, the seeds, and the files that it writes.</summary>
internal sealed record StudyJob
{
    /// <summary>The training, as it is without the varied settings.</summary>
    public required CaseJob Training { get; init; }

    /// <summary>The settings that are varied, at most two; the last one varies fastest.</summary>
    public required IReadOnlyList<VariedSetting> Varied { get; init => field = ValueList.Of(value); }

    public required int Seeds { get; init; }

    public required ulong FirstSeed { get; init; }

    /// <summary>Nets per point, of those that have not learned, of which the cause is sought.</summary>
    public required int Causes { get; init; }

    public required int Threads { get; init; }

    /// <summary>The file of the runs, by which an interrupted study goes on; null for none.</summary>
    public string? RunsFile { get; init; }

    /// <summary>The folder of the page and the figures; null for none.</summary>
    public string? Figures { get; init; }

    /// <summary>The file for the best net; null for none.</summary>
    public string? BestModel { get; init; }

    public bool Force { get; init; }

    public bool Json { get; init; }

    /// <summary>The values of the varied settings at each point.</summary>
    public IReadOnlyList<IReadOnlyList<double>> Points
    {
        get
        {
            IEnumerable<IReadOnlyList<double>> points = [[]];
            foreach (var setting in Varied)
                points = points.SelectMany(point => setting.Values.Select(value => (IReadOnlyList<double>)[.. point, value]));
            return [.. points];
        }
    }

    /// <summary>The training of a point and a seed.</summary>
    public CaseJob At(IReadOnlyList<double> point, ulong seed) =>
        Varied.Zip(point).Aggregate(Training, static (job, setting) => setting.First.Apply(job, setting.Second)) with { Seed = seed };

    /// <summary>A point in words: "rate 0.1, momentum 0.9"; "" where nothing varies.</summary>
    public string Name(IReadOnlyList<double> point) => string.Join(", ", Varied.Zip(point, static (setting, value) => $"{setting.Name} {Numeral.Text(value)}"));

    /// <summary>The command that repeats the study, without what only chooses its output.</summary>
    public string Command => "backprop study " + string.Join(' ', StudyCommandLine.Words(this).Select(Shell.Quoted));

    /// <summary>Twelve digits that tell the runs of this study from those of others: of everything that decides what a run at a point with a seed gives.</summary>
    /// <param name="cases">What is known of the cases.</param>
    public string Identity(TrainedCases cases)
    {
        var settings = CaseSettings.OfModel(Training with { Data = "", Seed = 0, Choice = Training.Choice with { File = null } }, cases);
        var text = string.Join('\n', [settings, Training.Topology.ToJson(), .. Varied.Select(static setting => setting.ToString())]);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..12];
    }
}

using System.Globalization;
using System.Numerics;
using System.Text.Json.Nodes;

namespace Backprop.Cli;

/// <summary>Measures a model of a net on a case file, or on the cases that it was trained on.</summary>
internal sealed class CaseTest(Model model, string path, Terminal terminal)
{
    /// <param name="file">The case file, "-" for standard input; null for the one that the model was trained on.</param>
    /// <param name="settle">How far the net settles before it is measured; null for its own iterations alone.</param>
    /// <param name="asJson">Whether the result is printed as JSON.</param>
    public void Run(string? file, SettleLimits? settle, bool asJson)
    {
        var training = CaseModel.Training(model, path);
        var cases = CaseModel.Read(model, file ?? TrainedOn(training));
        if (cases.Targets.Count == 0)
            throw new InputException($"{Name(file!)}: no case has a target, so there is nothing to measure the answers by");
        var error = training?.Job.Training.Error ?? new CaseError();
        var band = training?.Job.Training.Band ?? CaseTraining.UsualBand;
        var named = Name(file ?? training!.Value.Job.Data);
        var (scores, settlings) = model.IsDouble ? Scores(model.Network<double>(), cases, error, band, settle, named) : Scores(model.Network<float>(), cases, error, band, settle, named);
        if (scores.Cases.Count == 0)
            throw new InputException($"{named}: no case has a target, so there is nothing to measure the answers by");
        if (file is not null && file != "-" && training?.Cases?.File.Is(file) == true)
            terminal.Error.WriteLine($" note: {file} is the case file that the model was trained on");
        if (asJson)
        {
            var json = CaseScoresText.ToJson(scores);
            if (settlings is not null)
            {
                json["settled"] = new JsonObject
                {
                    ["within"] = settle!.Within,
                    ["most"] = settle.Most,
                    ["count"] = settlings.Count(static settling => settling.IsSettled),
                    ["cases"] = CliJson.List(settlings, static settling => new JsonObject { ["settled"] = settling.IsSettled, ["iterations"] = settling.Iterations }),
                };
            }
            terminal.Out.WriteLine(CliJson.Text(json));
            return;
        }
        if (settlings is not null)
            terminal.Text.WriteLine($" {settle!.Describe(settlings)}");
        terminal.Text.WriteLine(string.Create(CultureInfo.InvariantCulture, $" E {scores.Evaluation.Error:G4}, error per {scores.Part} {scores.ErrorPerCase:G4} ({error})"));
        CaseScoresText.Write(terminal.Text, scores);
    }

    private static string Name(string file) => file == "-" ? "standard input" : file;

    private (CaseScores Scores, IReadOnlyList<Settling>? Settlings) Scores<T>(Network<T> network, Cases cases, CaseError error, double band, SettleLimits? settle, string file)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var measure = error.For(network.Topology);
        if (settle is null) return (CaseScores.Of(network, cases, measure, band), null);
        var settled = settle.Settle(network, cases, measure, path, file);
        return (CaseScores.Of(network.Topology, cases, settled, band), settled.Settlings);
    }

    /// <summary>The case file that the model was trained on, if it is as it was then.</summary>
    private string TrainedOn((CaseJob Job, TrainedCases? Cases)? training)
    {
        if (training is not ({ } job, var known))
            throw new InputException($"{path}: it does not say on which cases it was trained; name a case file to test on");
        if (!File.Exists(job.Data))
            throw new InputException($"{job.Data}: there is no such file, though {path} was trained on it; name a case file to test on");
        if (known?.File.Is(job.Data) == false)
            throw new InputException($"{job.Data}: is not as it was when {path} was trained; name a case file to test on");
        terminal.Error.WriteLine($" {job.Data}, the case file that the model was trained on");
        return job.Data;
    }
}

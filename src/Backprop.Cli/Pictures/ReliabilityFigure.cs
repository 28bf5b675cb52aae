using System.Globalization;
using Backprop.Data;
using Backprop.Figures;

namespace Backprop.Cli;

/// <summary>The reliability diagrams of a test.</summary>
internal static class ReliabilityFigure
{
    /// <summary>Refuses a model whose outputs are not probabilities, before any work is done.</summary>
    public static void Check(TableModel model)
    {
        if (new TableScores(model.Encoding, model.Model.Topology) is { HasProbabilities: false })
            throw new UsageException("--reliability draws the probabilities of classes, but the model has no target of classes with softmax or logistic units.");
    }

    /// <summary>Draws a diagram per target with probabilities.</summary>
    public static Figure Of(TableScores scores, string model)
    {
        var diagrams = scores.Classes.Where(static target => target.Value.Probabilities is not null).Select(static target => Of(target.Key, target.Value.Probabilities!)).ToArray();
        if (diagrams.Length == 0)
            throw new InputException("no row has a value in a target of classes, so there is no reliability to draw");
        var title = $"{model}: do probabilities mean what they say?";
        return diagrams.Length == 1 ? diagrams[0] with { Title = title } : new Panels { Title = title, Parts = diagrams };
    }

    private static ReliabilityDiagram Of(string target, ProbabilityMetrics metrics) => new()
    {
        Title = target,
        Subtitle = string.Create(CultureInfo.InvariantCulture, $"{metrics.Count:N0} rows; calibration error {metrics.ExpectedCalibrationError:F3}, log-loss {metrics.LogLoss:F3}, Brier score {metrics.BrierScore:F3}."),
        Bins = [.. metrics.Reliability.Select(static bin => new ConfidenceBin(bin.From, bin.To, bin.Count, bin.Right, bin.Confidence))],
    };
}

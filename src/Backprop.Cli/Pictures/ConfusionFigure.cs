using System.Globalization;
using Backprop.Data;
using Backprop.Figures;

namespace Backprop.Cli;

/// <summary>The confusion matrices of a test.</summary>
internal static class ConfusionFigure
{
    /// <summary>Refuses a model without a categorical target, before any work is done.</summary>
    public static void Check(TableModel model)
    {
        if (!model.Encoding.Targets.OfType<CategoryEncoding>().Any())
            throw new UsageException("--figure draws confusion matrices, but the model has no target of classes.");
    }

    /// <summary>Draws one matrix per categorical target.</summary>
    public static Figure Of(TableScores scores, string model)
    {
        var matrices = scores.Classes.Select(target => Of(target.Key, target.Value)).ToArray();
        var title = $"{model}: answers against desired classes";
        return matrices.Length == 1 ? matrices[0] with { Title = title } : new Panels { Title = title, Parts = matrices };
    }

    private static ConfusionMatrix Of(string target, ClassificationMetrics metrics)
    {
        var counts = new int[metrics.Classes.Count, metrics.Classes.Count];
        for (var actual = 0; actual < metrics.Classes.Count; actual++)
        {
            for (var predicted = 0; predicted < metrics.Classes.Count; predicted++) counts[actual, predicted] = checked((int)metrics[actual, predicted]);
        }
        return new()
        {
            Title = target,
            Subtitle = string.Create(CultureInfo.InvariantCulture, $"{metrics.Right:N0} of {metrics.Count:N0} cases right; shade: share of the row."),
            Classes = metrics.Classes,
            Counts = counts,
        };
    }
}

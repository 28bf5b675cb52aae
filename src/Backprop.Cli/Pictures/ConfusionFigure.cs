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
        var matrices = scores.Classes.Select(static target => ConfusionMatrix.From(target.Value) with { Title = target.Key }).ToArray();
        var title = $"{model}: answers against desired classes";
        return matrices.Length == 1 ? matrices[0] with { Title = title } : new Panels { Title = title, Parts = matrices };
    }
}

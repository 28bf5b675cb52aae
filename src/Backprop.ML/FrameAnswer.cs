using Backprop.Data;
using Microsoft.Data.Analysis;

namespace Backprop.ML;

/// <summary>The answers to a target, as columns of a <see cref="DataFrame"/>.</summary>
internal sealed class FrameAnswer
{
    private readonly FrameColumn answer;
    private readonly FrameColumn[] probabilities;

    /// <param name="target">The target.</param>
    /// <param name="withProbabilities">Whether there is a column for each class.</param>
    public FrameAnswer(ColumnEncoding target, bool withProbabilities)
    {
        var kind = target switch { NumberEncoding => ColumnKind.Number, DateEncoding => ColumnKind.Date, _ => ColumnKind.Category };
        answer = FrameColumn.Of(target.Column, kind, target is CategoryEncoding { Identity: CategoryIdentity.YesOrNo });
        probabilities = withProbabilities && target is CategoryEncoding classes ? [.. classes.Categories.Select(word => FrameColumn.Of($"{target.Column}: {word}", ColumnKind.Number, isYesOrNo: false))] : [];
    }

    /// <summary>The columns.</summary>
    public IEnumerable<DataFrameColumn> Columns => probabilities.Prepend(answer).Select(static column => column.Made);

    /// <summary>Adds the answer to a row.</summary>
    public void Add(Prediction prediction)
    {
        answer.Add(prediction.Number, prediction.Text);
        for (var i = 0; i < probabilities.Length; i++)
            probabilities[i].Add(prediction.Probabilities[i], "");
    }
}

using Backprop.Data;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

namespace Backprop.ML;

/// <summary>Makes the columns of a binary trainer.</summary>
internal static class YesOrNoScoring
{
    private const string Output = "BackpropOutput";

    public static ITransformer Of(MLContext ml, ViewTask task, TableEncoding encoding, Model model) =>
        ScoringGraph.Of(ml, model, encoding, task.Features, Output, [([1, 0], 0), ([0, 1], 0)])
            .Append(ml.Transforms.CustomMapping<YesOrNoOutput, YesOrNoAnswer>(YesOrNoMapping.Answer, YesOrNoMapping.Contract))
            .Append(ml.Transforms.DropColumns(Output))
            .Fit(Views.Empty(ml, task.Features, encoding.InputSize));
}

/// <summary>The probabilities of no and yes.</summary>
internal sealed class YesOrNoOutput
{
    [VectorType(2)]
    public VBuffer<float> BackpropOutput { get; set; }
}

/// <summary>The columns of a binary trainer.</summary>
internal sealed class YesOrNoAnswer
{
    public bool PredictedLabel { get; set; }

    public float Score { get; set; }

    public float Probability { get; set; }
}

/// <summary>Reads the answer of a net that tells yes from no. ML.NET makes it by the name of its contract when it loads a pipeline.</summary>
[CustomMappingFactoryAttribute(Contract)]
internal sealed class YesOrNoMapping : CustomMappingFactory<YesOrNoOutput, YesOrNoAnswer>
{
    public const string Contract = "Backprop.YesOrNo";

    public static void Answer(YesOrNoOutput output, YesOrNoAnswer answer)
    {
        var (no, yes) = (output.BackpropOutput.GetItemOrDefault(0), output.BackpropOutput.GetItemOrDefault(1));
        if (float.IsNaN(yes))
            throw ScoringGraph.NoAnswer();
        answer.Probability = yes;
        // Log odds; finite also where a probability is rounded to 0.
        answer.Score = MathF.Log(Math.Max(yes, 1e-38f)) - MathF.Log(Math.Max(no, 1e-38f));
        answer.PredictedLabel = yes > no;
    }

    public override Action<YesOrNoOutput, YesOrNoAnswer> GetMapping() => Answer;
}

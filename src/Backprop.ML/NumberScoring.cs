using Backprop.Data;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

namespace Backprop.ML;

/// <summary>Makes the column of a regression trainer.</summary>
internal static class NumberScoring
{
    private const string Output = "BackpropOutput";

    public static ITransformer Of(MLContext ml, ViewTask task, TableEncoding encoding, Model model)
    {
        var target = (NumberEncoding)encoding.Targets[0];
        return ScoringGraph.Of(ml, model, encoding, task.Features, Output, [([target.Deviation], target.Mean)])
            .Append(ml.Transforms.CustomMapping<NumberOutput, NumberAnswer>(NumberMapping.Answer, NumberMapping.Contract))
            .Append(ml.Transforms.DropColumns(Output))
            .Fit(Views.Empty(ml, task.Features, encoding.InputSize));
    }
}

/// <summary>A number as a vector of one.</summary>
internal sealed class NumberOutput
{
    [VectorType(1)]
    public VBuffer<float> BackpropOutput { get; set; }
}

/// <summary>The column of a regression trainer.</summary>
internal sealed class NumberAnswer
{
    public float Score { get; set; }
}

/// <summary>Takes a number out of its vector. ML.NET makes it by the name of its contract when it loads a pipeline.</summary>
[CustomMappingFactoryAttribute(Contract)]
internal sealed class NumberMapping : CustomMappingFactory<NumberOutput, NumberAnswer>
{
    public const string Contract = "Backprop.Number";

    public static void Answer(NumberOutput output, NumberAnswer answer) => answer.Score = output.BackpropOutput.GetItemOrDefault(0);

    public override Action<NumberOutput, NumberAnswer> GetMapping() => Answer;
}

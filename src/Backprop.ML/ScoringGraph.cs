using System.Text.Json.Nodes;
using Backprop.Data;
using Backprop.Onnx;
using Microsoft.ML;

namespace Backprop.ML;

/// <summary>A trained net as a transformer of ML.NET that takes the vector of features as it is, and gives a vector.</summary>
internal static class ScoringGraph
{
    /// <summary>The transformer.</summary>
    /// <param name="ml">Makes transformers.</param>
    /// <param name="model">The model of a table of features.</param>
    /// <param name="encoding">Its encoding.</param>
    /// <param name="features">The column of the vectors.</param>
    /// <param name="output">The column to make.</param>
    /// <param name="rows">For each number to make, the weights of the net's output units, and what is added.</param>
    public static IEstimator<ITransformer> Of(MLContext ml, Model model, TableEncoding encoding, string features, string output, IReadOnlyList<(double[] Weights, double Added)> rows)
    {
        var path = Path.GetTempFileName();
        try
        {
            OnnxFile.Export(Extended(model.Network<float>(), encoding, features, output, rows), path);
            using var content = new MemoryStream(File.ReadAllBytes(path));
            return ml.Transforms.ApplyOnnxModel(output, features, content);
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>The error of a row whose scores are NaN: a class would be an answer that does not follow from the row.</summary>
    internal static DataException NoAnswer() => new("a row to be scored has a feature that is missing (NaN) or infinite, for which the net has no answer; replace such values first, for example with ReplaceMissingValues");

    /// <summary>The net with a group below its inputs, which standardizes the features, and one above its outputs.</summary>
    internal static Network<float> Extended(Network<float> trained, TableEncoding encoding, string features, string output, IReadOnlyList<(double[] Weights, double Added)> rows)
    {
        var (inputs, targets) = (encoding.InputGroups.Single(), encoding.TargetGroups.Single());
        var topology = JsonNode.Parse(trained.Topology.ToJson())!.AsObject();
        var groups = topology["groups"]!.AsArray();
        var projections = topology["projections"]!.AsArray();
        foreach (var group in groups.Select(static group => group!.AsObject()))
        {
            var name = (string)group["name"]!;
            if (name == features || name == output)
                throw new DataException($"a group of the net is called '{name}', as a column of the data view is; name that column otherwise");
            if (name == inputs.Name)
                (group["role"], group["units"], group["biases"]) = ("hidden", "identity", true);
            else if (name == targets.Name)
                group["role"] = "hidden";
        }
        groups.Insert(0, new JsonObject { ["name"] = features, ["size"] = inputs.Size, ["role"] = "input" });
        groups.Add((JsonNode)new JsonObject { ["name"] = output, ["size"] = rows.Count, ["role"] = "output", ["units"] = "identity" });
        projections.Insert(0, new JsonObject { ["from"] = features, ["to"] = inputs.Name, ["oneToOne"] = true });
        projections.Add((JsonNode)new JsonObject { ["from"] = targets.Name, ["to"] = output });

        var net = new Network<float>(Topology.FromJson(topology.ToJsonString()));
        foreach (var block in trained.Topology.Blocks.Where(static block => !block.IsBias))
            trained[block].CopyTo(net[block.Name]);
        foreach (var group in trained.Topology.Groups)
            trained.GetBiases(group.Name).CopyTo(net.GetBiases(group.Name));
        for (var i = 0; i < inputs.Size; i++)
        {
            var column = (NumberEncoding)inputs.Columns[i];
            net[$"{features}->{inputs.Name}"][i] = column.IsConstant ? 0 : (float)(1 / column.Deviation);
            net.GetBiases(inputs.Name)[i] = column.IsConstant ? 0 : (float)(-column.Mean / column.Deviation);
        }
        for (var i = 0; i < rows.Count; i++)
        {
            for (var unit = 0; unit < targets.Size; unit++)
                net[$"{targets.Name}->{output}"][(i * targets.Size) + unit] = (float)rows[i].Weights[unit];
            net.GetBiases(output)[i] = (float)rows[i].Added;
        }
        return net;
    }
}

using System.Text.Json;

namespace Backprop.Tests;

/// <summary>The iterative files: one group of units, each connected to all, run for T iterations from given initial states.</summary>
internal static class GoldenIterative
{
    internal static IterativeTopology Net(JsonElement root) => Topology.Iterative(net =>
    {
        var units = net.Output("units", Units(root), UnitFunction.FromName(root.GetProperty("activation").GetString()!));
        units.From(units, delay: 1);
    });

    internal static Cases Cases(JsonElement root)
    {
        var (units, iterations) = (Units(root), root.GetProperty("T").GetInt32());
        var all = root.GetProperty("cases").EnumerateArray().ToList();
        var builder = new CasesBuilder(all.Count)
            .Input("units@0", [.. all.SelectMany(static @case => GoldenFile.Numbers(@case.GetProperty("state0")))], units);
        for (var t = 1; t <= iterations; t++)
        {
            builder.Target($"units@{t}", At("targets", t), units);
            builder.Clamp($"units@{t}", At("clamps", t), units);
        }
        return builder.ToCases();

        double[] At(string what, int t)
        {
            var values = new double[all.Count * units];
            Array.Fill(values, Backprop.Cases.DontCare);
            for (var c = 0; c < all.Count; c++)
            {
                if (!all[c].TryGetProperty(what, out var list))
                    continue;
                foreach (var item in list.EnumerateArray().Where(item => item.GetProperty("t").GetInt32() == t))
                    values[(c * units) + item.GetProperty("unit").GetInt32()] = item.GetProperty("value").GetDouble();
            }
            return values;
        }
    }

    private static int Units(JsonElement root) => root.GetProperty("units").GetInt32();
}

namespace Backprop.Exchange.Tests;

/// <summary>Runs a net unit by unit, with functions of another program in the place of ours.</summary>
internal static class PlainRun
{
    /// <summary>The states of all output groups.</summary>
    /// <param name="network">The net.</param>
    /// <param name="inputs">The states of all input groups.</param>
    /// <param name="states">The states of a group of a function from its total inputs.</param>
    public static double[] Run(Network<double> network, ReadOnlySpan<double> inputs, Func<UnitFunction, double[], double[]> states)
    {
        var known = new Dictionary<string, double[]>(StringComparer.Ordinal);
        var at = 0;
        foreach (var group in network.Topology.Groups)
        {
            if (group.IsInput)
            {
                known[group.Name] = inputs[at..(at += group.Size)].ToArray();
                continue;
            }
            var totals = network.GetBiases(group.Name).ToArray();
            foreach (var projection in group.Incoming)
            {
                var weights = network[projection.Weights];
                var from = known[projection.From.Name];
                for (var to = 0; to < totals.Length; to++)
                    for (var k = 0; k < from.Length; k++) totals[to] += weights[(to * from.Length) + k] * from[k];
            }
            known[group.Name] = states(group.UnitFunction, totals);
        }
        return [.. network.Topology.Outputs.SelectMany(group => known[group.Name])];
    }
}

namespace Backprop.Exchange.Tests;

/// <summary>Runs a net with FANN's functions in linear pieces in the place of logistic and tanh: fann_activation_switch of fann_activation.h 2.2.0.</summary>
internal static class FannStepwise
{
    // Where the pieces begin, in steepness times sum, and the values there.
    private static readonly double[] LogisticAt = [-2.64665246009826660156, -1.47221946716308593750, -5.49306154251098632812e-01, 5.49306154251098632812e-01, 1.47221934795379638672, 2.64665293693542480469];
    private static readonly double[] LogisticValues = [4.99999988824129104614e-03, 5.00000007450580596924e-02, 2.50000000000000000000e-01, 7.50000000000000000000e-01, 9.49999988079071044922e-01, 9.95000004768371582031e-01];
    private static readonly double[] TanhAt = [-2.64665293693542480469, -1.47221934795379638672, -5.49306154251098632812e-01, 5.49306154251098632812e-01, 1.47221934795379638672, 2.64665293693542480469];
    private static readonly double[] TanhValues = [-9.90000009536743164062e-01, -8.99999976158142089844e-01, -5.00000000000000000000e-01, 5.00000000000000000000e-01, 8.99999976158142089844e-01, 9.90000009536743164062e-01];

    public static double[] Run(Network<double> network, double[] inputs)
    {
        var states = new Dictionary<string, double[]>(StringComparer.Ordinal);
        var at = 0;
        foreach (var group in network.Topology.Groups)
        {
            if (group.IsInput)
            {
                states[group.Name] = inputs[at..(at += group.Size)];
                continue;
            }
            var totals = network.GetBiases(group.Name).ToArray();
            foreach (var projection in group.Incoming)
            {
                var (weights, from) = (network[projection.Weights].ToArray(), states[projection.From.Name]);
                for (var to = 0; to < totals.Length; to++)
                    for (var k = 0; k < from.Length; k++) totals[to] += weights[(to * from.Length) + k] * from[k];
            }
            states[group.Name] = Array.ConvertAll<double, double>(totals, group.UnitFunction.Name switch
            {
                "logistic" => static x => Pieces(x / 2, LogisticAt, LogisticValues, 0, 1),
                "tanh" => static x => Pieces(x, TanhAt, TanhValues, -1, 1),
                "identity" => static x => x,
                "gaussian" => static x => Math.Exp(-x * x),
                "cosine" => Math.Cos,
                var name => throw new InvalidOperationException(name),
            });
        }
        return [.. network.Topology.Outputs.SelectMany(group => states[group.Name])];
    }

    private static double Pieces(double x, double[] at, double[] values, double least, double greatest)
    {
        if (x < at[0]) return least;
        for (var k = 1; k < at.Length; k++)
            if (x < at[k]) return ((values[k] - values[k - 1]) * (x - at[k - 1]) / (at[k] - at[k - 1])) + values[k - 1];
        return greatest;
    }
}

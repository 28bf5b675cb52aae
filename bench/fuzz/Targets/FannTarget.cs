using System.Text;

namespace Backprop.Fuzz;

/// <summary>Networks and training data of FANN.</summary>
internal sealed class FannTarget : ForeignTarget
{
    public override string Name => "fann";

    protected override string[] Words => ["(0, 0.5) ", "(3, 5, 0.5) ", "layer_sizes=", "layer_sizes=3 3 2\n", "network_type=1", "scale_included=1", "FANN_FIX_2.0", "decimal_point=12\n", "=", "\n", " 1 1 1 1", "1e309", "-1", "999999999", "2147483647 ", "nan"];

    protected override IEnumerable<byte[]> MakeSamples()
    {
        yield return Bytes("network_type=0\nlayer_sizes=3 3 2\nscale_included=1\nscale_mean_in=0.5 1.5 \nscale_deviation_in=2 3 \nscale_new_min_in=-1 -1 \nscale_factor_in=1 1 \nscale_mean_out=1 \nscale_deviation_out=2 \nscale_new_min_out=0 \nscale_factor_out=0.5 \n",
            "(0, 0, 0) (0, 0, 0) (0, 0, 0) (3, 5, 0.5) (3, 8, 0.5) (0, 0, 0) (3, 16, 0.5) (0, 0, 0) ", "(0, 0.1) (1, 0.2) (2, 0.3) (2, -0.4) (1, 0.5) (0, -0.6) (3, 0.7) (4, -0.8) (5, 0.9) ");
        yield return Bytes("network_type=1\nlayer_sizes=3 1 1 2\nscale_included=0\n",
            "(0, 0, 0) (0, 0, 0) (0, 0, 0) (3, 3, 0.25) (4, 5, 1) (5, 0, 0.5) (2, 3, 0.5) ", "(0, 0.1) (1, 0.2) (2, 0.3) (0, 1) (1, 1) (2, 1) (3, 1) (0, -0.4) (1, 0.5) (2, -0.6) (3, 0.7) (4, -0.8) (4, 5) (2, 1) ");
        yield return Encoding.ASCII.GetBytes("3 2 1\n0.5 -1\n1\n1 1\n0\n0 0\n1e-3\n");
    }

    private static byte[] Bytes(string lines, string neurons, string connections) => Encoding.ASCII.GetBytes(
        $"FANN_FLO_2.1\nnum_layers={(lines.Contains("=3 1 1 2", StringComparison.Ordinal) ? 4 : 3)}\n{lines}neurons (num_inputs, activation_function, activation_steepness)={neurons}\nconnections (connected_to_neuron, weight)={connections}\n");
}

namespace Backprop.Tests;

public sealed class SignSymmetryTests
{
    [Fact]
    public void Two_steps_are_those_of_the_signs_of_the_weights_in_plain_arithmetic() =>
        PlainTwoLayers.TwoStepsAreThose(new SignSymmetry { Size = 0.75 }, static (weights, _) => PlainTwoLayers.Sum(PlainTwoLayers.Pairs.Select(pair =>
        {
            var net = new PlainTwoLayers(weights, pair.Input);
            return net.Gradient(net.Derivatives(pair.Target, 0.75 * Math.Sign(weights[4]), 0.75 * Math.Sign(weights[5])));
        })));

    [Fact]
    public void Fixed_sizes_stay_and_redrawn_ones_change_from_sweep_to_sweep()
    {
        var network = Xor.Net<double>();
        double[] At(SignMagnitude magnitude, int sweep) => GradientCheck.Gradient(network, Xor.Cases, method: new SignSymmetry { Magnitude = magnitude }, sweep: sweep);

        Assert.Equal(At(SignMagnitude.Fixed, 1), At(SignMagnitude.Fixed, 2));
        Assert.NotEqual(At(SignMagnitude.Redrawn, 1), At(SignMagnitude.Redrawn, 2));
        Assert.NotEqual(At(SignMagnitude.Fixed, 1), At(SignMagnitude.Uniform, 1));
    }

    [Fact]
    public void It_points_less_than_a_right_angle_away_where_there_is_one_hidden_layer_and_one_output()
    {
        // Each hidden unit's derivative has the right sign and another factor in all cases, so that no product is negative.
        for (ulong seed = 1; seed <= 20; seed++)
            Assert.InRange(GradientCheck.Angles(Xor.Net<double>(seed), Xor.Cases, new SignSymmetry()).Degrees, 0, 90);
    }
}

namespace Backprop.Experiments.Tests;

public class ErrorSurfaceTests
{
    private static readonly ErrorSurface Xor = new(Topology.Layered(2, 2, 1), BooleanTasks.ExclusiveOr().ToCases());

    [Fact]
    public void The_gradient_is_that_of_the_gradient_check()
    {
        var net = new Network<double>(Topology.Layered(2, 2, 1)).Randomize(3, 1);
        var gradient = new double[9];
        var error = Xor.At(net.Weights, gradient);
        Assert.Equal(net.Evaluate(BooleanTasks.ExclusiveOr().ToCases()).Error, error);
        Assert.Equal(GradientCheck.Gradient(net, BooleanTasks.ExclusiveOr().ToCases()), gradient);
    }

    [Fact]
    public void The_second_derivatives_predict_the_gradient_nearby()
    {
        var point = new Network<double>(Topology.Layered(2, 2, 1)).Randomize(3, 1).Weights.ToArray();
        var hessian = Xor.Hessian(point);
        var (here, there) = (new double[9], new double[9]);
        Xor.At(point, here);
        var moved = point.Select((w, i) => w + 1e-4 * (i % 3 - 1)).ToArray();
        Xor.At(moved, there);
        for (var j = 0; j < 9; j++)
            Assert.Equal(Enumerable.Range(0, 9).Sum(i => hessian[j, i] * (moved[i] - point[i])), there[j] - here[j], 1e-7);
    }
}

namespace Backprop.Experiments;

/// <summary>E as a function of the weights of a net, in double precision, with its gradient (exact) and its second derivatives (differences of the gradient).</summary>
internal sealed class ErrorSurface
{
    private readonly Network<double> net;
    private readonly Trainer<double> trainer;

    /// <param name="topology">The net.</param>
    /// <param name="cases">The cases of E.</param>
    /// <param name="measure">The error measure; the sum of squares if null.</param>
    public ErrorSurface(Topology topology, Cases cases, ErrorMeasure? measure = null)
    {
        net = new Network<double>(topology);
        trainer = new Trainer<double>(net, cases, new Still(), measure);
    }

    /// <summary>The number of weights.</summary>
    public int Dimensions => net.Weights.Length;

    /// <summary>E at a point.</summary>
    /// <param name="weights">The point.</param>
    /// <param name="gradient">Takes ∂E/∂w.</param>
    public double At(ReadOnlySpan<double> weights, Span<double> gradient)
    {
        weights.CopyTo(net.Weights);
        var error = trainer.Step();
        trainer.LastGradient.CopyTo(gradient);
        return error;
    }

    /// <summary>The matrix of ∂²E/∂w∂w at a point, by central differences of the exact gradient, made symmetric.</summary>
    public double[,] Hessian(ReadOnlySpan<double> weights)
    {
        var n = Dimensions;
        var point = weights.ToArray();
        var above = new double[n];
        var below = new double[n];
        var hessian = new double[n, n];
        for (var i = 0; i < n; i++)
        {
            // Near the cube root of the rounding error, where truncation and rounding are alike.
            var step = 1e-5 * Math.Max(1, Math.Abs(weights[i]));
            point[i] = weights[i] + step;
            At(point, above);
            point[i] = weights[i] - step;
            At(point, below);
            point[i] = weights[i];
            for (var j = 0; j < n; j++) hessian[i, j] = (above[j] - below[j]) / (2 * step);
        }
        for (var i = 0; i < n; i++)
            for (var j = 0; j < i; j++) hessian[i, j] = hessian[j, i] = (hessian[i, j] + hessian[j, i]) / 2;
        return hessian;
    }

    /// <summary>A rule that changes nothing: a step only measures.</summary>
    private sealed record Still : LearningRule
    {
        public override string Name => "none";

        public override RuleState<T> Start<T>(int weightCount) => new StillState<T>();

        protected internal override void WriteSettings(System.Text.Json.Utf8JsonWriter json)
        {
        }
    }

    private sealed class StillState<T> : RuleState<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public override IReadOnlyList<RuleVector<T>> Vectors => [];

        public override void Change(in WeightChange<T> change)
        {
        }
    }
}

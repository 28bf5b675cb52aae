namespace Backprop;

/// <summary>How weights start. Every kind draws one number a weight, in the order of the flat vector, so that a seed fixes them all.</summary>
public abstract record Initialization
{
    /// <summary>Uniform in [−range, range): the paper's small random weights, which break symmetry (point 9).</summary>
    /// <param name="range">Half the width, at least 0 and finite.</param>
    /// <returns>The initialization.</returns>
    public static Initialization Uniform(double range) => new UniformInitialization(Finite(range, 0, nameof(range)));

    /// <summary>The same value for every weight.</summary>
    /// <param name="value">Any finite value.</param>
    /// <returns>The initialization.</returns>
    public static Initialization Constant(double value) => new ConstantInitialization(Finite(value, double.NegativeInfinity, nameof(value)));

    /// <summary>Uniform in ±√(6 / (from + to)) (Glorot and Bengio 2010); biases 0.</summary>
    public static Initialization Glorot { get; } = new GlorotInitialization();

    /// <summary>Uniform in ±√(6 / from) (He et al. 2015), meant for rectified linear units; biases 0.</summary>
    public static Initialization He { get; } = new HeInitialization();

    /// <summary>The value for one number drawn uniformly from [−1, 1).</summary>
    internal abstract double Value(double draw, WeightBlock block, int fanIn);

    private static double Finite(double value, double least, string name) =>
        double.IsFinite(value) && value >= least ? value
            : throw new ArgumentOutOfRangeException(name, value, $"'{name}' must be a finite number{(least == 0 ? ", 0 or more" : "")}.");
}

internal sealed record UniformInitialization(double Range) : Initialization
{
    internal override double Value(double draw, WeightBlock block, int fanIn) => draw * Range;
}

internal sealed record ConstantInitialization(double Level) : Initialization
{
    internal override double Value(double draw, WeightBlock block, int fanIn) => Level;
}

internal sealed record GlorotInitialization : Initialization
{
    internal override double Value(double draw, WeightBlock block, int fanIn) =>
        block.IsBias ? 0 : draw * Math.Sqrt(6.0 / (fanIn + (double)block.Rows));
}

internal sealed record HeInitialization : Initialization
{
    internal override double Value(double draw, WeightBlock block, int fanIn) =>
        block.IsBias ? 0 : draw * Math.Sqrt(6.0 / fanIn);
}

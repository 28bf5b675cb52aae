using System.Text.Json;

namespace Backprop;

/// <summary>
/// Where the derivatives that a learning rule uses come from: <see cref="Backpropagation"/>, which is exact, or an alternative that needs less of what a brain is not known to have.
/// Set <see cref="TrainerOptions.Gradient"/>; docs/gradients.md has the formula, defaults and source of each.
/// </summary>
/// <example>
/// <code>
/// var xor = Cases.From([[0, 0], [0, 1], [1, 0], [1, 1]], [[0], [1], [1], [0]]);
/// var net = new Network&lt;float&gt;(Topology.Layered(2, 8, 1)).Randomize(seed: 1, range: 0.3);
/// var options = new TrainerOptions { Gradient = new FeedbackAlignment() };
/// var history = new Trainer&lt;float&gt;(net, xor, new GradientDescent { LearningRate = 0.5, Momentum = 0.9 }, options: options)
///     .Run(StopWhen.AllWithin(0.2) | StopWhen.Sweeps(10_000));
/// Console.WriteLine(history.Stopped);
/// </code>
/// </example>
public abstract record GradientMethod
{
    private protected GradientMethod() { }

    /// <summary>The name by which it is stored and printed.</summary>
    public abstract string Name { get; }

    /// <summary>Whether it gives the derivative of E, which rules that search and Levenberg–Marquardt need.</summary>
    public virtual bool IsExact => false;

    /// <summary>The same method with another seed; a method that draws nothing is returned as it is.</summary>
    /// <param name="seed">Any number.</param>
    /// <returns>The method with this seed.</returns>
    public virtual GradientMethod WithSeed(ulong seed) => this;

    /// <summary>Checks the settings.</summary>
    /// <exception cref="ArgumentException">A setting is out of range; the message names it.</exception>
    internal virtual void Validate()
    {
    }

    /// <summary>Writes every setting as a member of a JSON object that is open; a checkpoint is resumed only by a method that writes the same.</summary>
    internal virtual void WriteSettings(Utf8JsonWriter json)
    {
    }

    /// <summary>Prepares to derive blocks of cases.</summary>
    /// <exception cref="TopologyException">The method is not defined for the net or the error measure.</exception>
    /// <exception cref="CasesException">It is not defined for the cases or with noise.</exception>
    internal abstract GradientPass<T> Bind<T>(GradientTask task)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    /// <summary>Throws, naming the setting, its interval and its value, unless the condition holds.</summary>
    private protected static void Require(bool condition, string parameter, double value, string interval)
    {
        if (!condition)
            throw new ArgumentOutOfRangeException(parameter, value, $"{parameter} must be {interval}.");
    }

    /// <summary>A generator of its own for numbers that follow from a seed and from what they are for.</summary>
    private protected static RandomSource Random(ulong seed, ulong purpose) => new(Noise.Mixed(seed, purpose));
}

/// <summary>What is derived.</summary>
/// <param name="Cases">The cases, matched to the net.</param>
/// <param name="Error">The error measure.</param>
/// <param name="Capacity">The most cases per block.</param>
/// <param name="Team">Threads that share the work; null: none.</param>
/// <param name="Noise">Noise of the training; null: none.</param>
/// <param name="Use">What is asked of the states of a forward and a backward pass.</param>
internal sealed record GradientTask(BoundCases Cases, ErrorMeasure Error, int Capacity, ThreadTeam? Team, Noise? Noise, StateUse Use)
{
    internal Topology Topology => Cases.Topology;

    /// <summary>Makes the passes of equations 1 to 7, with noise of the training.</summary>
    /// <param name="returns">What the backward pass reads in place of the weights; null: the weights.</param>
    /// <param name="use">What is asked of the states; null: <see cref="Use"/>.</param>
    internal Propagation<T> Propagate<T>(ReturnWeights<T>? returns = null, StateUse? use = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => new(Topology, Capacity, Error, use ?? Use, Team, Noise, returns);

    /// <summary>Refuses to recompute states.</summary>
    /// <exception cref="TopologyException">They are to be.</exception>
    internal void RefuseRecomputation(GradientMethod method, string why)
    {
        if (Use.SegmentLength is not null)
            throw new TopologyException($"The gradient method '{method.Name}' {why}, so that states cannot be recomputed segment by segment; keep them, or take back-propagation, feedback alignment or sign symmetry.");
    }

    /// <summary>Refuses noise of the training.</summary>
    /// <exception cref="CasesException">There is some.</exception>
    internal void RefuseNoise(GradientMethod method, string why)
    {
        if (Noise is not null)
            throw new CasesException($"The gradient method '{method.Name}' {why}, but the training has noise too; leave one out.");
    }
}

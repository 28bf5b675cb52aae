using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Backprop;

/// <summary>
/// How weights change, given ∂E/∂w: hyper-parameters only. <see cref="Start{T}"/> makes the state that goes with one training.
/// Derive from it (and from <see cref="RuleState{T}"/>, or from <see cref="SearchState{T}"/> if the rule asks for E and ∂E/∂w at other weights) for a rule of your own.
/// </summary>
public abstract record LearningRule
{
    /// <summary>The name by which settings are stored and printed.</summary>
    public abstract string Name { get; }

    /// <summary>After each change w ← w(1 − WeightDecay), which is not part of the change (point 7). At least 0 and less than 1; 0 by default, 0.002 in the paper's family trees.</summary>
    public double WeightDecay { get; init; }

    /// <summary>Whether biases decay too; false by default.</summary>
    public bool DecayBiases { get; init; }

    /// <summary>
    /// λ of the penalty ½λ Σw², which is added to the E that the rule minimizes, and so λw to each ∂E/∂w; biases are left out unless <see cref="DecayBiases"/>. At least 0; 0 by default.
    /// E in the history and E that stop rules see are without it.
    /// </summary>
    public double Penalty { get; init; }

    /// <summary>How the rate goes over the sweeps, as a factor of the rule's own; null, the default: constant. Only for rules with a rate.</summary>
    public RateSchedule? Schedule { get; init; }

    /// <summary>The greatest |∂E/∂w|: greater derivatives are cut to it, each by itself. More than 0; +∞, the default, cuts none.</summary>
    public double DerivativeLimit { get; init; } = double.PositiveInfinity;

    /// <summary>The greatest length of the gradient, √Σ(∂E/∂w)²: a longer one is shortened to it and keeps its direction. More than 0; +∞, the default, leaves it.</summary>
    public double GradientLengthLimit { get; init; } = double.PositiveInfinity;

    /// <summary>The least weight and the greatest, to which weights and biases are brought back after each change; null, the default: none.</summary>
    public WeightBounds? Bounds { get; init; }

    /// <summary>Whether the rule has a rate, which <see cref="Schedule"/> multiplies; false by default.</summary>
    public virtual bool HasRate => false;

    /// <summary>
    /// Whether the rule measures E at other weights before it changes them. Such a rule minimizes E plus the <see cref="Penalty"/> alone:
    /// it takes no decay, no limits and no bounds, and a batch must be one that can be run again. False by default.
    /// </summary>
    public virtual bool Searches => false;

    /// <summary>Whether the change is the rule's own and nothing more: no penalty, schedule, limits or bounds.</summary>
    public bool IsPlain => Penalty == 0 && Schedule is null && double.IsPositiveInfinity(DerivativeLimit) && double.IsPositiveInfinity(GradientLengthLimit) && Bounds is null;

    /// <summary>A fresh state for a net.</summary>
    /// <typeparam name="T">The precision of the net: <see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="weightCount">The length of the flat vector of weights.</param>
    /// <returns>The state, with all that the rule remembers at its initial values.</returns>
    public abstract RuleState<T> Start<T>(int weightCount)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    /// <summary>Refuses hyper-parameters outside their intervals; a derived rule checks its own and calls this.</summary>
    /// <exception cref="ArgumentOutOfRangeException">One is outside.</exception>
    /// <exception cref="ArgumentException">Two settings exclude each other.</exception>
    public virtual void Validate()
    {
        Require(WeightDecay is >= 0 and < 1, nameof(WeightDecay), WeightDecay, "at least 0 and less than 1");
        Require(Penalty >= 0 && double.IsFinite(Penalty), nameof(Penalty), Penalty, "a finite number, 0 or more");
        Require(DerivativeLimit > 0, nameof(DerivativeLimit), DerivativeLimit, "more than 0");
        Require(GradientLengthLimit > 0, nameof(GradientLengthLimit), GradientLengthLimit, "more than 0");
        Bounds?.Validate();
        Schedule?.Validate();
        if (Schedule is not null && !HasRate)
            throw new ArgumentException($"The rule '{Name}' has no rate, so it takes no schedule.", nameof(Schedule));
        if (Searches && (this with { Penalty = 0 } is { IsPlain: false } || WeightDecay != 0))
            throw new ArgumentException($"The rule '{Name}' minimizes E itself, so it takes no weight decay, no limits of the gradient and no bounds on weights; a penalty is part of E.", nameof(WeightDecay));
    }

    /// <summary>
    /// Writes every hyper-parameter that the derived rule adds, as a member of a JSON object that is open: for example
    /// <c>json.WriteNumber("learningRate", LearningRate)</c>. Models keep them, and a checkpoint is resumed only by a rule that writes
    /// the same; <see cref="Name"/>, <see cref="WeightDecay"/> and <see cref="DecayBiases"/> are written beside them.
    /// </summary>
    /// <param name="json">Receives the members; names in camel case, each once.</param>
    protected internal abstract void WriteSettings(Utf8JsonWriter json);

    /// <summary>Throws, naming the hyper-parameter, its interval and its value, unless the condition holds.</summary>
    /// <param name="condition">Whether the value is allowed.</param>
    /// <param name="parameter">The name of the hyper-parameter.</param>
    /// <param name="value">Its value.</param>
    /// <param name="interval">The values that are allowed, for example "more than 0".</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="condition"/> is false.</exception>
    protected static void Require(bool condition, string parameter, double value, string interval)
    {
        if (!condition)
            throw new ArgumentOutOfRangeException(parameter, value, $"{parameter} must be {interval}.");
    }
}

/// <summary>What a rule remembers from change to change: vectors as long as the weights, all saved in checkpoints.</summary>
/// <typeparam name="T">The precision of the net.</typeparam>
public abstract class RuleState<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The remembered vectors, for instance "change": Δw of the last change.</summary>
    public abstract IReadOnlyList<RuleVector<T>> Vectors { get; }

    /// <summary>What the rule remembers besides, as numbers that it changes in place; saved in checkpoints with the vectors. None by default.</summary>
    public virtual Memory<double> Numbers => default;

    /// <summary>Whether <see cref="WeightChange{T}.GradientLength"/> is to be measured; false by default.</summary>
    public virtual bool NeedsGradientLength => false;

    /// <summary>
    /// Whether the change of a weight depends only on that weight's own numbers and the scalars of <see cref="WeightChange{T}"/>. Then
    /// weights and biases may come in one stretch unless the rule <see cref="TellsBiases"/>, and threads may call <see cref="Change"/> at the same time for parts of one. False by default.
    /// </summary>
    public virtual bool IsElementwise => false;

    /// <summary>Whether biases change otherwise than weights, so that each stretch is of one kind, for an elementwise rule too; false by default.</summary>
    public virtual bool TellsBiases => false;

    /// <summary>Changes a stretch of the weights in place. Decay follows and is not the rule's.</summary>
    /// <param name="change">The stretch, its gradient and where it begins.</param>
    public abstract void Change(in WeightChange<T> change);
}

/// <summary>A vector that a rule remembers.</summary>
/// <param name="Name">Its name in checkpoints, unique in the rule.</param>
/// <param name="Values">One number per weight, in the order of the flat vector; the rule changes them in place.</param>
/// <typeparam name="T">The precision of the net.</typeparam>
public readonly record struct RuleVector<T>(string Name, Memory<T> Values)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>;

/// <summary>One change of one stretch of the flat vector of weights, none frozen, all of one kind unless the rule is elementwise and does not tell biases.</summary>
/// <typeparam name="T">The precision of the net.</typeparam>
public readonly ref struct WeightChange<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The weights to change.</summary>
    public required Span<T> Weights { get; init; }

    /// <summary>∂E/∂w of these weights; 0 where a mask leaves a weight out.</summary>
    public required ReadOnlySpan<T> Gradient { get; init; }

    /// <summary>Where in the flat vector the stretch begins: slice the state's vectors alike.</summary>
    public required int Offset { get; init; }

    /// <summary>Whether these are biases; false for a stretch that has weights among them.</summary>
    public required bool IsBias { get; init; }

    /// <summary>t: the number of this weight change, from 1 (point 6).</summary>
    public required long Number { get; init; }

    /// <summary>The sweep in which it happens, from 1.</summary>
    public required int Sweep { get; init; }

    /// <summary>E over the cases of this change, before it, and the penalty, if there is one.</summary>
    public required double Error { get; init; }

    /// <summary>E over the cases of the change before; +∞ at the first.</summary>
    public required double PreviousError { get; init; }

    /// <summary>The factor of the rate in this change, by <see cref="LearningRule.Schedule"/>; 1 without one.</summary>
    public double RateFactor { get; init; } = 1;

    /// <summary>√Σ(∂E/∂w)² over all weights, after the limits; NaN unless the rule <see cref="RuleState{T}.NeedsGradientLength"/>.</summary>
    public double GradientLength { get; init; } = double.NaN;

    /// <summary>A change without numbers.</summary>
    public WeightChange()
    {
    }

    // A constructor: an object initializer is built elsewhere and copied, which takes measurable time in a sweep of a tiny net.
    [SetsRequiredMembers]
    internal WeightChange(Span<T> weights, ReadOnlySpan<T> gradient, int offset, bool isBias, long number, int sweep, double error, double previousError, double rateFactor, double gradientLength)
    {
        Weights = weights;
        Gradient = gradient;
        Offset = offset;
        IsBias = isBias;
        Number = number;
        Sweep = sweep;
        Error = error;
        PreviousError = previousError;
        RateFactor = rateFactor;
        GradientLength = gradientLength;
    }
}

/// <summary>An interval for weights.</summary>
/// <param name="Minimum">The least weight; −∞ for none.</param>
/// <param name="Maximum">The greatest weight; +∞ for none.</param>
public sealed record WeightBounds(double Minimum, double Maximum)
{
    internal void Validate()
    {
        if (!(Minimum <= Maximum))
            throw new ArgumentException($"The bounds on weights are {Minimum} and {Maximum}; the first must be at most the second.", nameof(Minimum));
    }
}

using System.Text.Json;

namespace Backprop;

/// <summary>
/// Δw(t) = −ε ∂E/∂w(t) + α Δw(t − 1) (equations 8 and 9); no dampening, no Nesterov. A change of ε or α does not reset Δw.
/// </summary>
/// <example>
/// <code>
/// var rule = new GradientDescent { LearningRate = 0.1, Momentum = 0.9, WeightDecay = 0.0002 };
/// // The paper's family trees: small steps first.
/// var phases = new GradientDescent { Phases = [new Phase(0.005, 0.5, Sweeps: 20), new Phase(0.01, 0.9)] };
/// </code>
/// </example>
public sealed record GradientDescent : LearningRule
{
    /// <summary>ε: finite, more than 0; 0.1 by default, as for the symmetry net. Not used where there are <see cref="Phases"/>.</summary>
    public double LearningRate { get; init; } = 0.1;

    /// <summary>α: at least 0, less than 1; 0.9 by default, as for the symmetry net. Not used where there are <see cref="Phases"/>.</summary>
    public double Momentum { get; init; } = 0.9;

    /// <summary>ε and α by sweeps, each phase after the other, the last one without end; empty, the default: <see cref="LearningRate"/> and <see cref="Momentum"/> throughout. The list is copied.</summary>
    public IReadOnlyList<Phase> Phases { get; init => field = ValueList.Of(value ?? throw new ArgumentNullException(nameof(Phases))); } = ValueList<Phase>.Empty;

    /// <inheritdoc/>
    public override string Name => "gradient descent";

    /// <inheritdoc/>
    public override bool HasRate => true;

    /// <inheritdoc/>
    public override RuleState<T> Start<T>(int weightCount) => new GradientDescentState<T>(this, weightCount);

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">There are both <see cref="Phases"/> and a <see cref="LearningRule.Schedule"/>.</exception>
    public override void Validate()
    {
        base.Validate();
        if (Phases.Count > 0 && Schedule is not null)
            throw new ArgumentException("The rates are given both as Phases and by a Schedule; give one of them.", nameof(Schedule));
        if (Phases.Count == 0)
            Validate(new Phase(LearningRate, Momentum), of: "");
        for (var k = 0; k < Phases.Count; k++)
            Validate(Phases[k] ?? throw new ArgumentException($"{nameof(Phases)}[{k}] is null; each phase has a rate and a momentum.", nameof(Phases)), of: $"{nameof(Phases)}[{k}].");
    }

    /// <param name="phase">The phase.</param>
    /// <param name="of">What its properties are of, before their names; "" for the rule itself.</param>
    private static void Validate(Phase phase, string of)
    {
        Require(phase.LearningRate > 0 && double.IsFinite(phase.LearningRate), of + nameof(LearningRate), phase.LearningRate, "a finite number above 0");
        Require(phase.Momentum is >= 0 and < 1, of + nameof(Momentum), phase.Momentum, "at least 0 and less than 1");
        Require(phase.Sweeps > 0, of + nameof(Phase.Sweeps), phase.Sweeps, "1 or more");
    }

    /// <inheritdoc/>
    protected internal override void WriteSettings(Utf8JsonWriter json)
    {
        ArgumentNullException.ThrowIfNull(json);
        json.WriteNumber("learningRate", LearningRate);
        json.WriteNumber("momentum", Momentum);
        json.WriteStartArray("phases");
        foreach (var phase in Phases)
        {
            json.WriteStartObject();
            json.WriteNumber("learningRate", phase.LearningRate);
            json.WriteNumber("momentum", phase.Momentum);
            json.WriteNumber("sweeps", phase.Sweeps);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    /// <summary>ε and α in a sweep, counted from 1.</summary>
    internal Phase PhaseOf(int sweep)
    {
        if (Phases.Count == 0)
            return new Phase(LearningRate, Momentum);
        long end = 0;
        for (var k = 0; k < Phases.Count; k++)
        {
            end += Phases[k].Sweeps;
            if (sweep <= end)
                return Phases[k];
        }
        return Phases[^1];
    }
}

/// <summary>A stretch of sweeps with one learning rate and one momentum.</summary>
/// <param name="LearningRate">ε: finite, more than 0.</param>
/// <param name="Momentum">α: at least 0, less than 1.</param>
/// <param name="Sweeps">How many sweeps it lasts; without end by default.</param>
public sealed record Phase(double LearningRate, double Momentum, int Sweeps = int.MaxValue);

/// <summary>Δw of the change before.</summary>
internal sealed unsafe class GradientDescentState<T>(GradientDescent rule, int weightCount) : RuleState<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Kernels<T> kernels = Kernels<T>.Best;
    private readonly AlignedBuffer<T> changes = new(weightCount);
    private readonly bool hasPhases = rule.Phases.Count > 0;
    private readonly T rate = T.CreateTruncating(rule.LearningRate);
    private readonly T momentum = T.CreateTruncating(rule.Momentum);

    public override IReadOnlyList<RuleVector<T>> Vectors => [new("change", changes.Memory)];

    public override bool IsElementwise => true;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Change(in WeightChange<T> change)
    {
        // Nothing is kept between calls: threads call this at once for parts of a stretch.
        var (phaseRate, phaseMomentum) = (rate, momentum);
        if (hasPhases)
        {
            var phase = rule.PhaseOf(change.Sweep);
            (phaseRate, phaseMomentum) = (T.CreateTruncating(phase.LearningRate), T.CreateTruncating(phase.Momentum));
        }
        if (change.RateFactor != 1)
            phaseRate = T.CreateTruncating(rule.LearningRate * change.RateFactor);
        fixed (T* w = change.Weights, g = change.Gradient)
            kernels.Descend(w, g, changes.Pointer + change.Offset, phaseRate, phaseMomentum, change.Weights.Length);
    }
}

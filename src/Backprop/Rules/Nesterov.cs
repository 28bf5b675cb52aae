using System.Text.Json;

namespace Backprop;

/// <summary>
/// Nesterov's momentum (Sutskever, Martens, Dahl and Hinton 2013): v ← αv − ε∂E/∂w at w + αv, w ← w + v. The weights of the net are those at which the gradient is taken, w + αv,
/// so that a change is αv − ε∂E/∂w with the new v (Bengio, Boulanger-Lewandowski and Pascanu 2013).
/// </summary>
/// <example>
/// <code>
/// LearningRule rule = new Nesterov { LearningRate = 0.05, Momentum = 0.9 };
/// </code>
/// </example>
public sealed record Nesterov : LearningRule
{
    /// <summary>ε: finite, more than 0; 0.1 by default, as for <see cref="GradientDescent"/>.</summary>
    public double LearningRate { get; init; } = 0.1;

    /// <summary>α: at least 0, less than 1; 0.9 by default.</summary>
    public double Momentum { get; init; } = 0.9;

    /// <inheritdoc/>
    public override string Name => "Nesterov momentum";

    /// <inheritdoc/>
    public override bool HasRate => true;

    /// <inheritdoc/>
    public override RuleState<T> Start<T>(int weightCount) => new NesterovState<T>(this, weightCount);

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        Require(LearningRate > 0 && double.IsFinite(LearningRate), nameof(LearningRate), LearningRate, "a finite number above 0");
        Require(Momentum is >= 0 and < 1, nameof(Momentum), Momentum, "at least 0 and less than 1");
    }

    /// <inheritdoc/>
    protected internal override void WriteSettings(Utf8JsonWriter json)
    {
        ArgumentNullException.ThrowIfNull(json);
        json.WriteNumber("learningRate", LearningRate);
        json.WriteNumber("momentum", Momentum);
    }
}

/// <summary>v.</summary>
internal sealed unsafe class NesterovState<T>(Nesterov rule, int weightCount) : RuleState<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Kernels<T> kernels = Kernels<T>.Best;
    private readonly AlignedBuffer<T> velocity = new(weightCount);

    public override IReadOnlyList<RuleVector<T>> Vectors => [new("velocity", velocity.Memory)];

    public override bool IsElementwise => true;

    public override void Change(in WeightChange<T> change)
    {
        var step = new NesterovStep(T.CreateTruncating(-rule.LearningRate * change.RateFactor), T.CreateTruncating(rule.Momentum));
        fixed (T* w = change.Weights, g = change.Gradient)
            kernels.Step(step, w, g, velocity.Pointer + change.Offset, null, null, change.Weights.Length);
    }

    private readonly struct NesterovStep(T negatedRate, T momentum) : IWeightStep<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Change<TLanes>(ref TLanes w, TLanes g, ref TLanes first, ref TLanes second, ref TLanes third)
            where TLanes : unmanaged, ILanes<TLanes, T>
        {
            NesterovFormula.Change<TLanes, T>(ref w, g, ref first, TLanes.Broadcast(negatedRate), TLanes.Broadcast(momentum));
        }
    }
}

/// <summary>The change of a bundle of weights, for every kind of lanes.</summary>
internal static class NesterovFormula
{
    /// <summary>v ← αv − ε ∂E/∂w; w ← w + αv − ε ∂E/∂w.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Change<TLanes, T>(ref TLanes w, TLanes g, ref TLanes velocity, TLanes negatedRate, TLanes momentum)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        velocity = TLanes.MultiplyAdd(negatedRate, g, momentum * velocity);
        w += TLanes.MultiplyAdd(negatedRate, g, momentum * velocity);
    }
}

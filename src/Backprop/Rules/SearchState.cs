namespace Backprop;

/// <summary>
/// What a rule remembers that sees all weights at once and may ask for E and ∂E/∂w at other weights before it decides; for a <see cref="LearningRule"/> that <see cref="LearningRule.Searches"/>.
/// </summary>
/// <typeparam name="T">The precision of the net.</typeparam>
/// <example>
/// <code>
/// using System.Text.Json;
///
/// var xor = Cases.From([[0, 0], [0, 1], [1, 0], [1, 1]], [[0], [1], [1], [0]]);
/// var trainer = new Trainer&lt;double&gt;(new Network&lt;double&gt;(Topology.Layered(2, 2, 1)).Randomize(seed: 1), xor, new Halving());
/// trainer.Run(StopWhen.Sweeps(100));
///
/// // Goes down the gradient by half the step until E falls.
/// sealed record Halving : LearningRule
/// {
///     public override string Name =&gt; "halving";
///     public override bool Searches =&gt; true;
///     public override RuleState&lt;T&gt; Start&lt;T&gt;(int weightCount) =&gt; new State&lt;T&gt;(weightCount);
///     protected override void WriteSettings(Utf8JsonWriter json) { }
///
///     private sealed class State&lt;T&gt;(int count) : SearchState&lt;T&gt;
///         where T : unmanaged, IBinaryFloatingPointIeee754&lt;T&gt;
///     {
///         private readonly T[] start = new T[count], gradient = new T[count];
///         public override IReadOnlyList&lt;RuleVector&lt;T&gt;&gt; Vectors =&gt; [];
///         public override void Change(Objective&lt;T&gt; objective)
///         {
///             objective.Weights.CopyTo(start);
///             objective.Gradient.CopyTo(gradient);
///             var before = objective.Error;
///             for (var rate = 1.0; rate &gt; 1e-9; rate /= 2)
///             {
///                 objective.Combine(objective.Weights, start, T.CreateTruncating(-rate), gradient);
///                 if (objective.Derive() &lt; before)
///                     return;
///             }
///             start.CopyTo(objective.Weights);
///         }
///     }
/// }
/// </code>
/// </example>
public abstract class SearchState<T> : RuleState<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Whether the rule has found that E falls no further from here, in this precision; the training then stops with <see cref="StopWhen.NoDescent"/>. False by default.</summary>
    public virtual bool HasEnded => false;

    /// <summary>Changes the weights in place. E and ∂E/∂w have been derived with the weights as they are.</summary>
    /// <param name="objective">The weights, E, and E elsewhere.</param>
    public abstract void Change(Objective<T> objective);

    /// <summary>Not for a rule that searches.</summary>
    /// <param name="change">A stretch of the weights.</param>
    /// <exception cref="InvalidOperationException">Always: such a rule changes all weights at once.</exception>
    public sealed override void Change(in WeightChange<T> change) =>
        throw new InvalidOperationException("This rule searches: it changes all weights at once, by Change(Objective).");
}

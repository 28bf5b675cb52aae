namespace Backprop.Data.Tests;

/// <summary>Steepest descent that cancels the training at one of its weight changes.</summary>
internal sealed record Interrupting : LearningRule
{
    private readonly long at;
    private readonly CancellationTokenSource? cancellation;
    private long changes;

    public Interrupting(long at = 0, CancellationTokenSource? cancellation = null) => (this.at, this.cancellation) = (at, cancellation);

    public override string Name => "interrupting";

    public override RuleState<T> Start<T>(int weightCount) => new State<T>(this);

    protected internal override void WriteSettings(System.Text.Json.Utf8JsonWriter json)
    {
    }

    private sealed class State<T>(Interrupting rule) : RuleState<T>
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        public override IReadOnlyList<RuleVector<T>> Vectors => [];

        public override void Change(in WeightChange<T> change)
        {
            for (var k = 0; k < change.Weights.Length; k++)
                change.Weights[k] -= T.CreateTruncating(0.003) * change.Gradient[k];
            if (change.Offset == 0 && ++rule.changes == rule.at)
                rule.cancellation!.Cancel();
        }
    }
}

using System.Text.Json;

namespace Backprop.Tests;

/// <summary>A learning rule that leaves every weight as it is and notes what each change brings, so that tests see what a trainer does between changes.</summary>
internal sealed record StillRule : LearningRule
{
    public override string Name => "still";

    /// <summary>E and the E before it, one entry per weight change.</summary>
    public List<(double Error, double PreviousError)> Changes { get; } = [];

    public override RuleState<T> Start<T>(int weightCount) => new State<T>(this);

    protected internal override void WriteSettings(Utf8JsonWriter json) { }

    private sealed class State<T>(StillRule rule) : RuleState<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public override IReadOnlyList<RuleVector<T>> Vectors => [];

        public override void Change(in WeightChange<T> change)
        {
            if (rule.Changes.Count < change.Number)
                rule.Changes.Add((change.Error, change.PreviousError));
        }
    }
}

using System.Text.Json.Serialization;

namespace Backprop.Experiments;

/// <summary>What a training has cost, whatever the machine: passes over all cases. What a rule does between passes is not in it.</summary>
/// <param name="Forward">Forward passes: states of all units.</param>
/// <param name="Backward">Backward passes: derivatives of one number per case, E or an output.</param>
internal readonly record struct Cost(double Forward, double Backward)
{
    /// <summary>A gradient: one forward and one backward pass.</summary>
    public static Cost Gradient { get; } = new(1, 1);

    /// <summary>The cost in gradient evaluations: a pass alone, forward or backward, counts half.</summary>
    [JsonIgnore]
    public double Evaluations => (Forward + Backward) / 2;

    /// <summary>The cost of a number of sweeps that cost this much each.</summary>
    public static Cost operator *(Cost cost, int sweeps) => new(cost.Forward * sweeps, cost.Backward * sweeps);

    /// <summary>What a trainer has spent so far.</summary>
    /// <param name="trainer">The trainer; its batch is all cases.</param>
    /// <param name="sweep">What a sweep costs where the trainer does not count.</param>
    public static Cost Of<T>(Trainer<T> trainer, Cost sweep)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        trainer.Objective is { } objective
            ? new(objective.Derivations + objective.Measurements, objective.Derivations + ((double)objective.JacobianRows / trainer.Cases.Count))
            : trainer.GradientPasses is var (forward, backward) ? new(forward, backward)
            : sweep * trainer.History.Sweeps;
}

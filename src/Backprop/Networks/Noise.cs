namespace Backprop;

/// <summary>
/// Noise in a run: numbers of the normal distribution with mean 0, independent for every unit and case, that are added to total inputs or to states.
/// The noise of a case follows from the seed and the number of the case alone, so that a run has the same bits on every machine.
/// A net that trains with noise (<see cref="TrainerOptions.Noise"/>) has other noise in each sweep, which follows from the number of the sweep too.
/// Noise on weights is a change of the net: <see cref="Network{T}.AddNoise"/>.
/// </summary>
/// <example>
/// <code>
/// var net = new Network&lt;float&gt;(Topology.Layered(2, 3, 1)).Randomize(seed: 1);
/// var cases = Cases.From([[0, 0], [0, 1], [1, 0], [1, 1]], [[0], [1], [1], [0]]);
/// var noise = new Noise { TotalInputs = new Dictionary&lt;string, double&gt; { ["hidden"] = 0.5 }, Seed = 7 };
/// Console.WriteLine(net.Evaluate(cases, noise: noise).Error);
/// </code>
/// </example>
public sealed record Noise
{
    /// <summary>The standard deviation on the total inputs of each named group, in an iterative net of all its copies; of no group by default.</summary>
    public IReadOnlyDictionary<string, double> TotalInputs { get; init => field = ValueDictionary.Of(value); } = ValueDictionary<double>.Empty;

    /// <summary>
    /// The standard deviation on the states of each named group, input groups among them, in an iterative net of all its copies from the first iteration on; of no group by default.
    /// Lesioned units, and clamped ones where the clamp is not a soft one, have no noise.
    /// </summary>
    public IReadOnlyDictionary<string, double> States { get; init => field = ValueDictionary.Of(value); } = ValueDictionary<double>.Empty;

    /// <summary>Fixes the noise, on every machine; 1 by default.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>The deviation on the total inputs of a group; 0 for none.</summary>
    internal double OfTotalInputs(Group group) => group.IsInput ? 0 : TotalInputs.GetValueOrDefault(group.Origin);

    /// <summary>The deviation on the states of a group; 0 for none. What was before the first iteration is given as it is.</summary>
    internal double OfStates(Group group) => group.Iteration is < 1 ? 0 : States.GetValueOrDefault(group.Origin);

    /// <summary>The noise of a group in a case, unit after unit, with the deviation 1.</summary>
    internal NormalDistribution Of(Group group, int @case, bool ofStates)
    {
        // A seed for each case, group and place, far from each other whatever these numbers are.
        var seed = Mixed(Mixed(Seed, (ulong)@case), ((ulong)group.Index * 2) + (ofStates ? 1UL : 0));
        return new NormalDistribution(new RandomSource(seed));
    }

    /// <summary>The noise of a sweep of training, from 1: as much, but other numbers than in every other sweep.</summary>
    internal Noise InSweep(int sweep) => this with { Seed = Mixed(Seed, ~(ulong)sweep) };

    /// <summary>Refuses noise that the net cannot have.</summary>
    /// <exception cref="TopologyException">A named group does not exist or has no total inputs, or a deviation is not possible.</exception>
    internal void Check(Topology topology)
    {
        Check(topology, TotalInputs, "total inputs");
        Check(topology, States, "states");
    }

    private static void Check(Topology topology, IReadOnlyDictionary<string, double> deviations, string what)
    {
        var names = topology.Groups.Select(static group => group.Origin).Distinct(StringComparer.Ordinal).ToList();
        foreach (var (name, deviation) in deviations)
        {
            if (!names.Contains(name, StringComparer.Ordinal))
                throw new TopologyException($"Noise is given for the {what} of group '{DisplayText.Name(name)}', which the net does not have; its groups are {Topology.Names(names)}{(NearestName.Hint(name, names) is { Length: > 0 } hint ? hint : ".")}");
            if (!(deviation >= 0 && double.IsFinite(deviation)))
                throw new TopologyException(FormattableString.Invariant($"Noise on the {what} of group '{DisplayText.Name(name)}' has the deviation {deviation}; it must be a finite number, 0 or more."));
            if (what == "total inputs" && topology.Groups.Where(group => group.Origin == name).All(static group => group.IsInput))
                throw new TopologyException($"Noise is given for the total inputs of the input group '{DisplayText.Name(name)}', whose states are given; give it noise on its states.");
        }
    }

    /// <summary>A seed that follows from another one and a value, far from those of other values.</summary>
    internal static ulong Mixed(ulong seed, ulong value)
    {
        var mixed = (seed ^ value) * 0x9E3779B97F4A7C15;
        mixed = (mixed ^ (mixed >> 32)) * 0xBF58476D1CE4E5B9;
        return mixed ^ (mixed >> 29);
    }
}

using System.Globalization;

namespace Backprop;

/// <summary>
/// Units that are set together and share one unit function. A layer of the paper is one group or several.
/// Groups belong to a <see cref="Topology"/> and never change.
/// </summary>
public sealed class Group
{
    internal Group(GroupDescription description, int index)
    {
        Description = description;
        Index = index;
    }

    internal GroupDescription Description { get; }

    /// <summary>The name, unique in its topology.</summary>
    public string Name => Description.Name;

    /// <summary>The number of units, at least 1.</summary>
    public int Size => Description.Size;

    /// <summary>How a unit's state follows from its total input; <see cref="UnitFunction.Identity"/> for input groups, whose states are given.</summary>
    public UnitFunction UnitFunction => Description.UnitFunction;

    /// <summary>Whether the states are given by the case.</summary>
    public bool IsInput => Description.Role == GroupRole.Input;

    /// <summary>Whether a case may give desired states. Such a group may also feed further groups.</summary>
    public bool IsOutput => Description.Role == GroupRole.Output;

    /// <summary>Position in <see cref="Topology.Groups"/>, an order in which the groups can be computed.</summary>
    public int Index { get; }

    /// <summary>The longest number of projections on a way from an input group, what leaky units keep from one iteration to the next among them: 0 for inputs.</summary>
    public int Depth { get; internal set; }

    /// <summary>The biases, shape [Size × 1]; null for inputs and for groups declared without.</summary>
    public WeightBlock? Biases { get; internal set; }

    /// <summary>Projections into this group, in the order of declaration: the order in which a total input is summed.</summary>
    public IReadOnlyList<Projection> Incoming => Into;

    /// <summary>Projections out of this group, in the order of declaration: the order in which derivatives are summed.</summary>
    public IReadOnlyList<Projection> Outgoing => OutOf;

    // Arrays, for loops that may not allocate an enumerator.
    internal Projection[] Into { get; set; } = [];

    internal Projection[] OutOf { get; set; } = [];

    /// <summary>In an unrolled iterative net the iteration that this copy stands for (0 and below: initial states); otherwise null.</summary>
    public int? Iteration => Description.Iteration;

    /// <summary>In an unrolled iterative net the name of the group that this is a copy of; otherwise <see cref="Name"/>.</summary>
    public string Origin => Description.Origin ?? Name;

    /// <summary>The value that an input group's units take in a case that says nothing of them; null if every case must give it.</summary>
    public double? InitialState => Description.InitialState;

    /// <summary>
    /// τ of leaky units, above 0 and at most 1: in each iteration the total input is x ← x + τ(net − x), net the bias and what the unit receives, x at first 0
    /// unless the case gives it. 1, of all other units: the total input is net.
    /// </summary>
    public double LeakRate => Description.LeakRate;

    /// <summary>
    /// s of soft clamps, above 0 and at most 1: a clamped unit's state is y ← y + s(clamp − y), y the state that follows from its total input.
    /// 1, the default: the state is the clamp.
    /// </summary>
    public double ClampStrength => Description.ClampStrength;

    /// <summary>Of a copy of leaky units that whose total input it keeps a part of: the copy before, or at the first iteration the input group of initial total inputs; null for any other.</summary>
    internal Group? Before { get; set; }

    /// <summary>Of a copy of leaky units the one that keeps a part of its total input; null for any other.</summary>
    internal Group? After { get; set; }

    /// <summary>The names of the units, as many as there are units and each different; empty where they have none.</summary>
    public IReadOnlyList<string> UnitNames => Description.UnitNames;

    /// <summary>
    /// The units that a <see cref="Lesion"/> has destroyed, ascending and from 0; empty where all are intact. Their state is 0 in every case, whatever
    /// their total input, a clamp or the case gives: they send nothing and have no part in any gradient.
    /// </summary>
    public IReadOnlyList<int> LesionedUnits => Description.Lesioned;

    /// <summary>What figures and tables call a unit: its name, or its number counted from 1 where the units have no names.</summary>
    /// <param name="unit">The unit, from 0.</param>
    /// <returns>The name or the number.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such unit.</exception>
    public string UnitLabel(int unit)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(unit);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(unit, Size);
        return UnitNames.Count > 0 ? UnitNames[unit] : (unit + 1).ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>What messages call a unit: "unit 3", counted from 0, or "unit 3 'wings'".</summary>
    internal string UnitText(int unit) =>
        string.Create(CultureInfo.InvariantCulture, $"unit {unit}{(UnitNames.Count > 0 ? $" '{DisplayText.Name(UnitNames[unit])}'" : "")}");

    /// <inheritdoc/>
    public override string ToString() => Name;
}

internal enum GroupRole { Input, Hidden, Output }

/// <summary>What the builder or a JSON description says of a group, before anything is checked.</summary>
internal sealed record GroupDescription(string Name, int Size, GroupRole Role, UnitFunction UnitFunction)
{
    public bool HasBiases { get; init; } = true;
    public string? ShareBiases { get; init; }
    public bool Frozen { get; init; }

    /// <summary>Which biases are frozen by themselves, a truth value per unit; empty: none.</summary>
    public IReadOnlyList<bool> FrozenBiases { get; init => field = ValueList.Of(value); } = ValueList<bool>.Empty;
    public Initialization? InitialBiases { get; init; }
    public int? Iteration { get; init; }
    public string? Origin { get; init; }
    public double? InitialState { get; init; }
    public double LeakRate { get; init; } = 1;
    public double ClampStrength { get; init; } = 1;

    /// <summary>Whether the units are leaky.</summary>
    public bool IsLeaky => LeakRate < 1;

    /// <summary>Of an input group of an unrolled net: whether its states are the total inputs of leaky units before the first iteration.</summary>
    public bool IsTotalInput { get; init; }
    public IReadOnlyList<string> UnitNames { get; init => field = ValueList.Of(value); } = ValueList<string>.Empty;
    public IReadOnlyList<int> Lesioned { get; init => field = ValueList.Of(value); } = ValueList<int>.Empty;
}

using System.Numerics;

namespace Backprop.Cli;

/// <summary>How the states of some outputs compare with their targets; outputs without a target ("don't care") do not count.</summary>
internal readonly record struct TargetPattern
{
    /// <summary>Whether any of them has a target.</summary>
    public bool HasTargets { get; private init; }

    /// <summary>The greatest distance from a target; NaN if a state is.</summary>
    public double Distance { get; private init; }

    /// <summary>Whether one is on the wrong side of 0.5, or on it.</summary>
    public bool IsOnWrongSide { get; private init; }

    /// <summary>Whether exactly one target of several is 1 and the others are 0, so that the outputs choose among units.</summary>
    public bool IsChoice { get; private init; }

    /// <summary>Whether they choose the unit whose target is 1: its state is the greatest, and no other is equal.</summary>
    public bool IsRightChoice { get; private init; }

    /// <summary>Compares the states of a group in a row.</summary>
    /// <param name="states">The states.</param>
    /// <param name="targets">The targets of the group.</param>
    /// <param name="row">The row of the targets.</param>
    /// <param name="furthest">The unit that is furthest from its target.</param>
    public static TargetPattern Of<T>(ReadOnlySpan<T> states, CaseValues targets, int row, out int furthest)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        furthest = 0;
        var pattern = new TargetPattern();
        var (ones, others, one, greatest) = (0, 0, 0, 0);
        for (var unit = 0; unit < states.Length; unit++)
        {
            if (states[unit] > states[greatest]) greatest = unit;
            // Rounded like the states: a target of 0.1 is met by the nearest float.
            var target = double.CreateTruncating(T.CreateTruncating(targets[row, unit]));
            if (double.IsNaN(target)) continue;
            var state = double.CreateTruncating(states[unit]);
            var distance = Math.Abs(state - target);
            if (!pattern.HasTargets || distance > pattern.Distance || double.IsNaN(distance)) (pattern, furthest) = (pattern with { Distance = distance }, unit);
            pattern = pattern with { HasTargets = true, IsOnWrongSide = pattern.IsOnWrongSide || !(target < 0.5 ? state < 0.5 : state > 0.5) };
            if (target == 1) (ones, one) = (ones + 1, unit);
            else if (target == 0) others++;
        }
        var isChoice = states.Length > 1 && ones == 1 && others == states.Length - 1;
        return pattern with { IsChoice = isChoice, IsRightChoice = isChoice && greatest == one && states.Count(states[greatest]) == 1 };
    }

    /// <summary>Both together, without choices.</summary>
    public TargetPattern With(TargetPattern other) => !HasTargets ? other : !other.HasTargets ? this : new()
    {
        HasTargets = true,
        Distance = Math.Max(Distance, other.Distance),
        IsOnWrongSide = IsOnWrongSide || other.IsOnWrongSide,
    };
}

/// <summary>Counts of patterns: of cases, of sequences, or of the states of a group.</summary>
internal sealed record TargetTally
{
    /// <summary>Patterns with targets.</summary>
    public int Count { get; private set; }

    /// <summary>Those of which every output is within the band.</summary>
    public int Within { get; private set; }

    /// <summary>Those of which every output is on the right side of 0.5.</summary>
    public int OnRightSide { get; private set; }

    /// <summary>Those in which one unit of several is to be chosen.</summary>
    public int Choices { get; private set; }

    /// <summary>Those of <see cref="Choices"/> in which it is.</summary>
    public int RightChoices { get; private set; }

    /// <summary>The greatest distance from a target.</summary>
    public double Distance { get; private set; }

    public static TargetTally Of(IEnumerable<TargetPattern> patterns, double band)
    {
        var tally = new TargetTally();
        foreach (var pattern in patterns)
            tally.Add(pattern, band);
        return tally;
    }

    public void Add(TargetPattern pattern, double band)
    {
        if (!pattern.HasTargets) return;
        Count++;
        Within += pattern.Distance < band ? 1 : 0;
        OnRightSide += pattern.IsOnWrongSide ? 0 : 1;
        Choices += pattern.IsChoice ? 1 : 0;
        RightChoices += pattern.IsRightChoice ? 1 : 0;
        Distance = Math.Max(Distance, pattern.Distance);
    }
}

using FsCheck;
using FsCheck.Fluent;
using Microsoft.FSharp.Core;

namespace Backprop.Tests;

/// <summary>
/// A random net with cases and an error measure, in a form that can be made smaller: whatever is left out, a net that can be built
/// remains. Holds skips, sharing, masks, one-to-one projections, several inputs and outputs, outputs that feed further groups,
/// frozen parts and weights, lesioned units, groups without biases or with shared ones, clamps, weights on cases and "don't care".
/// </summary>
internal sealed record NetPlan(ulong Seed, GroupPlan[] Groups, ProjectionPlan[] Projections, int CaseCount, int Measure)
{
    private static readonly UnitFunction[] Functions = [.. UnitFunction.All.Where(static function => !function.IsStep)];

    /// <summary>Plans for properties; a failing one is shrunk to a smaller net, fewer cases, simpler parts.</summary>
    public static Arbitrary<NetPlan> Arbitrary { get; } = Arb.From(Gen.Choose(0, int.MaxValue).Select(Random), Smaller);

    /// <summary>Checks a property on so many plans, always the same ones.</summary>
    public static void Check(int plans, Action<NetPlan> property) => Prop.ForAll(Arbitrary, property).Check(Config.QuickThrowOnFailure
        .WithQuietOnSuccess(true).WithMaxTest(plans).WithReplay(FSharpOption<Replay>.Some(new Replay(new Rnd(1986, 533), FSharpOption<int>.None))));

    public Topology Build()
    {
        var (groups, projections) = Complete();
        var intact = Topology.Build(net =>
        {
            var built = groups.Select((group, index) => group.Role switch
            {
                GroupKind.Input => net.Input($"g{index}", group.Size),
                GroupKind.Output => net.Output($"g{index}", group.Size, group.Function, group.Biases, SharedBiases(group), group.Frozen, frozenBiases: FrozenBiases(group)),
                _ => net.Group($"g{index}", group.Size, group.Function, group.Biases, SharedBiases(group), group.Frozen, frozenBiases: FrozenBiases(group)),
            }).ToArray();
            foreach (var projection in projections)
            {
                var (from, to) = (groups[projection.From], groups[projection.To]);
                var kind = projection.Kind == ProjectionKind.OneToOne && from.Size != to.Size ? ProjectionKind.Full : projection.Kind;
                built[projection.To].From(
                    built[projection.From],
                    share: projection.Share ? $"{to.Size} × {from.Size} {kind}{(projection.Frozen || to.Frozen ? " frozen" : projection.FrozenInPart ? " frozen in part" : "")}" : null,
                    mask: kind == ProjectionKind.Masked ? Mask(to.Size, from.Size) : null,
                    oneToOne: kind == ProjectionKind.OneToOne,
                    frozen: projection.Frozen,
                    frozenWeights: projection.FrozenInPart ? kind == ProjectionKind.OneToOne ? Mask(to.Size, 1) : Mask(to.Size, from.Size) : null);
            }
        });
        // Groups of each kind; not softmax groups, whose units are set together.
        var lesions = groups.Index().Where(static entry => entry.Item.Lesioned && (entry.Item.Role == GroupKind.Input || entry.Item.Function != UnitFunction.Softmax)).Select(entry => Lesion.ShareOfUnits($"g{entry.Index}", 0.4, Seed));
        return lesions.Aggregate(intact, static (net, lesion) => net.WithLesion(lesion));
    }

    /// <summary>A net whose weights are large enough for every part of it to matter.</summary>
    public Network<double> Network() => new Network<double>(Build()).Randomize(Seed, 0.9);

    /// <summary>The measure of a group, for the plain net; cross-entropy where the units allow it.</summary>
    public PlainMeasure MeasureOf(Group group) => Measure switch
    {
        1 => PlainMeasure.Dead,
        2 => PlainMeasure.Edge,
        3 when group.UnitFunction == UnitFunction.Logistic || group.UnitFunction == UnitFunction.Softmax => PlainMeasure.CrossEntropy,
        _ => PlainMeasure.Squares,
    };

    public ErrorMeasure Error(Topology topology) => Measure switch
    {
        1 => new SumOfSquares { Tolerance = Tolerance.Dead(0.2) },
        2 => new SumOfSquares { Tolerance = Tolerance.Edge(0.2) },
        3 => ErrorMeasure.ByGroup(new SumOfSquares(), topology.Outputs
            .Where(group => MeasureOf(group) == PlainMeasure.CrossEntropy)
            .ToDictionary(group => group.Name, ErrorMeasure (_) => new CrossEntropy(), StringComparer.Ordinal)),
        _ => new SumOfSquares(),
    };

    public Cases Cases(Topology topology)
    {
        var random = new RandomSource(Seed + 1);
        var builder = new CasesBuilder(CaseCount);
        foreach (var group in topology.Inputs)
        {
            if (random.NextInt(3) == 0)
                builder.InputOneHot(group.Name, Values(1, () => random.NextInt(group.Size)), group.Size);
            else
                builder.Input(group.Name, Values(group.Size, random.NextSigned), group.Size);
        }
        foreach (var group in topology.Outputs)
        {
            var last = group == topology.Outputs[^1];
            if (last || random.NextInt(5) > 0)
                builder.Target(group.Name, Values(group.Size, () => Desired(random)), group.Size);
        }
        foreach (var group in topology.Groups.Where(group => IsClamped(group) && !group.IsInput))
            builder.Clamp(group.Name, Values(group.Size, () => random.NextInt(3) == 0 ? random.NextDouble() : Backprop.Cases.DontCare), group.Size);
        if (random.NextInt(2) == 0)
            builder.Weights(Values(1, () => random.NextInt(4) * 0.5));
        return builder.ToCases();

        TValue[] Values<TValue>(int size, Func<TValue> value) => [.. Enumerable.Range(0, CaseCount * size).Select(_ => value())];
    }

    public override string ToString() => $"seed {Seed}, {CaseCount} cases, measure {Measure}\n{Build()}";

    private static double Desired(RandomSource random) => random.NextInt(8) switch
    {
        0 => Backprop.Cases.DontCare,
        1 => 0.45,
        2 => random.NextDouble(),
        var k => k % 2,
    };

    private static string? SharedBiases(GroupPlan group) => group.ShareBiases ? $"{group.Size} biases{(group.Frozen ? " frozen" : group.FrozenInPart ? " frozen in part" : "")}" : null;

    private static bool[]? FrozenBiases(GroupPlan group) => group.FrozenInPart && group.Biases ? [.. Enumerable.Range(0, group.Size).Select(static unit => unit % 3 == 0)] : null;

    /// <summary>Depends on the shape alone, so that projections that share weights have equal masks.</summary>
    private bool[,] Mask(int to, int from)
    {
        var random = new RandomSource(Seed + (ulong)(to * 100) + (ulong)from);
        var mask = new bool[to, from];
        for (var j = 0; j < to; j++)
        {
            for (var i = 0; i < from; i++)
                mask[j, i] = random.NextInt(3) > 0;
        }
        return mask;
    }

    /// <summary>Not softmax groups: a held unit would have to keep its place among the shares. Not cross-entropy, which reads total inputs.</summary>
    private bool IsClamped(Group group) =>
        Groups[int.Parse(group.Name.AsSpan(1), System.Globalization.CultureInfo.InvariantCulture)].Clamped
        && group.UnitFunction != UnitFunction.Softmax && !(group.IsOutput && Measure == 3);

    /// <summary>Adds what makes the plan a net: every group is reached, and leads to an output.</summary>
    private (GroupPlan[] Groups, List<ProjectionPlan> Projections) Complete()
    {
        var groups = Groups.ToArray();
        groups[0] = groups[0] with { Role = GroupKind.Input };
        groups[^1] = groups[^1] with { Role = GroupKind.Output };
        var projections = Projections
            .Where(projection => projection.From < projection.To && projection.To < groups.Length && groups[projection.To].Role != GroupKind.Input)
            .DistinctBy(static projection => (projection.From, projection.To))
            .ToList();
        for (var index = 1; index < groups.Length; index++)
        {
            if (groups[index].Role != GroupKind.Input && !projections.Exists(projection => projection.To == index))
                projections.Add(new ProjectionPlan(0, index, ProjectionKind.Full, false, false));
        }
        for (var index = 0; index < groups.Length - 1; index++)
        {
            if (projections.Exists(projection => projection.From == index))
                continue;
            if (groups[index].Role == GroupKind.Input)
                projections.Add(new ProjectionPlan(index, groups.Length - 1, ProjectionKind.Full, false, false));
            else
                groups[index] = groups[index] with { Role = GroupKind.Output };
        }
        return (groups, projections);
    }

    private static NetPlan Random(int seed)
    {
        var random = new RandomSource((ulong)seed);
        var groups = Enumerable.Range(0, 2 + random.NextInt(5)).Select(_ => new GroupPlan(
            1 + random.NextInt(random.NextInt(4) == 0 ? 20 : 5), (GroupKind)random.NextInt(3), Functions[random.NextInt(Functions.Length)],
            random.NextInt(5) > 0, random.NextInt(6) == 0, random.NextInt(3) == 0, random.NextInt(4) == 0)).ToArray();
        var projections = Enumerable.Range(0, random.NextInt(12)).Select(_ => new ProjectionPlan(
            random.NextInt(groups.Length), random.NextInt(groups.Length), (ProjectionKind)random.NextInt(3),
            random.NextInt(6) == 0, random.NextInt(3) == 0)).ToArray();
        // A generator of its own, so that it changes nothing else of the plans.
        var lesions = new RandomSource((ulong)seed + 1986);
        groups = [.. groups.Select(group => group with { Lesioned = lesions.NextInt(4) == 0 })];
        groups = [.. groups.Select(group => group with { FrozenInPart = lesions.NextInt(4) == 0 })];
        projections = [.. projections.Select(projection => projection with { FrozenInPart = lesions.NextInt(4) == 0 })];
        return new NetPlan((ulong)seed, groups, projections, 1 + random.NextInt(random.NextInt(3) == 0 ? 40 : 6), random.NextInt(4));
    }

    private static IEnumerable<NetPlan> Smaller(NetPlan plan)
    {
        if (plan.Groups.Length > 2)
            yield return plan with { Groups = plan.Groups[..^1] };
        if (plan.CaseCount > 1)
            yield return plan with { CaseCount = plan.CaseCount / 2 };
        if (plan.Measure > 0)
            yield return plan with { Measure = 0 };
        for (var index = 0; index < plan.Projections.Length; index++)
            yield return plan with { Projections = [.. plan.Projections[..index], .. plan.Projections[(index + 1)..]] };
        for (var index = 0; index < plan.Groups.Length; index++)
        {
            foreach (var group in plan.Groups[index].Smaller())
                yield return plan with { Groups = [.. plan.Groups[..index], group, .. plan.Groups[(index + 1)..]] };
        }
        for (var index = 0; index < plan.Projections.Length; index++)
        {
            foreach (var projection in plan.Projections[index].Smaller())
                yield return plan with { Projections = [.. plan.Projections[..index], projection, .. plan.Projections[(index + 1)..]] };
        }
    }
}

internal enum GroupKind { Hidden, Input, Output }

internal enum ProjectionKind { Full, OneToOne, Masked }

internal sealed record GroupPlan(int Size, GroupKind Role, UnitFunction Function, bool Biases, bool Frozen, bool ShareBiases, bool Clamped)
{
    public bool Lesioned { get; init; }

    /// <summary>Whether some of the biases are frozen.</summary>
    public bool FrozenInPart { get; init; }

    public IEnumerable<GroupPlan> Smaller()
    {
        if (Size > 1)
            yield return this with { Size = Size - 1 };
        if (Function != UnitFunction.Logistic)
            yield return this with { Function = UnitFunction.Logistic };
        if (Frozen)
            yield return this with { Frozen = false };
        if (Biases)
            yield return this with { Biases = false };
        if (ShareBiases)
            yield return this with { ShareBiases = false };
        if (Clamped)
            yield return this with { Clamped = false };
        if (Lesioned)
            yield return this with { Lesioned = false };
        if (FrozenInPart)
            yield return this with { FrozenInPart = false };
    }
}

internal sealed record ProjectionPlan(int From, int To, ProjectionKind Kind, bool Frozen, bool Share)
{
    /// <summary>Whether some of the weights are frozen.</summary>
    public bool FrozenInPart { get; init; }

    public IEnumerable<ProjectionPlan> Smaller()
    {
        if (Kind != ProjectionKind.Full)
            yield return this with { Kind = ProjectionKind.Full };
        if (Frozen)
            yield return this with { Frozen = false };
        if (Share)
            yield return this with { Share = false };
        if (FrozenInPart)
            yield return this with { FrozenInPart = false };
    }
}

using FsCheck;
using FsCheck.Fluent;
using Microsoft.FSharp.Core;

namespace Backprop.Tests;

/// <summary>A random iterative net: any group may receive from any other, backwards and from itself through a delay.</summary>
internal sealed record IterativePlan(ulong Seed, int[] Sizes, (int From, int To, int Delay)[] Projections, int Iterations, SharedGradient Sharing)
{
    /// <summary>Whether some groups are leaky and some are moved by clamps, not held.</summary>
    public bool Leaky { get; init; }

    private static readonly UnitFunction[] Functions = [UnitFunction.Logistic, UnitFunction.Tanh, UnitFunction.Softplus, UnitFunction.Softmax];

    /// <summary>Checks a property on so many plans, always the same ones.</summary>
    public static void Check(int plans, Action<IterativePlan> property) => Prop.ForAll(Arb.From(Gen.Choose(0, int.MaxValue).Select(Random), Smaller), property)
        .Check(Config.QuickThrowOnFailure.WithQuietOnSuccess(true).WithMaxTest(plans)
            .WithReplay(FSharpOption<Replay>.Some(new Replay(new Rnd(1986, 533), FSharpOption<int>.None))));

    public UnitFunction Function(int group) => Functions[(int)((Seed + (ulong)group) % 4)];

    public double LeakRate(int group) => !Leaky ? 1 : (Seed + (ulong)group) % 3 switch { 0 => 1, 1 => 0.25, _ => 0.6 };

    private double ClampStrength(int group) => !Leaky ? 1 : (Seed + (ulong)(2 * group)) % 3 switch { 0 => 1, 1 => 0.5, _ => 0.8 };

    /// <summary>Group 0 is the input, the last one the output, and each sends to the next.</summary>
    public IterativeTopology Build() => Topology.Iterative(net =>
    {
        var groups = Sizes.Select((size, index) => index == 0 ? net.Input("g0", size)
            : index == Sizes.Length - 1 ? net.Output($"g{index}", size, Function(index), initialState: 0.25, leakRate: LeakRate(index), clampStrength: ClampStrength(index))
            : net.Group($"g{index}", size, Function(index), initialState: 0.5, leakRate: LeakRate(index), clampStrength: ClampStrength(index))).ToArray();
        foreach (var (from, to, delay) in AllProjections)
            groups[to].From(groups[from], delay: delay);
    });

    /// <summary>The chain from the input to the output and the drawn ones that are possible, in the order of declaration.</summary>
    public IEnumerable<(int From, int To, int Delay)> AllProjections => Enumerable.Range(1, Sizes.Length - 1).Select(static to => (to - 1, to, 0))
        .Concat(Projections.Where(projection => projection.To > 0 && projection.From < Sizes.Length && projection.To < Sizes.Length
            && (projection.Delay > 0 || projection.From < projection.To)))
        .Distinct();

    public override string ToString() => $"seed {Seed}\n{Build().Unroll(Iterations, Sharing)}";

    private static IterativePlan Random(int seed)
    {
        var random = new RandomSource((ulong)seed);
        var sizes = Enumerable.Range(0, 2 + random.NextInt(3)).Select(_ => 1 + random.NextInt(4)).ToArray();
        var projections = Enumerable.Range(0, random.NextInt(6)).Select(_ => (random.NextInt(sizes.Length), random.NextInt(sizes.Length), random.NextInt(6))).ToArray();
        return new IterativePlan((ulong)seed, sizes, projections, 1 + random.NextInt(5), (SharedGradient)random.NextInt(2));
    }

    private static IEnumerable<IterativePlan> Smaller(IterativePlan plan)
    {
        if (plan.Iterations > 1)
            yield return plan with { Iterations = plan.Iterations - 1 };
        if (plan.Sizes.Length > 2)
            yield return plan with { Sizes = plan.Sizes[..^1] };
        for (var index = 0; index < plan.Projections.Length; index++)
            yield return plan with { Projections = [.. plan.Projections[..index], .. plan.Projections[(index + 1)..]] };
        for (var index = 0; index < plan.Sizes.Length; index++)
        {
            if (plan.Sizes[index] > 1)
                yield return plan with { Sizes = [.. plan.Sizes[..index], plan.Sizes[index] - 1, .. plan.Sizes[(index + 1)..]] };
        }
    }
}

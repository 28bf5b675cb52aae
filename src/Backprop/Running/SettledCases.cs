namespace Backprop;

/// <summary>Cases of an iterative net that ran on until their states settled; see <see cref="NetworkRunExtensions.Settle{T}"/>.</summary>
/// <typeparam name="T">The precision of the net.</typeparam>
public sealed class SettledCases<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Activity<T>[] states;

    private SettledCases(Settling[] settlings, Activity<T>[] states, Evaluation? evaluation)
    {
        Settlings = settlings;
        this.states = states;
        Evaluation = evaluation;
    }

    /// <summary>After how many iterations each case settled, or that it did not.</summary>
    public IReadOnlyList<Settling> Settlings { get; }

    /// <summary>The last states against the targets of each case's last iteration; cases without targets there are not counted. Null if no case has any.</summary>
    public Evaluation? Evaluation { get; }

    /// <summary>The last states of a group's units in a case.</summary>
    /// <param name="group">The group's name in the iterative net.</param>
    /// <param name="case">The case, from 0.</param>
    /// <exception cref="KeyNotFoundException">No group is called so.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such case.</exception>
    public ReadOnlySpan<T> this[string group, int @case]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(@case, nameof(@case));
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(@case, states.Length, nameof(@case));
            return states[@case][IterativeTopology.Copy(group, 1), 0];
        }
    }

    internal static SettledCases<T> Of(Network<T> network, Cases cases, double within, int most, ErrorMeasure? error)
    {
        var topology = network.Topology;
        var unrolling = topology.Unrolling ?? throw new CasesException("Only an iterative net settles, but this one is layered; make it with Topology.Iterative(…).Unroll(iterations).");
        if (cases.Sequences is not null)
            throw new CasesException($"The sequences are longer than the {unrolling.Iterations} iterations over which the net is unrolled; unroll it over the whole length, so that each case ends with its last iteration.");
        if (most <= unrolling.Iterations)
            throw new ArgumentOutOfRangeException(nameof(most), most, $"'most' must be more than the {unrolling.Iterations} iterations of a case.");
        var bound = new BoundCases(topology, cases, error);
        var runner = new SequenceRunner<T>(network);
        foreach (var name in runner.InputNames)
        {
            if (!topology.TryGetGroup(IterativeTopology.Copy(name, unrolling.Iterations), out _))
                throw new CasesException($"Only delayed projections send from the input group '{name}', so that the cases do not say its states at their last iteration, which would be held; give it a projection without a delay.");
        }
        // The last iteration of each case once more, as a case of the net unrolled over one: it has the same bits.
        var step = new Network<T>(runner.StepTopology);
        network.Weights.CopyTo(step.Weights);
        var settlings = new Settling[cases.Count];
        var states = new Activity<T>[cases.Count];
        var (sum, distance, right, measured) = (0.0, 0.0, true, 0);
        for (var c = 0; c < cases.Count; c++)
        {
            var end = cases.LastIteration(c, unrolling.Iterations);
            settlings[c] = Run(bound, runner, c, end, within, most);
            var last = Last(bound, runner, c, end);
            states[c] = step.Run(last);
            if (last.Targets.Count == 0)
                continue;
            var evaluation = step.Evaluate(last, error is ErrorByGroup byGroup ? OfStep(byGroup, topology, end) : error);
            (sum, distance, right, measured) = (sum + evaluation.Error, Math.Max(distance, evaluation.GreatestDistance), right && evaluation.AllOnRightSide, measured + 1);
        }
        return new SettledCases<T>(settlings, states, measured > 0 ? new Evaluation(measured, sum, distance, right) : null);
    }

    /// <summary>The measures of the copies at an iteration, for the net unrolled over one.</summary>
    private static ErrorByGroup OfStep(ErrorByGroup error, Topology topology, int iteration) => error with
    {
        Groups = topology.Outputs.Where(group => group.Iteration == iteration && error.Groups.ContainsKey(group.Name))
            .ToDictionary(static group => IterativeTopology.Copy(group.Origin, 1), group => error.Groups[group.Name], StringComparer.Ordinal),
    };

    /// <summary>Runs one case over its own iterations, up to its end, then on.</summary>
    private static Settling Run(BoundCases cases, SequenceRunner<T> runner, int c, int end, double within, int most)
    {
        var topology = cases.Topology;
        runner.Reset();
        foreach (var group in topology.Inputs.Where(static group => group.Iteration < 1))
            runner.SetInitial(group.Name, Given(cases, group, c));
        var outputs = new T[runner.OutputCount];
        for (var t = 1; t < end; t++)
        {
            Clamp(t);
            runner.Step(Inputs(t), outputs);
        }
        Clamp(end);
        var settling = runner.Settle(Inputs(end), within, most - (int)runner.Iterations, leastIterations: 2);
        return settling with { Iterations = (int)runner.Iterations };

        T[] Inputs(int t) => [.. runner.InputNames.SelectMany(name => topology.TryGetGroup(IterativeTopology.Copy(name, t), out var copy)
            ? Given(cases, copy, c) : new T[topology.Unrolling!.Net.Groups.First(group => group.Name == name).Size])];

        void Clamp(int t)
        {
            foreach (var group in topology.Groups.Where(group => group.Iteration == t))
            {
                if (cases.Clamp(group) is { } clamps)
                    runner.Clamp(group.Origin, Row(clamps, c));
            }
        }
    }

    /// <summary>The last iteration that ran, as a case of the net unrolled over one iteration.</summary>
    private static Cases Last(BoundCases cases, SequenceRunner<T> runner, int c, int end)
    {
        var builder = new CasesBuilder(1);
        foreach (var group in runner.StepTopology.Inputs)
            builder.Input(group.Name, Doubles(runner.InputOfLastIteration(group)), group.Size);
        foreach (var group in runner.StepTopology.Groups.Where(static group => !group.IsInput))
        {
            var copy = cases.Topology[IterativeTopology.Copy(group.Origin, end)];
            if (cases.Target(copy) is { } targets && Doubles(Row(targets, c)) is var row && !Array.TrueForAll(row, double.IsNaN))
                builder.Target(group.Name, row, group.Size);
            if (cases.Clamp(copy) is { } clamps)
                builder.Clamp(group.Name, Doubles(Row(clamps, c)), group.Size);
        }
        if (!cases.Cases.Weights.IsEmpty)
            builder.Weights([cases.Cases.Weights[c]]);
        return builder.ToCases();
    }

    private static T[] Given(BoundCases cases, Group group, int c) =>
        cases.Input(group) is { } values ? Row(values, c) : [.. Enumerable.Repeat(T.CreateTruncating(group.InitialState!.Value), group.Size)];

    private static T[] Row(CaseValues values, int c) => [.. Enumerable.Range(0, values.Size).Select(unit => T.CreateTruncating(values[c, unit]))];

    private static double[] Doubles(T[] values) => Array.ConvertAll(values, static value => double.CreateTruncating(value));
}

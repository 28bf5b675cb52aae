namespace Backprop.Tests;

/// <summary>Random iterative nets with delays of up to 5 iterations, run in windows of 1 to 5: what holds of the net unrolled over the whole length holds of its windows.</summary>
public sealed class WindowsOfRandomNetsTests
{
    private const int Sequences = 3;

    [Fact]
    public void The_states_of_windows_have_the_bits_of_the_net_unrolled_over_the_whole_length() => IterativePlan.Check(40, static plan =>
    {
        var (whole, windows) = (Whole(plan), Windows(plan));
        var (expected, actual) = (whole.Run(Cases(plan, whole.Topology)), windows.Run(Cases(plan, windows.Topology)));

        for (var t = 1; t <= Length(plan); t++)
        {
            var (window, at) = Math.DivRem(t - 1, plan.Iterations);
            for (var sequence = 0; sequence < Sequences; sequence++)
            {
                for (var group = 1; group < plan.Sizes.Length; group++)
                    Assert.Equal(expected[$"g{group}@{t}", sequence].ToArray(), actual[$"g{group}@{at + 1}", (window * Sequences) + sequence].ToArray());
            }
        }
        Assert.Equal(whole.Evaluate(Cases(plan, whole.Topology)).Error, windows.Evaluate(Cases(plan, windows.Topology)).Error, 1e-12);
    });

    [Fact]
    public void The_gradient_of_windows_is_that_of_single_windows_that_are_given_the_states_before_them() => IterativePlan.Check(40, static plan =>
    {
        var (whole, windows) = (Whole(plan), Windows(plan));
        var activity = whole.Run(Cases(plan, whole.Topology));
        var expected = new double[windows.Topology.WeightCount];
        var error = 0.0;
        for (var before = 0; before < Length(plan); before += plan.Iterations)
        {
            var window = Window(plan, windows.Topology, before, activity);
            error += windows.Evaluate(window).Error;
            var gradient = GradientCheck.Gradient(windows, window);
            for (var k = 0; k < expected.Length; k++)
                expected[k] += gradient[k];
        }

        var trainer = new Trainer<double>(windows.Copy(), Cases(plan, windows.Topology), new GradientDescent());
        Assert.Equal(error, trainer.Step(), 1e-12);
        Equal(expected, GradientCheck.Gradient(windows, Cases(plan, windows.Topology)));
        Equal(expected, trainer.LastGradient.ToArray());
    });

    [Fact]
    public void A_change_after_each_window_is_the_one_that_the_states_before_it_give() => IterativePlan.Check(40, static plan =>
    {
        var windows = Windows(plan);
        var trainer = new Trainer<double>(windows, Cases(plan, windows.Topology), new GradientDescent { LearningRate = 0.05, Momentum = 0 }, null, new TrainerOptions { Batch = Batch.Of(Sequences) });
        var expected = windows.Copy();
        // Each window starts from the states that the window before had with the weights of that time.
        var history = new List<Activity<double>>();
        for (var before = 0; before < Length(plan); before += plan.Iterations)
        {
            var window = Window(plan, windows.Topology, before, (group, t, sequence) => t < 1 || group == 0
                ? Before(plan, group, t, sequence)
                : history[(t - 1) / plan.Iterations][$"g{group}@{((t - 1) % plan.Iterations) + 1}", sequence].ToArray());
            history.Add(expected.Run(window));
            var gradient = GradientCheck.Gradient(expected, window);
            for (var k = 0; k < gradient.Length; k++)
                expected.Weights[k] -= 0.05 * gradient[k];
            trainer.StepBatch();
            Equal(expected.Weights.ToArray(), windows.Weights.ToArray());
        }
    });

    [Fact]
    public void Running_on_from_call_to_call_with_clamps_and_initial_states_gives_the_same_bits() => IterativePlan.Check(40, static plan =>
    {
        var whole = Whole(plan);
        var activity = whole.Run(Cases(plan, whole.Topology));
        var runner = new SequenceRunner<double>(Windows(plan));
        for (var sequence = 0; sequence < Sequences; sequence++)
        {
            runner.Reset();
            foreach (var (group, iteration) in InitialStates(whole.Topology))
                runner.SetState($"g{group}", Before(plan, group, iteration, sequence), iteration);
            for (var t = 1; t <= Length(plan); t++)
            {
                for (var group = 1; group < plan.Sizes.Length; group++)
                {
                    if (Clamp(plan, group, t, sequence) is { } states)
                        runner.Clamp($"g{group}", states);
                }
                var outputs = runner.Step(Given(plan, t, sequence));
                Assert.Equal(activity[$"g{plan.Sizes.Length - 1}@{t}", sequence].ToArray(), outputs);
                for (var group = 1; group < plan.Sizes.Length; group++)
                    Assert.Equal(activity[$"g{group}@{t}", sequence].ToArray(), runner.State($"g{group}"));
            }
        }
    });

    private static int Length(IterativePlan plan) => (plan.Iterations * 2) + (int)(plan.Seed % 5);

    private static Network<double> Whole(IterativePlan plan) => new Network<double>(plan.Build().Unroll(Length(plan), plan.Sharing)).Randomize(plan.Seed, 0.9);

    private static Network<double> Windows(IterativePlan plan) => new Network<double>(plan.Build().Unroll(plan.Iterations, plan.Sharing)).Randomize(plan.Seed, 0.9);

    private static void Equal(double[] expected, double[] actual)
    {
        for (var k = 0; k < expected.Length; k++)
            Assert.Equal(expected[k], actual[k], 1e-12);
    }

    private static Cases Cases(IterativePlan plan, Topology topology)
    {
        var builder = new SequencesBuilder(topology, Sequences, Length(plan));
        for (var sequence = 0; sequence < Sequences; sequence++)
        {
            foreach (var (group, iteration) in InitialStates(topology))
                builder.InitialState(sequence, $"g{group}", Before(plan, group, iteration, sequence), iteration);
            for (var t = 1; t <= Length(plan); t++)
                Add(builder, plan, sequence, t, t);
        }
        return builder.ToCases();
    }

    private static Cases Window(IterativePlan plan, Topology topology, int before, Activity<double> whole) => Window(plan, topology, before, (group, t, sequence) =>
        t < 1 || group == 0 ? Before(plan, group, t, sequence) : whole[$"g{group}@{t}", sequence].ToArray());

    /// <summary>One window as sequences of its own that begin with the states as they were.</summary>
    private static Cases Window(IterativePlan plan, Topology topology, int before, Func<int, int, int, double[]> state)
    {
        var builder = new SequencesBuilder(topology, Sequences);
        for (var sequence = 0; sequence < Sequences; sequence++)
        {
            foreach (var (group, iteration) in InitialStates(topology))
                builder.InitialState(sequence, $"g{group}", state(group, before + iteration, sequence), iteration);
            for (var t = 1; t <= plan.Iterations && before + t <= Length(plan); t++)
                Add(builder, plan, sequence, before + t, t);
        }
        return builder.ToCases();
    }

    private static void Add(SequencesBuilder builder, IterativePlan plan, int sequence, int t, int at)
    {
        builder.Input(sequence, "g0", [Given(plan, t, sequence)], at);
        builder.Target(sequence, $"g{plan.Sizes.Length - 1}", [Values(plan, plan.Sizes.Length - 1, t, sequence, 2)], at);
        for (var group = 1; group < plan.Sizes.Length; group++)
            builder.Clamp(sequence, $"g{group}", [Clamp(plan, group, t, sequence)], at);
    }

    private static IEnumerable<(int Group, int Iteration)> InitialStates(Topology topology) =>
        topology.Inputs.Where(static group => group.Iteration < 1).Select(static group => (group.Origin[1] - '0', group.Iteration!.Value));

    /// <summary>Given inputs, and what was before the first iteration.</summary>
    private static double[] Before(IterativePlan plan, int group, int t, int sequence) => group == 0 && t > 0 ? Given(plan, t, sequence) : Values(plan, group, t, sequence, 3);

    private static double[] Given(IterativePlan plan, int t, int sequence) => Values(plan, 0, t, sequence, 1);

    /// <summary>Some units of about every fourth group and iteration; all units of softmax.</summary>
    private static double[]? Clamp(IterativePlan plan, int group, int t, int sequence)
    {
        var random = Drawn(plan, group, t, sequence, 4);
        if (random.NextInt(4) > 0)
            return null;
        return [.. Values(plan, group, t, sequence, 5).Select(state => plan.Function(group) == UnitFunction.Softmax || random.NextInt(2) == 0 ? state : double.NaN)];
    }

    private static double[] Values(IterativePlan plan, int group, int t, int sequence, int purpose)
    {
        var random = Drawn(plan, group, t, sequence, purpose);
        return [.. Enumerable.Range(0, plan.Sizes[group]).Select(_ => random.NextDouble())];
    }

    private static RandomSource Drawn(IterativePlan plan, int group, int t, int sequence, int purpose) =>
        new(plan.Seed + (ulong)((((((group * 100) + t + 20) * 10) + sequence) * 10) + purpose) * 7919);
}

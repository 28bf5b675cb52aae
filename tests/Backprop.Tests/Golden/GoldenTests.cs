using System.Text.Json;

namespace Backprop.Tests;

/// <summary>Every reference file is replayed through the production kernels: double to 1e-10, float to what its rounding allows.</summary>
public sealed class GoldenTests
{
    private const double Exact = 1e-10;

    /// <summary>Float rounds to 6e-8; a sum over 100 cases of terms below 1 keeps within this.</summary>
    private const double Single = 2e-5;

    /// <summary>Training carries rounding on, relative to the weights over up to thousand sweeps: measured 1e-3 in all runs but one, whose units saturate, and 3e-3 there.</summary>
    private const double SingleRun = 5e-3;

    public static TheoryData<string> Layered => [.. GoldenFile.Paths("layered")];

    public static TheoryData<string> Iterative => [.. GoldenFile.Paths("iterative")];

    public static TheoryData<string> All => [.. GoldenFile.Paths("layered").Concat(GoldenFile.Paths("iterative"))];

    [Fact]
    public void The_reference_files_are_here()
    {
        Assert.True(Layered.Count >= 10);
        Assert.True(Iterative.Count >= 2);
    }

    [Theory, MemberData(nameof(Layered))]
    public void Forward_states_are_the_reference_states(string path)
    {
        ForwardIs<double>(path, Exact);
        ForwardIs<float>(path, Single);
    }

    [Theory, MemberData(nameof(Iterative))]
    public void States_over_time_are_the_reference_states(string path)
    {
        TimeIs<double>(path, Exact);
        TimeIs<float>(path, Single);
    }

    [Theory, MemberData(nameof(All))]
    public void Error_and_every_gradient_are_the_reference_ones(string path)
    {
        StepIs<double>(path, Exact);
        StepIs<float>(path, Single);
    }

    [Theory, MemberData(nameof(Iterative))]
    public void Gradients_of_each_copy_are_the_reference_ones(string path)
    {
        var golden = GoldenFile.Read(path);
        var iterations = golden.Root.GetProperty("T").GetInt32();
        // The same net with the copies' weights apart: built by hand, layer by layer.
        var units = golden.Root.GetProperty("units").GetInt32();
        var function = UnitFunction.FromName(golden.Root.GetProperty("activation").GetString()!);
        var topology = Topology.Build(net =>
        {
            var below = net.Input("units@0", units);
            for (var t = 1; t <= iterations; t++)
                below = net.Output($"units@{t}", units, function).From(below);
        });
        var network = new Network<double>(topology);
        var initial = golden.Root.GetProperty("initial");
        for (var t = 1; t <= iterations; t++)
        {
            Rows(initial.GetProperty("weights")).CopyTo(network[$"units@{t - 1}->units@{t}"]);
            GoldenFile.Numbers(initial.GetProperty("biases")).CopyTo(network.GetBiases($"units@{t}"));
        }
        var gradient = GradientCheck.Gradient(network, golden.Cases);
        foreach (var (expected, t) in golden.Root.GetProperty("step0").GetProperty("gradients_per_step").EnumerateArray().Select(static (item, index) => (item, index + 1)))
        {
            var weights = topology.GetWeights($"units@{t - 1}->units@{t}");
            Near(Rows(expected.GetProperty("weights")), gradient.AsSpan(weights.Offset, weights.Length), Exact, $"weights at {t}");
            var biases = topology[$"units@{t}"].Biases!;
            Near(GoldenFile.Numbers(expected.GetProperty("biases")), gradient.AsSpan(biases.Offset, biases.Length), Exact, $"biases at {t}");
        }
    }

    [Theory, MemberData(nameof(All))]
    public void Every_snapshot_of_every_run_is_reached(string path)
    {
        var golden = GoldenFile.Read(path);
        foreach (var (run, index) in golden.Items("runs").Select(static (run, index) => (run, index)))
        {
            RunIs<double>(golden, run, $"run {index}", Exact);
            RunIs<float>(golden, run, $"run {index}", SingleRun);
        }
    }

    [Theory, MemberData(nameof(Layered))]
    public void Symmetry_is_learned_in_exactly_the_reference_number_of_sweeps(string path)
    {
        var golden = GoldenFile.Read(path);
        if (!golden.Root.TryGetProperty("first_run_criteria", out var criteria))
            return;
        var counts = criteria.GetProperty("sweeps_until");
        StopRule[] rules = [StopWhen.AllOnRightSide, StopWhen.AllWithin(0.2), StopWhen.AllWithin(0.1)];
        var expected = counts.ValueKind == JsonValueKind.Array ? GoldenFile.Numbers(counts) : [.. counts.EnumerateObject().Select(static item => item.Value.GetDouble())];
        Assert.Equal(rules.Length, expected.Length);
        var trainer = GoldenRun.Trainer<double>(golden, golden.Items("runs").First(), golden.Topology, out _);
        foreach (var (rule, sweeps) in rules.Zip(expected))
        {
            var history = trainer.Run(rule | StopWhen.Sweeps(20_000));
            Assert.Equal(sweeps, rule == history.Stopped ? history.Sweeps : -1);
        }
    }

    private static void ForwardIs<T>(string path, double tolerance)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var golden = GoldenFile.Read(path);
        var activity = golden.Start<T>(golden.Topology).Run(golden.Cases);
        foreach (var forward in golden.Items("forward0"))
        {
            foreach (var states in forward.GetProperty("states").EnumerateObject())
                Near(GoldenFile.Numbers(states.Value), activity[states.Name, forward.GetProperty("case").GetInt32()], tolerance, states.Name);
        }
    }

    private static void TimeIs<T>(string path, double tolerance)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var golden = GoldenFile.Read(path);
        var activity = golden.Start<T>(golden.Topology).Run(golden.Cases);
        foreach (var forward in golden.Items("forward0"))
        {
            foreach (var (states, t) in forward.GetProperty("states").EnumerateArray().Select(static (states, t) => (states, t)))
                Near(GoldenFile.Numbers(states), activity[$"units@{t}", forward.GetProperty("case").GetInt32()], tolerance, $"t = {t}");
        }
    }

    private static void StepIs<T>(string path, double tolerance)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var golden = GoldenFile.Read(path);
        var step0 = golden.Root.GetProperty("step0");
        foreach (var step in step0.ValueKind == JsonValueKind.Array ? step0.EnumerateArray() : Enumerable.Repeat(step0, 1))
        {
            var error = GoldenRun.Error(step);
            if (golden.IsIterative)
            {
                Check(SharedGradient.Sum, "gradients_sum");
                Check(SharedGradient.Mean, "gradients_mean");
            }
            else
            {
                Check(SharedGradient.Sum, "gradients");
                var network = golden.Start<T>(golden.Topology);
                var perCase = GoldenFile.Numbers(step.GetProperty("E_per_case"));
                for (var c = 0; c < perCase.Length; c++)
                    Assert.Equal(perCase[c], network.Evaluate(golden.Cases.Subset([c]), error).Error, tolerance);
            }

            void Check(SharedGradient sharing, string name)
            {
                var topology = golden.IsIterative ? golden.Iterative(sharing) : golden.Topology;
                var network = golden.Start<T>(topology);
                var total = step.GetProperty("E").GetDouble();
                Assert.Equal(total, network.Evaluate(golden.Cases, error).Error, tolerance * (tolerance > Exact ? Math.Max(1, total) : 1));
                var gradient = GradientCheck.Gradient(network, golden.Cases, error);
                golden.Expected(step.GetProperty(name), (block, values) =>
                    Near<T>(values, gradient.AsSpan(block.Offset, block.Length), tolerance, block.Name));
            }
        }
    }

    private static void RunIs<T>(GoldenFile golden, JsonElement run, string name, double exact)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var topology = golden.IsIterative
            ? golden.Iterative(run.GetProperty("share").GetString() == "mean" ? SharedGradient.Mean : SharedGradient.Sum)
            : golden.Topology;
        var trainer = GoldenRun.Trainer<T>(golden, run, topology, out var error);
        foreach (var snapshot in run.GetProperty("snapshots").EnumerateArray())
        {
            var sweep = snapshot.GetProperty("sweep").GetInt32();
            while (trainer.History.Sweeps < sweep)
                trainer.Step();
            // Where the run itself magnifies rounding, nobody can be nearer than that.
            var tolerance = Math.Max(exact, 100 * snapshot.GetProperty("sensitivity").GetDouble() * exact / Exact);
            var expected = snapshot.GetProperty("E").GetDouble();
            Assert.Equal(expected, trainer.Network.Evaluate(golden.Cases, error).Error, tolerance * Math.Max(1, exact > Exact ? expected : 1));
            golden.Expected(snapshot, (block, values) => Near<T>(values, trainer.Network[block], tolerance, $"{name}, sweep {sweep}, {block.Name}"));
        }
    }

    private static double[] Rows(JsonElement matrix) => [.. matrix.EnumerateArray().SelectMany(GoldenFile.Numbers)];

    private static void Near<T>(double[] expected, ReadOnlySpan<T> actual, double tolerance, string where)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var k = 0; k < expected.Length; k++)
        {
            var difference = Math.Abs(expected[k] - double.CreateTruncating(actual[k]));
            Assert.True(difference <= tolerance * (tolerance > Exact ? Math.Max(1, Math.Abs(expected[k])) : 1), $"{where} [{k}]: expected {expected[k]:R}, got {actual[k]}, difference {difference:E2}");
        }
    }
}

namespace Backprop.WebAssembly.Tests;

/// <summary>Noise on total inputs and states, other numbers in each sweep.</summary>
public sealed class NoiseTests
{
    private static readonly GradientDescent Descent = new() { LearningRate = 0.05, Momentum = 0.5 };

    private static Noise Of(params (string Group, double Totals, double States)[] groups) => new()
    {
        TotalInputs = groups.Where(static group => group.Totals > 0).ToDictionary(static group => group.Group, static group => group.Totals, StringComparer.Ordinal),
        States = groups.Where(static group => group.States > 0).ToDictionary(static group => group.Group, static group => group.States, StringComparer.Ordinal),
        Seed = 77,
    };

    public static TheoryData<string> Places => ["totals", "states", "inputs", "everywhere"];

    [Theory]
    [MemberData(nameof(Places))]
    public void Noise_has_the_same_bits_in_every_batch_and_order(string place)
    {
        var noise = place switch
        {
            "totals" => Of(("hidden", 0.5, 0), ("output", 0.25, 0)),
            "states" => Of(("hidden", 0, 0.3)),
            "inputs" => Of(("input", 0, 0.4)),
            _ => Of(("input", 0, 0.1), ("hidden", 0.2, 0.3), ("output", 0.1, 0.05)),
        };
        var topology = Topology.Layered(6, 5, 2);
        var cases = TrainingModuleTests.Random(topology, 23, seed: 5);
        SameBits.Check(topology, cases, Descent, sweeps: 8, noise: noise);
        SameBits.Check(topology, cases, Descent, batch: Batch.Of(5), sweeps: 4, noise: noise);
        SameBits.Check(topology, cases, Descent, batch: Batch.EachCase, sweeps: 3, shuffle: true, noise: noise);
    }

    [Fact]
    public void So_it_has_with_lesions_clamps_softmax_and_inputs_that_are_not_given()
    {
        var topology = Topology.Build(static net =>
        {
            var input = net.Input("in", 4);
            var constant = net.Input("constant", 2, initialState: 0);
            var hard = net.Group("hard", 3, UnitFunction.Softplus).From(input, constant);
            var soft = net.Group("soft", 3, UnitFunction.Tanh, clampStrength: 0.5).From(input).From(hard);
            net.Output("out", 3, UnitFunction.Softmax).From(soft, hard);
        }).WithLesion(Lesion.OfUnits("in", 1) | Lesion.OfUnits("hard", 0));
        var random = new RandomSource(8);
        double[] Values(int count, Func<double> value) => [.. Enumerable.Range(0, count).Select(_ => value())];
        var cases = new CasesBuilder(70).Input("in", Values(280, random.NextSigned), 4).Target("out", Values(210, random.NextDouble), 3)
            .Clamp("hard", Values(210, () => random.NextInt(3) == 0 ? random.NextDouble() : double.NaN), 3)
            .Clamp("soft", Values(210, () => random.NextInt(3) == 0 ? random.NextDouble() : double.NaN), 3).ToCases();
        SameBits.Check(topology, cases, Descent, sweeps: 5, noise: Of(("in", 0, 0.2), ("constant", 0, 0.1), ("hard", 0.1, 0.2), ("soft", 0.3, 0.1), ("out", 0.2, 0.1)));
    }

    [Fact]
    public void So_it_has_over_iterations_and_windows_of_sequences()
    {
        var topology = Topology.Iterative(static net =>
        {
            var hidden = net.Group("hidden", 4, UnitFunction.Tanh, leakRate: 0.4).From(net.Input("in", 2));
            hidden.From(hidden, delay: 1);
            net.Output("out", 2).From(hidden);
        }).Unroll(2);
        var cases = WindowsTests.Sequences(topology, [5, 3, 6], seed: 6);
        foreach (var batch in (Batch[])[Batch.All, Batch.Of(3), Batch.EachWindow, Batch.OfSequences(2)])
            SameBits.Check(topology, cases, Descent, batch: batch, sweeps: 4, noise: Of(("in", 0, 0.1), ("hidden", 0.2, 0.1), ("out", 0.05, 0)));
    }
}

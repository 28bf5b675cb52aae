using System.Numerics;

namespace Backprop.Tests;

public sealed class ModelTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    // Skips, sharing, a mask, one to one, frozen blocks and weights, no biases, names that collide: all that a topology can say.
    internal static Topology Rich() => Topology.Build(net =>
    {
        var left = net.Input("left", 3);
        var right = net.Input("right", 3);
        var a = net.Group("a", 2, frozenBiases: [false, true]).From(left, share: "code");
        var b = net.Group("b", 2, UnitFunction.Tanh, shareBiases: "history/errors").From(right, share: "code");
        var c = net.Group("c", 3, UnitFunction.Softplus, biases: false).From(left, oneToOne: true, frozen: true).From(a, mask: new[,] { { true, false }, { false, true }, { true, true } });
        net.Output("code", 2, UnitFunction.Softmax).From(a, b, c);
        net.Output("Größe ✓", 1, UnitFunction.Identity).From(c).From(left, frozenWeights: new[,] { { false, true, false } });
    });

    internal static Cases RichCases(int count) => new CasesBuilder(count)
        .Input("left", Numbers(count * 3, 1), 3)
        .InputOneHot("right", Enumerable.Range(0, count).Select(@case => @case % 3).ToArray(), 3)
        .TargetOneHot("code", Enumerable.Range(0, count).Select(@case => @case / 2 % 2).ToArray(), 2)
        .Target("Größe ✓", Numbers(count, 2), 1)
        .ToCases();

    private static double[] Numbers(int count, ulong seed)
    {
        var random = new RandomSource(seed);
        return [.. Enumerable.Range(0, count).Select(_ => random.NextSigned())];
    }

    private string Saved(Model model)
    {
        model.Save(folder["net.safetensors"]);
        return folder["net.safetensors"];
    }

    [Fact]
    public void A_model_comes_back_bit_for_bit_in_float_and_in_double()
    {
        var single = new Network<float>(Rich()).Randomize(seed: 5);
        var loaded = Model.Load(Saved(new Model(single)));
        Assert.False(loaded.IsDouble);
        Assert.Equal(single.Weights.ToArray(), loaded.Network<float>().Weights.ToArray());
        Assert.Equal(Rich().ToJson(), loaded.Topology.ToJson());

        var twice = new Network<double>(Rich()).Randomize(seed: 6);
        loaded = Model.Load(Saved(new Model(twice)));
        Assert.True(loaded.IsDouble);
        Assert.Equal(twice.Weights.ToArray(), loaded.Network<double>().Weights.ToArray());
        Assert.Equal(twice.Copy<float>().Weights.ToArray(), loaded.Network<float>().Weights.ToArray());
    }

    [Fact]
    public void An_unrolled_iterative_net_comes_back_with_its_shared_weights()
    {
        var topology = Topology.Iterative(net =>
        {
            var h = net.Group("h", 3);
            h.From(net.Input("in", 2)).From(h, delay: 1);
            net.Output("out", 1).From(h);
        }).Unroll(iterations: 4);
        var net = new Network<float>(topology).Randomize(seed: 1);
        var loaded = Model.Load(Saved(Model.Of(net)));
        Assert.Equal(topology.ToJson(), loaded.Topology.ToJson());
        Assert.Equal(net.Weights.ToArray(), loaded.Network<float>().Weights.ToArray());
    }

    [Fact]
    public void Encodings_settings_training_and_history_come_back()
    {
        var trainer = new Trainer<float>(
            new Network<float>(Rich()).Randomize(seed: 5), RichCases(20),
            new GradientDescent { Phases = [new(0.01, 0.5, 3), new(0.02, 0.9)], WeightDecay = 0.001 },
            ErrorMeasure.ByGroup(new SumOfSquares { Tolerance = Tolerance.Edge(0.2) }, new Dictionary<string, ErrorMeasure> { ["code"] = new CrossEntropy() }),
            new TrainerOptions { Validation = RichCases(8) });
        trainer.Run(StopWhen.Sweeps(7));
        var model = Model.Of(trainer) with { Encodings = """{"columns": ["é"]}""", Settings = """["backprop", "train"]""" };
        var loaded = Model.Load(Saved(model));
        Assert.Equal(model.Encodings, loaded.Encodings);
        Assert.Equal(model.Settings, loaded.Settings);
        Assert.Equal(model.Training, loaded.Training);
        foreach (var part in new[] { "gradient descent", "\"learningRate\":0.02", "\"weightDecay\":0.001", "Edge 0.2", "cross-entropy", "all cases" })
            Assert.Contains(part, model.Training!, StringComparison.Ordinal);
        Assert.Equal(trainer.History.Errors, loaded.History!.Errors);
        Assert.Equal(8, loaded.History.ValidationErrors.Count);
        Assert.Equal(trainer.History.ValidationErrors, loaded.History.ValidationErrors);
        Assert.Equal(trainer.History.Error, loaded.History.Error);
        Assert.Equal((trainer.History.BestSweep, trainer.History.BestError), (loaded.History.BestSweep, loaded.History.BestError));
        Assert.Equal((20, 8), (loaded.History.TrainingWeight, loaded.History.ValidationWeight));
        Assert.Equal("7 sweeps", loaded.History.Stopped!.Name);
    }

    [Fact]
    public void Equal_models_are_equal_files()
    {
        byte[] File() => System.IO.File.ReadAllBytes(Saved(Model.Of(new Network<float>(Rich()).Randomize(seed: 5)) with { Settings = "{}" }));
        Assert.Equal(File(), File());
    }

    [Fact]
    public void Tensors_have_the_names_and_shapes_that_the_documentation_gives()
    {
        using var file = SafetensorsReader.Open(Saved(Model.Of(new Network<float>(Rich()))));
        var shapes = file.Tensors.ToDictionary(tensor => tensor.Name, tensor => tensor.Dimensions, StringComparer.Ordinal);
        Assert.Equal("[2, 3]", shapes["code"]);
        Assert.Equal("[3]", shapes["left->c"]);
        Assert.Equal("[3, 2]", shapes["a->c"]);
        Assert.Equal("[2]", shapes["a"]);
        Assert.Equal("[2]", shapes["code biases"]);             // the shared weights have the group's name already
        Assert.Equal("[2]", shapes["weights/history/errors"]);  // reserved
        Assert.Equal(Rich().Blocks.Count, shapes.Count);
    }

    [Fact]
    public void A_net_with_a_unit_function_of_ones_own_needs_that_function()
    {
        var path = Saved(Model.Of(new Network<float>(Topology.Build(net => net.Output("out", 1, UnitFunction.Of<Cube>()).From(net.Input("in", 1)))).Randomize(seed: 1)));
        Assert.Equal(UnitFunction.Of<Cube>(), Model.Load(path, UnitFunction.Of<Cube>()).Topology["out"].UnitFunction);
        Assert.Contains("'cube'", Assert.Throws<ModelFileException>(() => Model.Load(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_JSON_is_not_saved() =>
        Assert.Throws<ArgumentException>(() => (Model.Of(new Network<float>(Rich())) with { Encodings = "{" }).Save(folder["net.safetensors"]));

    [Fact]
    public void What_would_be_refused_on_reading_is_not_written_over_a_good_file()
    {
        var good = Saved(Model.Of(new Network<float>(Rich()).Randomize(seed: 5)));
        var bytes = File.ReadAllBytes(good);
        void Refused(Model model, string problem)
        {
            var error = Assert.Throws<ModelFileException>(() => model.Save(good));
            Assert.StartsWith($"{good}: ", error.Message, StringComparison.Ordinal);
            Assert.Contains(problem, error.Message, StringComparison.Ordinal);
            Assert.Equal(bytes, File.ReadAllBytes(good));
        }
        foreach (var value in (float[])[float.NaN, float.PositiveInfinity, float.NegativeInfinity])
        {
            var net = new Network<float>(Rich());
            net.Weights[^1] = value;
            Refused(new Model(net), "not saved: tensor 'Größe ✓' holds a weight that is not finite");
        }
        var masked = new Network<double>(Rich());
        masked[masked.Topology.Blocks.First(block => block.Mask is not null)][1] = 1;
        Refused(new Model(masked), "not saved: tensor 'a->c' holds a weight that its mask leaves out");
        Refused(new Model(new Network<float>(Topology.Build(net => net.Output("out", 1).From(net.Input("half \ud800", 1))))), "half a surrogate pair");
        Refused(new Model(new Network<float>(Rich())) { Encodings = $"\"{new string('x', 100_000_000)}\"" }, "the most is 100000000");
        Assert.Throws<ArgumentException>(() => (new Model(new Network<float>(Rich())) with { Settings = "\"\ud800\"" }).Save(good));
    }

    [Fact]
    public void Random_models_are_saved_and_come_back_or_are_refused_and_leave_the_old_file()
    {
        var good = Saved(Model.Of(new Network<float>(Rich())));
        var old = File.ReadAllBytes(good);
        var (saved, refused) = (0, 0);
        NetPlan.Check(150, plan =>
        {
            File.WriteAllBytes(good, old);
            var random = new RandomSource(plan.Seed);
            var network = plan.Network();
            var history = new History([.. Enumerable.Range(0, random.NextInt(4)).Select(_ => Odd(random))]) { Error = Odd(random), BestError = Odd(random) };
            if (network.Weights.Length > 0 && random.NextInt(3) == 0) network.Weights[random.NextInt(network.Weights.Length)] = Odd(random);
            var model = new Model(network) { History = history, Settings = random.NextInt(2) == 0 ? null : "[1e999, \"\u2028\", {\"\": null}]" };
            try
            {
                model.Save(good);
            }
            catch (ModelFileException)
            {
                refused++;
                Assert.Equal(old, File.ReadAllBytes(good));
                return;
            }
            saved++;
            var loaded = Model.Load(good);
            Assert.Equal(network.Weights.ToArray(), loaded.Network<double>().Weights.ToArray());
            Assert.Equal(model.Topology.ToJson(), loaded.Topology.ToJson());
            Assert.Equal(model.Topology.Blocks.Select(block => (block.Name, block.Rows, block.Columns)), loaded.Topology.Blocks.Select(block => (block.Name, block.Rows, block.Columns)));
            Assert.Equal(history.Errors, loaded.History!.Errors);
            Assert.Equal((history.Error, history.BestError, model.Settings), (loaded.History.Error, loaded.History.BestError, loaded.Settings));
        });
        Assert.True(saved > 50 && refused > 5, $"{saved} saved, {refused} refused");

        static double Odd(RandomSource random) => random.NextInt(8) switch
        {
            0 => double.NaN,
            1 => double.PositiveInfinity,
            2 => double.NegativeInfinity,
            3 => double.Epsilon,
            4 => double.MaxValue,
            5 => -0.0,
            _ => random.NextSigned(),
        };
    }

    [Fact]
    public void Whether_a_file_can_be_written_is_found_out_before_a_training()
    {
        Model.CheckWritable(folder["new.safetensors"], bytes: 1000);
        Assert.Empty(folder.Names);
        var error = Assert.Throws<ModelFileException>(() => Model.CheckWritable(folder["none/new.safetensors"]));
        Assert.StartsWith($"{folder["none/new.safetensors"]}: cannot be written: there is no folder", error.Message, StringComparison.Ordinal);
    }

    private readonly struct Cube : IUnitFunction
    {
        public static string Name => "cube";

        public static bool UsesTotalInput => true;

        public static TLanes Value<TLanes, T>(TLanes x)
            where TLanes : unmanaged, ILanes<TLanes, T>
            where T : unmanaged, IBinaryFloatingPointIeee754<T> => x * x * x;

        public static TLanes Derivative<TLanes, T>(TLanes x, TLanes y)
            where TLanes : unmanaged, ILanes<TLanes, T>
            where T : unmanaged, IBinaryFloatingPointIeee754<T> => x * x * (TLanes.One + TLanes.One + TLanes.One);
    }
}

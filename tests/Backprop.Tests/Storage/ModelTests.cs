using System.Numerics;
using System.Text;

namespace Backprop.Tests;

public sealed class ModelTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    // Skips, sharing, a mask, one to one, frozen, no biases, names that collide: all that a topology can say.
    internal static Topology Rich() => Topology.Build(net =>
    {
        var left = net.Input("left", 3);
        var right = net.Input("right", 3);
        var a = net.Group("a", 2).From(left, share: "code");
        var b = net.Group("b", 2, UnitFunction.Tanh, shareBiases: "history/errors").From(right, share: "code");
        var c = net.Group("c", 3, UnitFunction.Softplus, biases: false).From(left, oneToOne: true, frozen: true).From(a, mask: new[,] { { true, false }, { false, true }, { true, true } });
        net.Output("code", 2, UnitFunction.Softmax).From(a, b, c);
        net.Output("Größe ✓", 1, UnitFunction.Identity).From(c, left);
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

    // Each file is whole and has a right checksum, but does not hold what a model holds.
    private static readonly Dictionary<string, Action<SafetensorsWriter>> Liars = new(StringComparer.Ordinal)
    {
        ["not a Backprop model"] = file => file.Add("format", "pt"),
        ["version '2'"] = file => Head(file, version: "2"),
        ["no topology"] = file => Head(file),
        ["its topology is not a valid network"] = file => Head(file, "{}"),
        ["at most 100,000 are possible"] = file => Head(file, """{"iterations":2000000000,"groups":[{"name":"in","size":1,"role":"input"},{"name":"out","size":1,"role":"output"}],"projections":[{"from":"in","to":"out"}]}"""),
        ["no such tensor"] = file => Head(file, Net(1)),
        ["shape [2, 1], but the topology asks for [1, 1]"] = file => { Head(file, Net(1)); file.Add<float>("in->out", [1, 2], 2, 1); file.Add<float>("out", [1], 1); },
        ["the topology asks for [1, 2000000000]"] = file => { Head(file, Net(2_000_000_000)); file.Add<float>("in->out", [1, 2], 2, 1); file.Add<float>("out", [1], 1); },
        ["beyond"] = file => Head(file, Net(2_000_000_000, 2_000_000_000)),
        ["dtype F64, expected F32"] = file => { Head(file, Net(1)); file.Add<float>("in->out", [1], 1, 1); file.Add<double>("out", [1], 1); },
        ["not finite"] = file => { Head(file, Net(1)); file.Add<float>("in->out", [float.NaN], 1, 1); file.Add<float>("out", [1], 1); },
        ["'extra', for which"] = file => { Head(file, Net(1)); file.Add<float>("in->out", [1], 1, 1); file.Add<float>("out", [1], 1); file.Add<float>("extra", [1], 1); },
        ["its encodings are not JSON"] = file => { Head(file, Net(1)); file.Add("encodings", "{"); file.Add<float>("in->out", [1], 1, 1); file.Add<float>("out", [1], 1); },
        ["it says 3 sweeps, but the curve has 0"] = file => { Head(file, Net(1)); file.Add("history", """{"sweeps":3,"bestSweep":0}"""); file.Add<float>("in->out", [1], 1, 1); file.Add<float>("out", [1], 1); },
    };

    public static TheoryData<string> Lies => [.. Liars.Keys];

    private static void Head(SafetensorsWriter file, string? topology = null, string version = "1")
    {
        file.Add("format", "backprop model");
        file.Add("version", version);
        if (topology is not null) file.Add("topology", topology);
    }

    private static string Net(int inputs, int outputs = 1) =>
        $$"""{"groups":[{"name":"in","size":{{inputs}},"role":"input"},{"name":"out","size":{{outputs}},"role":"output"}],"projections":[{"from":"in","to":"out"}]}""";

    [Theory]
    [MemberData(nameof(Lies))]
    public void A_whole_file_that_holds_no_model_is_refused_without_making_room_for_it(string problem)
    {
        var writer = new SafetensorsWriter();
        Liars[problem](writer);
        writer.Save(folder["net.safetensors"]);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var error = Assert.Throws<ModelFileException>(() => Model.Load(folder["net.safetensors"]));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 2_000_000);
        Assert.StartsWith(folder["net.safetensors"] + ": ", error.Message, StringComparison.Ordinal);
        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void No_mutation_of_a_good_file_crashes_passes_or_allocates_much()
    {
        var trainer = new Trainer<float>(new Network<float>(Rich()).Randomize(seed: 5), RichCases(20), new GradientDescent());
        trainer.Run(StopWhen.Sweeps(3));
        var good = File.ReadAllBytes(Saved(Model.Of(trainer) with { Encodings = "{}" }));
        var random = new Random(1987);
        for (var run = 0; run < 3_000; run++)
        {
            var file = Mutation.Of(good, random);
            if (file.AsSpan().SequenceEqual(good)) continue;
            // Half of them with the checksum made right again, as one would who means it.
            var meant = run % 2 == 0 && Mutation.MakeChecksumRight(file);
            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                using var reader = SafetensorsReader.Open("net.safetensors", new MemoryStream(file));
                _ = ModelFile.Read(reader, []);
                Assert.True(meant, "an altered file was read");
            }
            catch (ModelFileException e)
            {
                Assert.DoesNotContain('\n', e.Message);
            }
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 2_000_000);
        }
    }

    [Fact]
    public void The_message_for_bytes_of_another_kind_is_one_line() =>
        Assert.EndsWith("it is not a safetensors file (no JSON header after the first 8 bytes)", Assert.Throws<ModelFileException>(() =>
        {
            File.WriteAllBytes(folder["a.csv"], Encoding.UTF8.GetBytes("a,b\n1,2\n3,4\n"));
            Model.Load(folder["a.csv"]);
        }).Message, StringComparison.Ordinal);

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

    [Fact]
    public void A_stream_an_array_and_a_file_hold_the_same_bytes_and_give_the_same_model()
    {
        var model = Model.Of(new Network<float>(Rich()).Randomize(seed: 5)) with { Encodings = """{"a":1}""" };
        var path = Saved(model);
        using var stream = new MemoryStream();
        stream.Write([1, 2, 3]);
        model.Save(stream);

        Assert.Equal(File.ReadAllBytes(path), model.ToBytes());
        Assert.Equal(model.ToBytes(), stream.ToArray()[3..]);
        stream.Position = 3;
        using var forward = new ForwardOnly(model.ToBytes());
        foreach (var loaded in (Model[])[Model.Load(stream), Model.Load(model.ToBytes()), Model.Load(forward)])
        {
            Assert.Equal(model.Encodings, loaded.Encodings);
            Assert.Equal(model.Network<float>().Weights.ToArray(), loaded.Network<float>().Weights.ToArray());
        }
        Assert.True(stream.CanRead);
    }

    [Fact]
    public void A_stream_that_holds_no_model_is_refused_by_name()
    {
        var good = Model.Of(new Network<float>(Rich()).Randomize(seed: 5)).ToBytes();
        Refused("the stream: it is empty", []);
        Refused("the stream: it is not a safetensors file", [.. new byte[100]]);
        Refused("the stream: its tensors need", good[..^1]);
        Refused("the stream: its content does not match its checksum", [.. good[..^1], (byte)(good[^1] ^ 1)]);
        using var endless = new Endless();
        Assert.StartsWith("the stream: it is not a safetensors file", Assert.Throws<ModelFileException>(() => Model.Load(endless)).Message, StringComparison.Ordinal);
        Assert.InRange(endless.Given, 9, 1 << 20);
        using var file = File.Create(folder["net.bin"]);
        Assert.StartsWith(folder["net.bin"] + ": it is empty", Assert.Throws<ModelFileException>(() => Model.Load(file)).Message, StringComparison.Ordinal);

        static void Refused(string problem, byte[] content)
        {
            using var forward = new ForwardOnly(content);
            Assert.StartsWith(problem, Assert.Throws<ModelFileException>(() => Model.Load(forward)).Message, StringComparison.Ordinal);
            Assert.StartsWith(problem, Assert.Throws<ModelFileException>(() => Model.Load(content)).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_model_that_cannot_be_saved_writes_nothing_to_a_stream()
    {
        var network = new Network<float>(Rich());
        network.Weights[0] = float.NaN;
        using var stream = new MemoryStream();

        Assert.StartsWith("the stream: not saved: ", Assert.Throws<ModelFileException>(() => Model.Of(network).Save(stream)).Message, StringComparison.Ordinal);
        Assert.Equal(0, stream.Length);
    }

    /// <summary>A stream that cannot seek and gives few bytes at a time, like a network.</summary>
    private sealed class ForwardOnly(byte[] content) : MemoryStream(content)
    {
        public override bool CanSeek => false;

        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(7, buffer.Length)]);

        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(7, count));
    }

    /// <summary>Zeros without end.</summary>
    private sealed class Endless : Stream
    {
        public long Given { get; private set; }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override void Flush() { }

        public override int Read(byte[] buffer, int offset, int count)
        {
            Given += count;
            return count;
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}

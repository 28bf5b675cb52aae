using Google.Protobuf;

namespace Backprop.Onnx.Tests;

public sealed class OnnxFileTests : IDisposable
{
    private readonly OnnxRuntime runtime = new();
    private readonly string path = Path.Combine(Directory.CreateTempSubdirectory("backprop-onnx-").FullName, "net.onnx");

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);

    [Theory]
    [MemberData(nameof(Nets.Names), MemberType = typeof(Nets))]
    public void ONNX_Runtime_gives_the_net_s_states_to_one_in_a_million(string name)
    {
        var net = Nets.Make<float>(name);
        OnnxFile.Export(net, path);
        var judged = OnnxFile.Verify(net, path, rows: 200, runtime: runtime);
        Assert.InRange(judged.LargestDifference, 0, 1e-6);
        Assert.InRange(OnnxFile.Verify(net, path, rows: 200).LargestDifference, 0, 1e-6);
    }

    [Fact]
    public void A_lesion_is_in_the_graph()
    {
        var net = Nets.Make<float>("family trees").WithLesion(
            Lesion.ShareOfUnits("person 1", 0.3, 1) | Lesion.ShareOfUnits("center", 0.5, 1) | Lesion.OfUnits("person 2", 3) | Lesion.ShareOfLinks("center->answer code", 0.5, 1));
        OnnxFile.Export(net, path);
        Assert.InRange(OnnxFile.Verify(net, path, rows: 100, runtime: runtime).LargestDifference, 0, 1e-6);
        Assert.InRange(OnnxFile.Verify(net, path, rows: 100).LargestDifference, 0, 1e-6);
    }

    [Fact]
    public void A_trained_net_whose_units_saturate_agrees_too()
    {
        double[][] vectors = [.. Enumerable.Range(0, 64).Select(k => Enumerable.Range(0, 6).Select(bit => (double)((k >> bit) & 1)).ToArray())];
        var symmetry = Cases.From(vectors, [.. vectors.Select(v => new[] { v[0] == v[5] && v[1] == v[4] && v[2] == v[3] ? 1.0 : 0 })]);
        var net = Nets.Make<float>("symmetry 6-2-1");
        new Trainer<float>(net, symmetry, new GradientDescent()).Run(StopWhen.AllWithin(0.02) | StopWhen.Sweeps(50_000));
        Assert.True(net.Weights.ToArray().Max() > 5);
        OnnxFile.Export(net, path);
        Assert.InRange(OnnxFile.Verify(net, path, runtime: runtime).LargestDifference, 0, 1e-6);
    }

    [Theory]
    [MemberData(nameof(Nets.Names), MemberType = typeof(Nets))]
    public void An_imported_net_has_the_same_shape_and_the_same_bits(string name)
    {
        var net = Nets.Make<double>(name);
        OnnxFile.Export(net, path, new OnnxOptions { DoublePrecision = true });
        var back = OnnxFile.Import<double>(path);
        Assert.Equal(net.Topology.WeightCount, back.Topology.WeightCount);
        static IEnumerable<(string, int, UnitFunction, bool)> Groups(Topology topology) => topology.Groups.OrderBy(group => group.Name, StringComparer.Ordinal).Select(group => (group.Name, group.Size, group.UnitFunction, group.IsInput));
        Assert.Equal(Groups(net.Topology), Groups(back.Topology));
        Assert.Equal(net.Topology.Outputs.Select(group => group.Name), back.Topology.Outputs.Select(group => group.Name));
        Assert.Equal(net.Topology.Projections.Select(projection => projection.Name).Order(StringComparer.Ordinal), back.Topology.Projections.Select(projection => projection.Name).Order(StringComparer.Ordinal));
        var inputs = new double[net.Topology.Inputs.Sum(group => group.Size)];
        for (var k = 0; k < inputs.Length; k++) inputs[k] = Math.Sin(k + 1);
        Assert.Equal(net.Run(inputs), back.Run(inputs));
        Assert.InRange(OnnxFile.Verify(back, path, new OnnxOptions { DoublePrecision = true }, rows: 50).LargestDifference, 0, 1e-12);
    }

    [Fact]
    public void Leaky_units_keep_a_part_of_their_total_inputs_in_the_graph_and_in_the_net_that_is_imported_from_it()
    {
        var net = new Network<double>(Topology.Iterative(static net =>
        {
            var hidden = net.Group("h", 4, UnitFunction.Tanh, leakRate: 0.3).From(net.Input("in", 2));
            hidden.From(hidden, delay: 1);
            net.Output("out", 3, UnitFunction.Softmax, leakRate: 0.6).From(hidden);
        }).Unroll(iterations: 4)).Randomize(seed: 7, range: 0.8);
        foreach (var options in new[] { new OnnxOptions { DoublePrecision = true }, new OnnxOptions { DoublePrecision = true, FixedInputs = ["h@0 total input", "out@0 total input"] } })
        {
            OnnxFile.Export(net, path, options);
            Assert.InRange(OnnxFile.Verify(net, path, options, rows: 100, runtime: runtime).LargestDifference, 0, 1e-12);
        }
        OnnxFile.Export(net, path, new OnnxOptions { DoublePrecision = true });
        var back = OnnxFile.Import<double>(path);
        var inputs = new double[net.Topology.Inputs.Sum(group => group.Size)];
        for (var k = 0; k < inputs.Length; k++) inputs[k] = Math.Sin(k + 1);
        Assert.All(net.Run(inputs).Zip(back.Run(inputs)), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
    }

    [Fact]
    public void In_double_the_runtime_agrees_to_twelve_digits()
    {
        var net = Nets.Make<double>("family trees");
        var options = new OnnxOptions { DoublePrecision = true };
        OnnxFile.Export(net, path, options);
        Assert.InRange(OnnxFile.Verify(net, path, options, rows: 100, runtime: runtime).LargestDifference, 0, 1e-12);
    }

    [Fact]
    public void A_wrong_weight_is_found()
    {
        var net = Nets.Make<float>("xor 2-2-1");
        OnnxFile.Export(net, path);
        net["input->hidden"][0] += 0.01f;
        Assert.InRange(OnnxFile.Verify(net, path).LargestDifference, 1e-4, 1);
        Assert.InRange(OnnxFile.Verify(net, path, runtime: runtime).LargestDifference, 1e-4, 1);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void With_exact_tails_ONNX_Runtime_has_small_probabilities_too(bool isDouble)
    {
        // Total inputs between −80 and 0.
        var net = new Network<float>(Topology.Layered(1, 1));
        net["input->output"].Fill(40);
        net.GetBiases("output").Fill(-40);
        var options = new OnnxOptions { ExactTails = true, DoublePrecision = isDouble };
        OnnxFile.Export(net, path, options);
        var theirs = OnnxFile.Verify(net, path, options, runtime: runtime);
        Assert.InRange(theirs.SmallProbabilities, 500, 1000);
        Assert.InRange(theirs.LargestRelativeDifference, 0, 1e-5);
        Assert.Equal(net.Topology.ToJson(), OnnxFile.Import<float>(path).Topology.ToJson());
    }

    [Fact]
    public void Small_probabilities_are_compared_with_themselves()
    {
        // Total inputs between −40 and 0: ONNX Runtime's logistic function in single precision is 0 from −18 on.
        var net = new Network<float>(Topology.Layered(1, 1));
        net["input->output"].Fill(20);
        net.GetBiases("output").Fill(-20);
        OnnxFile.Export(net, path);
        var own = OnnxFile.Verify(net, path);
        Assert.InRange(own.SmallProbabilities, 500, 1000);
        Assert.InRange(own.LargestRelativeDifference, 0, 1e-5);
        var theirs = OnnxFile.Verify(net, path, runtime: runtime);
        Assert.InRange(theirs.LargestDifference, 0, 1e-6);
        Assert.Equal(own.SmallProbabilities, theirs.SmallProbabilities);
        Assert.InRange(theirs.LargestRelativeDifference, 0.9, 10);
        Assert.InRange(theirs.Expected, 1e-18, 1e-6);
        Assert.NotEqual(theirs.Expected, theirs.Found, 0.5 * theirs.Expected);

        // In double from −37 on.
        var options = new OnnxOptions { DoublePrecision = true };
        OnnxFile.Export(net, path, options);
        Assert.InRange(OnnxFile.Verify(net, path, options, runtime: runtime).Expected, 1e-18, 2e-13);

        // A mean of two such units is one too, as averaged nets answer.
        var mean = new Network<float>(Topology.Build(build => build.Output("mean", 1, UnitFunction.Identity).From(build.Group("a", 2).From(build.Input("x", 1))))).Randomize(seed: 1);
        mean["x->a"].Fill(20);
        mean.GetBiases("a").Fill(-20);
        mean["a->mean"].Fill(0.5f);
        mean.GetBiases("mean").Clear();
        OnnxFile.Export(mean, path);
        Assert.InRange(OnnxFile.Verify(mean, path).SmallProbabilities, 500, 1000);

        // Answers that are not probabilities are not.
        var linear = new Network<float>(Topology.Build(build => build.Output("y", 1, UnitFunction.Identity).From(build.Input("x", 1)))).Randomize(seed: 1);
        OnnxFile.Export(linear, path);
        Assert.Equal(0, OnnxFile.Verify(linear, path).SmallProbabilities);
    }

    [Fact]
    public void Encodings_inside_the_graph_take_raw_numbers_and_texts()
    {
        var net = new Network<float>(Topology.Build(build =>
        {
            var hidden = build.Group("hidden", 5, UnitFunction.Tanh).From(build.Input("numbers", 4), build.Input("color", 4), build.Input("member", 2));
            build.Output("species", 3, UnitFunction.Softmax).From(hidden);
            build.Output("weight", 1, UnitFunction.Identity).From(hidden);
        })).Randomize(seed: 3, range: 1);
        var options = new OnnxOptions
        {
            Inputs =
            [
                new("numbers", [new OnnxNumber("sepal length", 5.8, 0.8), new OnnxNumber("days", 730_000, 365) { MissingUnit = true }, new OnnxNumber("height", -1, 0.1)]),
                new("color", [new OnnxCategory("color", ["red", "grün", "blue"]) { MissingUnit = true }]),
                new("member", [new OnnxBoolean("member", "no", "yes") { MissingUnit = true }]),
            ],
            Outputs = [new("species", [new OnnxCategory("species", ["setosa", "versicolor", "virginica"])]), new("weight", [new OnnxNumber("weight", 70, 12)])],
        };
        OnnxFile.Export(net, path, options);
        Assert.InRange(OnnxFile.Verify(net, path, options, rows: 300).LargestDifference, 0, 1e-6);
        Assert.InRange(OnnxFile.Verify(net, path, options, rows: 300, runtime: runtime).LargestDifference, 0, 2e-6);

        // Raw values by hand; inputs and outputs have the columns' names.
        var one = runtime.Run(path, new Dictionary<string, OnnxTensor>(StringComparer.Ordinal)
        {
            ["sepal_length"] = new(OnnxElement.Double, [1, 1], [5.8]),
            ["days"] = new(OnnxElement.Double, [1, 1], [double.NaN]),
            ["height"] = new(OnnxElement.Double, [1, 1], [-0.9]),
            ["color"] = new([1, 1], ["blue"]),
            ["member"] = new([1, 1], ["no"]),
        });
        var own = net.Run(0, 0, 1, 1, 0, 0, 1, 0, -1, 0);
        for (var unit = 0; unit < 3; unit++) Assert.Equal(own[unit], one["species_states"].Numbers[unit], 1e-5);
        Assert.Equal(new[] { "setosa", "versicolor", "virginica" }[Array.IndexOf(own, own[..3].Max())], one["species"].Texts.Single());
        Assert.Equal((own[3] * 12) + 70, one["weight"].Numbers.Single(), 1e-4);
    }

    [Fact]
    public void Numbers_far_from_0_are_standardized_before_they_are_rounded_and_answered_in_double()
    {
        var net = new Network<float>(Topology.Build(build => build.Output("price", 1, UnitFunction.Identity).From(build.Input("stamp", 1))));
        net["stamp->price"].Fill(1);
        var options = new OnnxOptions { Inputs = [new("stamp", [new OnnxNumber("stamp", 1.7e9, 10)])], Outputs = [new("price", [new OnnxNumber("price", 1.7e9, 0.5)])] };
        OnnxFile.Export(net, path, options);
        for (var seconds = -30; seconds <= 30; seconds += 7)
        {
            var answer = runtime.Run(path, new Dictionary<string, OnnxTensor>(StringComparer.Ordinal) { ["stamp"] = new(OnnxElement.Double, [1, 1], [1.7e9 + seconds]) })["price"];
            Assert.Equal(OnnxElement.Double, answer.Element);
            Assert.Equal(1.7e9 + (seconds / 10.0 * 0.5), answer.Numbers.Single(), 1e-6);
        }
        Assert.InRange(OnnxFile.Verify(net, path, options, runtime: runtime).LargestDifference, 0, 1e-6);
    }

    [Fact]
    public void States_that_are_not_finite_are_of_no_class()
    {
        var net = new Network<float>(Topology.Build(build => build.Output("kind", 3, UnitFunction.Softmax).From(build.Group("h", 2, UnitFunction.RectifiedLinear).From(build.Input("x", 1))))).Randomize(seed: 3, range: 1);
        net["x->h"].Fill(1);
        var options = new OnnxOptions { Inputs = [new("x", [new OnnxNumber("x", 0, 1)])], Outputs = [new("kind", [new OnnxCategory("kind", ["a", "b", "c"])])] };
        OnnxFile.Export(net, path, options);
        var inputs = new OnnxTensor(OnnxElement.Double, [3, 1], [1, 1e39, 3e38]);
        var labels = runtime.Run(path, new Dictionary<string, OnnxTensor>(StringComparer.Ordinal) { ["x"] = inputs });
        Assert.Contains(labels["kind"].Texts[0], new[] { "a", "b", "c" });
        Assert.Equal("", labels["kind"].Texts[1]);
        Assert.Equal(labels["kind_states"].Numbers.Skip(6).All(double.IsFinite), labels["kind"].Texts[2].Length > 0);
        var own = new GraphEvaluator(GraphReader.Read(path)).Run(new Dictionary<string, GraphTensor>(StringComparer.Ordinal) { ["x"] = GraphTensor.Of(inputs) });
        Assert.Equal("", own["kind"].Texts![1]);
    }

    [Fact]
    public void Verifying_notices_a_target_that_is_off_by_little_of_itself_but_much_of_its_deviation()
    {
        var net = new Network<float>(Topology.Build(build => build.Output("price", 1, UnitFunction.Identity).From(build.Input("stamp", 1)))).Randomize(seed: 1, range: 1);
        OnnxOptions Options(double mean, double targetMean) => new() { Inputs = [new("stamp", [new OnnxNumber("stamp", mean, 10)])], Outputs = [new("price", [new OnnxNumber("price", targetMean, 0.5)])] };
        OnnxFile.Export(net, path, Options(1.7e9, 1.7e9 + 0.01));
        Assert.InRange(OnnxFile.Verify(net, path, Options(1.7e9, 1.7e9)).LargestDifference, 0.019, 0.021);
        OnnxFile.Export(net, path, Options(1.7e9 + 64, 1.7e9));
        Assert.InRange(OnnxFile.Verify(net, path, Options(1.7e9, 1.7e9)).LargestDifference, 0.1, 10);
    }

    [Fact]
    public void Every_spelling_and_every_missing_word_is_a_key_of_the_graph()
    {
        var net = new Network<float>(Topology.Build(build => build.Output("y", 8, UnitFunction.Identity).From(build.Input("numbers", 4), build.Input("color", 4)))).Randomize(seed: 2, range: 1);
        var options = new OnnxOptions
        {
            Inputs =
            [
                new("numbers", [
                    new OnnxNumber("age", 40, 10) { MissingUnit = true, MissingNumbers = [-999, -1] },
                    new OnnxBoolean("member", "no", "yes") { MissingUnit = true, MissingTexts = ["", "NA"], Spellings = new Dictionary<string, bool>(StringComparer.Ordinal) { ["YES"] = true, ["NA"] = true, ["0"] = false } },
                ]),
                new("color", [new OnnxCategory("color", ["red", "blue", "NA"]) { MissingUnit = true, MissingTexts = ["?", "NA"], Spellings = new Dictionary<string, int>(StringComparer.Ordinal) { [" red "] = 0, ["blue"] = 0 } }]),
            ],
        };
        OnnxFile.Export(net, path, options);
        float[] Answer(double age, string member, string color) => [.. runtime.Run(path, new Dictionary<string, OnnxTensor>(StringComparer.Ordinal)
        {
            ["age"] = new(OnnxElement.Double, [1, 1], [age]),
            ["member"] = new([1, 1], [member]),
            ["color"] = new([1, 1], [color]),
        })["y"].Numbers.Select(number => (float)number)];
        void Same(float[] units, float[] answer)
        {
            foreach (var (own, theirs) in net.Run(units).Zip(answer)) Assert.Equal(own, theirs, 1e-5f);
        }
        Same([1, 0, 1, 0, 1, 0, 0, 0], Answer(50, "YES", " red "));
        Same([0, 1, -1, 0, 0, 1, 0, 0], Answer(-999, "0", "blue"));
        Same([0, 1, 0, 1, 0, 0, 0, 1], Answer(-1, "NA", "NA"));
        Same([0, 1, 0, 1, 0, 0, 0, 1], Answer(double.NaN, "", "?"));
        Same([0, 0, 0, 0, 0, 0, 0, 0], Answer(40, "yEs", "green"));
        Assert.InRange(OnnxFile.Verify(net, path, options, runtime: runtime).LargestDifference, 0, 1e-5);
        Assert.InRange(OnnxFile.Verify(net, path, options).LargestDifference, 0, 1e-5);
    }

    [Fact]
    public void Silent_columns_have_no_influence_but_by_being_missing()
    {
        var net = new Network<float>(Topology.Build(build => build.Output("y", 6, UnitFunction.Identity).From(build.Input("numbers", 3), build.Input("color", 2), build.Input("shape", 1)))).Randomize(seed: 2, range: 1);
        var options = new OnnxOptions
        {
            Inputs =
            [
                new("numbers", [new OnnxNumber("pressure", 101325, 1) { IsConstant = true, MissingUnit = true }, new OnnxBoolean("member", "no", "yes") { IsConstant = true }]),
                new("color", [new OnnxCategory("color", ["red"]) { IsConstant = true, MissingUnit = true }]),
                new("shape", [new OnnxCategory("shape", ["round"]) { IsConstant = true }]),
            ],
        };
        OnnxFile.Export(net, path, options);
        foreach (var missing in new[] { true, false })
        {
            var answer = runtime.Run(path, new Dictionary<string, OnnxTensor>(StringComparer.Ordinal)
            {
                ["pressure"] = new(OnnxElement.Double, [1, 1], [missing ? double.NaN : 98000]),
                ["member"] = new([1, 1], ["yes"]),
                ["color"] = new([1, 1], [missing ? "" : "red"]),
                ["shape"] = new([1, 1], ["round"]),
            })["y"];
            foreach (var (own, theirs) in net.Run(0, missing ? 1 : 0, 0, 0, missing ? 1 : 0, 0).Zip(answer.Numbers)) Assert.Equal(own, theirs, 1e-6);
        }
        Assert.InRange(OnnxFile.Verify(net, path, options, runtime: runtime).LargestDifference, 0, 1e-6);
    }

    [Fact]
    public void Names_that_are_identifiers_already_are_kept()
    {
        var net = new Network<float>(Topology.Build(build => build.Output("a_b_2", 1).From(build.Group("a-b", 2).From(build.Input("numbers", 4))))).Randomize(seed: 2, range: 1);
        string[] columns = ["a b", "a_b", "ä", "1st"];
        var options = new OnnxOptions { Inputs = [new("numbers", [.. columns.Select(name => new OnnxNumber(name, 0, 1))])] };
        OnnxFile.Export(net, path, options);
        var graph = GraphReader.Read(path).Graph;
        Assert.Equal(["a_b_3", "a_b", "_", "_1st"], graph.Input.Select(input => input.Name));
        Assert.Equal(columns, graph.Input.Select(input => input.DocString));
        Assert.Equal(["a_b_2"], graph.Output.Select(output => output.Name));
        Assert.InRange(OnnxFile.Verify(net, path, options, runtime: runtime).LargestDifference, 0, 1e-6);
    }

    [Fact]
    public void Fixed_inputs_hold_their_initial_state()
    {
        var net = Nets.Make<float>("iterative, three units over three iterations");
        var options = new OnnxOptions { FixedInputs = ["h@0"] };
        OnnxFile.Export(net, path, options);
        var graph = GraphReader.Read(path).Graph;
        Assert.Equal(["in_1", "in_2", "in_3"], graph.Input.Select(input => input.Name));
        Assert.Equal(["h_1", "h_2", "h_3"], graph.Output.Select(output => output.Name));
        Assert.InRange(OnnxFile.Verify(net, path, options, rows: 100, runtime: runtime).LargestDifference, 0, 1e-6);
        Assert.Contains("not an input group with an initial state", Assert.Throws<ArgumentException>(() => OnnxFile.Export(net, path, new OnnxOptions { FixedInputs = ["in@1"] })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_file_follows_the_conventions_of_the_format()
    {
        OnnxFile.Export(Nets.Make<float>("family trees"), path, new OnnxOptions { Metadata = new Dictionary<string, string>(StringComparer.Ordinal) { ["settings"] = "{}" } });
        var model = GraphReader.Read(path);
        Assert.Equal((6, 11), (model.IrVersion, model.OpsetImport.Single().Version));
        Assert.Equal("Backprop", model.ProducerName);
        Assert.Equal("settings", model.MetadataProps.Single().Key);
        Assert.Equal(["person_1", "relation"], model.Graph.Input.Select(input => input.Name));
        Assert.Equal("batch", model.Graph.Input[0].Type.TensorType.Shape.Dim[0].DimParam);
        Assert.Equal(24, model.Graph.Input[0].Type.TensorType.Shape.Dim[1].DimValue);
        foreach (var name in model.Graph.Node.Select(node => node.Name).Concat(model.Graph.Initializer.Select(constant => constant.Name)))
            Assert.Matches("^[A-Za-z_][A-Za-z0-9_]*$", name);
    }

    [Fact]
    public void Shared_weights_are_one_constant()
    {
        OnnxFile.Export(Nets.Make<float>("sequence with a delay of two"), path);
        var graph = GraphReader.Read(path).Graph;
        Assert.Equal(4 + 2, graph.Initializer.Count);
        Assert.Equal(6 * 4, graph.Node.Count(node => node.OpType == "Gemm"));
    }

    [Fact]
    public void A_unit_function_of_ones_own_is_refused_by_name_and_leaves_the_old_file()
    {
        File.WriteAllText(path, "old");
        var net = new Network<float>(Topology.Build(build => build.Output("out", 1, UnitFunction.Of<Square>()).From(build.Input("in", 1))));
        var error = Assert.Throws<ArgumentException>(() => OnnxFile.Export(net, path));
        Assert.Contains("group 'out' has the unit function 'square', which ONNX does not know", error.Message, StringComparison.Ordinal);
        Assert.Equal("old", File.ReadAllText(path));
    }

    [Fact]
    public void Columns_that_do_not_fit_the_net_are_refused()
    {
        void Refused(OnnxOptions options, string problem) =>
            Assert.Contains(problem, Assert.Throws<ArgumentException>(() => OnnxFile.Export(Nets.Make<float>("xor 2-2-1"), path, options)).Message, StringComparison.Ordinal);
        Refused(new OnnxOptions { Inputs = [new("input", [new OnnxNumber("a", 0, 1)])] }, "the columns of group 'input' have 1 units, but the group has 2");
        Refused(new OnnxOptions { Inputs = [new("output", [new OnnxNumber("a", 0, 1)])] }, "'output', which is not an input group");
        Refused(new OnnxOptions { Outputs = [new("hidden", [new OnnxNumber("a", 0, 1), new OnnxNumber("b", 0, 1)])] }, "'hidden', which is not an output group");
    }

    [Fact]
    public void No_mutation_of_a_good_file_crashes_the_import()
    {
        OnnxFile.Export(Nets.Make<float>("masks, one to one, shared weights and biases, no biases"), path);
        var good = File.ReadAllBytes(path);
        var random = new Random(1986);
        for (var run = 0; run < 3_000; run++)
        {
            var file = (byte[])good.Clone();
            for (var times = random.Next(1, 4); times > 0; times--) file[random.Next(file.Length)] ^= (byte)(1 << random.Next(8));
            if (random.Next(4) == 0) file = file[..random.Next(file.Length)];
            File.WriteAllBytes(path, file);
            try
            {
                OnnxFile.Import<float>(path);
            }
            catch (ModelFileException e)
            {
                Assert.DoesNotContain('\n', e.Message);
            }
        }
    }

    private readonly struct Square : IUnitFunction
    {
        public static string Name => "square";

        public static bool UsesTotalInput => true;

        public static TLanes Value<TLanes, T>(TLanes x)
            where TLanes : unmanaged, ILanes<TLanes, T>
            where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T> => x * x;

        public static TLanes Derivative<TLanes, T>(TLanes x, TLanes y)
            where TLanes : unmanaged, ILanes<TLanes, T>
            where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T> => x + x;
    }
}

namespace Backprop.WebAssembly.Tests;

/// <summary>Where a run ends, and what it begins with.</summary>
public sealed class RunTests
{
    private static readonly Cases Xor = Cases.From([[0, 0], [0, 1], [1, 0], [1, 1]], [[0], [1], [1], [0]]);

    public static TheoryData<string, bool> Conditions => new()
    {
        { "within", true }, { "error", true }, { "side", true },
        { "within", false }, { "error", false }, { "side", false },
    };

    [Theory]
    [MemberData(nameof(Conditions))]
    public void A_run_stops_in_the_sweep_in_which_a_trainer_stops(string condition, bool wholeSweeps)
    {
        var (stop, within, below, side, end) = condition switch
        {
            "within" => (StopWhen.AllWithin(0.3), 0.3, 0.0, false, RunEnd.Within),
            "error" => (StopWhen.ErrorBelow(0.05), 0.0, 0.05, false, RunEnd.ErrorBelow),
            _ => (StopWhen.AllOnRightSide, 0.0, 0.0, true, RunEnd.RightSide),
        };
        var options = new TrainerOptions { Batch = wholeSweeps ? Batch.All : Batch.EachCase };
        var (topology, rule) = (Topology.Layered(2, 4, 1), new GradientDescent { LearningRate = 0.5 });
        var net = new Network<float>(topology).Randomize(2, 0.5);
        Assert.True(TrainingModule.TryWrite<float>(topology, Xor, rule, null, options, fused: true, out var module, out _));
        using var engine = new Engine(module.Bytes.Span);
        net.Weights.CopyTo(engine.Numbers<float>(module.Layout.Weights, module.Layout.WeightCount));
        var history = new Trainer<float>(net, Xor, rule, options: options).Run(stop | StopWhen.Sweeps(5000));
        Assert.InRange(history.Sweeps, 10, 4999);

        var made = engine.Run(7, within, below, side) + engine.Run(5000, within, below, side);

        Assert.Equal(history.Sweeps, made);
        Assert.Equal((int)end, engine.Numbers<int>(module.Layout.End, 1)[0]);
        Assert.Equal(net.Weights, engine.Numbers<float>(module.Layout.Weights, module.Layout.WeightCount));
        Assert.Equal(history.Error, engine.Numbers<double>(module.Layout.Error, 1)[0]);
    }

    [Fact]
    public void A_run_ends_before_a_change_by_numbers_that_are_not_finite()
    {
        var (topology, rule) = (Topology.Build(static net => net.Output("out", 1, UnitFunction.Identity).From(net.Input("in", 1))), new GradientDescent { LearningRate = 1e30 });
        var cases = Cases.From([[1]], [[1]]);
        Assert.True(TrainingModule.TryWrite<float>(topology, cases, rule, null, null, fused: true, out var module, out _));
        using var engine = new Engine(module.Bytes.Span);
        var net = new Network<float>(topology);
        var trainer = new Trainer<float>(net, cases, rule);
        var expected = 0;
        while (Record.Exception(() => trainer.Step()) is not TrainingException)
            expected++;

        Assert.Equal(expected, engine.Run(100));
        Assert.Equal((int)RunEnd.NotFinite, engine.Numbers<int>(module.Layout.End, 1)[0]);
        Assert.Equal(net.Weights, engine.Numbers<float>(module.Layout.Weights, 2));
    }

    [Fact]
    public void An_angle_that_a_module_does_not_reduce_ends_the_run()
    {
        var topology = Topology.Build(static net => net.Output("out", 1, UnitFunction.Sine).From(net.Input("in", 1)));
        Assert.True(TrainingModule.TryWrite<float>(topology, Cases.From([[1]], [[1]]), new GradientDescent(), null, null, fused: true, out var module, out _));
        using var engine = new Engine(module.Bytes.Span);
        engine.Numbers<float>(module.Layout.Weights, 2)[0] = 2e5f;

        Assert.Equal(0, engine.Run(1));
        Assert.Equal((int)RunEnd.NotFinite, engine.Numbers<int>(module.Layout.End, 1)[0]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_trainer_and_a_module_go_on_from_one_another(bool shuffle)
    {
        var options = new TrainerOptions { Batch = shuffle ? Batch.Of(3) : Batch.All, Shuffle = shuffle };
        var (topology, rule) = (Topology.Layered(2, 3, 1), new Rprop());
        Assert.True(TrainingModule.TryWrite<float>(topology, Xor, rule, null, options, fused: true, out var module, out _));
        using var engine = new Engine(module.Bytes.Span);
        var alone = new Trainer<float>(new Network<float>(topology).Randomize(2, 0.5), Xor, rule, options: options);
        var trainer = new Trainer<float>(new Network<float>(topology).Randomize(2, 0.5), Xor, rule, options: options);
        for (var round = 0; round < 3; round++)
        {
            trainer.Step();
            module.CopyFrom(trainer, engine.Memory.GetSpan(0, module.Layout.Errors));
            engine.Run(5);
            module.CopyTo(engine.Memory.GetSpan(0, module.Layout.StateBytes), trainer);
        }
        trainer.Step();
        for (var sweep = 0; sweep < 19; sweep++)
            alone.Step();

        Assert.Equal(alone.Network.Weights, trainer.Network.Weights);
        Assert.Equal(alone.History.Errors, trainer.History.Errors);
        Assert.Equal(alone.Changes, trainer.Changes);
        Assert.Equal(alone.Capture().Generator, trainer.Capture().Generator);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void The_history_is_that_of_a_run(bool eachCase, bool measures)
    {
        var options = new TrainerOptions { Batch = eachCase ? Batch.EachCase : Batch.All };
        var (topology, rule) = (Topology.Layered(2, 3, 1), new GradientDescent { LearningRate = 2 });
        Assert.True(TrainingModule.TryWrite<double>(topology, Xor, rule, null, options, fused: true, out var module, out _));
        using var engine = new Engine(module.Bytes.Span);
        var alone = new Trainer<double>(new Network<double>(topology).Randomize(2, 0.5), Xor, rule, options: options);
        var trainer = new Trainer<double>(new Network<double>(topology).Randomize(2, 0.5), Xor, rule, options: options);
        // A distance that no net reaches: the rule only has to be looked at.
        var stop = measures ? StopWhen.AllWithin(1e-9) | StopWhen.Sweeps(60) : StopWhen.Sweeps(60);
        for (var round = 0; round < 3; round++)
        {
            module.CopyFrom(trainer, engine.Memory.GetSpan(0, module.Layout.Errors));
            engine.Run(20, within: measures ? 1e-9 : 0);
            module.CopyTo(engine.Memory.GetSpan(0, module.Layout.StateBytes), trainer);
        }
        trainer.Run(stop);
        alone.Run(stop);

        Assert.True(alone.History.BestSweep > 0);
        Assert.Equal(Model.Of(alone).ToBytes(), Model.Of(trainer).ToBytes());
    }

    [Fact]
    public void A_trainer_within_a_sweep_or_of_another_net_is_refused()
    {
        var options = new TrainerOptions { Batch = Batch.EachCase };
        var (topology, rule) = (Topology.Layered(2, 3, 1), new GradientDescent());
        Assert.True(TrainingModule.TryWrite<float>(topology, Xor, rule, null, options, fused: true, out var module, out _));
        var state = new byte[module.Layout.StateBytes];
        var trainer = new Trainer<float>(new Network<float>(topology), Xor, rule, options: options);
        trainer.StepBatch();

        Assert.Throws<ArgumentException>(() => module.CopyFrom(trainer, state));
        trainer.Step();
        Assert.Throws<ArgumentException>(() => module.CopyTo(state, trainer)); // The module has made no sweep.
        Assert.Throws<ArgumentException>(() => module.CopyFrom(trainer, new byte[64]));
        Assert.Throws<ArgumentException>(() => module.CopyFrom(new Trainer<float>(new Network<float>(Topology.Layered(2, 2, 1)), Xor, rule), state));
        Assert.Throws<ArgumentException>(() => module.CopyFrom(new Trainer<double>(new Network<double>(topology), Xor, rule), state));
    }

    [Fact]
    public void The_errors_of_the_last_sweeps_stay_in_their_ring()
    {
        var topology = Topology.Layered(2, 2, 1);
        Assert.True(TrainingModule.TryWrite<float>(topology, Xor, new GradientDescent(), null, null, fused: true, out var module, out _));
        using var engine = new Engine(module.Bytes.Span);
        new Network<float>(topology).Randomize(1, 0.5).Weights.CopyTo(engine.Numbers<float>(module.Layout.Weights, module.Layout.WeightCount));
        var sweeps = module.Layout.ErrorCapacity + 3;
        engine.Run(sweeps - 1);
        var first = engine.Numbers<double>(module.Layout.Errors, 3)[2];
        engine.Run(1);
        var errors = engine.Numbers<double>(module.Layout.Errors, module.Layout.ErrorCapacity);

        Assert.NotEqual(first, errors[2]);
        Assert.Equal(engine.Numbers<double>(module.Layout.PreviousError, 1)[0], errors[2]);
    }

    public static TheoryData<string> Refused => ["rule", "searches", "back-propagation", "schedule", "runs", "sequences", "memory"];

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_a_module_cannot_do_has_a_reason(string what)
    {
        var topology = Topology.Layered(2, 2, 1);
        var (cases, rule, options) = (Xor, (LearningRule)new GradientDescent(), new TrainerOptions());
        switch (what)
        {
            case "rule":
                rule = new Own();
                break;
            case "back-propagation":
                options = options with { Gradient = new FeedbackAlignment() };
                break;
            case "searches":
                rule = new Lbfgs();
                break;
            case "schedule":
                rule = new Nesterov { Schedule = RateSchedule.Cosine(100_000) };
                break;
            case "runs":
                var frozen = new bool[2, 600];
                for (var k = 0; k < frozen.Length; k++) frozen[k / 600, k % 600] = k % 2 == 0;
                topology = Topology.Build(net => net.Output("out", 2).From(net.Input("in", 600), frozenWeights: frozen));
                cases = new CasesBuilder(1).Input("in", new double[600], 600).Target("out", [0.0, 1], 2).ToCases();
                break;
            case "memory":
                topology = Topology.Layered(2, 9_000_000, 1);
                break;
            default:
                topology = Topology.Iterative(static net =>
                {
                    var hidden = net.Group("hidden", 2).From(net.Input("in", 1));
                    hidden.From(hidden, delay: 1);
                    net.Output("out", 1).From(hidden);
                }).Unroll(1);
                cases = new SequencesBuilder(topology, count: 1, length: 2).Input(0, "in", [[1], [0]]).Target(0, "out", [[0], [1]]).ToCases();
                options = options with { Batch = Batch.EachSequence, Shuffle = true };
                break;
        }

        Assert.False(TrainingModule.TryWrite<float>(topology, cases, rule, null, options, fused: true, out var module, out var reason));
        Assert.Null(module);
        Assert.Contains(what, reason, StringComparison.Ordinal);
    }

    [Fact]
    public void The_probe_finds_that_the_engine_rounds_once()
    {
        using var engine = new Engine(FusedProbe.Write());
        Assert.Equal(1, engine.Instance.GetFunction<int>("fused")!());
    }

    private sealed record Own : LearningRule
    {
        public override string Name => "my rule";

        public override RuleState<T> Start<T>(int weightCount) => new State<T>();

        protected internal override void WriteSettings(System.Text.Json.Utf8JsonWriter json)
        {
        }

        private sealed class State<T> : RuleState<T>
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            public override IReadOnlyList<RuleVector<T>> Vectors => [];

            public override void Change(in WeightChange<T> change)
            {
            }
        }
    }
}

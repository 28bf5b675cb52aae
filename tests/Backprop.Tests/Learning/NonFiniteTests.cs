namespace Backprop.Tests;

/// <summary>A training whose numbers run away says which, when, and what to try.</summary>
public sealed class NonFiniteTests
{
    [Fact]
    public void The_advice_names_the_setting_of_the_rule_that_makes_smaller_steps()
    {
        Advises("Try a smaller learning rate (now 0.5) or momentum (now 0.25), or inputs", new GradientDescent { LearningRate = 0.5, Momentum = 0.25 });
        Advises("Try a smaller learning rate (now 0.125), or inputs", new Adam { LearningRate = 0.125 });
        Advises("Try a smaller maximum step (now 4), or inputs", new Rprop { MaximumStep = 4 });
        Advises("Try smaller steps, or inputs", new StillRule());

        static void Advises(string advice, LearningRule rule)
        {
            var net = Xor.Net<double>();
            net.Weights[0] = double.NaN;
            Assert.Contains(advice, Assert.Throws<TrainingException>(() => new Trainer<double>(net, Xor.Cases, rule).Step()).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_advice_names_the_rate_of_the_phase_in_which_it_happened()
    {
        var net = new Network<float>(Topology.Build(static net => net.Output("answer", 1, UnitFunction.Identity).From(net.Input("input", 2)))).Randomize(1);
        var rule = new GradientDescent { Phases = [new(0.01, 0.5, Sweeps: 3), new(1e30, 0)] };

        var problem = Assert.Throws<TrainingException>(() => new Trainer<float>(net, Xor.Cases, rule).Run(StopWhen.Sweeps(100)));

        Assert.StartsWith("Training stopped in sweep 5: ", problem.Message, StringComparison.Ordinal);
        Assert.Contains("(now 1E+30) or momentum (now 0)", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("input->hidden")]
    [InlineData("hidden->output")]
    public void Weights_that_are_no_longer_finite_are_named_before_the_states_that_they_spoil(string block)
    {
        var net = Xor.Net<double>();
        net[block][^1] = double.NaN;

        var problem = Assert.Throws<TrainingException>(() => new Trainer<double>(net, Xor.Cases, new Adam()).Run(StopWhen.Sweeps(5)));

        Assert.StartsWith($"Training stopped in sweep 1: the weights '{block}' are no longer finite.", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_states_that_are_no_longer_finite_the_first_group_and_unit_is_named_whatever_the_case()
    {
        // Of 20 cases only the last overflows, in unit 1 of the second group.
        var net = new Network<float>(Topology.Build(static net =>
        {
            var middle = net.Group("middle", 2, UnitFunction.Identity).From(net.Input("input", 1), oneToOne: false);
            net.Output("output", 1, UnitFunction.Identity).From(net.Group("late", 2, UnitFunction.Identity).From(middle));
        }));
        net["input->middle"].Fill(1);
        net["middle->late"].Fill(1);
        net["middle->late"][3] = 1e20f;
        double[][] inputs = [.. Enumerable.Range(0, 20).Select(static c => new[] { c < 19 ? 1.0 : 1e30 })];

        var problem = Assert.Throws<TrainingException>(() => new Trainer<float>(net, Cases.From(inputs, [.. inputs.Select(static _ => new[] { 0.0 })]), new Adam()).Step());

        Assert.Contains("the state of unit 1 of group 'late' is no longer finite", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_only_the_sum_overflows_the_outputs_are_named()
    {
        var net = new Network<float>(Topology.Build(static net =>
        {
            var input = net.Input("input", 1);
            net.Output("one", 1, UnitFunction.Identity).From(input);
            net.Output("other", 1, UnitFunction.Identity).From(input);
        }));
        var cases = new CasesBuilder(1).Input("input", [1.0], 1).Target("one", [3e38], 1).Target("other", [0.0], 1).ToCases();

        var problem = Assert.Throws<TrainingException>(() => new Trainer<float>(net, cases, new Adam()).Step());

        Assert.Contains("in sweep 1: E is ", problem.Message, StringComparison.Ordinal);
        Assert.Contains(" though all states are finite: the sum over the groups 'one', 'other' overflows", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_that_overflow_in_the_last_sweep_end_the_training_though_no_error_shows_it()
    {
        // Saturated units: E stays finite whatever the weights are.
        var net = new Network<float>(Topology.Layered(1, 1));

        var problem = Assert.Throws<TrainingException>(() => new Trainer<float>(net, Cases.From([[1]], [[1]]), new Overflowing()).Run(StopWhen.Sweeps(1)));

        Assert.StartsWith("Training stopped in sweep 1: the weights 'input->output' are no longer finite.", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Validation_cases_are_blamed_only_if_the_weights_are_finite()
    {
        var net = new Network<float>(Topology.Build(static net => net.Output("answer", 1, UnitFunction.Identity).From(net.Input("input", 1))));
        var options = new TrainerOptions { Validation = Cases.From([[3e38]], [[-3e38]]) };
        Assert.Contains("though the weights are finite", Refused(), StringComparison.Ordinal);

        net.Weights[0] = float.NaN;
        Assert.Contains("the weights 'input->answer' are no longer finite", Refused(), StringComparison.Ordinal);

        string Refused() => Assert.Throws<TrainingException>(() => new BestWeights<float>(net, new Evaluator<float>(net, options.Validation, new SumOfSquares()).Evaluate).Measure(new History(), new Adam())).Message;
    }

    /// <summary>Makes every weight infinite.</summary>
    private sealed record Overflowing : LearningRule
    {
        public override string Name => "overflowing";

        public override RuleState<T> Start<T>(int weightCount) => new State<T>();

        protected internal override void WriteSettings(System.Text.Json.Utf8JsonWriter json) { }

        private sealed class State<T> : RuleState<T>
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            public override IReadOnlyList<RuleVector<T>> Vectors => [];

            public override void Change(in WeightChange<T> change) => change.Weights.Fill(T.PositiveInfinity);
        }
    }
}

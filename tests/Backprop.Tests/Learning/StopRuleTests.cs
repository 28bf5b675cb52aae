namespace Backprop.Tests;

public sealed class StopRuleTests
{
    private static Trainer<double> Trainer() => new(Xor.Net<double>(3), Xor.Cases, new GradientDescent { LearningRate = 0.5 });

    [Fact]
    public void Each_rule_stops_when_what_it_names_holds_and_not_a_sweep_before()
    {
        Check(StopWhen.AllOnRightSide, static e => e.AllOnRightSide);
        Check(StopWhen.AllWithin(0.2), static e => e.GreatestDistance < 0.2);
        Check(StopWhen.ErrorBelow(0.05), static e => e.Error < 0.05);

        static void Check(StopRule rule, Func<Evaluation, bool> holds)
        {
            var ran = Trainer().Run(rule | StopWhen.Sweeps(5000));
            Assert.Same(rule, ran.Stopped);
            var stepped = Trainer();
            while (!holds(stepped.Evaluate()))
                stepped.Step();
            Assert.Equal(stepped.History.Sweeps, ran.Sweeps);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_case_of_weight_0_changes_no_bit_and_no_rule_waits_for_it(int batch)
    {
        // The last case contradicts the first, so that no net answers both.
        var cases = new CasesBuilder(5).Input(null, [0.0, 0, 0, 1, 1, 0, 1, 1, 0, 0], 2).Target(null, [0.0, 1, 1, 0, 1], 1).Weights([1, 1, 1, 1, 0]).ToCases();
        var options = new TrainerOptions { Batch = batch == 1 ? Batch.All : Batch.EachCase };
        foreach (var rule in (StopRule[])[StopWhen.AllWithin(0.2), StopWhen.AllOnRightSide])
        {
            var (plain, weighted) = (new Trainer<double>(Xor.Net<double>(3), Xor.Cases, new GradientDescent { LearningRate = 0.5 }, options: options), new Trainer<double>(Xor.Net<double>(3), cases, new GradientDescent { LearningRate = 0.5 }, options: options));
            plain.Run(rule | StopWhen.Sweeps(5000));
            Assert.Same(rule, weighted.Run(rule | StopWhen.Sweeps(5000)).Stopped);
            if (batch > 1) continue; // a change after each case is also one after a case of weight 0, by momentum
            Assert.Equal(plain.History.Sweeps, weighted.History.Sweeps);
            Assert.Equal(plain.Network.Weights, weighted.Network.Weights);
        }
    }

    [Fact]
    public void One_sweep_is_called_one() => Assert.Equal(("1 sweep", "no better for 1 sweep"), (StopWhen.Sweeps(1).Name, StopWhen.NoBetter(1).Name));

    [Theory]
    [InlineData(0.75, 1, 0.25)]
    [InlineData(0.25, 0, 0.25)]
    [InlineData(0.75, 0.5, 0.25)]
    public void A_state_as_far_from_its_target_as_the_limit_does_not_stop(double y, double d, double limit)
    {
        Assert.Equal(1, Sweeps(y, d, StopWhen.AllWithin(limit)));
        Assert.Equal(0, Sweeps(y, d, StopWhen.AllWithin(Math.BitIncrement(limit))));
        Assert.Equal(1, Sweeps(y, d, StopWhen.ErrorBelow(limit * limit / 2)));
        Assert.Equal(0, Sweeps(y, d, StopWhen.ErrorBelow(Math.BitIncrement(limit * limit / 2))));
    }

    [Theory]
    [InlineData(0.5, 1, 1)]
    [InlineData(0.5, 0, 1)]
    [InlineData(0.5, 0.5, 1)]
    [InlineData(0.75, 0.5, 0)]
    [InlineData(0.25, 0, 0)]
    public void A_state_of_one_half_is_on_neither_side(double y, double d, int sweeps) => Assert.Equal(sweeps, Sweeps(y, d, StopWhen.AllOnRightSide));

    /// <summary>Sweeps that a run makes, one at most, of a unit whose state stays as given.</summary>
    private static int Sweeps(double y, double d, StopRule rule)
    {
        var net = new Network<double>(Topology.Build(static net => net.Output("output", 1, UnitFunction.Identity).From(net.Input("input", 1))));
        net.Weights[0] = 1;
        return new Trainer<double>(net, Cases.From([[y]], [[d]]), new StillRule()).Run(rule | StopWhen.Sweeps(1)).Sweeps;
    }

    [Fact]
    public void In_the_mode_of_each_case_rules_look_at_the_weights_after_the_sweep()
    {
        var options = new TrainerOptions { Batch = Batch.EachCase };
        var trainer = new Trainer<double>(Xor.Net<double>(3), Xor.Cases, new GradientDescent { LearningRate = 0.5 }, null, options);
        var history = trainer.Run(StopWhen.AllWithin(0.1) | StopWhen.Sweeps(5000));
        Assert.Equal("all within 0.1", history.Stopped!.Name);
        Assert.True(trainer.Evaluate().GreatestDistance < 0.1);
    }

    [Fact]
    public void No_better_counts_from_the_best_sweep()
    {
        // At this rate the net oscillates: E has a least value that is not beaten for a while.
        var trainer = new Trainer<double>(Xor.Net<double>(3), Xor.Cases, new GradientDescent { LearningRate = 0.5, Momentum = 0.99 });
        var history = trainer.Run(StopWhen.NoBetter(25) | StopWhen.Sweeps(5000));
        Assert.Equal("no better for 25 sweeps", history.Stopped!.Name);
        Assert.Equal(25, history.Sweeps - history.BestSweep);
        double[] errors = [.. history.Errors, history.Error];
        Assert.Equal(errors.Min(), history.BestError);
        Assert.Equal(Array.IndexOf(errors, errors.Min()), history.BestSweep);
        Assert.InRange(history.BestSweep, 1, 4999);
    }

    [Fact]
    public void A_net_that_has_learned_is_left_alone()
    {
        var trainer = Trainer();
        trainer.Run(StopWhen.AllWithin(0.2) | StopWhen.Sweeps(5000));
        var (sweeps, weights) = (trainer.History.Sweeps, trainer.Network.Weights.ToArray());
        trainer.Run(StopWhen.AllWithin(0.2));
        Assert.Equal(sweeps, trainer.History.Sweeps);
        Assert.Equal(weights, trainer.Network.Weights.ToArray());
    }

    [Fact]
    public void Joined_rules_name_both_and_the_first_that_holds_is_the_reason()
    {
        var rule = StopWhen.AllWithin(0.001) | StopWhen.Sweeps(7);
        Assert.Equal("all within 0.001 or 7 sweeps", rule.Name);
        Assert.Equal(rule.Name, StopWhen.AllWithin(0.001).Or(StopWhen.Sweeps(7)).Name);
        var history = Trainer().Run(rule);
        Assert.Equal("7 sweeps", history.Stopped!.Name);
        Assert.Equal(7, history.Sweeps);
    }

    [Fact]
    public void A_condition_of_ones_own_sees_the_training()
    {
        var history = Trainer().Run(StopWhen.Condition("E below the first", static status => status.Sweeps == 12 && status.Error > 0));
        Assert.Equal(12, history.Sweeps);
        Assert.Equal("E below the first", history.Stopped!.Name);
    }

    [Fact]
    public void The_least_limits_are_allowed()
    {
        Assert.Equal(0, Trainer().Run(StopWhen.Sweeps(0)).Sweeps);
        Assert.Equal(1, new Trainer<double>(Xor.Net<double>(), Xor.Cases, new StillRule()).Run(StopWhen.NoBetter(1)).Sweeps);
        Assert.Equal("1E-07 seconds", StopWhen.Time(TimeSpan.FromTicks(1)).Name);
    }

    [Fact]
    public void A_rule_is_written_as_its_name()
    {
        Assert.Equal("all on the right side of 0.5 or error below 0.01", (StopWhen.AllOnRightSide | StopWhen.ErrorBelow(0.01)).ToString());
        Assert.Equal("canceled", StopWhen.Canceled.ToString());
    }

    [Fact]
    public void The_rule_of_canceled_runs_never_stops_one()
    {
        var history = Trainer().Run(StopWhen.Canceled | StopWhen.Sweeps(3));

        Assert.Equal((3, "3 sweeps"), (history.Sweeps, history.Stopped!.Name));
    }

    [Fact]
    public void Of_two_rules_that_hold_the_left_one_is_the_reason()
    {
        var (sweeps, condition) = (StopWhen.Sweeps(2), StopWhen.Condition("two sweeps", static status => status.Sweeps == 2));

        Assert.Same(sweeps, Trainer().Run(sweeps | condition).Stopped);
        Assert.Same(condition, Trainer().Run(condition | sweeps).Stopped);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void A_condition_of_ones_own_sees_the_error_of_the_current_weights_and_the_time(int batch)
    {
        var time = new ManualTime();
        var trainer = new Trainer<double>(Xor.Net<double>(3), Xor.Cases, new GradientDescent { LearningRate = 0.5 }, null, new TrainerOptions { Batch = batch == 0 ? Batch.All : Batch.Of(batch), TimeProvider = time });
        var seen = new List<TrainingStatus>();

        trainer.Run(StopWhen.Condition("after four", status =>
        {
            Assert.Equal(trainer.Network.Evaluate(Xor.Cases).Error, status.Error, 1e-15);
            Assert.Equal(double.NaN, status.ValidationError);
            seen.Add(status);
            time.Advance(TimeSpan.FromSeconds(2));
            return status.Sweeps == 4;
        }));

        Assert.Equal([0, 1, 2, 3, 4], seen.Select(static status => status.Sweeps));
        Assert.Equal([0, 2, 4, 6, 8], seen.Select(static status => status.Elapsed.TotalSeconds));
        double[] errors = [.. seen.Select(static status => status.Error)];
        Assert.Equal([.. Enumerable.Range(1, 5).Select(count => Array.IndexOf(errors, errors[..count].Min()))], seen.Select(static status => status.BestSweep));
    }

    [Fact]
    public void Senseless_limits_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => StopWhen.AllWithin(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => StopWhen.AllWithin(double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => StopWhen.Sweeps(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => StopWhen.NoBetter(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => StopWhen.ErrorBelow(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => StopWhen.ErrorBelow(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => StopWhen.Time(TimeSpan.Zero));
    }
}

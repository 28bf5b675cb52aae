namespace Backprop.Tests;

public sealed class RateScheduleTests
{
    [Fact]
    public void Each_schedule_gives_its_factors_sweep_by_sweep()
    {
        Gives(RateSchedule.WarmUp(4), 0.25, 0.5, 0.75, 1, 1, 1);
        Gives(RateSchedule.Cosine(4), 1, 0.5 + Math.Sqrt(0.125), 0.5, 0.5 - Math.Sqrt(0.125), 0, 0);
        Gives(RateSchedule.Cosine(2, end: 0.2), 1, 0.6, 0.2, 0.2);
        Gives(RateSchedule.Steps(2, 0.5), 1, 1, 0.5, 0.5, 0.25, 0.25, 0.125);
        Gives(RateSchedule.Phases(new RatePhase(1, 2), new RatePhase(3, 1), new RatePhase(0.1)), 1, 1, 3, 0.1, 0.1);
        Gives(RateSchedule.WarmUp(2).Then(RateSchedule.Phases(new RatePhase(1, 1))).Then(RateSchedule.Cosine(2)), 0.5, 1, 1, 1, 0.5, 0, 0);

        static void Gives(RateSchedule schedule, params double[] factors)
        {
            schedule.Validate();
            for (var sweep = 1; sweep <= factors.Length; sweep++)
                Assert.Equal(factors[sweep - 1], schedule.Factor(sweep), 1e-15);
        }
    }

    [Theory]
    [InlineData("warm-up:7")]
    [InlineData("cosine:9:0.25")]
    [InlineData("steps:3:0.5")]
    [InlineData("steps:2:1")]
    [InlineData("1:4,0.5:3,0.25")]
    [InlineData("1:4,0.5:3")]
    [InlineData("warm-up:5,cosine:8,2:3,steps:4:0.9")]
    public void The_runs_of_a_schedule_have_the_factor_of_each_sweep(string text)
    {
        var schedule = RateSchedule.Parse(text);
        var factors = schedule.Runs.SelectMany(static run => Enumerable.Repeat(run.Factor, Math.Min(run.Sweeps, 60))).Take(60);

        Assert.Equal(Enumerable.Range(1, 60).Select(schedule.Factor), factors);
        Assert.Equal(int.MaxValue, schedule.Runs.Last().Sweeps);
        Assert.Equal(schedule.Runs.Last().Factor, schedule.Factor(int.MaxValue / 1000));
        Assert.InRange(schedule.RunCount, schedule.Runs.LongCount(), schedule.Runs.LongCount() + 2);
    }

    [Fact]
    public void Every_rule_with_a_rate_changes_weights_by_the_factor_of_it()
    {
        LearningRule[] rules = [new GradientDescent { Momentum = 0 }, new Nesterov { Momentum = 0 }, new DougsMomentum { Momentum = 0 }, new Quickprop(), new DeltaBarDelta(), new Adam(), new AdamW { Decay = 0 }];
        foreach (var rule in rules)
        {
            var (whole, half) = (Xor.Net<double>(), Xor.Net<double>());
            var before = whole.Weights.ToArray();
            new Trainer<double>(whole, Xor.Cases, rule).Step();
            new Trainer<double>(half, Xor.Cases, rule with { Schedule = RateSchedule.WarmUp(2) }).Step();
            for (var k = 0; k < before.Length; k++)
                Assert.Equal((whole.Weights[k] - before[k]) / 2, half.Weights[k] - before[k], 1e-14);
        }
        Assert.False(new Rprop().HasRate);
    }

    [Fact]
    public void A_schedule_is_text_and_equal_to_one_of_the_same_numbers()
    {
        var schedule = RateSchedule.WarmUp(5).Then(RateSchedule.Cosine(10, 0.1));
        Assert.Equal("warm-up:5,cosine:10:0.1", schedule.ToString());
        Assert.Equal(schedule, RateSchedule.WarmUp(5).Then(RateSchedule.Cosine(10, 0.1)));
        Assert.Equal("steps:3:0.5", RateSchedule.Steps(3, 0.5).ToString());
        Assert.Equal("1:2,0.5", RateSchedule.Phases(new RatePhase(1, 2), new RatePhase(0.5)).ToString());
        Assert.Equal(RateSchedule.Phases(new RatePhase(1, 2)), RateSchedule.Phases(new RatePhase(1, 2)));
    }

    [Fact]
    public void What_is_impossible_is_refused()
    {
        Refused(RateSchedule.WarmUp(0));
        Refused(RateSchedule.Cosine(0));
        Refused(RateSchedule.Cosine(5, 2));
        Refused(RateSchedule.Steps(0, 0.5));
        Refused(RateSchedule.Steps(5, 0));
        Refused(RateSchedule.Steps(5, 1.5));
        Refused(RateSchedule.Phases());
        Refused(RateSchedule.Phases(new RatePhase(-1)));
        Refused(RateSchedule.Phases(new RatePhase(1, 0)));
        Refused(RateSchedule.Steps(5, 0.5).Then(RateSchedule.Cosine(3)));
        Refused(RateSchedule.Cosine(3).Then(RateSchedule.Cosine(0)));
        Assert.Contains("give one of them", Assert.Throws<ArgumentException>(new GradientDescent { Phases = [new(0.1, 0.5)], Schedule = RateSchedule.Cosine(3) }.Validate).Message, StringComparison.Ordinal);

        static void Refused(RateSchedule schedule) => Assert.ThrowsAny<ArgumentException>((new Adam { Schedule = schedule }).Validate);
    }

    [Theory]
    [InlineData("warm-up:20,cosine:480")]
    [InlineData("cosine:30:0.25")]
    [InlineData("1:5,0.5:5,steps:3:0.1")]
    [InlineData("warm-up:4,1:10,0.01")]
    public void A_schedule_is_read_as_it_is_written(string text)
    {
        var schedule = RateSchedule.Parse(text);
        Assert.Equal(text, schedule.ToString());
        Assert.Equal(schedule, RateSchedule.Parse(schedule.ToString()));
    }

    [Theory]
    [InlineData("linear:5", "the part 'linear:5' of a schedule is not known")]
    [InlineData("cosine", "the part 'cosine' of a schedule is not known")]
    [InlineData("", "the part '' of a schedule is not known")]
    [InlineData("steps:5", "the part 'steps:5' of a schedule is not known")]
    [InlineData("0.5,0.1", "needs its sweeps unless it is the last")]
    [InlineData("cosine:0", "is impossible: Sweeps of the schedule must be 1 or more")]
    [InlineData("steps:5:0.5,cosine:3", "has no end, so nothing can follow it")]
    public void What_is_not_a_schedule_is_refused_by_its_part(string text, string expected) =>
        Assert.Contains(expected, Assert.Throws<FormatException>(() => RateSchedule.Parse(text)).Message, StringComparison.Ordinal);
}

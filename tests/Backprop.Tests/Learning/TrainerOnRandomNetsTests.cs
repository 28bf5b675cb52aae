namespace Backprop.Tests;

/// <summary>The trainer on random nets, against the procedure written out over the library's own gradient.</summary>
public sealed class TrainerOnRandomNetsTests
{
    private static readonly GradientDescent Descent = new()
    {
        Phases = [new(LearningRate: 0.01, Momentum: 0.5, Sweeps: 2), new(LearningRate: 0.02, Momentum: 0.9)],
        WeightDecay = 0.01,
    };

    [Theory]
    [InlineData(0, false)]
    [InlineData(0, true)]
    [InlineData(1, false)]
    [InlineData(3, true)]
    public void A_step_is_the_paper_s_change_then_decay_in_every_random_net(int batch, bool decayBiases) => NetPlan.Check(20, plan =>
    {
        var net = plan.Network();
        var cases = plan.Cases(net.Topology);
        var error = plan.Error(net.Topology);
        var rule = Descent with { DecayBiases = decayBiases };
        var expected = net.Copy();
        var trainer = new Trainer<double>(net, cases, rule, error, new TrainerOptions { Batch = batch == 0 ? Batch.All : Batch.Of(batch) });

        var changes = new double[net.Topology.WeightCount];
        for (var sweep = 1; sweep <= 4; sweep++)
        {
            var (rate, momentum) = sweep <= 2 ? (0.01, 0.5) : (0.02, 0.9);
            var sum = 0.0;
            foreach (var part in Enumerable.Range(0, cases.Count).Chunk(batch == 0 ? cases.Count : batch))
            {
                var some = cases.Subset(part);
                sum += expected.Evaluate(some, error).Error;
                Change(expected, GradientCheck.Gradient(expected, some, error), changes, rate, momentum, decayBiases);
            }

            Assert.Equal(sum, trainer.Step(), 1e-11 * Math.Max(1, sum));
            for (var k = 0; k < changes.Length; k++)
                Assert.Equal(expected.Weights[k], net.Weights[k], 1e-11);
        }
        Assert.Equal(4, trainer.History.Sweeps);
    });

    [Fact]
    public void Running_gives_exactly_the_weights_that_stepping_gives() => NetPlan.Check(20, static plan =>
    {
        var net = plan.Network();
        var cases = plan.Cases(net.Topology);
        var error = plan.Error(net.Topology);
        foreach (var batch in new[] { Batch.All, Batch.EachCase, Batch.Of(4) })
        {
            var options = new TrainerOptions { Batch = batch, Shuffle = true, Seed = 5 };
            var (stepped, run) = (net.Copy(), net.Copy());
            var stepping = new Trainer<double>(stepped, cases, Descent, error, options);
            for (var sweep = 0; sweep < 5; sweep++)
                stepping.Step();
            var running = new Trainer<double>(run, cases, Descent, error, options);

            running.Run(StopWhen.Sweeps(2) | StopWhen.ErrorBelow(1e-12));
            var history = running.Run(StopWhen.Sweeps(5) | StopWhen.AllWithin(1e-9));

            if (history.Sweeps < 5)
                continue;
            Assert.Equal(stepped.Weights, run.Weights);
            Assert.Equal(stepping.History.Errors, history.Errors);
            Assert.Equal(stepping.Evaluate().Error, history.Error, 1e-11 * Math.Max(1, history.Error));
        }
    });

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void No_rule_touches_what_is_frozen_or_masked(int rule) => NetPlan.Check(20, plan =>
    {
        var net = plan.Network();
        var before = net.Weights.ToArray();
        LearningRule[] rules = [Descent with { DecayBiases = true }, new Rprop { WeightDecay = 0.01, DecayBiases = true }, new Adam { WeightDecay = 0.01, DecayBiases = true }];
        var trainer = new Trainer<double>(net, plan.Cases(net.Topology), rules[rule], plan.Error(net.Topology));

        for (var sweep = 0; sweep < 3; sweep++)
            trainer.Step();

        foreach (var block in net.Topology.Blocks)
        {
            for (var k = 0; k < block.Length; k++)
            {
                var at = block.Offset + k;
                if (block.Mask?[k] == false)
                    Assert.Equal(0, net.Weights[at]);
                else if (block.IsFrozen(k))
                    Assert.Equal(before[at], net.Weights[at]);
                else if (before[at] != 0)
                    Assert.NotEqual(before[at], net.Weights[at]);
            }
        }
    });

    [Fact]
    public void Float_stays_near_double_in_random_nets() => NetPlan.Check(20, static plan =>
    {
        var net = plan.Network();
        var cases = plan.Cases(net.Topology);
        var error = plan.Error(net.Topology);
        var single = net.Copy<float>();
        if (new PlainNet(net.Topology, cases, plan.MeasureOf).Run(net.Weights).Corner < 1e-3)
            return;

        var (exact, near) = (GradientCheck.Gradient(net, cases, error), GradientCheck.Gradient(single, cases, error));

        var scale = exact.Select(Math.Abs).Prepend(1).Max();
        for (var k = 0; k < exact.Length; k++)
            Assert.Equal(exact[k], near[k], 1e-4 * scale);
        var expected = net.Evaluate(cases, error).Error;
        Assert.Equal(expected, single.Evaluate(cases, error).Error, 1e-4 * Math.Max(1, expected));
    });

    /// <summary>Δw ← −ε ∂E/∂w + α Δw, w ← w + Δw, then w ← w(1 − decay), by hand.</summary>
    private static void Change(Network<double> net, double[] gradient, double[] changes, double rate, double momentum, bool decayBiases)
    {
        foreach (var block in net.Topology.Blocks.Where(static block => !block.Frozen))
        {
            for (var at = block.Offset; at < block.Offset + block.Length; at++)
            {
                if (block.IsFrozen(at - block.Offset))
                    continue;
                changes[at] = (-rate * gradient[at]) + (momentum * changes[at]);
                net.Weights[at] += changes[at];
                if (decayBiases || !block.IsBias)
                    net.Weights[at] *= 1 - 0.01;
            }
        }
    }
}

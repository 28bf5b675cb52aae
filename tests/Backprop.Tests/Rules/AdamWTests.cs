namespace Backprop.Tests;

public sealed class AdamWTests
{
    [Fact]
    public void Weights_decay_by_rate_times_decay_before_Adam_s_step_and_biases_do_not()
    {
        var (adam, adamW) = (Xor.Net<double>(), Xor.Net<double>());
        var before = adam.Weights.ToArray();
        new Trainer<double>(adam, Xor.Cases, new Adam { LearningRate = 0.1 }).Step();
        new Trainer<double>(adamW, Xor.Cases, new AdamW { LearningRate = 0.1, Decay = 0.2 }).Step();

        foreach (var block in adam.Topology.Blocks)
        {
            for (var k = block.Offset; k < block.Offset + block.Length; k++)
                Assert.Equal(adam.Weights[k] - (block.IsBias ? 0 : 0.1 * 0.2 * before[k]), adamW.Weights[k], 1e-15);
        }
    }

    [Fact]
    public void The_decay_follows_the_schedule_of_the_rate()
    {
        var rule = new AdamW { LearningRate = 0.1, Decay = 0.5, Schedule = RateSchedule.Phases(new RatePhase(0.2)) };
        var (scheduled, slow) = (Xor.Net<double>(), Xor.Net<double>());
        new Trainer<double>(scheduled, Xor.Cases, rule).Step();
        new Trainer<double>(slow, Xor.Cases, rule with { LearningRate = 0.1 * 0.2, Schedule = null }).Step();

        Assert.Equal(slow.Weights.ToArray(), scheduled.Weights.ToArray());
    }

    [Fact]
    public void Biases_decay_if_the_rule_says_so()
    {
        var (without, with) = (Xor.Net<double>(), Xor.Net<double>());
        without.Weights.Fill(0.5);
        with.Weights.Fill(0.5);
        new Trainer<double>(without, Xor.Cases, new AdamW()).Step();
        new Trainer<double>(with, Xor.Cases, new AdamW { DecayBiases = true }).Step();

        Assert.Equal(without["input->hidden"].ToArray(), with["input->hidden"].ToArray());
        Assert.All(without.GetBiases("hidden").ToArray().Zip(with.GetBiases("hidden").ToArray()), static pair => Assert.Equal(pair.First - (0.001 * 0.01 * 0.5), pair.Second, 1e-15));
    }

    [Fact]
    public void The_defaults_are_published_and_other_values_are_refused_by_name()
    {
        var rule = new AdamW();
        Assert.Equal((0.001, 0.01, 0.9, 0.999, 1e-8), (rule.LearningRate, rule.Decay, rule.Beta1, rule.Beta2, rule.Epsilon));
        Refused("WeightDecay", rule with { WeightDecay = 0.1 });
        Refused("Decay", rule with { Decay = -1 });
        Refused("Beta1", rule with { Beta1 = 1 });
        Refused("LearningRate", rule with { LearningRate = 0 });

        static void Refused(string name, AdamW rule) => Assert.Equal(name, Assert.Throws<ArgumentOutOfRangeException>(rule.Validate).ParamName);
    }
}

namespace Backprop.Commands.Tests;

public class CaseTrainingWordsTests
{
    [Fact]
    public void The_usual_settings_need_no_words() => Assert.Empty(CaseTrainingWords.Of(new CaseTraining()));

    [Fact]
    public void Each_setting_that_is_not_usual_has_its_option() => Assert.Equal(
        "--rate 0.5 --momentum 0 --decay 0.002 --decay-biases --error cross-entropy --noise hidden=0.5 --update case --shuffle --precision double --until error:0.01 --sweeps 7 --range 1",
        string.Join(' ', CaseTrainingWords.Of(new CaseTraining
        {
            Rule = new GradientDescent { LearningRate = 0.5, Momentum = 0, WeightDecay = 0.002, DecayBiases = true },
            Error = CaseError.Read("cross-entropy", tolerance: null),
            Noise = CaseNoise.Read("hidden=0.5"),
            Batch = Batch.EachCase,
            Shuffle = true,
            IsDouble = true,
            Until = StopCondition.ReadAll("error:0.01"),
            Sweeps = 7,
            Range = 1,
        })));

    [Theory]
    [InlineData("0.005/0.5:20,0.01/0.9")]
    [InlineData("1/0")]
    public void Phases_are_written_as_they_are_read(string phases) =>
        Assert.Equal(["--phases", phases], CaseTrainingWords.Of(new CaseTraining { Rule = new GradientDescent { Phases = PhaseText.Read(phases) } }));

    [Theory]
    [InlineData("sweep"), InlineData("case"), InlineData("12"), InlineData("sequence"), InlineData("sequence:3"), InlineData("window")]
    public void An_update_is_written_as_it_is_read(string update) => Assert.Equal(update, BatchText.Of(BatchText.Read(update)));

    public static TheoryData<string> Rules => [.. RuleName.Names];

    [Theory, MemberData(nameof(Rules))]
    public void A_rule_has_the_name_that_it_is_made_from(string name) => Assert.Equal(name, RuleName.Of(new RuleParts { Name = name }.ToRule()).Name);
}

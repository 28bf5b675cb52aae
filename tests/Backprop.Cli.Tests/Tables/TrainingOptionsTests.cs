using Backprop.Data;

namespace Backprop.Cli.Tests;

/// <summary>Each option of <c>train</c> does what the same option of the library does, and something.</summary>
public class TrainingOptionsTests
{
    private static readonly TableTrainingOptions Plain = new() { Hidden = [4], Sweeps = 20, Seed = 3 };

    public static TheoryData<string, TableTrainingOptions> Options => new()
    {
        { "--hidden 5,3", Plain with { Hidden = [5, 3] } },
        { "--hidden 0", Plain with { Hidden = [] } },
        { "--units logistic", Plain with { HiddenFunction = UnitFunction.Logistic } },
        { "--skip", Plain with { Skip = true } },
        { "--rule rprop", Plain with { Rule = new Rprop(), Batch = Batch.All } },
        { "--rule descent", Plain with { Rule = new GradientDescent { LearningRate = 0.003, Momentum = 0.9 } } },
        { "--rule descent --rate 0.01", Plain with { Rule = new GradientDescent { LearningRate = 0.01, Momentum = 0.9 } } },
        { "--rule descent --momentum 0.25", Plain with { Rule = new GradientDescent { LearningRate = 0.003, Momentum = 0.25 } } },
        { "--rule descent --decay 0.001", Plain with { Rule = new GradientDescent { LearningRate = 0.003, Momentum = 0.9, WeightDecay = 0.001 } } },
        { "--rule rprop --decay 0.001", Plain with { Rule = new Rprop { WeightDecay = 0.001 }, Batch = Batch.All } },
        { "--rule rprop --batch 16", Plain with { Rule = new Rprop(), Batch = Batch.Of(16) } },
        { "--rate 0.02", Plain with { Rule = TableDefaults.Rule with { LearningRate = 0.02 } } },
        { "--decay 0.01", Plain with { Rule = TableDefaults.Rule with { WeightDecay = 0.01 } } },
        { "--batch 8", Plain with { Batch = Batch.Of(8) } },
        { "--batch all", Plain with { Batch = Batch.All } },
        { "--sweeps 9", Plain with { Sweeps = 9 } },
        { "--patience 1 --rate 0.5", Plain with { Patience = 1, Rule = TableDefaults.Rule with { LearningRate = 0.5 } } },
        { "--validation 0.25", Plain with { ValidationShare = 0.25 } },
        { "--validation 0", Plain with { ValidationShare = 0 } },
        { "--test 0.4", Plain with { TestShare = 0.4 } },
        { "--balance", Plain with { BalancedClasses = true } },
        { "--seed 4", Plain with { Seed = 4 } },
        { "--restarts 5", Plain with { Restarts = 5 } },
    };

    [Theory]
    [MemberData(nameof(Options))]
    public void An_option_trains_as_the_library_does_with_it(string words, TableTrainingOptions options)
    {
        using var here = new Workplace();
        var run = Run.Of(["train", Workplace.Table("wine.csv"), "--target", "cultivar", "--model", here["m.safetensors"], .. WithPlain(words.Split(' '))]);
        Assert.Equal(ExitCode.Done, run.ExitCode);
        Assert.Equal(Trained(options), Traces(Model.Load(here["m.safetensors"])));
    }

    [Theory]
    [InlineData("sigmoid", "logistic")]
    [InlineData("relu", "rectified linear")]
    [InlineData("linear", "identity")]
    public void A_short_name_of_a_unit_function_is_understood_and_the_full_one_repeated(string name, string full)
    {
        using var here = new Workplace();
        var run = Run.Of("train", Workplace.Table("wine.csv"), "--target", "cultivar", "--model", here["m.safetensors"], "--hidden", "4", "--sweeps", "2", "--units", name);
        Assert.Equal(ExitCode.Done, run.ExitCode);
        Assert.Equal(full, Model.Load(here["m.safetensors"]).Topology.Groups.Single(group => group.Size == 4).UnitFunction.Name);
        Assert.Contains("--units " + (full.Contains(' ', StringComparison.Ordinal) ? $"'{full}'" : full), run.Error + run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void No_two_of_these_trainings_are_the_same()
    {
        var trained = Options.Select(row => (row.Data.Item1, row.Data.Item2))
            .Append(("", Plain)).Append(("--rate 0.5", Plain with { Rule = TableDefaults.Rule with { LearningRate = 0.5 } }));
        Assert.DoesNotContain(trained.GroupBy(option => Trained(option.Item2), option => option.Item1, StringComparer.Ordinal).Select(same => string.Join(" and ", same)), same => same.Contains(" and ", StringComparison.Ordinal));
    }

    private static IEnumerable<string> WithPlain(string[] words) =>
        words.Concat(new[] { "--hidden", "4", "--sweeps", "20", "--seed", "3" }.Chunk(2).Where(pair => !words.Contains(pair[0])).SelectMany(pair => pair));

    private static string Trained(TableTrainingOptions options) =>
        Traces(TableTraining.Train(Table.Read(Workplace.Table("wine.csv"), new ColumnChoices { Targets = ["cultivar"] }), options).Model);

    /// <summary>What a training leaves in its model: settings, when it ended and why, and every weight.</summary>
    private static string Traces(Model model) =>
        $"{model.Topology} {model.Training} {model.History!.Stopped} {model.History.Sweeps} {model.History.ValidationErrors.Count} {string.Join(' ', model.Network<float>().Weights.ToArray())}";
}

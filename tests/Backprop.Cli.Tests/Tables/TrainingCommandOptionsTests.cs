using Backprop.Data;

namespace Backprop.Cli.Tests;

/// <summary>Each option of <c>train</c> does what the same option of the library does, and something.</summary>
public class TrainingCommandOptionsTests
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
    [InlineData("1", new[] { 1 })]
    [InlineData("1000000,2", new[] { 1_000_000, 2 })]
    [InlineData("0", new int[0])]
    public void Hidden_layers_have_from_1_to_a_million_units(string text, int[] sizes) =>
        Assert.Equal(sizes, TrainCommandLineTests.Read("t.csv", "--target", "b", "--hidden", text).Options.Hidden);

    [Theory]
    [InlineData("--hidden", "1000001")]
    [InlineData("--hidden", "4,0")]
    [InlineData("--hidden", "four")]
    [InlineData("--batch", "0")]
    [InlineData("--batch", "-1")]
    [InlineData("--batch", "some")]
    public void A_size_that_cannot_be_is_refused_by_its_option(string option, string value) =>
        Assert.StartsWith($"{option} must be ", Assert.Throws<UsageException>(() => TrainCommandLineTests.Read("t.csv", "--target", "b", $"{option}={value}")).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("0.9", "0.9")]
    [InlineData("0.5", "0.5")]
    public void Shares_that_leave_no_rows_to_train_on_are_refused_before_any_file_is_looked_at(string validation, string test)
    {
        var run = Run.Of("train", "none.csv", "--target", "b", "--validation", validation, "--test", test, "-o", "no/such/folder/m.safetensors");
        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Equal($"backprop: --validation {validation} and --test {test} leave no rows to train on; their sum must be less than 1.\n", run.Error);
    }

    [Fact]
    public void A_batch_may_be_a_single_row() => Assert.Equal(Batch.Of(1), TrainCommandLineTests.Read("t.csv", "--target", "b", "--batch", "1").Options.Batch);

    [Fact]
    public void Units_that_need_their_whole_group_are_not_for_hidden_layers() =>
        Assert.Contains("'softmax'", Run.Of("train", "t.csv", "--target", "b", "--units", "softmax").Error, StringComparison.Ordinal);

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
        var run = Run.Of("train", Workplace.Table("wine.csv"), "--target", "cultivar", "--model", here["m.safetensors"], "--hidden", "4", "--sweeps", "2", "--plain", "--units", name);
        Assert.Equal(ExitCode.Done, run.ExitCode);
        Assert.Equal(full, Model.Load(here["m.safetensors"]).Topology.Groups.Single(group => group.Size == 4).UnitFunction.Name);
        // A default is not repeated.
        Assert.Equal(full != "rectified linear", run.Out.Contains("--units " + full, StringComparison.Ordinal));
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

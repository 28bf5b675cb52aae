using System.CommandLine;
using Backprop.Data;

namespace Backprop.Cli.Tests;

public class TrainCommandLineTests
{
    [Theory]
    [InlineData("--missing=--", "--missing=--")]
    [InlineData("--missing=-nan", "--missing=-nan")]
    [InlineData("--missing=-", "--missing -")]
    [InlineData("--missing=-999", "--missing -999")]
    [InlineData("--ignore=--force", "--ignore=--force")]
    [InlineData("--ignore=-t", "--ignore=-t")]
    public void A_value_that_looks_like_an_option_is_repeated_so_that_it_is_read_again(string word, string repeated)
    {
        var job = Read("t.csv", "--target", "y", word);
        Assert.Contains(repeated, string.Join(' ', TrainCommandLine.Words(job)), StringComparison.Ordinal);
        Assert.Equal(TrainCommandLine.Words(job), TrainCommandLine.Words(Read([.. TrainCommandLine.Words(job)])));
    }

    /// <summary>A value for each option that decides what model results.</summary>
    internal static readonly Dictionary<string, string[]> Deciding = new(StringComparer.Ordinal)
    {
        ["--group"] = ["c"],
        ["--time"] = ["c"],
        ["--weights"] = ["c"],
        ["--validate"] = ["v.csv"],
        ["--validate-sheet"] = ["v"],
        ["--validate-query"] = ["select * from v"],
        ["--folds"] = ["3"],
        ["--target"] = ["other"],
        ["--numeric"] = ["a"],
        ["--category"] = ["a"],
        ["--boolean"] = ["a"],
        ["--date"] = ["a"],
        ["--ignore"] = ["a"],
        ["--keep-all"] = [],
        ["--labels"] = ["labels"],
        ["--hidden"] = ["7,0003"],
        ["--units"] = ["logistic"],
        ["--skip"] = [],
        ["--net"] = ["net.json"],
        ["--rule"] = ["rprop"],
        ["--shares"] = ["8"],
        ["--rate"] = ["0.0500"],
        ["--momentum"] = ["5e-1"],
        ["--decay"] = ["0.25"],
        ["--rule-settings"] = ["beta1=0.5,epsilon=1e-6"],
        ["--schedule"] = ["warm-up:5,cosine:100"],
        ["--penalty"] = ["1e-3"],
        ["--derivative-limit"] = ["2"],
        ["--gradient-limit"] = ["3"],
        ["--gradient"] = ["sign-symmetry"],
        ["--gradient-settings"] = ["return-range=1.0", "--gradient", "feedback"],
        ["--bounds"] = ["-5:"],
        ["--batch"] = ["all"],
        ["--sweeps"] = ["7"],
        ["--patience"] = ["7"],
        ["--validation"] = ["0.3"],
        ["--test"] = ["0.3"],
        ["--balance"] = [],
        ["--seed"] = ["7"],
        ["--members"] = ["7"],
        ["--plain"] = [],
        ["--restarts"] = ["7"],
        ["--delimiter"] = ["\\t"],
        ["--quote"] = ["'"],
        ["--header"] = [],
        ["--no-header"] = [],
        ["--encoding"] = ["latin1"],
        ["--decimal"] = [","],
        ["--missing"] = ["-999"],
        ["--date-format"] = ["dd.MM.yyyy"],
        ["--sheet"] = ["2024"],
        ["--query"] = ["select a, b from t"],
    };

    /// <summary>A value for each option that changes no bit of the model.</summary>
    internal static readonly Dictionary<string, string[]> Indifferent = new(StringComparer.Ordinal)
    {
        ["--output"] = ["elsewhere.safetensors"],
        ["--checkpoint"] = ["2.50"],
        ["--threads"] = ["3"],
        ["--json"] = [],
        ["--force"] = [],
    };

    /// <summary>The option that becomes others once the table is read: it is not kept, but they are.</summary>
    internal const string Within = "--within";

    internal static TrainingJob Read(params string[] words)
    {
        var line = new TrainCommandLine();
        var command = new Command("train");
        line.AddTo(command);
        var parse = new RootCommand { command }.Parse(["train", .. words]);
        Assert.Empty(parse.Errors);
        return line.Read(parse);
    }

    private static string Settings(TrainingJob job) => TrainingSettings.OfModel(job, table: null);

    internal static string[] With(Workplace here, string option, string[] values)
    {
        if (option == "--net")
            values = [here.Write("net.json", Topology.Layered(1, 1).ToJson())];
        // Momentum belongs to descent.
        return ["t.csv", "--target", "b", .. option == "--momentum" ? ["--rule", "descent"] : Array.Empty<string>(), option, .. values];
    }

    [Fact]
    public void Every_option_either_decides_the_model_and_is_kept_in_it_or_changes_no_bit()
    {
        using var here = new Workplace();
        var command = new Command("train");
        new TrainCommandLine().AddTo(command);
        Assert.Equal(Deciding.Keys.Concat(Indifferent.Keys).Append(Within).Order(StringComparer.Ordinal), command.Options.Select(o => o.Name).Order(StringComparer.Ordinal));
        var plain = Settings(Read("t.csv", "--target", "b"));
        foreach (var (option, values) in Deciding)
            Assert.NotEqual(plain, Settings(Read(With(here, option, values))));
        foreach (var (option, values) in Indifferent)
            Assert.Equal(plain, Settings(Read(With(here, option, values))));
    }

    [Fact]
    public void What_repeats_a_command_is_read_as_the_same_job()
    {
        using var here = new Workplace();
        foreach (var (option, values) in Deciding.Concat(Indifferent))
        {
            var job = Read(With(here, option, values));
            var again = Read([.. TrainCommandLine.Words(job)]);
            Assert.Equal(TrainCommandLine.Words(job), TrainCommandLine.Words(again));
            Assert.Equal(Settings(job), Settings(again));
            Assert.Equal((job.ModelPath, job.CheckpointEvery, job.Threads, job.Options.Rule), (again.ModelPath, again.CheckpointEvery, again.Threads, again.Options.Rule));
        }
    }

    [Theory]
    [InlineData("--target a,b --sweeps 7", "-t b --sweeps 007 -t a")]
    [InlineData("--target a,b --ignore c,d", "--ignore d,,c,d --target b,a,b,")]
    [InlineData("--target b --rate 0.05 --decay 1e-3", "--decay 0.001 --rate 5e-2 --target b")]
    [InlineData("--target b", "--target b --rule adam --rate 0.002 --decay 0.0002 --batch 32 --hidden 100 --units relu --sweeps 1000 --patience 50 --validation 0.1 --test 0.2 --seed 1 --members 8 --restarts 1")]
    [InlineData("--target b --rule descent", "--rule descent --momentum 0.9 --rate 0.003 --decay 0 --target b")]
    [InlineData("--target b --rule rprop", "--target b --batch all --rule rprop --decay 0")]
    [InlineData("--target b --rule lbfgs", "--target b --batch all --rule lbfgs --rule-settings memory=10 --penalty 0")]
    public void The_same_training_written_otherwise_has_the_same_words_and_settings(string one, string other)
    {
        var (first, second) = (Read(["t.csv", .. one.Split(' ')]), Read([.. other.Split(' '), "t.csv"]));
        Assert.Equal(TrainCommandLine.Words(first), TrainCommandLine.Words(second));
        Assert.Equal(Settings(first), Settings(second));
    }

    [Fact]
    public void Words_name_what_was_read_and_the_seed() =>
        Assert.Equal(["t.csv", "--target", "b", "--rate", "0.05", "--seed", "1"], TrainCommandLine.Words(Read("t.csv", "--rate", "00.0500", "--target", "b")));

    [Fact]
    public void Names_of_columns_may_have_blanks_around_them_and_are_repeated_in_order() =>
        Assert.Equal(["t.csv", "--target", "a,b", "--ignore", "c d", "--seed", "1"], TrainCommandLine.Words(Read("t.csv", "--target", " b ,, a ", "--ignore", " c d ")));

    [Theory]
    [InlineData("wine.csv", "wine.safetensors")]
    [InlineData("wine.csv.gz", "wine.safetensors")]
    [InlineData("wine.csv.GZ", "wine.safetensors")]
    public void A_model_is_named_after_its_table(string table, string model) => Assert.Equal(model, Path.GetFileName(Read(table, "--target", "b").ModelPath));
}

using System.Text.Json;

namespace Backprop.Cli.Tests;

public sealed class TrainingSessionTests
{
    private static string Rows(Workplace here, string name = "t.csv", int from = 0, int to = 120) =>
        here.Write(name, "who,when,w,x,y\n" + string.Concat(Enumerable.Range(from, to - from).Select(static i => $"p{i % 11},{2000 + (i / 12)}-{1 + (i % 12):00}-01,{i % 3},{i * 7 % 10}.5,{(i * 7 % 10 > 4 ? "yes" : "no")}\n")));

    private static Run Train(Workplace here, params string[] words) => Run.Of(["train", here["t.csv"], "--target", "y", "--hidden", "4", "--sweeps", "10", "--model", here["m.safetensors"], .. words]);

    [Theory]
    [InlineData("--group who --ignore when", " 120 rows · 2 numeric columns ")]
    [InlineData("--time when --ignore who --weights w", " 120 rows · 1 numeric column ")]
    [InlineData("--group who --weights w --ignore when --balance", " 120 rows · 1 numeric column ")]
    public void A_model_knows_its_rows_again(string options, string shape)
    {
        using var here = new Workplace();
        Rows(here);
        var trained = Train(here, options.Split(' '));
        Assert.True(trained.ExitCode == ExitCode.Done, trained.Error);
        Assert.Contains(shape, trained.Error, StringComparison.Ordinal);
        Assert.Contains($" {options[..options.IndexOf(' ', StringComparison.Ordinal)]} ", trained.Out, StringComparison.Ordinal); // in the command that repeats it
        var tested = Run.Of("test", here["m.safetensors"]);
        Assert.True(tested.ExitCode == ExitCode.Done, tested.Error);
        Assert.Contains(tested.Out, trained.Out, StringComparison.Ordinal);
        Assert.Equal(121, Run.Of("predict", here["m.safetensors"], here["t.csv"]).Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        var same = File.ReadAllBytes(here["m.safetensors"]);
        Assert.Equal(ExitCode.Done, Train(here, options.Split(' ')).ExitCode);
        Assert.Equal(same, File.ReadAllBytes(here["m.safetensors"]));
    }

    [Fact]
    public void Validation_rows_come_from_a_file_that_test_does_not_need()
    {
        using var here = new Workplace();
        Rows(here, to: 100);
        Rows(here, "v.csv", 100);
        var trained = Train(here, "--validate", here["v.csv"], "--ignore", "who,when,w");
        Assert.Contains($" 80 train / 20 validation of {here["v.csv"]} / 20 test ", trained.Error, StringComparison.Ordinal);
        File.Delete(here["v.csv"]);
        var tested = Run.Of("test", here["m.safetensors"]);
        Assert.True(tested.ExitCode == ExitCode.Done, tested.Error);
        Assert.Contains(tested.Out, trained.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--group who --time when", "--group and --time divide the rows in different ways")]
    [InlineData("--validate v.csv --validation 0.2", "--validation and --validate both say")]
    [InlineData("--validate t.csv", "t.csv is the table that is trained on")]
    [InlineData("--folds 3 --test 0.2", "--test is not for --folds")]
    [InlineData("--folds 1", "--folds must be from 2 to 1000, but was 1")]
    public void What_contradicts_itself_is_a_usage_error(string options, string expected)
    {
        using var here = new Workplace();
        Rows(here);
        var run = Train(here, [.. options.Split(' ').Select(word => word.EndsWith(".csv", StringComparison.Ordinal) ? here[word] : word)]);
        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_validation_table_that_is_not_there_is_named()
    {
        using var here = new Workplace();
        Rows(here);
        var run = Train(here, "--validate", here["v.csv"]);
        Assert.Equal((ExitCode.BadInput, $"backprop: {here["v.csv"]}: there is no such file\n"), (run.ExitCode, run.Error));
    }

    [Fact]
    public void A_copy_of_the_training_table_for_validation_is_noted()
    {
        using var here = new Workplace();
        Rows(here);
        Rows(here, "copy.csv");
        Rows(here, "other.csv", 1, 121);
        const string note = " has the same content as ";
        Assert.Contains($" note: {here["copy.csv"]}{note}{here["t.csv"]}: ", Train(here, "--validate", here["copy.csv"]).Error, StringComparison.Ordinal);
        Assert.Contains(note, Run.Of("train", here["t.csv"], "--target", "y", "--hidden", "2", "--sweeps", "1", "--folds", "2", "--validate", here["copy.csv"]).Error, StringComparison.Ordinal);
        Assert.DoesNotContain(note, Train(here, "--validate", here["other.csv"], "--force").Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_validation_table_may_have_one_class_and_its_numbers_are_read_as_test_reads_them()
    {
        using var here = new Workplace();
        Rows(here);
        here.Write("one.csv", "who,when,w,x,y\np1,2000-01-01,1,1.5,no\np1,2000-01-02,2,2.5,no\n");
        var trained = Train(here, "--validate", here["one.csv"], "--ignore", "who,when,w");
        Assert.True(trained.ExitCode == ExitCode.Done, trained.Error);
        var explained = Run.Of("explain", here["m.safetensors"], here["one.csv"]);
        Assert.True(explained.ExitCode == ExitCode.Done, explained.Error);
    }

    [Theory]
    [InlineData("x;y\n1,5;no\n2,5;yes\n", "line 2, column 'x': holds '1,5', which is a number with a decimal comma only, but a decimal point is in force; a validation table is read as the training table is, so write it alike")]
    [InlineData("x;y\n1,500;no\n2,500;yes\n", "line 2, column 'x': holds '1,500', which is 1500 with a decimal point but 1.5 with a decimal comma; the delimiter is not that of the training table, so the mark may be another too; a validation table is read as the training table is, so write it alike")]
    [InlineData("x,y\n1.5,no\nnope,yes\n", "line 3, column 'x': holds 'nope', which is not a finite number; --missing nope counts it as missing")]
    public void Of_a_validation_table_no_option_is_suggested_that_would_change_how_the_training_table_is_read(string validation, string expected)
    {
        using var here = new Workplace();
        Rows(here);
        here.Write("v.csv", validation);
        var run = Train(here, "--validate", here["v.csv"], "--ignore", "who,when,w");
        Assert.Equal((ExitCode.BadInput, $"backprop: {here["v.csv"]}, {expected}\n"), (run.ExitCode, run.Error));
    }

    [Fact]
    public void A_class_that_no_training_row_has_is_noted()
    {
        using var here = new Workplace();
        here.Write("t.csv", "when,x,y\n" + string.Concat(Enumerable.Range(0, 60).Select(static i => $"{i},{i * 7 % 10}.5,{(i > 50 ? "yes" : "no")}\n")));
        Assert.Contains(" note: no training row has class 'yes' of 'y'; the net cannot learn it\n", Train(here, "--time", "when").Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Folds_note_what_may_be_wrong_with_them()
    {
        using var here = new Workplace();
        here.Write("t.csv", "when,x,y\n" + string.Concat(Enumerable.Range(0, 60).Select(static i => $"{i},{i * 7 % 10}.5,{(i > 32 ? "yes" : "no")}\n")));
        string[] command = ["train", here["t.csv"], "--target", "y", "--hidden", "2", "--sweeps", "2", "--time", "when", "--folds", "3"];
        const string note = "2 of 3 folds, first fold 1: no training row has class 'yes' of 'y'; the net cannot learn it";
        Assert.Contains($" note: {note}\n", Run.Of(command).Error, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(Run.Of([.. command, "--json"]).Out);
        Assert.Contains(note, json.RootElement.GetProperty("notes").EnumerateArray().Select(static each => each.GetString()));
    }

    [Theory]
    [InlineData("--validate copy.csv")]
    [InlineData("--validate copy.csv --folds 2")]
    [InlineData("--time when")]
    public void Json_holds_every_note_that_is_printed(string options)
    {
        using var here = new Workplace();
        Rows(here);
        Rows(here, "copy.csv");
        var run = Train(here, [.. options.Split(' ').Select(word => word.EndsWith(".csv", StringComparison.Ordinal) ? here[word] : word), "--json"]);
        Assert.True(run.ExitCode == ExitCode.Done, run.Error);
        using var json = JsonDocument.Parse(run.Out);
        var notes = json.RootElement.GetProperty("notes").EnumerateArray().Select(static note => note.GetString()).ToArray();
        Assert.NotEmpty(notes);
        Assert.Equal(run.Error.Split('\n').Where(static line => line.StartsWith(" note: ", StringComparison.Ordinal)).Select(static line => line[7..]), notes);
    }

    [Theory]
    [InlineData("y", 1, "accuracy|balanced accuracy|log-loss|Brier score")]
    [InlineData("x", 1, "R²|RMSE|MAE")]
    [InlineData("x", 1e6, "R²|RMSE|MAE")]
    [InlineData("x", 1e-6, "R²|RMSE|MAE")]
    public void The_intervals_of_folds_line_up_and_stay_within_the_bounds_of_their_measures(string target, double unit, string names)
    {
        using var here = new Workplace();
        here.Write("t.csv", "x,y,z\n" + string.Concat(Enumerable.Range(0, 24).Select(i => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{(i * 7 % 10) * unit},{(i * 11 % 10 > 4 ? "yes" : "no")},{i * 3 % 7}.5\n"))));
        var run = Run.Of("train", here["t.csv"], "--target", target, "--hidden", "2", "--sweeps", "3", "--folds", "3", "--validation", "0", "--numeric", "x", "--rate", "0.1");
        Assert.True(run.ExitCode == ExitCode.Done, run.Error);
        var lines = run.Out.Split('\n').Where(static line => line.Contains(" in the folds ", StringComparison.Ordinal)).ToArray();
        Assert.Equal(names.Split('|'), lines.Select(static line => line[3..22].Split("  ")[0].Trim()));
        Assert.Single(lines.Select(static line => line.IndexOf(" to ", StringComparison.Ordinal)).Distinct());
        foreach (var line in lines)
        {
            var numbers = line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(static word => char.IsAsciiDigit(word[^1])).ToArray();
            Assert.Equal(5, numbers.Length);
            Assert.Single(numbers.Select(static number => number.Length - number.IndexOf('.', StringComparison.Ordinal)).Where(_ => numbers[0].Contains('.', StringComparison.Ordinal)).DefaultIfEmpty(0).Distinct());
            var (lower, upper) = (double.Parse(numbers[1], System.Globalization.CultureInfo.InvariantCulture), double.Parse(numbers[2], System.Globalization.CultureInfo.InvariantCulture));
            Assert.InRange(lower, line.Contains("R²", StringComparison.Ordinal) ? double.NegativeInfinity : 0, upper);
            Assert.InRange(upper, lower, line.Contains("accuracy", StringComparison.Ordinal) || line.Contains("R²", StringComparison.Ordinal) ? 1 : line.Contains("Brier", StringComparison.Ordinal) ? 2 : double.PositiveInfinity);
        }
    }

    [Fact]
    public void Folds_are_measured_without_a_model()
    {
        using var here = new Workplace();
        Rows(here);
        var run = Run.Of("train", here["t.csv"], "--target", "y", "--hidden", "4", "--sweeps", "10", "--ignore", "who,when,w", "--folds", "4");
        Assert.True(run.ExitCode == ExitCode.Done, run.Error);
        Assert.StartsWith(" 4 folds, each tested by a net trained on the others: 120 of 120 rows tested\n  y\n   accuracy ", run.Out, StringComparison.Ordinal);
        Assert.EndsWith(" no model is written; --output names one, for a net trained on all rows\n", run.Out, StringComparison.Ordinal);
        Assert.Equal(["t.csv"], here.Files);
    }

    [Fact]
    public void After_the_folds_a_net_is_trained_on_all_rows_if_a_model_is_named()
    {
        using var here = new Workplace();
        Rows(here);
        var run = Train(here, "--folds", "3", "--group", "who", "--ignore", "when", "--json");
        Assert.True(run.ExitCode == ExitCode.Done, run.Error);
        using var json = JsonDocument.Parse(run.Out);
        var folds = json.RootElement.GetProperty("folds");
        Assert.Equal((3, 3), (folds.GetProperty("rows").GetArrayLength(), folds.GetProperty("test").GetArrayLength()));
        var accuracy = folds.GetProperty("mean").GetProperty("y").GetProperty("accuracy");
        Assert.InRange(accuracy.GetProperty("mean").GetDouble(), accuracy.GetProperty("lower").GetDouble(), accuracy.GetProperty("upper").GetDouble());
        Assert.Equal(0, json.RootElement.GetProperty("rows").GetProperty("test").GetInt32());
        var model = File.ReadAllBytes(here["m.safetensors"]);
        Assert.Equal(ExitCode.Done, Train(here, "--test", "0", "--group", "who", "--ignore", "when").ExitCode);
        Assert.Equal(model, File.ReadAllBytes(here["m.safetensors"]));
    }

    /// <summary>Runs a command by a clock that goes on by a millisecond whenever it is read.</summary>
    private static Run Timed(params string[] words)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var code = CommandLine.Run(words, new Terminal(output, error, CancellationToken.None) { Time = new TickingClock(TimeSpan.FromMilliseconds(1)) });
        return new Run(code, output.ToString(), error.ToString());
    }

    [Fact]
    public void A_time_becomes_numbers_of_nets_and_sweeps_that_repeat_the_training_without_a_clock()
    {
        using var here = new Workplace();
        Rows(here);
        string[] command = ["train", here["t.csv"], "--target", "y", "--ignore", "who,when,w", "--hidden", "2", "--threads", "1", "--output", here["m.safetensors"]];
        var timed = Timed([.. command, "--within", "0.3s"]);
        Assert.True(timed.ExitCode == ExitCode.Done, timed.Error);
        var chosen = System.Text.RegularExpressions.Regex.Match(timed.Error, @"\n to fit the time: (?<nets>[248]) nets of at most (?<sweeps>[0-9]+) sweeps each, since a sweep takes [^\n]*; more nets would have less than 20 each\n", System.Text.RegularExpressions.RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(5));
        Assert.True(chosen.Success, timed.Error);
        var (nets, sweeps) = (chosen.Groups["nets"].Value, chosen.Groups["sweeps"].Value);
        Assert.Contains($" --sweeps {sweeps} --seed 1 --members {nets} ", timed.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("within", timed.Out, StringComparison.Ordinal);
        var model = File.ReadAllBytes(here["m.safetensors"]);
        Assert.Equal(ExitCode.Done, Run.Of([.. command, "--members", nets, "--sweeps", sweeps]).ExitCode);
        Assert.Equal(model, File.ReadAllBytes(here["m.safetensors"]));

        using var json = JsonDocument.Parse(Timed([.. command, "--within", "0.3s", "--json"]).Out);
        var within = json.RootElement.GetProperty("within");
        Assert.Equal((nets, sweeps), (within.GetProperty("members").ToString(), within.GetProperty("sweeps").ToString()));
        Assert.InRange(within.GetProperty("seconds").GetDouble(), 0.25, 0.3);
    }

    [Fact]
    public void Too_short_a_time_is_noted_and_folds_share_a_time()
    {
        using var here = new Workplace();
        Rows(here);
        string[] command = ["train", here["t.csv"], "--target", "y", "--ignore", "who,when,w", "--hidden", "2", "--threads", "1"];
        Assert.Contains(" note: not even one sweep fits the time; one is made\n", Timed([.. command, "--within", "0.002s", "--output", here["m.safetensors"]]).Error, StringComparison.Ordinal);
        var folds = Timed([.. command, "--within", "0.6s", "--folds", "2"]);
        Assert.True(folds.ExitCode == ExitCode.Done, folds.Error);
        Assert.Contains("\n to fit the time: 2 nets of at most ", "\n" + folds.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--time when", "the rows are divided by time")]
    [InlineData("--group who --ignore when", "there are only 11 groups of rows")]
    public void Why_one_net_is_trained_is_noted(string options, string reason)
    {
        using var here = new Workplace();
        Rows(here);
        Assert.Contains($" note: one net is trained, not 8: {reason}; --members averages several\n", Train(here, options.Split(' ')).Error, StringComparison.Ordinal);
    }
}

namespace Backprop.Cli.Tests;

public class TrainingSettingsTests
{
    private const string Usual = """{"data":"t.csv","columns":{"targets":["b"]},"format":{},"training":{"hidden":[100],"units":"rectified linear","skip":false,"rule":"adam","rate":0.002,"decay":0.0002,"batch":32,"sweeps":1000,"patience":50,"validation":0.1,"test":0.2,"balance":false,"seed":"1","members":8,"restarts":1}}""";

    private const string Digest = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    private static Model ModelOf(string settings) => new(new Network<float>(Topology.Layered(1, 1))) { Settings = settings };

    /// <summary>A model of earlier versions, made from iris.csv: its settings are the words of the command.</summary>
    private static string Earlier(string name) => Path.Combine(AppContext.BaseDirectory, "EarlierModels", name);

    [Fact]
    public void Every_setting_is_kept_with_its_value_even_where_that_is_the_default() =>
        Assert.Equal(Usual, TrainingSettings.OfModel(TrainCommandLineTests.Read("t.csv", "--target", "b"), table: null));

    [Fact]
    public void A_checkpoint_keeps_also_what_changes_no_bit_of_the_model_and_the_table()
    {
        var job = TrainCommandLineTests.Read("t.csv", "-t", "b", "-o", "m.safetensors", "--threads", "3", "--checkpoint", "2.5");
        Assert.EndsWith(""","run":{"model":"m.safetensors","threads":3,"checkpointSeconds":2.5},"table":{"bytes":5,"sha256":"ab","training":3,"validation":1,"test":1}}""", TrainingSettings.OfCheckpoint(job, new TrainedTable(5, "ab", 3, 1, 1)), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_kept_is_read_as_the_same_training()
    {
        using var here = new Workplace();
        foreach (var (option, values) in TrainCommandLineTests.Deciding.Concat(TrainCommandLineTests.Indifferent))
        {
            var job = TrainCommandLineTests.Read(TrainCommandLineTests.With(here, option, values));
            var model = new Model(new Network<float>(job.Options.Net ?? Topology.Layered(1, 1))) { Settings = TrainingSettings.OfCheckpoint(job, table: null) };
            var read = TrainingSettings.Read(model, "m");
            Assert.Equal(job with { Json = false, Force = false, Folds = null, Columns = read.Columns, Format = read.Format, Options = read.Options }, read);
            Assert.Equal(model.Settings, TrainingSettings.OfCheckpoint(read, table: null));
            Assert.Equal(TrainCommandLine.Words(job), TrainCommandLine.Words(read));
            Assert.Equal((job.Net is null, job.Threads), (read.Options.Net is null, read.Threads));
        }
    }

    [Fact]
    public void The_net_of_a_training_is_the_model_s_own_when_its_file_is_gone()
    {
        using var here = new Workplace();
        var net = here.Write("net.json", File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "EarlierModels", "net.json")));
        Assert.Equal(ExitCode.Done, Run.Of("train", Workplace.Table("iris.csv"), "-t", "species", "--net", net, "--sweeps", "3", "-o", here["m.safetensors"]).ExitCode);
        File.Delete(net);
        Assert.Equal(ExitCode.Done, Run.Of("test", here["m.safetensors"]).ExitCode);
        Assert.Contains($"--net {net}", Run.Of("show", here["m.safetensors"]).Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"data":"t.csv","dropout":0.5}""", "it has 'dropout', which is not known")]
    [InlineData("""{"data":"t.csv"}""", "it has no 'columns'")]
    [InlineData("""{"data":""}""", "it has an empty 'data'; it must be the path of a file.")]
    [InlineData("""{"data":7}""", "it has 'data' as a number; it must be a text")]
    [InlineData("""{"training":{}}""", "it has no 'data'.")]
    [InlineData("""{"command":["t.csv","-t","b"],"table":{"bytes":5}}""", "'table' has no 'sha256'.")]
    [InlineData("""{"command":["t.csv","--dropout","0.5"]}""", "the command that made it is not understood: ")]
    [InlineData("""{"command":"train"}""", "it has 'command' as a text; it must be a list")]
    public void Settings_that_this_version_does_not_understand_are_refused(string settings, string problem)
    {
        var error = Assert.Throws<InputException>(() => TrainingSettings.Read(ModelOf(settings), "m.safetensors"));
        Assert.StartsWith("m.safetensors: its settings cannot be read: " + problem, error.Message, StringComparison.Ordinal);
        Assert.Null(TrainingSettings.DataOf(ModelOf(settings)));

        using var here = new Workplace();
        ModelOf(settings).Save(here["m.safetensors"]);
        var shown = Run.Of("show", here["m.safetensors"]);
        Assert.Equal(ExitCode.Done, shown.ExitCode);
        Assert.Contains("note: its settings cannot be read: " + problem, shown.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"rate\":0.002", "\"rate\":0")]
    [InlineData("\"rate\":0.002", "\"rate\":\"fast\"")]
    [InlineData("\"decay\":0.0002", "\"decay\":1")]
    [InlineData("\"decay\":0.0002", "\"decay\":-1")]
    [InlineData("\"rule\":\"adam\"", "\"rule\":\"newton\"")]
    [InlineData("\"units\":\"rectified linear\"", "\"units\":\"magic\"")]
    [InlineData("[100]", "[0]")]
    [InlineData("[100]", "[\"many\"]")]
    [InlineData("\"batch\":32", "\"batch\":0")]
    [InlineData("\"batch\":32", "\"batch\":\"some\"")]
    [InlineData("\"sweeps\":1000", "\"sweeps\":1.5")]
    [InlineData("\"patience\":50", "\"patience\":0")]
    [InlineData("\"validation\":0.1", "\"validation\":0.95")]
    [InlineData("\"test\":0.2,", "")]
    [InlineData("\"balance\":false", "\"balance\":0")]
    [InlineData("\"seed\":\"1\"", "\"seed\":\"-1\"")]
    [InlineData("\"seed\":\"1\"", "\"seed\":1")]
    [InlineData("\"restarts\":1", "\"restarts\":0")]
    [InlineData("\"format\":{}", "\"format\":{\"decimalMark\":\";\"}")]
    [InlineData("\"format\":{}", "\"format\":{\"delimiter\":\"ab\"}")]
    [InlineData("\"format\":{}", "\"format\":{\"encoding\":\"morse\"}")]
    public void A_value_that_no_option_can_have_is_refused(string usual, string other)
    {
        Assert.Contains(usual, Usual, StringComparison.Ordinal);
        TrainingSettings.Read(ModelOf(Usual), "m");
        Assert.Throws<InputException>(() => TrainingSettings.Read(ModelOf(Usual.Replace(usual, other, StringComparison.Ordinal)), "m"));
    }

    [Theory]
    [InlineData("\"rate\":0.002,", "", "'training' has no 'rate'.")]
    [InlineData("\"rate\":0.002,", "\"rate\":0.002,\"momentum\":0.9,", "'training' has 'momentum', which does not go with the rule 'adam'.")]
    [InlineData("\"rule\":\"adam\"", "\"rule\":\"rprop\"", "'training' has 'rate', which does not go with the rule 'rprop'.")]
    [InlineData("\"rule\":\"adam\"", "\"rule\":\"descent\"", "'training' has no 'momentum'.")]
    [InlineData("\"hidden\":[100],", "", "'training' has no 'hidden'; give a list.")]
    [InlineData("\"units\":\"rectified linear\",", "", "'training' has no 'units'.")]
    [InlineData("\"skip\":false,", "", "'training' has no 'skip'.")]
    [InlineData("\"training\":", "\"net\":\"net.json\",\"training\":", "'training' has 'hidden', which is not known; it can have 'rule', 'rate', 'momentum', 'phases', 'ruleSettings', 'schedule', 'decay', 'decayBiases', 'penalty', 'derivativeLimit', 'gradientLimit', 'bounds', 'gradient', 'gradientSettings', 'batch', 'sweeps', 'patience', 'validation', 'validationFile', 'validationSheet', 'validationQuery', 'test', 'balance', 'seed', 'shares', 'members', 'restarts'.")]
    [InlineData("\"batch\":32", "\"batch\":\"foo\"", "'training' has 'batch' 'foo'; it must be a whole number of at least 1, or 'all'.")]
    [InlineData("\"restarts\":1}", "\"restarts\":1},\"table\":{\"bytes\":-1,\"sha256\":\"" + Digest + "\",\"training\":1,\"validation\":1,\"test\":1}", "'table' has 'bytes' -1; it must be a whole number of at least 0.")]
    [InlineData("\"restarts\":1}", "\"restarts\":1},\"table\":{\"bytes\":1,\"sha256\":\"" + Digest + "\",\"training\":1,\"validation\":1.5,\"test\":1}", "'table' has 'validation' 1.5; it must be a whole number of at least 0.")]
    [InlineData("\"restarts\":1}", "\"restarts\":1},\"table\":{\"bytes\":1,\"sha256\":\"AB\",\"training\":1,\"validation\":1,\"test\":1}", "'table' has 'sha256' 'AB'; it must be 64 hexadecimal digits in lower case.")]
    public void What_is_wrong_in_a_part_is_named_with_the_part(string usual, string other, string problem)
    {
        Assert.Contains(usual, Usual, StringComparison.Ordinal);
        var error = Assert.Throws<InputException>(() => TrainingSettings.Read(ModelOf(Usual.Replace(usual, other, StringComparison.Ordinal)), "m"));
        Assert.Equal("m: its settings cannot be read: " + problem, error.Message);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{"by":"a program of its own"}""")]
    public void A_model_that_train_did_not_make_says_so_and_is_shown_without_a_command(string? settings)
    {
        using var here = new Workplace();
        var model = ModelOf("") with { Settings = settings is "" ? null : settings };
        Assert.Equal("m: it was not made by 'backprop train', so that it has no training to repeat", Assert.Throws<InputException>(() => TrainingSettings.Read(model, "m")).Message);
        model.Save(here["m.safetensors"]);
        var shown = Run.Of("show", here["m.safetensors"]);
        Assert.Equal(ExitCode.Done, shown.ExitCode);
        Assert.DoesNotContain("repeat", shown.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_training_is_known_whatever_the_version_and_the_folder_it_was_named_from()
    {
        var earlier = Model.Load(Earlier("command.safetensors"));
        var job = TrainingSettings.Read(earlier, "m");
        Assert.True(TrainingSettings.IsSame(earlier.Settings!, job));
        Assert.True(TrainingSettings.IsSame(TrainingSettings.OfModel(job, table: null), job with { Data = Path.GetFullPath("iris.csv") }));
        Assert.False(TrainingSettings.IsSame(earlier.Settings!, job with { Data = "other.csv" }));
        Assert.False(TrainingSettings.IsSame(earlier.Settings!, job with { Options = job.Options with { Seed = 8 } }));
        Assert.False(TrainingSettings.IsSame("{}", job));
        Assert.False(TrainingSettings.IsSame("", job));
    }

    [Fact]
    public void A_model_of_an_earlier_version_is_shown_predicts_and_is_tested_as_it_was()
    {
        using var here = new Workplace();
        Assert.Contains(" repeat: backprop train iris.csv --target species --hidden 3 --units logistic --skip --rule descent --rate 0.01 --momentum 0.8 --decay 0.0001 --batch 16 --sweeps 40 --patience 20 --validation 0.2 --test 0.3 --balance --seed 7 --restarts 2 --delimiter , --missing=-- --missing NA\n", Run.Of("show", Earlier("command.safetensors")).Out, StringComparison.Ordinal);
        Assert.Equal(151, Run.Of("predict", Earlier("command.safetensors"), Workplace.Table("iris.csv")).Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        var tested = Run.Of("test", Moved(here, "command.safetensors"));
        Assert.Equal(ExitCode.Done, tested.ExitCode);
        Assert.Contains("test accuracy 0.933 (42 of 45), balanced 0.933", tested.Out, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Done, Run.Of("test", Moved(here, "command-net.safetensors")).ExitCode);
    }

    [Fact]
    public void A_checkpoint_of_an_earlier_version_goes_on_to_the_weights_of_a_training_without_interruption()
    {
        using var here = new Workplace();
        File.Copy(Earlier("command.checkpoint.safetensors"), here["c.checkpoint.safetensors"]);
        var resumed = Run.Of("resume", here["c.checkpoint.safetensors"], "--data", Workplace.Table("iris.csv"), "-o", here["resumed.safetensors"]);
        Assert.Equal(ExitCode.Done, resumed.ExitCode);
        Assert.Contains(" repeat: backprop train iris.csv --target species --hidden 3 --units tanh --decay 0.0005 --sweeps 300 --patience 300 --seed 1 --restarts 2 --output ", resumed.Out, StringComparison.Ordinal);
        Assert.EndsWith(" --threads 2 --checkpoint 0\n", resumed.Out, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Done, Run.Of("train", Workplace.Table("iris.csv"), "-t", "species", "--hidden", "3", "--units", "tanh", "--decay", "0.0005", "--sweeps", "300", "--patience", "300", "--restarts", "2", "-o", here["whole.safetensors"]).ExitCode);
        Assert.Equal(Model.Load(here["whole.safetensors"]).Network<float>().Weights.ToArray(), Model.Load(here["resumed.safetensors"]).Network<float>().Weights.ToArray());
    }

    /// <summary>The model as one that was made from the table of the tests.</summary>
    private static string Moved(Workplace here, string name)
    {
        var model = Model.Load(Earlier(name));
        Assert.Contains("[\"iris.csv\"", model.Settings, StringComparison.Ordinal);
        (model with { Settings = model.Settings!.Replace("\"iris.csv\"", System.Text.Json.JsonSerializer.Serialize(Workplace.Table("iris.csv")), StringComparison.Ordinal) }).Save(here[name]);
        return here[name];
    }
}

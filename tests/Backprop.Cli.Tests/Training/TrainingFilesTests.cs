namespace Backprop.Cli.Tests;

public class TrainingFilesTests
{
    /// <summary>A training of one sweep as a user would begin it without naming the model, but in a folder of its own.</summary>
    private static TrainingJob Job(Workplace here, params string[] more)
    {
        var run = Run.Of(["train", here["t.csv"], "--target", "species", "--sweeps", "1", "--model", here["named.safetensors"], .. more]);
        Assert.Equal("", string.Concat(run.Error.Split('\n').Where(line => line.StartsWith("backprop", StringComparison.Ordinal))));
        return TrainingSettings.Read(Model.Load(here["named.safetensors"]), "") with { ModelPath = here["t.safetensors"], ModelIsNamed = false };
    }

    private static Workplace Folder()
    {
        var here = new Workplace();
        here.Write("t.csv", File.ReadAllText(Workplace.Table("iris.csv")));
        return here;
    }

    [Fact]
    public void A_model_of_the_same_training_is_replaced_and_one_of_other_settings_only_where_it_is_named_or_by_force()
    {
        using var here = Folder();
        var terminal = new Terminal(TextWriter.Null, TextWriter.Null, default);
        var first = Job(here);
        Assert.Equal(ExitCode.Done, new TrainingSession(first, terminal).Run());
        var bytes = File.ReadAllBytes(here["t.safetensors"]);
        Assert.Equal(ExitCode.Done, new TrainingSession(first, terminal).Run());
        Assert.Equal(bytes, File.ReadAllBytes(here["t.safetensors"]));

        TrainingFiles.CheckReplaced(Job(here, "--threads", "2"), resumed: null);
        var other = Job(here, "--seed", "2");
        var error = Assert.Throws<UsageException>(() => TrainingFiles.CheckReplaced(other, resumed: null));
        Assert.StartsWith($"{here["t.safetensors"]} is a model of another training", error.Message, StringComparison.Ordinal);
        TrainingFiles.CheckReplaced(other with { Force = true }, resumed: null);
        TrainingFiles.CheckReplaced(other with { ModelIsNamed = true }, resumed: null);
    }

    [Fact]
    public void What_is_wrong_with_the_command_itself_is_said_before_what_it_would_replace()
    {
        using var here = Folder();
        var terminal = new Terminal(TextWriter.Null, TextWriter.Null, default);
        var job = Job(here);
        Assert.Equal(ExitCode.Done, new TrainingSession(job, terminal).Run());
        var mistyped = job with { Columns = job.Columns with { Targets = ["spices"] } };
        Assert.Contains("has no column 'spices'", Assert.Throws<Backprop.Data.DataException>(() => new TrainingSession(mistyped, terminal).Run()).Message, StringComparison.Ordinal);
        var none = job with { Columns = job.Columns with { Targets = [] } };
        Assert.Contains("to predict: --target", Assert.Throws<UsageException>(() => new TrainingSession(none, terminal).Run()).Message, StringComparison.Ordinal);
        Assert.Contains("is a model of another training", Assert.Throws<UsageException>(() => new TrainingSession(job with { Options = job.Options with { Seed = 2 } }, terminal).Run()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_that_no_training_made_is_not_replaced_unasked()
    {
        using var here = Folder();
        var job = Job(here);
        new Model(new Network<float>(Topology.Layered(1, 1))).Save(here["t.safetensors"]);
        Assert.Throws<UsageException>(() => TrainingFiles.CheckReplaced(job, resumed: null));
    }

    [Fact]
    public void The_checkpoint_of_an_interrupted_training_is_not_lost_by_beginning_anew()
    {
        using var here = Folder();
        var job = Job(here);
        here.Write("t.checkpoint.safetensors", "");
        TrainingFiles.CheckReplaced(job, resumed: null);
        File.Copy(here["named.safetensors"], here["t.checkpoint.safetensors"], overwrite: true);
        var error = Assert.Throws<UsageException>(() => TrainingFiles.CheckReplaced(job, resumed: null));
        Assert.Equal($"{here["t.checkpoint.safetensors"]} holds an interrupted training: continue it with 'backprop resume {here["t.checkpoint.safetensors"]}', or start again with --force.", error.Message);
        TrainingFiles.CheckReplaced(job with { Force = true }, resumed: null);
        TrainingFiles.CheckReplaced(job, resumed: here["t.checkpoint.safetensors"]);
        File.Copy(here["named.safetensors"], here["elsewhere.safetensors"]);
        Assert.Contains("holds another interrupted training", Assert.Throws<UsageException>(() => TrainingFiles.CheckReplaced(job, resumed: here["elsewhere.safetensors"])).Message, StringComparison.Ordinal);
    }
}

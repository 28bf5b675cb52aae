using System.CommandLine;

namespace Backprop.Cli.Tests;

/// <summary>The options of <c>train</c> for case files: what they mean, what repeats them, and what models keep of them.</summary>
public class CaseCommandLineTests
{
    /// <summary>A value for each option that decides what model results.</summary>
    internal static readonly Dictionary<string, string> Deciding = new(StringComparer.Ordinal)
    {
        ["--hidden"] = "--hidden 3",
        ["--units"] = "--units tanh",
        ["--skip"] = "--skip",
        ["--rule"] = "--rule rprop",
        ["--rate"] = "--rate 0.25",
        ["--momentum"] = "--momentum 5e-1",
        ["--phases"] = "--phases 0.5/0.25:20,0.75/0.5",
        ["--decay"] = "--decay 0.002",
        ["--decay-biases"] = "--decay 0.002 --decay-biases",
        ["--rule-settings"] = "--rule quickprop --rule-settings growth-limit=2",
        ["--schedule"] = "--schedule steps:10:0.5",
        ["--penalty"] = "--rule lbfgs --penalty 0.01",
        ["--derivative-limit"] = "--derivative-limit 2",
        ["--gradient-limit"] = "--gradient-limit 3",
        ["--gradient"] = "--gradient weight-by-weight",
        ["--gradient-settings"] = "--gradient node-perturbation --gradient-settings deviation=0.1,samples=4",
        ["--bounds"] = "--bounds -5:5",
        ["--error"] = "--error cross-entropy",
        ["--tolerance"] = "--tolerance edge:0.1",
        ["--noise"] = "--noise hidden=0.5,input=0.1",
        ["--update"] = "--update case",
        ["--shuffle"] = "--update 2 --shuffle",
        ["--shares"] = "--shares 8",
        ["--precision"] = "--precision double",
        ["--until"] = "--until right,error:0.001",
        ["--sweeps"] = "--sweeps 7",
        ["--range"] = "--range 0.5",
        ["--start"] = $"--start {Workplace.Table("iris.csv")}",
        ["--seed"] = "--seed 9",
    };

    private static readonly Dictionary<string, string> Indifferent = new(StringComparer.Ordinal)
    {
        ["--output"] = "--output elsewhere.safetensors",
        ["--checkpoint"] = "--checkpoint 2.50",
        ["--threads"] = "--threads 3",
        ["--recompute"] = "--recompute",
        ["--json"] = "--json",
        ["--force"] = "--force",
        ["--record"] = "--record weights",
        ["--every"] = "--record weights --every 7",
        ["--record-to"] = "--record weights --record-to weights.csv",
    };

    internal static string Xor(Workplace here) => here.Write("xor.cases", "0 0 -> 0\n0 1 -> 1\n1 0 -> 1\n1 1 -> 0\n");

    internal static CaseJob Read(params string[] words)
    {
        var shared = new TrainOptions();
        var line = new CaseCommandLine(shared);
        var command = new Command("train");
        new TrainCommandLine(shared).AddTo(command, line.AddTo);
        var parse = new RootCommand { command }.Parse(["train", .. words]);
        Assert.Empty(parse.Errors);
        return line.Read(parse);
    }

    private static string[] With(string file, string words) => [file, .. words.Contains("--hidden", StringComparison.Ordinal) ? [] : new[] { "--hidden", "2" }, .. words.Split(' ')];

    private static string Settings(CaseJob job) => CaseSettings.OfModel(job, cases: null);

    [Fact]
    public void Every_option_decides_the_model_or_changes_no_bit_or_is_for_tables()
    {
        using var here = new Workplace();
        var file = Xor(here);
        var shared = new TrainOptions();
        var (tables, cases) = (new TrainCommandLine(shared), new CaseCommandLine(shared));
        var command = new Command("train");
        tables.AddTo(command, cases.AddTo);
        Assert.Equal(
            Deciding.Keys.Concat(Indifferent.Keys).Concat(tables.Own.Select(option => option.Name)).Append("--net").Order(StringComparer.Ordinal),
            command.Options.Select(option => option.Name).Order(StringComparer.Ordinal));
        var plain = Settings(Read(With(file, "--hidden 2")));
        foreach (var (option, words) in Deciding)
            Assert.False(plain == Settings(Read(With(file, words))), option);
        foreach (var (option, words) in Indifferent)
            Assert.True(plain == Settings(Read(With(file, words))), option);
    }

    [Fact]
    public void What_repeats_a_command_is_read_as_the_same_job()
    {
        using var here = new Workplace();
        var file = Xor(here);
        foreach (var (_, words) in Deciding.Concat(Indifferent))
        {
            var job = Read(With(file, words));
            var again = Read([.. CaseCommandLine.Words(job)]);
            Assert.Equal(Settings(job), Settings(again));
            Assert.Equal((job.ModelPath, job.CheckpointEvery, job.Threads, job.Recompute, job.Training), (again.ModelPath, again.CheckpointEvery, again.Threads, again.Recompute, again.Training));
        }
    }

    [Fact]
    public void What_a_model_keeps_is_read_as_the_same_job()
    {
        using var here = new Workplace();
        var file = Xor(here);
        foreach (var (_, words) in Deciding.Concat(Indifferent))
        {
            var job = Read(With(file, words));
            var (again, _) = CaseSettingsReader.Read(CaseSettings.OfCheckpoint(job, null), job.Topology);
            Assert.Equal((job.Training, job.Seed, job.Threads, job.Recompute, job.ModelPath, job.CheckpointEvery), (again.Training, again.Seed, again.Threads, again.Recompute, again.ModelPath, again.CheckpointEvery));
            Assert.Equal(Settings(job), Settings(again));
        }
    }

    [Theory]
    [InlineData("", "--rule descent --rate 0.1 --momentum 0.9 --decay 0 --error squares --tolerance none --update sweep --precision single --until within:0.2 --sweeps 10000 --range 0.3 --units logistic")]
    [InlineData("--rule adam", "--rule adam --rate 0.001")]
    [InlineData("--until within:0.1,right", "--until within:0.10 --until right")]
    [InlineData("--phases 0.5/0.25:20,0.75/0.5", "--phases 5e-1/0.250:020,0.75/.5")]
    [InlineData("--tolerance dead", "--tolerance dead:0.2")]
    [InlineData("--error squares,output=cross-entropy", "--error output=cross-entropy")]
    [InlineData("--update 1", "--update case")]
    [InlineData("--noise input=0.1,output=0.5", "--noise output=.50 --noise input=0.1")]
    public void The_same_training_written_otherwise_has_the_same_words_and_settings(string one, string other)
    {
        using var here = new Workplace();
        var file = Xor(here);
        CaseJob Of(string words) => Read([file, "--hidden", "2", .. words.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);
        var (first, second) = (Of(one), Of(other));
        Assert.Equal(CaseCommandLine.Words(first), CaseCommandLine.Words(second));
        Assert.Equal(Settings(first), Settings(second));
    }

    [Fact]
    public void Without_options_a_net_learns_as_the_paper_trains_its_symmetry_net()
    {
        using var here = new Workplace();
        var training = Read(Xor(here), "--hidden", "2").Training;
        Assert.Equal(new GradientDescent { LearningRate = 0.1, Momentum = 0.9 }, training.Rule);
        Assert.Equal((Batch.All, 0.3, false, 10_000), (training.Batch, training.Range, training.IsDouble, training.Sweeps));
        Assert.Equal(new SumOfSquares(), training.Error.For(Topology.Layered(2, 1)));
        Assert.Equal("all within 0.2 or 10000 sweeps", training.StopRule.Name);
    }

    [Theory]
    [InlineData("--rule descnt", "--rule must be one of descent, nesterov, doug, quickprop, delta-bar-delta, rprop, rprop-minus, adam, adamw, lbfgs, cg, scg, lm, but was 'descnt'; did you mean 'descent'?")]
    [InlineData("--momentum 0.5 --rule adam", "--momentum is not for --rule adam, which has no momentum; it belongs to descent, nesterov, doug and delta-bar-delta.")]
    [InlineData("--phases 0.1/0.9 --rule adam", "--phases belongs to --rule descent; --schedule is for every rule with a rate.")]
    [InlineData("--rate 0.5 --rule rprop", "--rate is not for --rule rprop, which finds its steps itself; it belongs to descent,")]
    [InlineData("--rate 0.5 --phases 0.1/0.9", "--phases gives the rates and momentums of all sweeps; leave --rate out.")]
    [InlineData("--momentum 0.5 --phases 0.1/0.9", "--phases gives the rates and momentums of all sweeps; leave --momentum out.")]
    [InlineData("--decay-biases", "--decay-biases changes nothing without --decay or --penalty; add one, or leave it out.")]
    [InlineData("--shuffle", "--shuffle changes nothing where weights change once per sweep; add --update case, or leave it out.")]
    [InlineData("--phases 0.1", "--phases must be rate/momentum:sweeps for each phase, as 0.005/0.5:20,0.01/0.9, but has '0.1'.")]
    [InlineData("--phases 0/0.9", "--phases must have a learning rate above 0 before the '/', but has '0/0.9'.")]
    [InlineData("--phases 0.1/1", "--phases must have a momentum of at least 0 and below 1 after the '/', but has '0.1/1'.")]
    [InlineData("--phases 0.1/0.9:20", "--phases ends with '0.1/0.9:20', but the last phase lasts until the training ends: leave its sweeps out, as in 0.005/0.5:20,0.01/0.9.")]
    [InlineData("--phases 0.1/0.9,0.2/0.9", "--phases has '0.1/0.9' before another phase: give its sweeps, as in 0.005/0.5:20,0.01/0.9.")]
    [InlineData("--phases 0.1/0.9:0,0.2/0.9", "--phases must have a whole number of sweeps, at least 1, after the ':', but has '0.1/0.9:0'.")]
    [InlineData("--error square", "--error must be one of squares, cross-entropy, or group=squares for one output group, but was 'square'; did you mean 'squares'?")]
    [InlineData("--error squares,squares", "--error has 2 measures for all output groups; give one, and others as group=squares.")]
    [InlineData("--error output=squares,output=squares", "--error has group 'output' twice; give it once.")]
    [InlineData("--tolerance ded:0.2", "--tolerance must be dead:0.2 or edge:0.2, but was 'ded:0.2'; did you mean 'dead'?")]
    [InlineData("--tolerance dead:2", "--tolerance dead must have a band above 0 and below 1, as dead:0.2, but was 'dead:2'.")]
    [InlineData("--tolerance dead --error cross-entropy", "--tolerance is a band of the sum of squares, but --error is cross-entropy; leave one out.")]
    [InlineData("--noise 0.5", "--noise must be group=deviation with a deviation above 0, as in --noise hidden=0.5, but was '0.5'.")]
    [InlineData("--noise hidden=0", "--noise must be group=deviation with a deviation above 0, as in --noise hidden=0.5, but was 'hidden=0'.")]
    [InlineData("--noise hidden=1,hidden=2", "--noise has group 'hidden' twice; give it once.")]
    [InlineData("--noise inptu=1", "--noise names group 'inptu', which the net does not have; its groups are 'input', 'hidden', 'output'; did you mean 'input'?")]
    [InlineData("--update sweeps", "--update must be sweep, case, sequence, sequence:N, window, or a whole number of cases, at least 1, but was 'sweeps'; did you mean 'sweep'?")]
    [InlineData("--update 0", "--update must be sweep, case, sequence, sequence:N, window, or a whole number of cases, at least 1, but was '0'.")]
    [InlineData("--update sequence:0", "--update must be sweep, case, sequence, sequence:N, window, or a whole number of cases, at least 1, but was 'sequence:0'; did you mean 'sequence'?")]
    [InlineData("--update sequence:3", "--update sequence:3 is for sequences through an iterative net, but this net is layered; --update case changes the weights after each case.")]
    [InlineData("--update sequence", "--update sequence is for sequences through an iterative net, but this net is layered; --update case changes the weights after each case.")]
    [InlineData("--until withn:0.2", "--until must be within:X, right, error:X, no-better:N or sweeps, but was 'withn:0.2'; did you mean 'within'?")]
    [InlineData("--until within", "--until within needs a number above 0, as within:0.2, but was 'within'.")]
    [InlineData("--until error:-1", "--until error needs a number above 0, as error:0.2, but was 'error:-1'.")]
    [InlineData("--until no-better:1.5", "--until no-better needs a whole number of sweeps, as no-better:100, but was 'no-better:1.5'.")]
    [InlineData("--until right:2", "--until right takes no number, but was 'right:2'.")]
    [InlineData("--until right,right", "--until has 'right' twice; give it once.")]
    [InlineData("--until right,sweeps", "--until sweeps means that nothing but the limit of sweeps ends the training; leave it or the other conditions out.")]
    [InlineData("--precision half", "--precision must be one of single, double, but was 'half'.")]
    [InlineData("--range -1", "--range must be from 0 to 1000000, but was -1.")]
    [InlineData("--net net.json", "--hidden describes layers, but --net gives a whole net; leave one out.")]
    [InlineData("--error outpt=squares", "--error names group 'outpt', which is not an output group of the net; those are 'output'; did you mean 'output'?")]
    public void A_value_that_cannot_be_is_refused_by_its_option(string words, string message)
    {
        using var here = new Workplace();
        var run = Run.Of(["train", Xor(here), "--output", here["m.safetensors"], "--hidden", "2", .. words.Split(' ')]);
        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.StartsWith($"backprop: {message}", run.Error.Split('\n').First(line => line.StartsWith("backprop", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Equal(["xor.cases"], here.Files);
    }

    [Fact]
    public void An_option_of_the_other_kind_of_data_is_refused_by_name()
    {
        using var here = new Workplace();
        var shared = new TrainOptions();
        foreach (var option in new TrainCommandLine(shared).Own)
        {
            string[] words = [option.Name, .. option.Name == TrainCommandLineTests.Within ? ["2s"] : TrainCommandLineTests.Deciding[option.Name]];
            Assert.Equal($"backprop: {option.Name} is for tables, but {Xor(here)} is a case file; leave it out.\n", Run.Of(["train", Xor(here), "--hidden", "2", .. words]).Error);
        }
        foreach (var option in new CaseCommandLine(shared).Own)
        {
            string[] words = [option.Name, .. (Deciding.GetValueOrDefault(option.Name) ?? Indifferent[option.Name]).Split(' ').SkipWhile(word => word != option.Name).Skip(1)];
            Assert.Equal($"backprop: {option.Name} is for case files, but {Workplace.Table("iris.csv")} is a table; leave it out.\n", Run.Of(["train", Workplace.Table("iris.csv"), "--target", "species", .. words]).Error);
        }
    }
}

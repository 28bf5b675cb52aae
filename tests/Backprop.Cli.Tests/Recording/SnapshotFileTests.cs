namespace Backprop.Cli.Tests;

public class SnapshotFileTests
{
    private const string Net = """{ "groups": [{ "name": "in", "size": 2, "role": "input" }, { "name": "hidden", "size": 2 }, { "name": "out", "size": 1, "role": "output" }], "projections": [{ "from": "in", "to": "hidden" }, { "from": "hidden", "to": "out" }] }""";
    private const string Xor = "0 0 -> 0\n0 1 -> 1\n1 0 -> 1\n1 1 -> 0\n";

    private static readonly Cases XorCases = Cases.From([[0, 0], [0, 1], [1, 0], [1, 1]], [[0], [1], [1], [0]]);

    private static Run Train(Workplace here, params string[] words) =>
        Run.Of(["train", here.Write("xor.cases", Xor), "--net", here.Write("net.json", Net), "--rate", "0.5", "--seed", "3", "--force", .. words]);

    private static Trainer<double> Trainer(Batch? batch = null) =>
        new(new Network<double>(Topology.FromJson(Net)).Randomize(3), XorCases, new GradientDescent { LearningRate = 0.5 }, options: new TrainerOptions { Batch = batch ?? Batch.All });

    private static RecordTable<double> Weights(Action? taken = null) => new(WeightRows.Head, network =>
    {
        taken?.Invoke();
        return WeightRows.Of(network, network.Topology);
    });

    private static int[] Sweeps(string path) => [.. File.ReadLines(path).Skip(1).Select(static line => int.Parse(line.Split(',')[0], System.Globalization.CultureInfo.InvariantCulture)).Distinct()];

    [Theory]
    [InlineData("sweep")]
    [InlineData("case")]
    public void Recording_changes_no_bit_of_the_model(string update)
    {
        using var here = new Workplace();
        var plain = Train(here, "--update", update, "-o", here["plain.safetensors"]);
        var recorded = Train(here, "--update", update, "-o", here["recorded.safetensors"], "--record", "states:hidden", "--every", "7", "--record-to", here["states.csv"]);

        Assert.Equal((ExitCode.Done, ExitCode.Done), (plain.ExitCode, recorded.ExitCode));
        Assert.Equal(File.ReadAllBytes(here["plain.safetensors"]), File.ReadAllBytes(here["recorded.safetensors"]));
        var sweeps = Sweeps(here["states.csv"]);
        var last = Model.Load(here["plain.safetensors"]).History!.Sweeps;
        Assert.Equal([.. Enumerable.Range(0, (last / 7) + 1).Select(static k => 7 * k), .. last % 7 == 0 ? Array.Empty<int>() : [last]], sweeps);
        Assert.Equal("sweep,name,hidden.1,hidden.2", File.ReadLines(here["states.csv"]).First());
        // The last snapshot is the model.
        var model = Run.Of("record", here["plain.safetensors"], here["xor.cases"], "--states", "hidden").Out;
        Assert.Equal(model.Split('\n')[1..^1].Select(line => $"{last},{line}"), File.ReadLines(here["states.csv"]).TakeLast(4));
    }

    [Fact]
    public void Weights_errors_and_similarities_are_recorded_too_and_the_command_is_told_again()
    {
        using var here = new Workplace();
        foreach (var (what, head) in new[] { ("weights", "sweep,weights,from,to,value"), ("errors", "sweep,name,weight,error,weighted error"), ("similarity:hidden", "sweep,first,second,correlation,distance") })
        {
            var run = Train(here, "--sweeps", "20", "-o", here["xor.safetensors"], "--record", what, "--every", "10");
            Assert.Equal(ExitCode.Done, run.ExitCode);
            Assert.Equal(head, File.ReadLines(here["xor.record.csv"]).First());
            Assert.Equal([0, 10, 20], Sweeps(here["xor.record.csv"]));
            Assert.Contains($"--record {what} --every 10", run.Out, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_training_that_goes_on_from_a_checkpoint_writes_the_same_file_as_one_that_was_not_interrupted()
    {
        using var here = new Workplace();
        var (whole, parts) = (new Snapshots(new(RecordKind.Weights), 5, here["whole.csv"]), new Snapshots(new(RecordKind.Weights), 5, here["parts.csv"]));
        using (var file = new SnapshotFile<double>(whole, Weights(), null))
            file.Train(Trainer(), StopWhen.Sweeps(23), null, CancellationToken.None);

        var trainer = Trainer();
        TrainingState<double> checkpoint;
        using (var canceled = new CancellationTokenSource())
        {
            var taken = 0;
            // Interrupted at sweep 15; the newest checkpoint is of sweep 10.
            using var file = new SnapshotFile<double>(parts, Weights(() => canceled.Token.WaitHandle.WaitOne(++taken == 4 ? Cancel(canceled) : 0)), null);
            Assert.Equal(StopWhen.Canceled, file.Train(trainer, StopWhen.Sweeps(23), null, canceled.Token).Stopped);
            Assert.Equal(15, trainer.History.Sweeps);
            var again = Trainer();
            again.Run(StopWhen.Sweeps(12));
            checkpoint = again.Capture();
        }
        Assert.Equal([0, 5, 10, 15], Sweeps(here["parts.csv"]));
        var resumed = Trainer();
        resumed.Restore(checkpoint);
        using (var file = new SnapshotFile<double>(parts, Weights(), SnapshotFile<double>.Earlier(Weights(), Trainer().Network) with { Sweeps = 12 }))
            file.Train(resumed, StopWhen.Sweeps(23), null, CancellationToken.None);

        Assert.Equal(File.ReadAllText(here["whole.csv"]), File.ReadAllText(here["parts.csv"]));
        Assert.Equal([0, 5, 10, 15, 20, 23], Sweeps(here["whole.csv"]));

        static int Cancel(CancellationTokenSource source)
        {
            source.Cancel();
            return 0;
        }
    }

    [Fact]
    public void An_interrupted_training_that_records_is_resumed_by_the_tool()
    {
        using var here = new Workplace();
        string[] words = ["train", here.Write("xor.cases", Xor), "--net", here.Write("net.json", Net), "--rate", "0.5", "--until", "sweeps", "--sweeps", "30", "--record", "states", "--every", "10"];
        Assert.Equal(ExitCode.Done, Run.Of([.. words, "-o", here["whole.safetensors"]]).ExitCode);
        using var canceled = new CancellationTokenSource();
        canceled.Cancel();
        Assert.Equal(ExitCode.Interrupted, Run.Of(canceled.Token, [.. words, "-o", here["xor.safetensors"]]).ExitCode);

        var resumed = Run.Of("resume", here["xor.checkpoint.safetensors"]);

        Assert.True(resumed.ExitCode == ExitCode.Done, resumed.Error);
        Assert.Equal(File.ReadAllText(here["whole.record.csv"]), File.ReadAllText(here["xor.record.csv"]));
        Assert.Equal(File.ReadAllBytes(here["whole.safetensors"]), File.ReadAllBytes(here["xor.safetensors"]));
    }

    /// <summary>A checkpoint of sweep 25 of a training that records the states each 10 sweeps, and its record, as an interruption leaves them.</summary>
    private static (string Checkpoint, string Record, string Whole) Interrupted(Workplace here)
    {
        string[] words = ["train", here.Write("xor.cases", Xor), "--net", here.Write("net.json", Net), "--rate", "0.5", "--until", "sweeps", "--sweeps", "30", "--precision", "double", "--seed", "3", "--record", "states", "--every", "10"];
        using var canceled = new CancellationTokenSource();
        canceled.Cancel();
        Assert.Equal(ExitCode.Interrupted, Run.Of(canceled.Token, [.. words, "-o", here["xor.safetensors"]]).ExitCode);
        var checkpoint = here["xor.checkpoint.safetensors"];
        var at0 = Model.Load(checkpoint);
        var job = CaseSettings.Read(at0, checkpoint).Job;
        var (cases, topology) = CaseSource.Load(job.Source, job.Topology);
        var trainer = job.Training.CreateTrainer<double>(topology, cases, job.Seed, job.Threads, new CheckpointOptions(new CheckpointFile(checkpoint)) { Settings = at0.Settings });
        trainer.Run(StopWhen.Sweeps(25));
        new CheckpointFile(checkpoint).Save(trainer);
        Assert.Equal(ExitCode.Done, Run.Of([.. words, "-o", here["whole.safetensors"]]).ExitCode);
        var whole = File.ReadAllText(here["whole.record.csv"]);
        File.WriteAllText(here["xor.record.csv"], whole[..whole.IndexOf("\n30,", StringComparison.Ordinal)] + "\n");
        return (checkpoint, here["xor.record.csv"], whole);
    }

    [Theory]
    [InlineData("missing", "the file is missing")]
    [InlineData("empty", "its first line is not 'sweep,name,in.1,in.2,hidden.1,hidden.2,out.1'")]
    [InlineData("head", "its first line is not 'sweep,name,in.1,in.2,hidden.1,hidden.2,out.1'")]
    [InlineData("cut", "the snapshot of sweep 20 is missing, incomplete or of another net")]
    [InlineData("row", "the snapshot of sweep 10 is missing, incomplete or of another net")]
    [InlineData("seed", "the snapshot of sweep 0 is of another net, other cases or another seed")]
    public void A_record_that_is_not_the_one_that_the_training_left_is_refused_and_stays_as_it_is(string damage, string message)
    {
        using var here = new Workplace();
        var (checkpoint, record, whole) = Interrupted(here);
        var left = File.ReadAllText(record);
        var damaged = damage switch
        {
            "empty" => "",
            "head" => left.Replace("hidden.1", "code.1", StringComparison.Ordinal),
            "cut" => left[..^20],
            "row" => string.Join('\n', left.Split('\n').Where(static line => !line.StartsWith("10,3,", StringComparison.Ordinal))),
            "seed" => left.Replace("\n0,3,1,0,0.", "\n0,3,1,0,0.9", StringComparison.Ordinal),
            _ => null,
        };
        Assert.NotEqual(left, damaged);
        if (damaged is null) File.Delete(record);
        else File.WriteAllText(record, damaged);

        var refused = Run.Of("resume", checkpoint);

        Assert.Equal(ExitCode.BadInput, refused.ExitCode);
        Assert.Contains($"{record}: {message}, so the record cannot go on; restore the file as the interrupted training left it, or use --force to begin the record anew at sweep 25", refused.Error, StringComparison.Ordinal);
        Assert.Equal(damaged, File.Exists(record) ? File.ReadAllText(record) : null);
        Assert.False(File.Exists(here["xor.safetensors"]));

        File.WriteAllText(record, left);
        Assert.Equal(ExitCode.Done, Run.Of("resume", checkpoint).ExitCode);
        Assert.Equal(whole, File.ReadAllText(record));
        Assert.Equal(File.ReadAllBytes(here["whole.safetensors"]), File.ReadAllBytes(here["xor.safetensors"]));
    }

    [Fact]
    public void Force_begins_a_lost_record_anew_at_the_checkpoint()
    {
        using var here = new Workplace();
        var (checkpoint, record, whole) = Interrupted(here);
        File.Delete(record);

        Assert.Equal(ExitCode.Done, Run.Of("resume", checkpoint, "--force").ExitCode);

        Assert.Equal([30], Sweeps(record));
        Assert.Equal(whole.Split('\n').Where(static line => line.StartsWith("30,", StringComparison.Ordinal) || line.StartsWith("sweep", StringComparison.Ordinal)), File.ReadLines(record));
    }

    [Theory]
    [InlineData("group 'hidden' is recorded twice; name it once.", "--record", "states:hidden,hidden")]
    [InlineData("--every needs --record, which says what is recorded, as --record states:hidden.", "--every", "5")]
    [InlineData("--record must be states, states:hidden,output, weights, errors or similarity:hidden, but was 'state'; did you mean 'states'?", "--record", "state")]
    [InlineData("--record similarity needs the group whose codes are compared, as similarity:hidden, but was 'similarity'.", "--record", "similarity")]
    [InlineData("--record weights takes no groups, but was 'weights:hidden'.", "--record", "weights:hidden")]
    [InlineData("the net has no group 'hiden'; its groups are 'in', 'hidden', 'out'; did you mean 'hidden'?", "--record", "states:hiden")]
    public void What_cannot_be_recorded_is_refused_before_the_training(string message, params string[] words)
    {
        using var here = new Workplace();
        var run = Train(here, [.. words, "-o", here["xor.safetensors"]]);
        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(here["xor.safetensors"]));
    }

    [Fact]
    public void A_training_on_a_table_records_nothing()
    {
        using var here = new Workplace();
        var run = Run.Of("train", Workplace.Table("iris.csv"), "--target", "species", "--record", "weights");
        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Contains("--record is for case files", run.Error, StringComparison.Ordinal);
    }
}

using System.Collections.Concurrent;
using System.CommandLine;
using Backprop.Experiments;

namespace Backprop.Cli.Tests;

/// <summary>A study whose nets several ranks train, here in threads that pass messages as processes do.</summary>
public class StudyTrainingTests
{
    private static string[] Words(Workplace here, params string[] more) =>
        [CaseCommandLineTests.Xor(here), "--rate", "0.5", "--sweeps", "700", "--seeds", "20", "--vary", "hidden=0,2", "--vary", "momentum=0.5,0.9", "--threads", "1", "--json", .. more];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Any_number_of_ranks_gives_the_bytes_of_one_process(int ranks)
    {
        using var here = new Workplace();
        var alone = Run.Of(["study", .. Words(here, "--runs", here["alone.csv"], "--output", here["alone.safetensors"])]);
        var together = Together(ranks, Words(here, "--runs", here["ranks.csv"], "--output", here["ranks.safetensors"]));

        Assert.Equal(Enumerable.Repeat(ExitCode.Done, ranks), together.Select(static run => run.ExitCode));
        Assert.Equal(alone.Out.Replace("alone.", "ranks.", StringComparison.Ordinal), together[0].Out);
        Assert.Equal(File.ReadAllText(here["alone.csv"]), File.ReadAllText(here["ranks.csv"]));
        Assert.Equal(File.ReadAllBytes(here["alone.safetensors"]), File.ReadAllBytes(here["ranks.safetensors"]));
        Assert.All(together.Skip(1), static run => Assert.Equal(("", ""), (run.Out, run.Error)));
    }

    [Fact]
    public void An_interrupted_study_keeps_what_all_ranks_have_done_and_goes_on_with_another_number_of_ranks()
    {
        using var here = new Workplace();
        var alone = Run.Of(["study", .. Words(here, "--runs", here["alone.csv"])]);
        var total = File.ReadAllLines(here["alone.csv"]).Length - 1;
        var kept = 0;
        for (var round = 0; round < 3; round++)
        {
            using var interruption = new CancellationTokenSource();
            var interrupted = Together(3, Words(here, "--runs", here["part.csv"]), interruption.Cancel, interruption.Token);
            // The first result of another rank comes in time, unless rank 0 has trained all that was left.
            Assert.Contains(interrupted[0].ExitCode, new[] { ExitCode.Interrupted, ExitCode.Done });
            var lines = File.Exists(here["part.csv"]) ? File.ReadAllLines(here["part.csv"]) : [""];
            Assert.InRange(lines.Length - 1, kept, total);
            kept = lines.Length - 1;
            Assert.Equal(lines.Length, lines.Distinct(StringComparer.Ordinal).Count());
        }
        Assert.True(kept > 0, "nothing was kept");
        var rest = Together(2, Words(here, "--runs", here["part.csv"]));
        Assert.Equal(alone.Out.Replace("alone.", "part.", StringComparison.Ordinal), rest[0].Out);
        Assert.Equal(File.ReadAllText(here["alone.csv"]), File.ReadAllText(here["part.csv"]));
    }

    [Fact]
    public async Task A_runs_file_that_cannot_be_written_ends_rank_0_with_its_message()
    {
        using var here = new Workplace();
        var messages = Boxes(2, null);
        using var end = new CancellationTokenSource();
        var words = Words(here, "--runs", here["runs.csv"]);
        var second = Task.Factory.StartNew(() => Session(words, messages[1], end.Token), end.Token, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        // A folder takes its name while the nets are trained.
        var first = Assert.ThrowsAny<Exception>(() => Session(words, new FailingMessages(messages[0], () => Directory.CreateDirectory(here["runs.csv"])), CancellationToken.None));
        Assert.True(first is IOException or UnauthorizedAccessException or BackpropException, first.ToString());
        await end.CancelAsync();
        Assert.Equal(ExitCode.Interrupted, (await second).ExitCode);
    }

    /// <summary>Rank 0 hears it while it looks for messages; the signal that it then gives itself ends its own nets.</summary>
    [Fact]
    public async Task A_rank_that_fails_ends_a_study_as_a_signal_does()
    {
        using var here = new Workplace();
        var messages = Boxes(2, null);
        using var end = new CancellationTokenSource();
        using var failed = new CancellationTokenSource();
        var words = Words(here, "--runs", here["runs.csv"]);
        var second = Task.Factory.StartNew(() => Session(words, messages[1], end.Token), end.Token, TaskCreationOptions.LongRunning, TaskScheduler.Default);

        var first = Session(words, new FailingMessages(messages[0], Fail), failed.Token);

        Assert.Equal(ExitCode.Interrupted, first.ExitCode);
        Assert.Contains("keeps them: the same command goes on", first.Error, StringComparison.Ordinal);
        await end.CancelAsync();
        Assert.Equal(ExitCode.Interrupted, (await second).ExitCode);

        void Fail()
        {
            failed.Cancel();
            throw new RankFailedException(ExitCode.BadInput, "rank 1 of 2: gone");
        }
    }

    [Fact]
    public void Results_and_nets_are_the_same_after_a_message()
    {
        var results = new StudyResults(
            [new(new(1, ulong.MaxValue), 7, true, "all within 0.2", 0.125), new(new(0, 3), 700, false, null, null)],
            [(new(2, 5), new(1, 0, 2, 3))],
            Kind: 4);
        var back = StudyResults.Of(results.ToBytes());
        Assert.Equal(results.Runs, back.Runs);
        Assert.Equal(results.Causes, back.Causes);
        Assert.Equal(4, back.Kind);
        Assert.Null(StudyResults.Of(new StudyResults([], []).ToBytes()).Kind);
        StudyNet[] some = [new(3, ulong.MaxValue - 1), new(3, ulong.MaxValue), new(4, 0), new(4, 2), new(4, 3), new(4, 3)];
        var nets = StudyNets.Of(new StudyNets(StudyPhase.Causes, some).ToBytes());
        Assert.Equal(StudyPhase.Causes, nets.Phase);
        Assert.Equal(some, nets.Nets);
        Assert.Empty(StudyNets.Of(new StudyNets(StudyPhase.Done, []).ToBytes()).Nets);
    }

    [Fact]
    public void Nets_of_neighboring_seeds_take_a_short_message()
    {
        StudyNet[] some = [.. Enumerable.Range(0, 1024).Select(static k => new StudyNet(1, (ulong)k + 5))];
        Assert.InRange(new StudyNets(StudyPhase.Runs, some).ToBytes().Length, 1, 32);
    }

    private static Run[] Together(int ranks, string[] words, Action? onResult = null, CancellationToken interrupted = default)
    {
        var messages = Boxes(ranks, onResult);
        var others = Enumerable.Range(1, ranks - 1).Select(rank => Task.Factory.StartNew(() => Session(words, messages[rank], interrupted), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)).ToArray();
        var first = Session(words, messages[0], interrupted);
        return [first, .. others.Select(static other => other.GetAwaiter().GetResult())];
    }

    private static Run Session(string[] words, IStudyMessages messages, CancellationToken interrupted)
    {
        var line = new StudyCommandLine();
        var command = new Command("study");
        line.AddTo(command);
        var parse = new RootCommand { command }.Parse(["study", .. words]);
        Assert.Empty(parse.Errors);
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var code = new StudySession(line.Read(parse), new Terminal(output, error, interrupted), messages).Run();
        return new Run(code, output.ToString(), error.ToString());
    }

    private static BoxedMessages[] Boxes(int ranks, Action? onResult)
    {
        var boxes = Enumerable.Range(0, ranks).Select(static _ => new ConcurrentQueue<(int, StudyMessage, byte[])>()).ToArray();
        return [.. Enumerable.Range(0, ranks).Select(rank => new BoxedMessages(rank, boxes, onResult))];
    }

    private sealed class BoxedMessages(int rank, ConcurrentQueue<(int From, StudyMessage What, byte[] Content)>[] boxes, Action? onResult) : IStudyMessages
    {
        public int Rank => rank;

        public int Count => boxes.Length;

        public void Send(int to, StudyMessage what, byte[] content)
        {
            if (to == 0)
            {
                for (var run = 0; run < StudyResults.Of(content).Runs.Count; run++)
                    onResult?.Invoke();
            }
            boxes[to].Enqueue((rank, what, content));
        }

        public (int From, StudyMessage What, byte[] Content)? TryReceive() => boxes[rank].TryDequeue(out var message) ? message : null;
    }

    /// <summary>Does something before the first message is received.</summary>
    private sealed class FailingMessages(IStudyMessages messages, Action before) : IStudyMessages
    {
        private int isDone;

        public int Rank => messages.Rank;

        public int Count => messages.Count;

        public void Send(int to, StudyMessage what, byte[] content) => messages.Send(to, what, content);

        public (int From, StudyMessage What, byte[] Content)? TryReceive()
        {
            var message = messages.TryReceive();
            if (message is not null && Interlocked.Exchange(ref isDone, 1) == 0)
                before();
            return message;
        }
    }
}

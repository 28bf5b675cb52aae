using System.Text;
using Backprop.Tests;

namespace Backprop.Cli.Tests;

/// <summary>One message, whichever rank fails and however late the others are.</summary>
public sealed class RankEndingTests
{
    [Fact]
    public void A_rank_that_fails_leaves_it_to_rank_0_for_a_minute()
    {
        var rank = new OneOfTwo(1);
        // Rank 0 is late, and then ends all.
        rank.Pausing = () => rank.EndAfter(TimeSpan.FromSeconds(59));

        Assert.Throws<EndedException>(() => rank.Ending.End(ExitCode.BadInput, " a note\nbackprop: x.cases: there is no such file\n"));

        Assert.Equal((0, RankMessage.Failed, "2 x.cases: there is no such file"), Assert.Single(rank.Sent));
        Assert.Equal("", rank.Said);
    }

    [Fact]
    public void A_rank_that_fails_speaks_itself_where_rank_0_does_not_answer()
    {
        var rank = new OneOfTwo(1);

        Assert.Equal((ExitCode.Usage, false), rank.Ending.End(ExitCode.Usage, "backprop: no\n"));

        Assert.Equal("backprop: rank 1 of 2: no\n", rank.Said);
        Assert.Equal(ExitCode.Usage, rank.Aborted);
    }

    [Fact]
    public void Rank_0_ends_as_after_a_signal_when_it_hears_of_a_failure_and_says_it_once()
    {
        var first = new OneOfTwo(0);
        first.Ending.Listen();
        first.Come(RankMessage.Failed, "2 x.cases: there is no such file");

        Assert.Equal("rank 1 of 2: x.cases: there is no such file", Assert.Throws<RankFailedException>(first.Ending.Listen).Message);
        Assert.True(first.Failed.IsCancellationRequested);
        Assert.Throws<RankFailedException>(first.Ending.Listen);
        Assert.Equal((ExitCode.BadInput, false), first.Ending.End(ExitCode.Interrupted));

        Assert.Equal("backprop: rank 1 of 2: x.cases: there is no such file\n", first.Said);
        Assert.Equal(ExitCode.BadInput, first.Aborted);
    }

    [Fact]
    public void Rank_0_that_fails_too_says_its_own_alone()
    {
        var first = new OneOfTwo(0);
        first.Come(RankMessage.Failed, "1 --folds is for one process");

        // The command has said why.
        Assert.Equal((ExitCode.Usage, false), first.Ending.End(ExitCode.Usage));

        Assert.Equal("", first.Said);
        Assert.Equal(ExitCode.Usage, first.Aborted);
    }

    [Fact]
    public void A_failure_after_rank_0_has_done_its_part_is_said()
    {
        var first = new OneOfTwo(0);
        first.Pausing = () =>
        {
            if (first.Time.GetTimestamp() > TimeSpan.TicksPerHour)
                first.Come(RankMessage.Failed, "70 unexpected");
        };

        Assert.Equal((ExitCode.Defect, false), first.Ending.End(ExitCode.Done));

        Assert.Equal("backprop: rank 1 of 2: unexpected\n", first.Said);
    }

    [Fact]
    public void All_end_when_all_have_done_their_part()
    {
        var (first, second) = (new OneOfTwo(0), new OneOfTwo(1));
        first.Come(RankMessage.Done, "");
        second.Pausing = () => second.Come(RankMessage.AllDone, "");

        Assert.Equal((ExitCode.Done, true), first.Ending.End(ExitCode.Done));
        Assert.Equal((ExitCode.Done, true), second.Ending.End(ExitCode.Done));

        Assert.Equal([(1, RankMessage.AllDone, "")], first.Sent);
        Assert.Equal([(0, RankMessage.Done, "")], second.Sent);
        Assert.Equal("", first.Said + second.Said);
    }

    [Fact]
    public void A_signal_ends_each_by_itself_and_rank_0_first()
    {
        var (first, second) = (new OneOfTwo(0), new OneOfTwo(1));

        Assert.Equal((ExitCode.Interrupted, false), first.Ending.End(ExitCode.Interrupted));
        Assert.Equal((ExitCode.Interrupted, false), second.Ending.End(ExitCode.Interrupted));
        Assert.Equal(0, first.Time.GetTimestamp());
        Assert.True(second.Time.GetTimestamp() >= RankEnding.Politeness.Ticks);

        first.Signal.Cancel();
        second.Signal.Cancel();
        Assert.Equal((ExitCode.Done, false), first.Ending.End(ExitCode.Done));
        Assert.Equal((ExitCode.Done, false), second.Ending.End(ExitCode.Done));
        Assert.Equal("", first.Said + second.Said);
        Assert.Null(first.Aborted);
    }

    private sealed class EndedException : Exception;

    /// <summary>One of two ranks, whose pauses take the time of a clock by hand.</summary>
    private sealed class OneOfTwo : IRankMessages
    {
        private readonly StringBuilder said = new();
        private readonly List<(RankMessage What, byte[] Content)> come = [];

        public OneOfTwo(int rank)
        {
            Rank = rank;
            Ending = new RankEnding(this, new StringWriter(said) { NewLine = "\n" }, Failed, Time, Pause, Signal.Token);
        }

        public RankEnding Ending { get; }

        public ManualTime Time { get; } = new();

        public CancellationTokenSource Failed { get; } = new();

        public CancellationTokenSource Signal { get; } = new();

        public Action? Pausing { get; set; }

        public List<(int To, RankMessage What, string Content)> Sent { get; } = [];

        public int? Aborted { get; private set; }

        public string Said => said.ToString();

        public int Rank { get; }

        public int Count => 2;

        public void Come(RankMessage what, string content) => come.Add((what, Encoding.UTF8.GetBytes(content)));

        public void EndAfter(TimeSpan time)
        {
            if (Time.GetTimestamp() >= time.Ticks)
                throw new EndedException();
        }

        public void Send(int to, RankMessage what, byte[] content) => Sent.Add((to, what, Encoding.UTF8.GetString(content)));

        public (int From, byte[] Content)? TryReceive(int? from, RankMessage what)
        {
            var index = come.FindIndex(message => message.What == what);
            if (index < 0)
                return null;
            var content = come[index].Content;
            come.RemoveAt(index);
            return (1 - Rank, content);
        }

        public void Abort(int code) => Aborted = code;

        private void Pause(TimeSpan pause)
        {
            Time.Advance(pause);
            Pausing?.Invoke();
        }
    }
}

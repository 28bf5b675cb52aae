using System.Runtime.ExceptionServices;
using Backprop.Experiments;

namespace Backprop.Cli;

/// <summary>
/// Rank 0 of a study: hands out nets to all ranks when they ask, itself among them, and takes their results as they come.
/// A thread of its own answers the other ranks, so that none waits for a net that rank 0 trains. The kinds of nets whose sweeps are longest go first, and the fewer nets are left the fewer a rank gets at a time.
/// </summary>
internal sealed class StudyDesk : INetSource, IDisposable
{
    /// <summary>The most nets that a rank gets at a time: small nets take microseconds, and the way to rank 0 and back a millisecond or more.</summary>
    private const int MostAtATime = 1024;

    /// <summary>The most stretches of neighboring seeds that a rank gets at a time, so that the message is one that nobody waits for.</summary>
    private const int MostStretches = 64;

    private readonly object access = new();
    private readonly IStudyMessages messages;
    private readonly Func<StudyNet, int> kindOf;
    private readonly Func<int, double> costOf;
    private readonly Action<StudyRun> ran;
    private readonly Action<StudyNet, CauseCounts> found;
    private readonly Thread thread;
    private readonly List<(int Rank, int? Kind)> waiting = [];
    private readonly HashSet<int> gone = [];
    private List<Queue<StudyNet>> left = [];
    private StudyPhase phase;
    private int handedOut;
    private bool isOpen;
    private bool isClosed;
    private ExceptionDispatchInfo? failure;

    /// <param name="messages">The other ranks.</param>
    /// <param name="kindOf">The kind of a net; nets of one kind are trained side by side.</param>
    /// <param name="costOf">How much work a sweep of a net of a kind is, in any unit.</param>
    /// <param name="ran">Receives each run, one call at a time, from any thread.</param>
    /// <param name="found">Receives what stops each net, one call at a time, from any thread; nothing where a number is no longer finite.</param>
    public StudyDesk(IStudyMessages messages, Func<StudyNet, int> kindOf, Func<int, double> costOf, Action<StudyRun> ran, Action<StudyNet, CauseCounts> found)
    {
        (this.messages, this.kindOf, this.costOf, this.ran, this.found) = (messages, kindOf, costOf, ran, found);
        thread = new Thread(Serve) { IsBackground = true, Name = "Backprop study desk" };
        thread.Start();
    }

    /// <summary>Begins a phase.</summary>
    /// <param name="what">What is to be done.</param>
    /// <param name="nets">With which nets.</param>
    public void Open(StudyPhase what, IEnumerable<StudyNet> nets)
    {
        lock (access)
        {
            left = [.. nets.GroupBy(kindOf).OrderByDescending(kind => costOf(kind.Key)).Select(static kind => new Queue<StudyNet>(kind))];
            (phase, isOpen) = (what, true);
        }
    }

    /// <inheritdoc/>
    public StudyNet? Next(int? kind)
    {
        lock (access)
            return failure is null && Take(kind, 1) is [var net] ? net : null;
    }

    /// <summary>Takes a run of rank 0 itself.</summary>
    public void Add(StudyRun run) => Add(new StudyResults([run], []));

    /// <summary>Takes what rank 0 itself has found.</summary>
    public void Add(StudyNet net, CauseCounts cause) => Add(new StudyResults([], [(net, cause)]));

    /// <summary>Waits until all nets of the phase have their results.</summary>
    /// <exception cref="OperationCanceledException">The study is canceled.</exception>
    public void Finish(CancellationToken cancellationToken)
    {
        lock (access)
        {
            while (failure is null && (handedOut > 0 || left.Exists(static kind => kind.Count > 0)))
            {
                cancellationToken.ThrowIfCancellationRequested();
                // A rank that is interrupted says so, and the launcher interrupts all of them.
                Monitor.Wait(access, TimeSpan.FromMilliseconds(20));
            }
        }
        failure?.Throw();
    }

    /// <summary>Ends the study in all ranks, which have nothing left to do.</summary>
    public void Close()
    {
        Open(StudyPhase.Done, []);
        lock (access)
        {
            while (failure is null && gone.Count < messages.Count - 1)
                Monitor.Wait(access);
            isClosed = true;
        }
        thread.Join();
        failure?.Throw();
    }

    /// <summary>After an interruption: takes the results that are still on their way, until every rank has sent its last ones or the time is over.</summary>
    public void TakeLast(TimeSpan time)
    {
        var end = Environment.TickCount64 + (long)time.TotalMilliseconds;
        lock (access)
        {
            isOpen = false;
            while (gone.Count < messages.Count - 1 && failure is null && end - Environment.TickCount64 is > 0 and var rest)
                Monitor.Wait(access, TimeSpan.FromMilliseconds(rest));
        }
    }

    /// <summary>Answers no rank any longer.</summary>
    public void Dispose()
    {
        lock (access)
            isClosed = true;
        thread.Join();
    }

    /// <summary>Does something while no result comes in.</summary>
    public void Alone(Action action)
    {
        lock (access)
            action();
    }

    private void Serve()
    {
        var answers = new List<(int Rank, StudyNets Nets)>();
        try
        {
            while (true)
            {
                var message = messages.TryReceive();
                lock (access)
                {
                    if (isClosed && message is null)
                        return;
                    if (message is { } come)
                        Take(come.From, come.What, StudyResults.Of(come.Content));
                    Answer(answers);
                }
                foreach (var (rank, nets) in answers)
                    messages.Send(rank, StudyMessage.Nets, nets.ToBytes());
                answers.Clear();
                if (message is null)
                    Thread.Sleep(1);
            }
        }
        catch (Exception exception)
        {
            lock (access)
            {
                failure ??= ExceptionDispatchInfo.Capture(exception);
                Monitor.PulseAll(access);
            }
        }
    }

    private void Take(int from, StudyMessage what, StudyResults results)
    {
        Add(results);
        if (what == StudyMessage.Ask)
            waiting.Add((from, results.Kind));
        if (what == StudyMessage.Last && gone.Add(from))
            Monitor.PulseAll(access);
    }

    private void Add(StudyResults results)
    {
        lock (access)
        {
            foreach (var run in results.Runs)
                ran(run);
            foreach (var (net, cause) in results.Causes)
                found(net, cause);
            handedOut -= results.Runs.Count + results.Causes.Count;
            if (handedOut == 0)
                Monitor.PulseAll(access);
        }
    }

    /// <summary>The answers to those that wait and can be answered: at once who asks for a kind, and who asks for any when there are some, or none for good.</summary>
    private void Answer(List<(int Rank, StudyNets Nets)> answers)
    {
        for (var k = 0; k < waiting.Count && isOpen; k++)
        {
            var (rank, kind) = waiting[k];
            var nets = Take(kind, Math.Clamp(left.Sum(static queue => queue.Count) / (4 * messages.Count), 1, MostAtATime));
            if (nets.Count == 0 && kind is null && phase != StudyPhase.Done)
                continue;
            waiting.RemoveAt(k--);
            answers.Add((rank, new StudyNets(phase, nets)));
            if (nets.Count == 0 && kind is null && gone.Add(rank))
                Monitor.PulseAll(access);
        }
    }

    private List<StudyNet> Take(int? kind, int most)
    {
        var queue = left.Find(queue => queue.TryPeek(out var first) && (kind is null || kindOf(first) == kind));
        if (queue is null)
            return [];
        var nets = new List<StudyNet>();
        for (var stretches = 0; nets.Count < most && queue.TryPeek(out var net) && (stretches += StudyNets.Follow(nets, net) ? 0 : 1) <= MostStretches;)
            nets.Add(queue.Dequeue());
        handedOut += nets.Count;
        return nets;
    }
}

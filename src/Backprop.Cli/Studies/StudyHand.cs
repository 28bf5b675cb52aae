using Backprop.Experiments;

namespace Backprop.Cli;

/// <summary>
/// A rank of a study other than rank 0: asks for nets when one of its lanes or threads is free, and sends results soon after they are there. Where it gets many at a time it asks for the
/// next ones before it has used the last, so that small nets need not wait for messages.
/// </summary>
internal sealed class StudyHand(IStudyMessages messages, CancellationToken interrupted) : INetSource
{
    private const int MostTogether = 64;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly Lock access = new();
    private readonly Queue<StudyNet> nets = [];
    private readonly List<StudyRun> runs = [];
    private readonly List<(StudyNet, CauseCounts)> causes = [];
    private long sent;
    private int given;
    private bool isAsking;
    private int? usedUp;

    /// <summary>What is to be done with the next nets.</summary>
    public StudyPhase Phase { get; private set; }

    /// <summary>Asks for the first nets, which tell the phase.</summary>
    public void Begin() => Ask(kind: null);

    /// <inheritdoc/>
    public StudyNet? Next(int? kind)
    {
        lock (access)
        {
            var current = Phase;
            if (nets.Count == 0 && current != StudyPhase.Done && (kind is null || kind != usedUp))
                Ask(kind);
            // Nets of the next phase wait until this one has ended here.
            if (Phase != current || !nets.TryDequeue(out var net))
                return null;
            if (kind is not null && kind != usedUp && !isAsking && nets.Count < given / 4)
                BeginAsking(kind);
            return net;
        }
    }

    /// <summary>Takes a run.</summary>
    public void Add(StudyRun run)
    {
        lock (access)
        {
            runs.Add(run);
            SendSoon();
        }
    }

    /// <summary>Takes what stops a net.</summary>
    public void Add(StudyNet net, CauseCounts cause)
    {
        lock (access)
        {
            causes.Add((net, cause));
            SendSoon();
        }
    }

    /// <summary>Sends the last results of an interrupted rank.</summary>
    public void SendLast()
    {
        lock (access)
            Send(StudyMessage.Last, kind: null);
    }

    private void SendSoon()
    {
        if (runs.Count + causes.Count >= MostTogether || Environment.TickCount64 - sent >= Pause.TotalMilliseconds)
            Send(StudyMessage.Results, kind: null);
    }

    private void Send(StudyMessage what, int? kind)
    {
        messages.Send(0, what, new StudyResults([.. runs], [.. causes], kind).ToBytes());
        runs.Clear();
        causes.Clear();
        sent = Environment.TickCount64;
    }

    private void BeginAsking(int? kind)
    {
        Send(StudyMessage.Ask, kind);
        isAsking = true;
    }

    /// <summary>Asks, if it has not, and waits for the answer; an interruption leaves it unheard.</summary>
    private void Ask(int? kind)
    {
        if (!isAsking)
            BeginAsking(kind);
        while (!interrupted.IsCancellationRequested)
        {
            if (messages.TryReceive() is not { } answer)
            {
                Thread.Sleep(kind is null ? 1 : 0);
                continue;
            }
            isAsking = false;
            var next = StudyNets.Of(answer.Content);
            given = next.Nets.Count;
            // An empty answer to who asked for a kind says nothing of what comes next.
            usedUp = given > 0 ? null : kind;
            if (kind is null || given > 0)
                Phase = next.Phase;
            foreach (var net in next.Nets)
                nets.Enqueue(net);
            return;
        }
    }
}

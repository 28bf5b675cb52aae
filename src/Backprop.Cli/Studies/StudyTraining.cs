using System.Numerics;
using Backprop.Experiments;

namespace Backprop.Cli;

/// <summary>Carries out the work of a study: in one process, or as one of the ranks that share it.</summary>
/// <param name="study">The study.</param>
/// <param name="interrupted">A signal to stop.</param>
internal sealed class StudyTraining<T>(Study<T> study, CancellationToken interrupted)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>How long rank 0 waits for the last results of the others: a launcher kills all one second after its signal.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(400);

    /// <summary>Works for rank 0 until it says that nothing is left.</summary>
    /// <param name="messages">The ranks.</param>
    /// <exception cref="OperationCanceledException">The study is canceled; what was done has been sent.</exception>
    public void WorkFor(IStudyMessages messages)
    {
        var hand = new StudyHand(messages, interrupted);
        try
        {
            hand.Begin();
            while (hand.Phase != StudyPhase.Done && !interrupted.IsCancellationRequested)
            {
                if (hand.Phase == StudyPhase.Runs)
                    study.Run(hand, hand.Add, interrupted);
                else
                    study.FindCauses(hand, (net, stop) => hand.Add(net, Counts(stop)), interrupted);
            }
            interrupted.ThrowIfCancellationRequested();
        }
        catch (OperationCanceledException)
        {
            hand.SendLast();
            throw;
        }
    }

    /// <summary>Trains nets with all ranks, and finds what stops those that have not learned.</summary>
    /// <param name="messages">The ranks, of which this is rank 0.</param>
    /// <param name="nets">The nets.</param>
    /// <param name="ran">Receives each run, in any order, one call at a time.</param>
    /// <param name="save">Keeps what was received; called at once after an interruption, and once more after the last results.</param>
    /// <param name="suspects">When all have run: the nets of which the cause is sought.</param>
    /// <param name="found">Receives what stops each of them, in any order, one call at a time.</param>
    /// <exception cref="OperationCanceledException">The study is canceled; what was done is saved.</exception>
    public void Lead(IStudyMessages messages, IEnumerable<StudyNet> nets, Action<StudyRun> ran, Action save, Func<IEnumerable<StudyNet>> suspects, Action<StudyNet, CauseCounts> found)
    {
        using var desk = new StudyDesk(messages, net => study.KindOf(net.Point), Cost, ran, found);
        // A net of rank 0 itself may take longer than the second that a launcher leaves.
        using var saving = interrupted.Register(() => SaveAtOnce(desk, save));
        try
        {
            desk.Open(StudyPhase.Runs, nets);
            study.Run(desk, desk.Add, interrupted);
            desk.Finish(interrupted);
            desk.Open(StudyPhase.Causes, suspects());
            study.FindCauses(desk, (net, stop) => desk.Add(net, Counts(stop)), interrupted);
            desk.Finish(interrupted);
        }
        catch (OperationCanceledException)
        {
            desk.TakeLast(Grace);
            desk.Alone(save);
            throw;
        }
        desk.Close();
    }

    private static void SaveAtOnce(StudyDesk desk, Action save)
    {
        try
        {
            desk.Alone(save);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The save after the last results meets the same, where it is reported.
        }
    }

    private static CauseCounts Counts(Stop? stop) => stop is null ? default : default(CauseCounts).With(stop);

    /// <summary>Multiply-adds of the nets of a kind: of equal sweeps the longest.</summary>
    private double Cost(int kind)
    {
        var topology = study.Points[Enumerable.Range(0, study.Points.Count).First(point => study.KindOf(point) == kind)].Topology;
        return topology.Projections.Sum(static projection => (double)projection.To.Size * (projection.Weights.IsOneToOne ? 1 : projection.From.Size));
    }
}

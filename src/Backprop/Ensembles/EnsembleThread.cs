namespace Backprop;

/// <summary>One thread of an ensemble's run: a bundle whose lanes take net after net.</summary>
internal sealed class EnsembleThread<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly EnsembleRunner<T> runner;
    private readonly NetBundle<T> bundle;
    private readonly EnsembleLane?[] lanes = new EnsembleLane?[NetBundle<T>.Count];
    private readonly List<int> still = [];
    private StopNeeds needs;
    private long pass;
    private long nextCheck;
    private int busy;

    internal EnsembleThread(EnsembleRunner<T> runner, EnsemblePlan<T> plan)
    {
        this.runner = runner;
        bundle = new NetBundle<T>(plan, runner.Ensemble.ErrorMeasure);
    }

    /// <summary>Trains nets until there are no more.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void Run()
    {
        for (var lane = 0; lane < lanes.Length; lane++)
            Fill(lane, began: 0);
        Plan();
        while (busy > 0 && !runner.Queue.IsEnded)
        {
            bundle.Derive(needs);
            if (pass >= nextCheck || bundle.IsWithinBounds())
                Check();
            bundle.Change();
            pass++;
            if (still.Count > 0)
                MoveAgain();
        }
    }

    /// <summary>Puts the next net into a lane; its first pass has the number <paramref name="began"/>.</summary>
    private void Fill(int lane, long began)
    {
        busy -= lanes[lane] is null ? 0 : 1;
        lanes[lane] = null;
        while (runner.Queue.TryTake(out var net, out var index))
        {
            if ((net.Rule ?? runner.Ensemble.Rule) is not GradientDescent { IsPlain: true } rule)
            {
                runner.TrainAlone(net, index, [runner.Stop]);
                continue;
            }
            lanes[lane] = new EnsembleLane(net, index, rule, runner.Stop, runner.Ensemble.Options.TimeProvider) { Began = began };
            busy++;
            bundle.Load(lane, runner.Start(net));
            bundle.SetDecay(lane, rule);
            bundle.SetPhase(lane, lanes[lane]!.PhaseAfter(0));
            bundle.SetBounds(lane, runner.Stop.Bounds);
            if (began > pass)
                Hold(lane);
            else
                bundle.SetChanging(lane, true);
            return;
        }
        bundle.Clear(lane);
        bundle.SetBounds(lane, StopBounds.Never);
        bundle.SetChanging(lane, false);
    }

    /// <summary>Leaves a net as it is in this pass.</summary>
    private void Hold(int lane)
    {
        bundle.SetChanging(lane, false);
        still.Add(lane);
    }

    private void MoveAgain()
    {
        foreach (var lane in still)
            bundle.SetChanging(lane, lanes[lane] is not null);
        still.Clear();
    }

    /// <summary>Decides what the next passes compute, and when the lanes are looked at.</summary>
    private void Plan()
    {
        (needs, nextCheck) = (StopNeeds.None, long.MaxValue);
        foreach (var lane in lanes)
        {
            if (lane is null)
                continue;
            needs |= lane.Stop.Needs;
            nextCheck = Math.Min(nextCheck, lane.NextCheck);
        }
    }

    /// <summary>Looks at each net, after <see cref="NetBundle{T}.Derive"/>: those that have met their rule stop or go on to another, and other nets take their place.</summary>
    private void Check()
    {
        for (var lane = 0; lane < lanes.Length; lane++)
        {
            if (lanes[lane] is { } net)
                Check(lane, net);
        }
        Plan();
    }

    private void Check(int lane, EnsembleLane net)
    {
        var sweeps = (int)(pass - net.Began);
        var error = bundle.ErrorOf(lane);
        if (!double.IsFinite(error))
        {
            TrainAgain(lane, net);
            return;
        }
        if (sweeps >= net.PhaseEnd)
            bundle.SetPhase(lane, net.PhaseAfter(sweeps));
        while (net.Stop.Holds(net.Status(sweeps, error, bundle.DistanceOf(lane), bundle.IsOnRightSide(lane))) is { } stopped)
        {
            var weights = bundle.WeightsOf(lane);
            if (!Array.TrueForAll(weights, T.IsFinite))
            {
                TrainAgain(lane, net);
                return;
            }
            var run = new EnsembleRun<T>(net.Index, net.Net, runner.Ensemble.Topology, weights, sweeps, error, stopped);
            if (runner.Next(run) is not { } next)
            {
                runner.Queue.Add(run);
                Fill(lane, pass + 1);
                return;
            }
            var isWatched = net.IsWatched;
            net.GoOn(next);
            if (!isWatched && next.Bounds.Sweeps == 0 && next.Needs != StopNeeds.None)
            {
                // It may ask for the best sweep, which nobody has looked for.
                TrainAgain(lane, net);
                return;
            }
            bundle.SetBounds(lane, next.Bounds);
            if ((next.Needs & ~needs & (StopNeeds.Distance | StopNeeds.Side)) != StopNeeds.None)
            {
                // It asks for what this pass has not computed: the next one does, with the same weights.
                net.Began++;
                Hold(lane);
                return;
            }
        }
    }

    /// <summary>A trainer does the same from the beginning, and more than a lane can: say where and when a number is no longer finite, for example.</summary>
    private void TrainAgain(int lane, EnsembleLane net)
    {
        runner.TrainAlone(net.Net, net.Index, net.Stops);
        Fill(lane, pass + 1);
    }
}

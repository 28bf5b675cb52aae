using System.Numerics;
using Backprop.Experiments;

namespace Backprop.Cli;

/// <summary>What a study of lesions measured: the scores of every damage, seed, measurement and group of cases.</summary>
internal sealed class LesionStudy
{
    private readonly LesionScore[][][] scores;

    private LesionStudy(LesionPlan plan, CaseGroups groups, LesionScore[][][] scores) => (Plan, Groups, this.scores) = (plan, groups, scores);

    public LesionPlan Plan { get; }

    public CaseGroups Groups { get; }

    /// <summary>Whether the cases are sequences.</summary>
    public bool AreSequences { get; private init; }

    /// <summary>Damages copies of a net, measures them, and trains them again if that is asked for. The result does not depend on the number of threads.</summary>
    /// <param name="plan">What is done.</param>
    /// <param name="network">The net, which stays as it is.</param>
    /// <param name="cases">The cases.</param>
    /// <param name="training">How the net was trained.</param>
    /// <param name="seed">Fixes the orders of the cases in training.</param>
    /// <param name="threads">Nets at a time.</param>
    /// <param name="done">Receives the number of nets that are done.</param>
    /// <param name="interrupted">Ends the study.</param>
    public static LesionStudy Run<T>(LesionPlan plan, Network<T> network, Cases cases, CaseTraining training, ulong seed, int threads, Action<int>? done, CancellationToken interrupted)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var groups = new CaseGroups(cases);
        var measure = training.Error.For(network.Topology);
        var results = SeedRunner.Run(0, plan.Damages.Count * plan.Seeds, threads, work =>
        {
            var damaged = plan.Strike(network, plan.Damages[(int)work / plan.Seeds], plan.FirstSeed + (work % (ulong)plan.Seeds));
            if (plan.Relearn == 0)
                return [LesionScore.Of(damaged, cases, groups, measure, plan.Within)];
            var trainer = training.CreateTrainer(damaged, cases, seed);
            return plan.Sweeps.Select(sweeps =>
            {
                trainer.Run(StopWhen.Sweeps(sweeps), cancellationToken: interrupted);
                interrupted.ThrowIfCancellationRequested();
                return LesionScore.Of(damaged, cases, groups, measure, plan.Within);
            }).ToArray();
        }, done, interrupted);
        return new(plan, groups, results) { AreSequences = network.Topology.Unrolling is not null };
    }

    /// <summary>A score.</summary>
    /// <param name="damage">The damage, from 0.</param>
    /// <param name="seed">The seed, from 0.</param>
    /// <param name="measurement">The measurement, from 0: by <see cref="LesionPlan.Sweeps"/>.</param>
    /// <param name="group">The group of cases, from 0.</param>
    public LesionScore this[int damage, int seed, int measurement, int group] => scores[(damage * Plan.Seeds) + seed][measurement][group];

    /// <summary>The number of cases, or sequences, of a group that have targets and are scored; no lesion changes it.</summary>
    public int CasesOf(int group) => this[0, 0, 0, group].Cases;

    /// <summary>The error per case over the seeds.</summary>
    public ScoreSummary Error(int damage, int measurement, int group) => Summary(damage, measurement, group, static score => score.Error);

    /// <summary>The share of cases that are right over the seeds.</summary>
    public ScoreSummary Right(int damage, int measurement, int group) => Summary(damage, measurement, group, static score => score.Right);

    private ScoreSummary Summary(int damage, int measurement, int group, Func<LesionScore, double> of) =>
        ScoreSummary.Of(Enumerable.Range(0, Plan.Seeds).Select(seed => of(this[damage, seed, measurement, group])));
}

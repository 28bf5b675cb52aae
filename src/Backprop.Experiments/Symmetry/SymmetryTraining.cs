namespace Backprop.Experiments;

/// <summary>The training of one symmetry net to three criteria in turn; a net that is late is continued for ten times the sweeps, to tell slow ones from stuck ones.</summary>
internal sealed class SymmetryTraining<T>(SymmetrySettings settings, ulong seed) : StagedTraining<T, SymmetryRun>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Patience = 10;

    /// <inheritdoc/>
    protected override IEnumerable<StopRule> Rules()
    {
        var (rightSide, twoTenths, oneTenth) = (StopWhen.AllOnRightSide, StopWhen.AllWithin(0.2), StopWhen.AllWithin(0.1));
        var (sweeps, more) = (StopWhen.Sweeps(settings.Sweeps), StopWhen.Sweeps(Patience * settings.Sweeps));

        yield return rightSide | sweeps;
        Result = new SymmetryRun { Seed = seed, SweepsToRightSide = At.Met(rightSide) };
        yield return twoTenths | sweeps;
        Result = Result with { SweepsToTwoTenths = At.Met(twoTenths) };
        yield return oneTenth | sweeps;
        Result = Result with { SweepsToOneTenth = At.Met(oneTenth) };
        if (Result.SweepsToTwoTenths is null)
        {
            Result = Result with { ErrorAtLimit = At.Error };
            yield return twoTenths | more;
            Result = Result with { LearnedLater = At.Met(twoTenths) };
        }
        // A late run is measured at the same point as an early one: once it is within 0.1.
        var within = Result.SweepsToOneTenth;
        if (within is null)
        {
            yield return oneTenth | more;
            within = At.Met(oneTenth);
        }
        if (within is not null)
            Result = Result with { Structure = StructureOf(At.Network().Copy<double>()) };
    }

    private static SymmetryStructure StructureOf(Network<double> net) =>
        SymmetryStructure.Of(net["input->hidden"], net.GetBiases("hidden"), net["hidden->output"], net.GetBiases("output")[0]);
}

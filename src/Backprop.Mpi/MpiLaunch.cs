namespace Backprop.Mpi;

/// <summary>What the environment says of the launcher of MPI that started this process: read before any library is loaded.</summary>
/// <param name="Rank">The number of this process; null where the launcher does not say it.</param>
/// <param name="Size">The number of processes; null where the launcher does not say it.</param>
/// <param name="IsOpenMpi">Whether it is the launcher of Open MPI.</param>
/// <param name="LocalSize">The number of processes on this machine; null where the launcher does not say it.</param>
internal sealed record MpiLaunch(int? Rank, int? Size, bool IsOpenMpi, int? LocalSize = null)
{
    /// <summary>The environment variable that turns MPI off, or names its library.</summary>
    internal const string Variable = "BACKPROP_MPI";

    /// <summary>The value of <see cref="Variable"/> that turns MPI off.</summary>
    internal const string Off = "off";

    /// <summary>What started this process; null for a process that no launcher of MPI started, or that is alone.</summary>
    /// <param name="variable">Reads a variable of the environment.</param>
    internal static MpiLaunch? Find(Func<string, string?> variable)
    {
        if (string.Equals(variable(Variable), Off, StringComparison.OrdinalIgnoreCase))
            return null;
        MpiLaunch? launch = Number("OMPI_COMM_WORLD_SIZE") is { } ranks ? new(Number("OMPI_COMM_WORLD_RANK"), ranks, IsOpenMpi: true)
            : Number("PMI_SIZE") is { } processes ? new(Number("PMI_RANK"), processes, IsOpenMpi: false)
            // PMIx and some forms of PMI do not say how many there are; Slurm does.
            : Number("PMIX_RANK") is { } rank ? new(rank, Number("SLURM_STEP_NUM_TASKS"), IsOpenMpi: true)
            : Number("PMI_RANK") is { } process ? new(process, Number("SLURM_STEP_NUM_TASKS"), IsOpenMpi: false)
            : null;
        return launch is null or { Size: 1 } ? null : launch with { LocalSize = Number("OMPI_COMM_WORLD_LOCAL_SIZE") ?? Number("MPI_LOCALNRANKS") };

        int? Number(string name) => int.TryParse(variable(name), out var number) && number >= 0 ? number : null;
    }
}

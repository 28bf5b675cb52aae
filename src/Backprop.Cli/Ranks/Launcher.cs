namespace Backprop.Cli;

/// <summary>Whether a launcher of MPI started this process, told from the environment alone: without one, nothing of MPI is loaded.</summary>
internal static class Launcher
{
    private static readonly string[] Signs = ["OMPI_COMM_WORLD_SIZE", "PMI_SIZE", "PMI_RANK", "PMIX_RANK"];

    /// <summary>Whether the environment has a variable that launchers set: <c>mpirun</c> and <c>mpiexec</c> of Open MPI and of MPICH, <c>srun</c>.</summary>
    public static bool IsPresent => Array.Exists(Signs, static sign => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(sign)));
}

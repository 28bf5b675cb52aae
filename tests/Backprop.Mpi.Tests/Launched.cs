using System.Diagnostics;

namespace Backprop.Mpi.Tests;

/// <summary>Programs started by the launchers of the MPIs that are installed.</summary>
internal static class Launched
{
    /// <summary>The launchers by the names under which Debian has both; where there is one alone, its own name.</summary>
    private static readonly string[] Names = ["mpirun.openmpi", "mpirun.mpich"];

    /// <summary>The launchers of Open MPI and MPICH that are installed; a test without any is skipped.</summary>
    public static IReadOnlyList<string> Launchers { get; } = [.. Names.Where(static name => Find(name) is not null)];

    /// <summary>Runs a program as some ranks.</summary>
    /// <returns>The exit code, and what was written to both streams.</returns>
    public static (int Code, string Output, string Error) Run(string launcher, int ranks, params IEnumerable<string> command)
    {
        using var process = Start(launcher, ranks, command);
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.Result);
    }

    /// <summary>Starts a program as some ranks.</summary>
    public static Process Start(string launcher, int ranks, params IEnumerable<string> command)
    {
        var isOpenMpi = launcher.Contains("openmpi", StringComparison.Ordinal);
        var process = new Process
        {
            StartInfo = new(launcher, [.. isOpenMpi ? ["--oversubscribe"] : Array.Empty<string>(), "-n", ranks.ToString(System.Globalization.CultureInfo.InvariantCulture), .. command])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                UseShellExecute = false,
                // Containers run tests as root, which Open MPI refuses by itself.
                Environment = { ["OMPI_ALLOW_RUN_AS_ROOT"] = "1", ["OMPI_ALLOW_RUN_AS_ROOT_CONFIRM"] = "1" },
            },
        };
        process.Start();
        return process;
    }

    private static string? Find(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
}

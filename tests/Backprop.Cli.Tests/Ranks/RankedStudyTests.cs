using System.Diagnostics;
using System.Globalization;
using Backprop.Mpi.Tests;
using Backprop.Tests;

namespace Backprop.Cli.Tests;

/// <summary>Studies under mpirun, with every MPI that is installed: the bytes of one process, by any number of them.</summary>
public sealed class RankedStudyTests
{
    private static readonly string Tool = typeof(CommandLine).Assembly.Location;

    public static TheoryData<string, int> Launches => RankedTrainingTests.Launches;

    private static string[] Study(Workplace here, params string[] more) =>
        ["study", CaseCommandLineTests.Xor(here), "--rate", "0.5", "--sweeps", "700", "--seeds", "40", "--vary", "hidden=0,2", "--json", .. more];

    [Theory]
    [MemberData(nameof(Launches))]
    public void A_study_gives_the_bytes_of_one_process(string launcher, int ranks)
    {
        Assert.SkipWhen(launcher.Length == 0, "no MPI is installed");
        using var here = new Workplace();
        var alone = Run.Of(Study(here, "--runs", here["alone.csv"]));

        var (code, output, error) = Launched.Run(launcher, ranks, ["dotnet", "exec", Tool, .. Study(here, "--runs", here["ranks.csv"])]);

        Assert.True(code == 0, error);
        Assert.Equal(alone.Out, output);
        Assert.Equal(File.ReadAllText(here["alone.csv"]), File.ReadAllText(here["ranks.csv"]));
        Assert.DoesNotContain('\u001b', output + error);
    }

    [Fact]
    public void A_rank_with_other_cases_is_refused_by_number()
    {
        Assert.SkipWhen(Launched.Launchers.Count == 0, "no MPI is installed");
        using var here = new Workplace();
        here.Write("0.cases", "0 0 -> 0\n0 1 -> 1\n1 0 -> 1\n1 1 -> 0\n");
        here.Write("1.cases", "0 0 -> 0\n0 1 -> 1\n1 0 -> 1\n1 1 -> 1\n");

        var (code, _, error) = Launched.Run(Launched.Launchers[0], 2, "bash", "-c", $"cd '{here.Folder}'; mkdir $OMPI_COMM_WORLD_RANK$PMI_RANK; cd $OMPI_COMM_WORLD_RANK$PMI_RANK; cp ../$OMPI_COMM_WORLD_RANK$PMI_RANK.cases x.cases; exec dotnet exec '{Tool}' study x.cases --hidden 2 --seeds 5");

        Assert.NotEqual(0, code);
        Assert.Contains("backprop: rank 1 has another case file than rank 0", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_signal_at_the_launcher_keeps_the_runs_and_another_number_of_ranks_goes_on()
    {
        Assert.SkipWhen(Launched.Launchers.Count == 0, "no MPI is installed");
        if (InheritedSignals.AreIgnored("TERM")) return;
        using var here = new Workplace();
        // Nets that take long enough to be interrupted, which the written runs show.
        string[] study = [CaseCommandLineTests.Xor(here), "--hidden", "2", "--until", "within:1e-9,error:1e-30", "--update", "case", "--sweeps", "50000", "--seeds", "30", "--causes", "0", "--json", "--runs"];
        var alone = Run.Of(["study", .. study, here["alone.csv"]]);
        using var runs = new FileWrites(here["part.csv"]);
        using var process = Launched.Start(Launched.Launchers[0], 3, ["dotnet", "exec", Tool, "study", .. study, here["part.csv"]]);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        _ = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        if (await runs.Before(process))
        {
            using var kill = Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]);
            await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        }
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        // On a machine that is fast enough all nets are done.
        if (!File.Exists(here["part.csv"]) || File.ReadAllLines(here["part.csv"]).Length <= 30)
            Assert.Contains("keeps them: the same command goes on", await error, StringComparison.Ordinal);

        var (code, output, _) = Launched.Run(Launched.Launchers[0], 2, ["dotnet", "exec", Tool, "study", .. study, here["part.csv"]]);

        Assert.Equal(0, code);
        Assert.Equal(alone.Out, output);
        Assert.Equal(File.ReadAllText(here["alone.csv"]), File.ReadAllText(here["part.csv"]));
    }
}

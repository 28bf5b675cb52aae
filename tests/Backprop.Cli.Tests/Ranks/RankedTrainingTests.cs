using System.Diagnostics;
using System.Globalization;
using Backprop.Mpi.Tests;
using Backprop.Tests;

namespace Backprop.Cli.Tests;

/// <summary>The tool under mpirun, with every MPI that is installed: the files of one process, by any number of them.</summary>
public sealed class RankedTrainingTests
{
    private static readonly string Tool = typeof(CommandLine).Assembly.Location;

    public static TheoryData<string, int> Launches
    {
        get
        {
            var launches = new TheoryData<string, int>();
            foreach (var launcher in Launched.Launchers)
            {
                foreach (var ranks in new[] { 1, 2, 3, 4 })
                    launches.Add(launcher, ranks);
            }
            if (launches.Count == 0)
                launches.Add("", 0);
            return launches;
        }
    }

    /// <summary>Every MPI that is installed; an empty name where none is.</summary>
    public static TheoryData<string> Launchers => [.. Launched.Launchers.DefaultIfEmpty("")];

    [Theory]
    [MemberData(nameof(Launches))]
    public void A_training_on_cases_writes_the_model_of_one_process(string launcher, int ranks)
    {
        SkipWithout(launcher);
        using var here = new Workplace();
        string[] training = ["train", Cases(here), "--hidden", "6", "--update", "16", "--shuffle", "--until", "no-better:30", "--sweeps", "40", "--shares", "8", "--output"];
        Assert.Equal(ExitCode.Done, Run.Of([.. training, here["one.safetensors"]]).ExitCode);

        var (code, output, error) = Ranked(launcher, ranks, [.. training, here["many.safetensors"]]);

        Assert.True(code == 0, error);
        Assert.Equal(File.ReadAllBytes(here["one.safetensors"]), File.ReadAllBytes(here["many.safetensors"]));
        // One rank prints, and nothing for a terminal.
        Assert.Single(output.Split('\n'), static line => line.StartsWith(" repeat:", StringComparison.Ordinal));
        Assert.DoesNotContain('\u001b', output + error);
        Assert.Equal(["many.safetensors", "one.safetensors", "x.cases"], here.Files);
    }

    [Theory]
    [MemberData(nameof(Launches))]
    public void A_training_on_a_table_writes_the_model_of_one_process_and_its_report(string launcher, int ranks)
    {
        SkipWithout(launcher);
        using var here = new Workplace();
        string[] training = ["train", Workplace.Table("iris.csv"), "--target", "species", "--sweeps", "12", "--restarts", "2", "--shares", "64", "--json", "--output", here["m.safetensors"]];
        var one = Run.Of(training);
        var bytes = File.ReadAllBytes(here["m.safetensors"]);
        File.Delete(here["m.safetensors"]);

        var (code, output, error) = Ranked(launcher, ranks, training);

        Assert.True(code == 0, error);
        Assert.Equal(bytes, File.ReadAllBytes(here["m.safetensors"]));
        Assert.Equal(one.Out, output);
    }

    [Fact]
    public void Many_processes_cut_the_cases_into_64_shares_where_the_command_says_nothing()
    {
        SkipWithout(Launcher);
        using var here = new Workplace();

        var (code, _, error) = Ranked(Launcher, 2, "train", Cases(here), "--hidden", "3", "--sweeps", "3", "--output", here["m.safetensors"]);

        Assert.True(code == 0, error);
        Assert.Equal(64, CaseSettings.Read(Model.Load(here["m.safetensors"]), "").Job.Training.Shares);
    }

    [Theory]
    [MemberData(nameof(Launchers))]
    public async Task A_signal_at_the_launcher_leaves_a_checkpoint_and_says_how_to_go_on(string launcher)
    {
        SkipWithout(launcher);
        if (InheritedSignals.AreIgnored("TERM")) return;
        using var here = new Workplace();
        var checkpoint = here["m.checkpoint.safetensors"];
        string[] training = ["train", Workplace.Table("iris.csv"), "--target", "species", "--shares", "8", "--checkpoint", "0", "--sweeps"];
        using var checkpoints = new FileWrites(checkpoint);
        using var process = Launched.Start(launcher, 2, ["dotnet", "exec", Tool, .. training, "100000000", "--patience", "100000000", "--output", here["m.safetensors"]]);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        _ = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        Assert.True(await checkpoints.Before(process));

        using (var kill = Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)])) await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        // That of MPICH ends with 0 now and then, whatever its processes end with.
        if (launcher == Launcher)
            Assert.NotEqual(0, process.ExitCode);
        Assert.Contains("continue with: backprop resume", await error, StringComparison.Ordinal);
        Assert.Equal("species", Assert.Single(Model.Load(checkpoint).Topology.Outputs).Name);
    }

    [Theory]
    [MemberData(nameof(Launchers))]
    public async Task A_rank_that_is_killed_ends_the_job_and_its_checkpoint_goes_on_to_the_same_bytes(string launcher)
    {
        SkipWithout(launcher);
        using var here = new Workplace();
        var checkpoint = here["m.checkpoint.safetensors"];
        string[] training = ["train", Cases(here), "--hidden", "6", "--update", "16", "--shuffle", "--until", "sweeps", "--sweeps", "400", "--shares", "8", "--checkpoint", "0", "--output"];
        Assert.Equal(ExitCode.Done, Run.Of([.. training, here["m.safetensors"]]).ExitCode);
        var whole = File.ReadAllBytes(here["m.safetensors"]);
        File.Delete(here["m.safetensors"]);
        using var checkpoints = new FileWrites(checkpoint);
        // The last rank leaves its number where the test finds it.
        using var process = Launched.Start(launcher, 3, "bash", "-c", $"echo $$ > '{here.Folder}/'pid$OMPI_COMM_WORLD_RANK$PMI_RANK; exec dotnet exec '{Tool}' {string.Join(' ', training)} '{here["m.safetensors"]}'");
        _ = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        _ = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        Assert.True(await checkpoints.Before(process));

        using (var kill = Process.Start("kill", ["-KILL", (await File.ReadAllTextAsync(here["pid2"], TestContext.Current.CancellationToken)).Trim()])) await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.NotEqual(0, process.ExitCode);
        var (code, _, error) = Ranked(launcher, 2, "resume", checkpoint);
        Assert.True(code == 0, error);
        Assert.Equal(whole, File.ReadAllBytes(here["m.safetensors"]));
    }

    [Theory]
    [InlineData("cd $r", "rank 1 has another case file than rank 0")]
    [InlineData("cd 0; seed=$r", "rank 1 has another command than rank 0")]
    public void Ranks_that_differ_are_refused_with_one_message(string before, string expected)
    {
        SkipWithout(Launcher);
        using var here = new Workplace();
        var cases = File.ReadAllText(Cases(here));
        foreach (var rank in new[] { "0", "1" })
        {
            Directory.CreateDirectory(here[rank]);
            File.WriteAllText(Path.Combine(here[rank], "x.cases"), cases + $"1 1 0.{rank} -> 0 1\n");
        }

        var (code, _, error) = Launched.Run(Launcher, 2, "bash", "-c", $"cd '{here.Folder}'; r=$OMPI_COMM_WORLD_RANK$PMI_RANK; {before}; exec dotnet exec '{Tool}' train x.cases --hidden 3 --seed 1$seed --output m.safetensors");

        Assert.Equal(ExitCode.BadInput, code);
        Assert.Contains(expected, Assert.Single(error.Split('\n'), static line => line.Contains("backprop: ", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(here["0"], "m.safetensors")));
    }

    [Theory]
    [MemberData(nameof(Launchers))]
    public void A_rank_that_fails_alone_says_its_number(string launcher)
    {
        SkipWithout(launcher);
        using var here = new Workplace();
        File.Move(Cases(here), here["x0.cases"]);

        var (code, _, error) = Launched.Run(launcher, 2, "bash", "-c", $"exec dotnet exec '{Tool}' train '{here.Folder}/x'$OMPI_COMM_WORLD_RANK$PMI_RANK.cases --hidden 3 --output '{here["m.safetensors"]}'");

        Assert.Equal(ExitCode.BadInput, code);
        var line = Assert.Single(error.Split('\n'), static line => line.Contains("backprop: ", StringComparison.Ordinal));
        Assert.Contains("backprop: rank 1 of 2: ", line, StringComparison.Ordinal);
        Assert.Contains("x1.cases", line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("show net.json", "'backprop show' is carried out by one process, but a launcher of MPI started 2", ExitCode.Usage)]
    [InlineData("train x.cases --hidden 3 --shares 1", "--shares 1 is fewer than the 2 processes that train together", ExitCode.Usage)]
    [InlineData("train iris.csv --target species --members 3", "--members trains several nets side by side, but the 2 processes train one", ExitCode.Usage)]
    [InlineData("train iris.csv --target species --within 1min", "--within measures this machine", ExitCode.Usage)]
    [InlineData("train iris.csv --target species --folds 3", "--folds trains one net after another in one process", ExitCode.Usage)]
    [InlineData("train iris.csv --target species --gradient feedback", "--gradient feedback is for one process, but 2 train together", ExitCode.Usage)]
    [InlineData("train x.cases --hidden 3 --gradient feedback", "--gradient feedback is for one process, but 2 train together", ExitCode.Usage)]
    [InlineData("train nothing.csv --target species", "nothing.csv", ExitCode.BadInput)]
    public void What_many_processes_cannot_do_is_refused_with_one_message(string command, string expected, int code)
    {
        SkipWithout(Launcher);
        using var here = new Workplace();
        Cases(here);
        File.Copy(Workplace.Table("iris.csv"), here["iris.csv"]);

        var refused = Launched.Run(Launcher, 2, "bash", "-c", $"cd '{here.Folder}'; exec dotnet exec '{Tool}' {command}");

        Assert.Equal(code, refused.Code);
        Assert.Contains(expected, Assert.Single(refused.Error.Split('\n'), static line => line.Contains("backprop: ", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_checkpoint_without_shares_goes_on_in_one_process_alone()
    {
        SkipWithout(Launcher);
        using var here = new Workplace();
        Assert.Equal(ExitCode.Interrupted, Run.Of(new CancellationToken(canceled: true), "train", Cases(here), "--hidden", "3", "--output", here["m.safetensors"]).ExitCode);

        Assert.Contains("its cases are not cut into shares", Ranked(Launcher, 2, "resume", here["m.checkpoint.safetensors"]).Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("train --help")]
    [InlineData("help train")]
    public void Help_is_printed_once(string command)
    {
        SkipWithout(Launcher);

        var (code, output, _) = Ranked(Launcher, 2, command.Split(' '));

        Assert.Equal(0, code);
        Assert.Single(output.Split('\n'), static line => line.StartsWith("Usage:", StringComparison.Ordinal));
        Assert.Contains("--shares", output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_variable_that_turns_MPI_off_makes_each_process_one_of_its_own()
    {
        SkipWithout(Launcher);

        var (code, output, error) = Launched.Run(Launcher, 2, "bash", "-c", $"BACKPROP_MPI=off exec dotnet exec '{Tool}' --version");

        Assert.True(code == 0, error);
        Assert.Equal(2, output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public async Task Without_a_launcher_nothing_of_MPI_is_loaded()
    {
        if (!OperatingSystem.IsLinux()) return;
        using var here = new Workplace();
        using var checkpoints = new FileWrites(here["m.checkpoint.safetensors"]);
        using var process = Workplace.Start("train", Cases(here), "--hidden", "3", "--until", "sweeps", "--sweeps", "100000000", "--shares", "4", "--checkpoint", "0", "--output", here["m.safetensors"]);
        Assert.True(await checkpoints.Before(process));

        var files = await File.ReadAllTextAsync($"/proc/{process.Id}/maps", TestContext.Current.CancellationToken);
        process.Kill();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Contains("Backprop.Commands.dll", files, StringComparison.Ordinal);
        Assert.DoesNotContain("Backprop.Mpi.dll", files, StringComparison.Ordinal);
        Assert.DoesNotContain("libmpi", files, StringComparison.Ordinal);
    }

    private static string Launcher => Launched.Launchers.Count > 0 ? Launched.Launchers[0] : "";

    private static (int Code, string Output, string Error) Ranked(string launcher, int ranks, params string[] arguments)
    {
        var (code, output, error) = Launched.Run(launcher, ranks, ["dotnet", "exec", Tool, .. arguments]);
        // Under Open MPI the output of a rank goes through a terminal, which writes \r\n.
        return (code, output.Replace("\r\n", "\n", StringComparison.Ordinal), error);
    }

    private static string Cases(Workplace here)
    {
        var random = new Random(1);
        return here.Write("x.cases", string.Concat(Enumerable.Range(0, 60).Select(_ => (A: random.Next(2), B: random.Next(2), C: random.Next(10) / 10.0))
            .Select(static each => string.Create(CultureInfo.InvariantCulture, $"{each.A} {each.B} {each.C} -> {each.A ^ each.B} {each.A}\n"))));
    }

    private static void SkipWithout(string launcher) => Assert.SkipWhen(launcher.Length == 0, "neither Open MPI nor MPICH is installed");
}

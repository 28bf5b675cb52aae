using System.Diagnostics;
using Backprop.Tests;

namespace Backprop.Cli.Tests;

public class ProgramTests
{
    [Theory]
    [InlineData("HUP", ExitCode.HungUp)]
    [InlineData("INT", ExitCode.Interrupted)]
    [InlineData("TERM", ExitCode.Terminated)]
    public async Task Each_signal_leaves_a_checkpoint_and_an_exit_code_of_its_own(string signal, int code)
    {
        if (OperatingSystem.IsWindows()) return;
        if (InheritedSignals.AreIgnored(signal)) return;
        using var here = new Workplace();
        var checkpoint = here["m.checkpoint.safetensors"];
        using var checkpoints = new FileWrites(checkpoint);
        using var process = Workplace.Start("train", Workplace.Table("iris.csv"), "--target", "species", "--sweeps", "100000000", "--patience", "100000000", "--checkpoint", "0", "--model", here["m.safetensors"]);
        Assert.True(await checkpoints.Before(process));
        File.Delete(checkpoint);
        using (var kill = Process.Start("kill", ["-" + signal, process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)])) await kill.WaitForExitAsync();
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.Equal(code, process.ExitCode);
        Assert.Contains($"continue with: backprop resume {checkpoint}", error, StringComparison.Ordinal);
        Assert.Equal("species", Assert.Single(Model.Load(checkpoint).Topology.Outputs).Name);
        Assert.False(File.Exists(here["m.safetensors"]));
    }

    [Fact]
    public async Task A_verb_that_has_nothing_to_finish_ends_at_the_first_signal()
    {
        if (OperatingSystem.IsWindows()) return;
        using var here = new Workplace();
        // A gradient check that would take hours.
        const string net = """{"groups":[{"name":"in","size":900,"role":"input"},{"name":"out","size":900,"role":"output"}],"projections":[{"from":"in","to":"out"}]}""";
        using (var pipe = Process.Start("mkfifo", [here["net.json"]])) await pipe.WaitForExitAsync();
        using var process = Workplace.Start("check", here["net.json"]);
        // A named pipe opens for writing when the other side reads: then the verb is at work.
        await using (var pipe = new FileStream(here["net.json"], FileMode.Open, FileAccess.Write, FileShare.ReadWrite)) pipe.Write(System.Text.Encoding.UTF8.GetBytes(net));
        using (var kill = Process.Start("kill", ["-TERM", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)])) await kill.WaitForExitAsync();
        await process.WaitForExitAsync();
        Assert.Equal(ExitCode.Terminated, process.ExitCode);
    }

    [Theory]
    [InlineData("(head -1 {2}; yes 5.1,3.5,1.4,0.2,setosa) | {0} predict {1} - | head -1", "species", ExitCode.OutputClosed)]
    [InlineData("{0} train {2} --target species --sweeps 1 --model {1} --force | true", "", ExitCode.OutputClosed)]
    [InlineData("{0} show {1} --json | true", "", ExitCode.OutputClosed)]
    [InlineData("{0} show {1} --figure net | true", "", ExitCode.OutputClosed)]
    [InlineData("{0} predict --help | true", "", ExitCode.OutputClosed)]
    [InlineData("{0} predict {1} {2} 2>&1 >/dev/full | cat", "backprop: standard output cannot be written: No space left on device", ExitCode.BadInput)]
    [InlineData("{0} --version | true", "", ExitCode.OutputClosed)]
    [InlineData("{0} --version 2>&1 >/dev/full | cat", "backprop: standard output cannot be written: No space left on device", ExitCode.BadInput)]
    public async Task Output_that_nobody_reads_ends_the_command_at_once_and_without_a_word(string line, string output, int code)
    {
        if (!OperatingSystem.IsLinux()) return;
        using var here = new Workplace();
        Assert.Equal(ExitCode.Done, Run.Of("train", Workplace.Table("iris.csv"), "--target", "species", "--sweeps", "1", "--model", here["m.safetensors"]).ExitCode);
        var tool = $"dotnet '{typeof(CommandLine).Assembly.Location}'";
        var pipe = string.Format(System.Globalization.CultureInfo.InvariantCulture, line, tool, $"'{here["m.safetensors"]}'", $"'{Workplace.Table("iris.csv")}'");
        // The command that is tested is the last but one of the pipe. Reading ends before anything is written.
        var waiting = pipe.Replace("| true", "| (exec 0<&-; sleep 0.01)", StringComparison.Ordinal);
        using var shell = Process.Start(new ProcessStartInfo("bash", ["-c", $"{waiting}; exit ${{PIPESTATUS[-2]}}"]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;
        var error = shell.StandardError.ReadToEndAsync();
        var written = await shell.StandardOutput.ReadToEndAsync();
        await shell.WaitForExitAsync();
        Assert.Equal((output, code), (written.TrimEnd('\n'), shell.ExitCode));
        Assert.DoesNotContain("backprop:", await error, StringComparison.Ordinal);
        Assert.True(File.Exists(here["m.safetensors"]));
    }

    /// <summary>Whether this process, and so the ones that it starts, ignore a signal.</summary>
}

using System.Diagnostics;
using System.Globalization;

namespace Backprop.Cli.Tests;

public class StartTests
{
    // What else the machine does makes a process wait, but hardly work: of several tries one is enough. What it still does, to caches, it does to both commands alike.
    private const int Tries = 10;

    [Fact]
    public void The_tool_says_its_version_within_a_quarter_of_a_second_of_processor_time()
    {
        // From 0.09 to 0.12 s on the machines that it was measured on.
        var seconds = double.PositiveInfinity;
        for (var attempt = 0; attempt < Tries && seconds > 0.25; attempt++)
            seconds = Math.Min(seconds, ProcessorSeconds("--version"));
        Assert.InRange(seconds, 0.001, 0.25);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("train --help")]
    public void Help_takes_at_most_four_times_the_processor_time_of_the_version(string arguments)
    {
        // From 1.9 to 2.6 times.
        var (help, version) = (double.PositiveInfinity, double.PositiveInfinity);
        for (var attempt = 0; attempt < Tries && !(help <= 4 * version && version < double.PositiveInfinity); attempt++)
            (help, version) = (Math.Min(help, ProcessorSeconds(arguments)), Math.Min(version, ProcessorSeconds("--version")));
        Assert.InRange(help, 0.001, 4 * version);
    }

    [Theory]
    [InlineData(40)]
    [InlineData(56)]
    [InlineData(64)]
    [InlineData(72)]
    public async Task A_process_that_may_open_few_files_says_so_in_one_line_or_does_its_work(int files)
    {
        using var here = new Workplace();
        var start = new ProcessStartInfo("bash", ["-c", $"ulimit -n {files}; exec dotnet '{typeof(CommandLine).Assembly.Location}' train '{Workplace.Table("iris.csv")}' --target species --sweeps 1 --model '{here["m.safetensors"]}'"]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var lines = (await process.StandardError.ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        await output;
        await process.WaitForExitAsync();

        if (process.ExitCode == ExitCode.Done)
            return;
        Assert.Equal(ExitCode.BadInput, process.ExitCode);
        Assert.Equal(["backprop: the process may open too few files for the tool; raise the limit, for example with 'ulimit -n 1024'"], lines.Where(static line => line.StartsWith("backprop:", StringComparison.Ordinal) || line.Contains("xception", StringComparison.Ordinal)));
    }

    private static double ProcessorSeconds(string arguments)
    {
        var start = new ProcessStartInfo("bash", ["-c", $"TIMEFORMAT='%U %S'; time dotnet '{typeof(CommandLine).Assembly.Location}' {arguments} >/dev/null"]) { UseShellExecute = false, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var times = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, times);
        return times.Split(' ').Sum(static part => double.Parse(part, CultureInfo.InvariantCulture));
    }
}

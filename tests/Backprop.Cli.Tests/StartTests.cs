using System.Diagnostics;
using System.Globalization;

namespace Backprop.Cli.Tests;

public class StartTests
{
    [Theory]
    [InlineData("--help")]
    [InlineData("--version")]
    [InlineData("train --help")]
    public void The_tool_answers_within_a_quarter_of_a_second_of_processor_time(string arguments)
    {
        // What else the machine does makes a process wait, but hardly work: of several tries one is enough.
        // The same build takes from 0.17 to 0.22 s on the slower of the machines that it was measured on.
        var seconds = double.PositiveInfinity;
        for (var attempt = 0; attempt < 10 && seconds > 0.25; attempt++)
            seconds = Math.Min(seconds, ProcessorSeconds(arguments));
        Assert.InRange(seconds, 0.001, 0.25);
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

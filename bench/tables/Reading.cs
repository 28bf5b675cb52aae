using System.Diagnostics;
using System.Globalization;
using Backprop.Data;

namespace Backprop.TableSpeed;

/// <summary>Reads a table several times in a process of its own, so that its peak of memory is that of the reading.</summary>
internal static class Reading
{
    private const int Times = 5;

    /// <summary>Processor seconds, the median, and the highest resident memory of the first reading.</summary>
    public static (double Seconds, double Megabytes) InProcess(TableFile kind, string path, string how)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true, UseShellExecute = false };
        foreach (var argument in (string[])(Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? [typeof(Reading).Assembly.Location] : []))
            start.ArgumentList.Add(argument);
        foreach (var argument in (string[])["read", kind.Name, path, how])
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var answer = process.StandardOutput.ReadToEnd().Split(' ');
        process.WaitForExit();
        return process.ExitCode == 0 ? (double.Parse(answer[0], CultureInfo.InvariantCulture), double.Parse(answer[1], CultureInfo.InvariantCulture))
            : throw new InvalidOperationException($"reading {kind.Name} by {how} ended with exit code {process.ExitCode}");
    }

    /// <summary>Reads and prints what <see cref="InProcess"/> reads.</summary>
    public static void Measure(TableFile kind, string path, bool isLibrary)
    {
        using var self = Process.GetCurrentProcess();
        var (seconds, peak) = (new double[Times], 0.0);
        for (var time = 0; time < Times; time++)
        {
            GC.Collect();
            self.Refresh();
            var before = self.TotalProcessorTime;
            var kept = isLibrary ? kind.ReadAlone(path) : Table.Read(path, RandomTable.Choices, new TableFormat { Kinds = [.. TableKind.Own, .. OtherTables.All] });
            self.Refresh();
            seconds[time] = (self.TotalProcessorTime - before).TotalSeconds;
            peak = time == 0 ? self.PeakWorkingSet64 / 1e6 : peak;
            GC.KeepAlive(kept);
        }
        Array.Sort(seconds);
        Console.Write(string.Create(CultureInfo.InvariantCulture, $"{seconds[Times / 2]:R} {peak:R}"));
    }
}

using System.Diagnostics;
using System.Globalization;
using System.IO.Pipes;

namespace Backprop.Mutation;

/// <summary>A <see cref="TestHost"/> as seen from outside: it may run without an end, take all memory, or fall.</summary>
internal sealed class HostProcess : IDisposable
{
    private readonly AnonymousPipeServerStream toHost = new(PipeDirection.Out, HandleInheritability.Inheritable);
    private readonly AnonymousPipeServerStream fromHost = new(PipeDirection.In, HandleInheritability.Inheritable);
    private readonly Process process;
    private readonly StreamWriter requests;
    private readonly StreamReader answers;

    /// <param name="room">Whose tests to run.</param>
    /// <param name="folder">Holds the test assembly, the mutated one beside it, and this program.</param>
    /// <param name="places">The number of the last mutant, plus 1.</param>
    /// <param name="first">The mutant with which static fields are made; 0: none.</param>
    internal HostProcess(Room room, string folder, int places, int first = 0)
    {
        var tests = Path.Combine(folder, room.TestAssemblyName);
        process = Process.Start(new ProcessStartInfo("dotnet",
            ["exec", "--depsfile", $"{tests}.deps.json", "--runtimeconfig", $"{tests}.runtimeconfig.json", Path.Combine(folder, "Backprop.Mutation.dll"),
                TestHost.Argument, toHost.GetClientHandleAsString(), fromHost.GetClientHandleAsString(), room.AssemblyName,
                places.ToString(CultureInfo.InvariantCulture), first.ToString(CultureInfo.InvariantCulture), $"{tests}.dll", .. room.Without])
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            // A mutant that fills the memory ends with an exception, not with the machine.
            Environment = { ["DOTNET_GCHeapHardLimit"] = "0x80000000" },
        })!;
        toHost.DisposeLocalCopyOfClientHandle();
        fromHost.DisposeLocalCopyOfClientHandle();
        process.StandardInput.Close();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        requests = new StreamWriter(toHost) { AutoFlush = true };
        answers = new StreamReader(fromHost);
        Tests = answers.ReadLine()?.Split('\t') ?? throw new InvalidOperationException("The host of the tests does not start.");
        Classes = ReadClasses();
    }

    /// <summary>The names of the tests; their numbers are the positions.</summary>
    internal IReadOnlyList<string> Tests { get; }

    /// <summary>For each test class the mutants that the making of its static fields reaches; empty if that does not end.</summary>
    internal IReadOnlyDictionary<string, int[]> Classes { get; }

    private Dictionary<string, int[]> ReadClasses()
    {
        var line = answers.ReadLineAsync();
        var classes = line.Wait(TimeSpan.FromMinutes(3)) && line.Result is { } text ? text.Split('\t').Select(static type => type.Split(' ', StringSplitOptions.RemoveEmptyEntries)) : [];
        return classes.ToDictionary(static type => type[0], static type => type[1..].Select(static id => int.Parse(id, CultureInfo.InvariantCulture)).ToArray(), StringComparer.Ordinal);
    }

    /// <summary>Sends numbers and waits for the answer; null if the host falls, or needs more processor time than allowed, or waits without end.</summary>
    internal int[]? Ask(IEnumerable<int> numbers, TimeSpan processorTime)
    {
        var allowed = process.TotalProcessorTime + processorTime;
        var idle = Stopwatch.StartNew();
        var used = TimeSpan.Zero;
        requests.WriteLine(string.Join(' ', numbers.Select(static number => number.ToString(CultureInfo.InvariantCulture))));
        var answer = answers.ReadLineAsync();
        while (!answer.Wait(TimeSpan.FromMilliseconds(100)))
        {
            process.Refresh();
            if (process.HasExited || process.TotalProcessorTime > allowed || idle.Elapsed > TimeSpan.FromSeconds(20))
                return null;
            if (process.TotalProcessorTime - used > TimeSpan.FromMilliseconds(50))
            {
                used = process.TotalProcessorTime;
                idle.Restart();
            }
        }
        return answer.Result?.Split(' ').Select(static number => int.Parse(number, CultureInfo.InvariantCulture)).ToArray();
    }

    public void Dispose()
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
        }
        process.Dispose();
        fromHost.Dispose();
        toHost.Dispose();
    }
}

using System.Diagnostics;

namespace Backprop.Fuzz;

/// <summary>Damages samples by a seed, lets a target read them, and judges what happens. A case follows from its seed and number alone.</summary>
internal sealed class Fuzzer(string folder, bool judgesTime = true)
{
    /// <summary>Bytes that reading may allocate in all, beside <see cref="BytesPerByte"/> for each byte of the file (unpacked, where it is a gzip file).</summary>
    public const long AnyFile = 100_000_000;

    /// <summary>See <see cref="AnyFile"/>.</summary>
    public const long BytesPerByte = 200;

    private static readonly TimeSpan MostTime = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Hang = TimeSpan.FromSeconds(60);

    /// <summary>Waits of a second for one that takes no processor time.</summary>
    private const int MostWaits = 600;

    /// <summary>A case of a target.</summary>
    public static byte[] Case(Target target, ulong seed, long number)
    {
        var random = new Random(unchecked((int)((seed * 1_000_003) + (ulong)number)));
        return target.Damage(target.Samples[random.Next(target.Samples.Length)], random);
    }

    /// <summary>Reads a case; null where that goes as documented.</summary>
    public Finding? Try(Target target, ulong seed, long number)
    {
        var file = Case(target, seed, number);
        return Judge(target, file) is var (kind, problem) ? new Finding(target, seed, number, kind, problem, file) : null;
    }

    /// <summary>Reads every sample, which must be accepted; what is compiled and loaded once is then no part of a case.</summary>
    public void WarmUp(Target target)
    {
        foreach (var sample in target.Samples)
        {
            if (Attempt(target, sample) is { } problem)
                throw new InvalidOperationException($"A valid sample of '{target.Name}' is refused: {problem.Message}", problem);
        }
    }

    /// <summary>The kind of fault and the problem in words; null where there is none.</summary>
    public (string Kind, string Problem)? Judge(Target target, byte[] file)
    {
        var judged = JudgeOnce(target, file);
        // What exceeds a bound is asked again: the first time something may have been compiled.
        return judged is { Kind: "memory" or "time" } ? JudgeOnce(target, file) : judged;
    }

    private (string Kind, string Problem)? JudgeOnce(Target target, byte[] file)
    {
        var (allocated, time) = (GC.GetTotalAllocatedBytes(), Process.GetCurrentProcess().TotalProcessorTime);
        var exception = Attempt(target, file);
        allocated = GC.GetTotalAllocatedBytes() - allocated;
        time = Process.GetCurrentProcess().TotalProcessorTime - time;
        if (exception is not null && !target.IsDocumented(exception))
            return ($"{exception.GetType().Name} {Place(exception)}", $"{exception.GetType().Name}: {exception.Message}\n{exception.StackTrace}");
        if (exception is not null && exception.Message.AsSpan().ContainsAny('\n', '\r', '\u001b'))
            return ("message", $"The message is not one line of plain text: {exception.Message}");
        if (allocated > AnyFile + (BytesPerByte * target.Size(file)))
            return ("memory", $"{allocated:N0} bytes are allocated for a file of {file.Length:N0} bytes ({target.Size(file):N0} unpacked).");
        return judgesTime && time > MostTime ? ("time", $"Reading takes {time.TotalSeconds:F1} s.") : null;
    }

    /// <summary>What reading a file throws. On a thread of its own, so that one that never ends is reported.</summary>
    private Exception? Attempt(Target target, byte[] file)
    {
        var path = Path.Combine(folder, "case");
        File.WriteAllBytes(path, file);
        Exception? exception = null;
        var thread = new Thread(() =>
        {
            try
            {
                target.Run(path);
            }
            catch (Exception e)
            {
                exception = e;
            }
        })
        { IsBackground = true };
        var start = Process.GetCurrentProcess().TotalProcessorTime;
        thread.Start();
        // Other work may pause this process: waits and processor time are counted, not the clock.
        for (var waits = 0; !thread.Join(TimeSpan.FromSeconds(1)); waits++)
            if (waits > MostWaits || Process.GetCurrentProcess().TotalProcessorTime - start > Hang)
                throw new TimeoutException($"Reading '{path}' ({target.Name}) does not end within {Hang.TotalSeconds} s of processor time.");
        return exception;
    }

    /// <summary>The innermost method of Backprop on the way to the exception.</summary>
    private static string Place(Exception exception) => new StackTrace(exception).GetFrames()
        .Select(static frame => frame.GetMethod())
        .FirstOrDefault(static method => method?.DeclaringType?.FullName?.StartsWith("Backprop.", StringComparison.Ordinal) == true) is { } method
            ? $"in {method.DeclaringType!.Name}.{method.Name}" : "";
}

using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Backprop.Cli;

/// <summary>
/// Assemblies of the tool that cannot be loaded when they are needed: one is missing, or the process may not open as many files (<c>ulimit -n</c>).
/// Nothing here loads another one, and the message does not go through the terminal, whose writers may be among what is missing.
/// </summary>
internal static class ToolFiles
{
    /// <summary>EMFILE of Linux and macOS.</summary>
    private const int TooManyOpen = 24;

    private const string Limit = "the process may open too few files for the tool; raise the limit, for example with 'ulimit -n 1024'";

    /// <summary>What is wrong, in one line; null where an exception is about something else.</summary>
    public static string? Problem(Exception? exception)
    {
        for (; exception is not null; exception = exception.InnerException)
        {
            var assembly = exception is FileNotFoundException missing ? missing.FileName : exception is FileLoadException unloadable ? unloadable.FileName : null;
            if (assembly?.IndexOf(", Version=", StringComparison.Ordinal) is > 0 and var end)
                return IsThere(assembly[..end] + ".dll") ? Limit : $"{assembly[..end]}.dll is missing from {AppContext.BaseDirectory}; install the tool again";
            if ((exception is IOException && exception.HResult == TooManyOpen && !OperatingSystem.IsWindows()) || exception.Message.Contains("Too many open files", StringComparison.Ordinal))
                return Limit;
        }
        return null;
    }

    /// <summary>Writes the line to standard error.</summary>
    /// <returns>The exit code.</returns>
    public static int Report(string problem)
    {
        if (OperatingSystem.IsWindows())
            WriteToConsole(problem);
        else
            WriteToDescriptor(problem);
        return ExitCode.BadInput;
    }

    /// <summary>Whether the file lies beside the tool, or is one of the runtime's.</summary>
    private static bool IsThere(string name)
    {
        if (File.Exists(Path.Combine(AppContext.BaseDirectory, name)))
            return true;
        var known = AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") as string ?? "";
        return known.Contains(Path.DirectorySeparatorChar + name + Path.PathSeparator, StringComparison.Ordinal) || known.EndsWith(Path.DirectorySeparatorChar + name, StringComparison.Ordinal);
    }

    private static void WriteToDescriptor(string problem)
    {
        try
        {
            using var error = new FileStream(new SafeFileHandle(2, ownsHandle: false), FileAccess.Write, bufferSize: 0);
            error.Write(Encoding.UTF8.GetBytes($"backprop: {problem}\n"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Nobody reads it.
        }
    }

    private static void WriteToConsole(string problem) => Console.Error.WriteLine($"backprop: {problem}");
}

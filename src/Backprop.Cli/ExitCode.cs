namespace Backprop.Cli;

/// <summary>Exit codes of the process. Documented in <c>backprop --help</c>; never renumbered.</summary>
internal static class ExitCode
{
    public const int Done = 0;

    /// <summary>An unknown verb or option, or an option out of its range.</summary>
    public const int Usage = 1;

    /// <summary>A file cannot be read or written, or its content is invalid.</summary>
    public const int BadInput = 2;

    /// <summary>Training met a non-finite value, or a check failed.</summary>
    public const int Failed = 3;

    /// <summary>A defect of the tool itself (EX_SOFTWARE of sysexits.h).</summary>
    public const int Defect = 70;

    /// <summary>The terminal was closed: 128 + SIGHUP.</summary>
    public const int HungUp = 129;

    /// <summary>Ctrl-C: 128 + SIGINT.</summary>
    public const int Interrupted = 130;

    /// <summary>The reader of standard output has closed it: 128 + SIGPIPE.</summary>
    public const int OutputClosed = 141;

    /// <summary>A request to terminate: 128 + SIGTERM.</summary>
    public const int Terminated = 143;
}

using System.Runtime.ExceptionServices;
using Backprop.Data;
using Backprop.Exchange;

namespace Backprop.Cli;

/// <summary>Turns an exception of a verb into one line for the user and an exit code. The stack trace is shown only on request.</summary>
internal static class Failure
{
    /// <summary>Environment variable that shows the stack trace if set to 1.</summary>
    public const string TraceVariable = "BACKPROP_TRACE";

    public static int Report(Exception exception, Terminal terminal)
    {
        if (exception is ClosedOutputException) return ExitCode.OutputClosed;
        // The start of the program says it, since the writers of the terminal may be among what cannot be loaded.
        if (ToolFiles.Problem(exception) is not null) ExceptionDispatchInfo.Throw(exception);
        var (code, line) = Describe(exception);
        terminal.Error.WriteLine($"backprop: {line}");
        if (string.Equals(Environment.GetEnvironmentVariable(TraceVariable), "1", StringComparison.Ordinal))
            terminal.Error.WriteLine(exception);
        return code;
    }

    private static (int Code, string Line) Describe(Exception exception) => exception switch
    {
        AggregateException { InnerExceptions: [var only] } => Describe(only),
        RankFailedException failed => (failed.Code, OneLine(failed)),
        OperationCanceledException => (ExitCode.Interrupted, "interrupted"),
        UsageException => (ExitCode.Usage, OneLine(exception)),
        TrainingException => (ExitCode.Failed, OneLine(exception)),
        DataException data => (ExitCode.BadInput, OneLine(exception) + Hint.Of(data.Remedies)),
        ForeignFileException { NeedsApproximation: true } => (ExitCode.BadInput, OneLine(exception) + ": --approximate"),
        InputException or BackpropException or IOException or UnauthorizedAccessException => (ExitCode.BadInput, OneLine(exception)),
        OutOfMemoryException => (ExitCode.BadInput, "there is not enough memory for this"),
        // Anything else, ArgumentException included, is a defect: the tool called its own library wrongly.
        _ => (ExitCode.Defect, $"unexpected {exception.GetType().Name}: {OneLine(exception)}. This is a defect of backprop; {TraceVariable}=1 shows where."),
    };

    private static string OneLine(Exception exception) => DisplayText.Of(exception.Message.ReplaceLineEndings(" ").Trim());
}

using System.Text.Json;

namespace Backprop.Cli.Tests;

public class FailureTests
{
    public static TheoryData<Exception, int, string> Exceptions => new()
    {
        { new UsageException("--seeds must be 1 or more."), ExitCode.Usage, "--seeds must be 1 or more." },
        { new ArgumentOutOfRangeException("rate", "The learning rate must be positive."), ExitCode.Usage, "The learning rate must be positive." },
        { new InputException("net.json: no groups."), ExitCode.BadInput, "net.json: no groups." },
        { new ArgumentException("group 'in' has 2 units.", "cases"), ExitCode.BadInput, "group 'in' has 2 units." },
        { new FileNotFoundException("cases.csv is not there."), ExitCode.BadInput, "cases.csv is not there." },
        { new JsonException("line 1:\nunexpected end."), ExitCode.BadInput, "line 1: unexpected end." },
        { new TrainingException("group 'hidden': NaN."), ExitCode.Failed, "group 'hidden': NaN." },
        { new Data.DataException("no header.", "t.csv", 1), ExitCode.BadInput, "t.csv, line 1: no header." },
        { new OperationCanceledException(), ExitCode.Interrupted, "interrupted" },
        { new AggregateException(new FormatException("'x' is no number.")), ExitCode.BadInput, "'x' is no number." },
        { new InvalidOperationException("impossible"), ExitCode.Defect, "unexpected InvalidOperationException: impossible. This is a defect of backprop; BACKPROP_TRACE=1 shows where." },
    };

    [Theory]
    [MemberData(nameof(Exceptions), DisableDiscoveryEnumeration = true)]
    public void Every_exception_becomes_one_line_and_its_exit_code(Exception exception, int code, string line)
    {
        using var error = new StringWriter { NewLine = "\n" };
        Assert.Equal(code, Failure.Report(exception, new Terminal(TextWriter.Null, error, CancellationToken.None)));
        Assert.Equal($"backprop: {line}\n", error.ToString());
    }
}

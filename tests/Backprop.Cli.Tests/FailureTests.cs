using Backprop.Data;

namespace Backprop.Cli.Tests;

public class FailureTests
{
    public static TheoryData<Exception, int, string> Exceptions => new()
    {
        { new UsageException("--seeds must be 1 or more."), ExitCode.Usage, "--seeds must be 1 or more." },
        { new InputException("net.json: no groups."), ExitCode.BadInput, "net.json: no groups." },
        { new CasesException("group 'in' has 2 units."), ExitCode.BadInput, "group 'in' has 2 units." },
        { new TopologyException("group 'in' has no units."), ExitCode.BadInput, "group 'in' has no units." },
        { new ModelFileException("m.safetensors", "it is cut short"), ExitCode.BadInput, "m.safetensors: it is cut short" },
        { new FileNotFoundException("cases.csv is not there."), ExitCode.BadInput, "cases.csv is not there." },
        { new InputException("line 1:\nunexpected end."), ExitCode.BadInput, "line 1: unexpected end." },
        { new InputException("column 'a\u001b[2Jb' of \u202Ex"), ExitCode.BadInput, "column 'a\uFFFD[2Jb' of \uFFFDx" },
        { new TrainingException("group 'hidden': NaN."), ExitCode.Failed, "group 'hidden': NaN." },
        { new DataException("no header.", "t.csv", 1), ExitCode.BadInput, "t.csv, line 1: no header." },
        { new DataException("holds '-'", "t.csv", 2, "age") { Remedies = [new(RemedyKind.CountAsMissing, "-"), new(RemedyKind.IgnoreColumn, "it's")] }, ExitCode.BadInput, "t.csv, line 2, column 'age': holds '-'; --missing - counts it as missing, --ignore 'it'\\''s' leaves the column out" },
        { new InsufficientMemoryException(), ExitCode.BadInput, "there is not enough memory for this" },
        { new OperationCanceledException(), ExitCode.Interrupted, "interrupted" },
        { new AggregateException(new InputException("'x' is not a number.")), ExitCode.BadInput, "'x' is not a number." },
        { new ArgumentException("no such column", "column"), ExitCode.Defect, "unexpected ArgumentException: no such column (Parameter 'column'). This is a defect of backprop; BACKPROP_TRACE=1 shows where." },
        { new FormatException("impossible"), ExitCode.Defect, "unexpected FormatException: impossible. This is a defect of backprop; BACKPROP_TRACE=1 shows where." },
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

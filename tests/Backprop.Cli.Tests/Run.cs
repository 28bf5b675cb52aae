using Backprop.Cli;

namespace Backprop.Cli.Tests;

/// <summary>What one command line wrote and answered, run in this process.</summary>
internal sealed record Run(int ExitCode, string Out, string Error)
{
    public static Run Of(params string[] arguments) => Of(CancellationToken.None, arguments);

    public static Run Of(CancellationToken interrupted, params string[] arguments)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var code = CommandLine.Run(arguments, new Terminal(output, error, interrupted));
        return new Run(code, output.ToString(), error.ToString());
    }
}

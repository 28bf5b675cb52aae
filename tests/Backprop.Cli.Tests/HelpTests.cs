using System.CommandLine;

namespace Backprop.Cli.Tests;

public class HelpTests
{
    public static TheoryData<string> Commands()
    {
        var names = new TheoryData<string>();
        Add(CommandLine.Root(new Terminal(TextWriter.Null, TextWriter.Null, CancellationToken.None)), "");
        return names;

        void Add(Command command, string path)
        {
            names.Add(path);
            foreach (var sub in command.Subcommands) Add(sub, $"{path} {sub.Name}".Trim());
        }
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void Help_is_what_was_approved(string command)
    {
        var run = Run.Of([.. command.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]);
        Assert.Equal(ExitCode.Done, run.ExitCode);
        Assert.Empty(run.Error);
        // The first word of the usage line is the name of the running program: here the test, there the tool.
        var usage = run.Out.Replace(RootCommand.ExecutableName, "backprop", StringComparison.Ordinal);
        Approved.Matches(usage, $"Help/{(command.Length == 0 ? "backprop" : command.Replace(' ', '-'))}.approved.txt");
    }
}

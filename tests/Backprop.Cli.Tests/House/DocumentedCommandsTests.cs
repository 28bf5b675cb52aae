using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Backprop.Cli.Tests;

/// <summary>
/// Pages whose commands are run: a block after a line "`file`:", or the lines after "$ cat file", are written as that file, and each line "$ backprop …" of a console block prints
/// what stands below it. <c>BACKPROP_APPROVE=1</c> writes what the commands print into the pages.
/// </summary>
public partial class DocumentedCommandsTests
{
    [Theory]
    [InlineData("README.md")]
    [InlineData("docs/studies.md")]
    public void Commands_print_what_the_page_says(string page)
    {
        var path = Path.Combine(Root(), page);
        var text = File.ReadAllText(path);
        using var here = new Workplace();
        foreach (var file in Files().Matches(text).Concat(ShownFiles().Matches(text)))
            here.Write(file.Groups["name"].Value, file.Groups["text"].Value);
        var measured = Consoles().Replace(text, block => "```console\n" + string.Concat(Lines(block.Groups["text"].Value).Select(line => Printed(here, line))) + "```");
        if (string.Equals(Environment.GetEnvironmentVariable("BACKPROP_APPROVE"), "1", StringComparison.Ordinal)) File.WriteAllText(path, measured);
        else Assert.Equal(text, measured);
    }

    private static IEnumerable<string> Lines(string console) => console.Split('\n').Where(static line => line.StartsWith("$ ", StringComparison.Ordinal));

    private static string Printed(Workplace here, string line)
    {
        // A process of its own, in the folder of the files, as a user starts it.
        using var tool = here.StartHere(line["$ backprop ".Length..].Split(' '));
        var results = tool.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var messages = tool.StandardError.ReadToEnd();
        tool.WaitForExit();
        Assert.True(tool.ExitCode == ExitCode.Done, messages);
        return $"{line}\n{messages}{results.GetAwaiter().GetResult()}";
    }

    private static string Root([CallerFilePath] string caller = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(caller)!, "../../.."));

    [GeneratedRegex(@"^`(?<name>[\w.-]+)`:\n\n```\w*\n(?<text>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: Timeout.Infinite)]
    private static partial Regex Files();

    [GeneratedRegex(@"^\$ cat (?<name>[\w.-]+)\n(?<text>.*?)(?=^\$ |^```)", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: Timeout.Infinite)]
    private static partial Regex ShownFiles();

    [GeneratedRegex(@"^```console\n(?<text>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: Timeout.Infinite)]
    private static partial Regex Consoles();
}

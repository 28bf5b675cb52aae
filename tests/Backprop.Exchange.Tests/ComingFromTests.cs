using System.Text.RegularExpressions;
using Backprop.Tests;

namespace Backprop.Exchange.Tests;

/// <summary>docs/coming-from.md says what other programs really do; every row of it is held by a test.</summary>
public sealed partial class ComingFromTests
{
    [Fact]
    public void Every_row_of_what_one_would_guess_otherwise_names_a_test_that_is_there()
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "coming-from.md"));
        var tests = Directory.EnumerateFiles(Path.Combine(Repository.Root, "tests"), "*Tests.cs", SearchOption.AllDirectories)
            .ToLookup(static file => Path.GetFileNameWithoutExtension(file), File.ReadAllText, StringComparer.Ordinal);
        var tables = page.Split("| held by |\n|---|---|\n")[1..].Select(static table => table.Split("\n\n")[0].TrimEnd().Split('\n')).ToList();
        Assert.True(tables.Count > 1);
        foreach (var row in tables.SelectMany(static table => table))
        {
            var named = Named().Match(row);
            Assert.True(named.Success, $"the row names no test: {row}");
            var texts = tests[named.Groups["class"].Value];
            Assert.True(texts.Any(text => text.Contains($" {named.Groups["test"].Value}(", StringComparison.Ordinal) || named.Groups["test"].Value.Length == 0), $"there is no test {named.Groups["class"].Value}.{named.Groups["test"].Value}");
        }
    }

    [GeneratedRegex(@"\| `(?<class>\w+Tests)(?:\.(?<test>\w+))?` \|$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: Timeout.Infinite)]
    private static partial Regex Named();
}

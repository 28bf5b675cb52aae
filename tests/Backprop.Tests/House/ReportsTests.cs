using System.Text.RegularExpressions;

namespace Backprop.Tests;

/// <summary>What pages say of speed stands in a report that is kept.</summary>
public sealed partial class ReportsTests
{
    [Fact]
    public void Each_table_of_the_page_of_the_peers_quotes_the_report_that_is_linked_above_it()
    {
        var quoted = new Dictionary<string, int>(StringComparer.Ordinal);
        string[][] report = [];
        var name = "";
        foreach (var line in File.ReadLines(Path.Combine(Repository.Root, "bench", "peers", "README.md")))
        {
            if (ReportLink().Match(line) is { Success: true } link)
            {
                name = link.Groups["name"].Value;
                report = [.. File.ReadLines(Path.Combine(Repository.Root, "bench", "results", name)).Where(static row => row.StartsWith("| ", StringComparison.Ordinal)).Select(Cells)];
            }
            if (!QuotedRow().IsMatch(line))
                continue;
            var row = Cells(line);
            foreach (var (ratio, peer) in row[3].Split(", ").Select(static each => each.Split(" × ")).Select(static each => (each[0], each[1])))
            {
                Assert.True(Array.Exists(report, of => of[0].StartsWith(row[0] + " ", StringComparison.Ordinal) && of[1] == row[1] && of[2].StartsWith(peer, StringComparison.Ordinal) && of[4] == row[2] && of[6] == ratio + " ×"),
                    $"{name} has no {ratio} × {peer} for {row[0]} with {row[1]} threads in {row[2]}");
                quoted[name] = quoted.GetValueOrDefault(name) + 1;
            }
        }
        Assert.Equal(3, quoted.Count);
        Assert.All(quoted.Values, static count => Assert.True(count > 20));
    }

    private static string[] Cells(string row) => [.. row.Split('|')[1..^1].Select(static cell => cell.Trim())];

    /// <summary>A work, the threads, a time and ratios.</summary>
    [GeneratedRegex(@"^\| W\d+[a-z]? \| \d \| .* × ", RegexOptions.None, 1000)]
    private static partial Regex QuotedRow();

    [GeneratedRegex(@"\]\(\.\./results/(?<name>.+?\.md)\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ReportLink();
}

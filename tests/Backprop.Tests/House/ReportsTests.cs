using System.Text.RegularExpressions;

namespace Backprop.Tests;

/// <summary>What pages say of speed stands in a report that is kept.</summary>
public sealed partial class ReportsTests
{
    [Fact]
    public void The_page_of_the_peers_quotes_its_report()
    {
        var (page, report) = PageAndReport("peers");
        var quoted = 0;
        foreach (var row in page.Split('\n').Where(static line => QuotedRow().IsMatch(line)).Select(Cells))
        {
            foreach (var (ratio, peer) in row[3].Split(", ").Select(static each => each.Split(" × ")).Select(static each => (each[0], each[1])))
            {
                Assert.True(Array.Exists(report, of => of[0].StartsWith(row[0] + " ", StringComparison.Ordinal) && of[1] == row[1] && of[2].StartsWith(peer, StringComparison.Ordinal) && of[4] == row[2] && of[6] == ratio + " ×"),
                    $"the report has no {ratio} × {peer} for {row[0]} with {row[1]} threads in {row[2]}");
                quoted++;
            }
        }
        Assert.True(quoted > 20);
    }

    private static (string Page, string[][] Report) PageAndReport(string bench)
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, "bench", bench, "README.md"));
        var name = ReportLink().Match(page).Groups["name"].Value;
        return (page, [.. File.ReadLines(Path.Combine(Repository.Root, "bench", "results", name)).Where(static line => line.StartsWith("| ", StringComparison.Ordinal)).Select(Cells)]);
    }

    private static string[] Cells(string row) => [.. row.Split('|')[1..^1].Select(static cell => cell.Trim())];

    /// <summary>A work, the threads, a time and ratios.</summary>
    [GeneratedRegex(@"^\| W\d+[a-z]? \| \d \| .* × ", RegexOptions.None, 1000)]
    private static partial Regex QuotedRow();

    [GeneratedRegex(@"\]\(\.\./results/(?<name>.+?\.md)\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ReportLink();
}

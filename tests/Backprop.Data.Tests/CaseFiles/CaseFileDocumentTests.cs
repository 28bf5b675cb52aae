using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Backprop.Data.Tests;

/// <summary>Every example of docs/case-files.md is read.</summary>
public sealed partial class CaseFileDocumentTests
{
    [Fact]
    public void Every_example_of_the_document_is_read_for_its_net()
    {
        var text = File.ReadAllText(Path.Combine(Root(), "docs", "case-files.md"));
        var nets = new Dictionary<string, Topology>(StringComparer.Ordinal) { ["xor"] = Topology.Layered(2, 2, 1) };
        var read = new List<string>();
        foreach (Match block in Block().Matches(text))
        {
            var (kind, net, body) = (block.Groups["kind"].Value, block.Groups["net"].Value, block.Groups["body"].Value);
            if (kind == "json")
                nets.Add(net, Topology.FromJson(body));
            else
                read.Add($"{kind} {net}: {Read(kind, body, nets[net])}");
        }

        Assert.Equal(
            [
                "cases xor: 4", "cases xor: 3", "cases family: 1", "cases family: 1", "cases family: 2", "cases family: 3", "cases family: 1", "cases family: 2", "cases xor: 2", "cases family: 2",
                "cases letters: 4", "cases leaky: 2", "csv family: 2", "csv letters: 2",
            ],
            read);
    }

    /// <summary>The number of cases, which the net also evaluates and which come back from what is written.</summary>
    private static int Read(string kind, string body, Topology topology)
    {
        using var file = new TemporaryFile(body);
        var (cases, named) = kind == "csv" ? new NamedCases(CaseTable.Read(file.Path, topology), topology) : CaseFile.Load(file.Path, topology);
        Assert.True(kind != "csv" || CaseTable.IsCaseTable(file.Path, topology));
        CaseFile.Write(file.Path, cases, named);
        CaseComparison.AssertAlike(topology, cases, CaseFile.Read(file.Path, topology));
        return cases.Count;
    }

    private static string Root([CallerFilePath] string path = "")
    {
        var folder = Path.GetDirectoryName(path)!;
        while (!Directory.Exists(Path.Combine(folder, "docs")))
            folder = Path.GetDirectoryName(folder)!;
        return folder;
    }

    [GeneratedRegex("^```(?<kind>cases|json|csv) (?<net>\\w+)\n(?<body>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: Timeout.Infinite)]
    private static partial Regex Block();
}

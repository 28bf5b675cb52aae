using System.Text.RegularExpressions;

namespace Backprop.Tests;

/// <summary>The scripts in findings/ can be run anywhere, say what they show, and are listed. They are not run here: they download packages.</summary>
public sealed partial class FindingsTests
{
    /// <summary>Milliseconds that a search in one file may take.</summary>
    private const int Timeout = System.Threading.Timeout.Infinite;

    private static readonly string Folder = Path.Combine(Repository.Root, "findings");

    /// <summary>The parts of a script's first lines, in order.</summary>
    private static readonly string[] Parts = ["Guess", "Seen", "Matters", "Version"];

    private static List<string> Scripts => [.. Directory.EnumerateFiles(Folder, "*.sh").Select(static path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    [Fact]
    public void Every_script_is_sound()
    {
        Assert.NotEmpty(Scripts);
        Assert.Empty(Scripts.SelectMany(static name => Faults(File.ReadAllText(Path.Combine(Folder, name))).Select(fault => $"{name}: {fault}")));
    }

    [Fact]
    public void The_list_and_the_page_name_every_script_and_no_other()
    {
        Assert.Equal(Scripts, ListItem().Matches(File.ReadAllText(Path.Combine(Folder, "README.md"))).Select(static match => match.Groups["script"].Value));
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "other-programs.md"));
        Assert.Equal(Scripts, PageLink().Matches(page).Select(static match => match.Groups["script"].Value).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_row_of_the_page_names_a_version_that_its_script_installs()
    {
        var rows = File.ReadAllLines(Path.Combine(Repository.Root, "docs", "other-programs.md")).Where(static line => line.Contains("(../findings/", StringComparison.Ordinal)).ToList();
        Assert.Equal(Scripts.Count, rows.Count);
        foreach (var row in rows)
        {
            var commands = File.ReadAllText(Path.Combine(Folder, PageLink().Match(row).Groups["script"].Value)).Split("set -euo pipefail")[1];
            var versions = VersionNumber().Matches(row.Split('|')[1]).Select(static match => match.Value).ToList();
            Assert.NotEmpty(versions);
            Assert.All(versions, version => Assert.Contains(version, commands, StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("# Seen:    b", "", "'Seen'")]
    [InlineData("# Guess:   a", "# Guess:", "'Guess'")]
    [InlineData("npm install x@1.0.0", "npm install x", "version")]
    [InlineData("npm install x@1.0.0", "apt-get download x", "version")]
    [InlineData("npm install x@1.0.0", "echo '#:package X'", "version")]
    [InlineData("npm install x@1.0.0", "dotnet tool install --tool-path=tools x", "version")]
    [InlineData("npm install x@1.0.0", "true", "installs nothing")]
    [InlineData("cd \"$dir\"", "true", "temporary folder")]
    [InlineData("diff out expected", "cat out", "compares")]
    [InlineData("set -euo pipefail", "set -e", "first failure")]
    [InlineData("node check.js", "node /home/a/check.js", "/home/a")]
    [InlineData("node check.js", "node https://example.org/check.js", "https:")]
    [InlineData("node check.js", "node --registry=example check.js", "registry")]
    public void A_script_that_is_not_sound_is_noticed(string part, string replacement, string fault)
    {
        const string Sound = "#!/bin/bash\n# Guess:   a\n# Seen:    b\n# Matters: c\n# Version: d\nset -euo pipefail\n"
            + "dir=$(mktemp -d); trap 'rm -rf \"$dir\"' EXIT; cd \"$dir\"\nnpm install x@1.0.0\nnode check.js > out\ndiff out expected\necho \"as seen\"\n";
        Assert.Empty(Faults(Sound));
        Assert.Contains(Faults(Sound.Replace(part, replacement, StringComparison.Ordinal)), message => message.Contains(fault, StringComparison.Ordinal));
    }

    private static IEnumerable<string> Faults(string script)
    {
        var head = script.Split("set -euo pipefail\n")[0];
        var named = Part().Matches(head).Select(static match => match.Groups["part"].Value).ToList();
        foreach (var part in Parts.Where(part => !named.Contains(part)))
            yield return $"its first lines lack '{part}' and what belongs to it";
        if (named.Count == Parts.Length && !named.SequenceEqual(Parts))
            yield return "its first lines are not in the order Guess, Seen, Matters, Version";
        if (head == script)
            yield return "it does not stop at the first failure: set -euo pipefail";
        if (!script.Contains("dir=$(mktemp -d); trap 'rm -rf \"$dir\"' EXIT; cd \"$dir\"\n", StringComparison.Ordinal))
            yield return "it does not work in a temporary folder that it deletes";
        if (!script.Contains("\ndiff out ", StringComparison.Ordinal) || !script.EndsWith("\necho \"as seen\"\n", StringComparison.Ordinal))
            yield return "it compares nothing with what was seen";

        var packages = Packages().Matches(script).SelectMany(static match => match.Groups["packages"].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Where(static word => word[0] != '-').ToList();
        if (packages.Count == 0)
            yield return "it installs nothing";
        foreach (var package in packages.Where(static package => !Pinned().IsMatch(package)))
            yield return $"'{package}' has no version";
        foreach (Match place in Place().Matches(script))
            yield return $"it names '{place.Value}', which another machine may not have";
    }

    [GeneratedRegex(@"^# (?<part>\w+): +\S", RegexOptions.Multiline | RegexOptions.ExplicitCapture, Timeout)]
    private static partial Regex Part();

    [GeneratedRegex(@"^- \[[^\]]+\]\((?<script>[^)]+\.sh)\): \S", RegexOptions.Multiline | RegexOptions.ExplicitCapture, Timeout)]
    private static partial Regex ListItem();

    [GeneratedRegex(@"\[script\]\(\.\./findings/(?<script>[^)]+)\)", RegexOptions.ExplicitCapture, Timeout)]
    private static partial Regex PageLink();

    [GeneratedRegex(@"\d+\.\d+[\w.-]*", RegexOptions.None, Timeout)]
    private static partial Regex VersionNumber();

    [GeneratedRegex(@"(npm install|apt-get download|#:package|dotnet tool install)(?<packages>[^'\n>]*?)(?=\s*\d?>|'|$)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, Timeout)]
    private static partial Regex Packages();

    [GeneratedRegex(@"^[^@=]+[@=]\d[\w.:+~-]*$", RegexOptions.None, Timeout)]
    private static partial Regex Pinned();

    // The interpreters of Debian are named by path where another of the same name may come first.
    [GeneratedRegex(@"(?<![\w$""])/(?!bin/bash|usr/bin/python3)(home|root|work|tmp|usr|opt|mnt|var)\b[\w/]*|\w+://|\bregistry\w*|\b[\w-]+\.(org|com|net|io)\b", RegexOptions.ExplicitCapture, Timeout)]
    private static partial Regex Place();
}

using Backprop.Data;

namespace Backprop.Cli.Tests;

public class HintTests
{
    [Fact]
    public void Every_remedy_is_put_into_an_option_that_exists()
    {
        var options = CommandLine.Root(new Terminal(TextWriter.Null, TextWriter.Null, CancellationToken.None)).Subcommands.SelectMany(verb => verb.Options).Select(option => option.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var kind in Enum.GetValues<RemedyKind>())
        {
            var hint = Hint.Of([new(kind, "age")]);
            Assert.StartsWith("; ", hint, StringComparison.Ordinal);
            Assert.Contains(Assert.Single(hint.Split(' '), word => word.StartsWith("--", StringComparison.Ordinal)), options);
        }
    }

    [Fact]
    public void Several_are_listed_and_none_says_nothing()
    {
        Assert.Equal("; --missing '?' counts it as missing, --ignore 'my age' leaves the column out", Hint.Of([new(RemedyKind.CountAsMissing, "?"), new(RemedyKind.IgnoreColumn, "my age")]));
        Assert.Equal("; --missing - counts it as missing, --missing=-- counts it as missing, --missing -9 counts it as missing", Hint.Of([new(RemedyKind.CountAsMissing, "-"), new(RemedyKind.CountAsMissing, "--"), new(RemedyKind.CountAsMissing, "-9")]));
        Assert.Equal("", Hint.Of([]));
    }

    [Fact]
    public void What_cannot_be_typed_as_it_is_shown_is_left_to_the_user() =>
        Assert.Equal("; --ignore leaves the column out", Hint.Of([new(RemedyKind.IgnoreColumn, "a\u001b[2J")]));
}

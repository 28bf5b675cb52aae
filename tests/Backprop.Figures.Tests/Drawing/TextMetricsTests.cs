namespace Backprop.Figures.Tests;

public sealed class TextMetricsTests
{
    [Fact]
    public void Width_grows_with_the_font_size_and_the_weight()
    {
        Assert.Equal(2 * TextMetrics.Width("Sweeps", 10), TextMetrics.Width("Sweeps", 20), 9);
        Assert.True(TextMetrics.Width("Sweeps", 10, bold: true) > TextMetrics.Width("Sweeps", 10));
    }

    [Fact]
    public void An_m_is_wider_than_an_i() => Assert.True(TextMetrics.Width("m", 10) > 3 * TextMetrics.Width("i", 10));

    [Fact]
    public void Wrapped_lines_fit_and_keep_every_word()
    {
        const string text = "starting weights uniform in ±0.3, biases too, over four hundred seeds";
        var lines = TextMetrics.Wrap(text, 120, 13);
        Assert.Equal(text, string.Join(" ", lines));
        Assert.All(lines, line => Assert.True(TextMetrics.Width(line, 13) <= 120));
        Assert.True(lines.Count > 2);
    }

    [Fact]
    public void Shortened_names_keep_beginning_and_end()
    {
        var shorter = TextMetrics.Shorten("class with a long name 17", 90, 13);
        Assert.StartsWith("class", shorter, StringComparison.Ordinal);
        Assert.EndsWith("17", shorter, StringComparison.Ordinal);
        Assert.Contains('…', shorter);
        Assert.True(TextMetrics.Width(shorter, 13) <= 90);
    }

    [Fact]
    public void A_name_that_fits_is_left_alone() => Assert.Equal("setosa", TextMetrics.Shorten("setosa", 90, 13));

    [Fact]
    public void Surrogate_pairs_are_never_cut()
    {
        for (var width = 1; width < 200; width += 3) Assert.DoesNotContain('\uFFFD', TextMetrics.Shorten("😀😀😀😀😀😀😀", width, 13));
    }
}

using System.Globalization;

namespace Backprop.Figures.Tests;

public sealed class ThemeTests
{
    public static TheoryData<bool> Themes => [false, true];

    [Theory]
    [MemberData(nameof(Themes))]
    public void Text_has_a_contrast_of_at_least_seven_on_paper_and_soft_text_four_and_a_half(bool dark)
    {
        Assert.InRange(Contrast(Role.Ink, Role.Paper, dark), 7, 21);
        Assert.InRange(Contrast(Role.Ink, Role.Panel, dark), 7, 21);
        Assert.InRange(Contrast(Role.Soft, Role.Paper, dark), 4.5, 21);
        Assert.InRange(Contrast(Role.OnStrong, Role.Strong, dark), 4.5, 21);
    }

    [Theory]
    [MemberData(nameof(Themes))]
    public void Lines_have_a_contrast_of_at_least_three_on_paper(bool dark)
    {
        foreach (var role in (Role[])[.. Palette.Series, Role.Positive, Role.Negative, Role.Mark]) Assert.InRange(Contrast(role, Role.Paper, dark), 3, 21);
    }

    [Theory]
    [MemberData(nameof(Themes))]
    public void Signs_of_a_hinton_diagram_stand_out_from_its_ground(bool dark)
    {
        Assert.InRange(Contrast(Role.HintonPositive, Role.HintonGround, dark), 3, 21);
        Assert.InRange(Contrast(Role.HintonNegative, Role.HintonGround, dark), 3, 21);
    }

    [Fact]
    public void The_automatic_theme_follows_the_reader_and_has_plain_colors_for_viewers_without_custom_properties()
    {
        var css = Palette.Css(Theme.Auto, new HashSet<Role> { Role.Ink });
        Assert.Contains("prefers-color-scheme:dark", css, StringComparison.Ordinal);
        Assert.Contains("fill:#1b1f24;fill:var(--bp-ink)", css, StringComparison.Ordinal);
        Assert.DoesNotContain("--bp-soft", css, StringComparison.Ordinal);
    }

    [Fact]
    public void A_fixed_theme_needs_no_custom_property()
    {
        var svg = Gallery.Make("hinton").ToSvg(Theme.Dark);
        Assert.DoesNotContain("var(", svg, StringComparison.Ordinal);
        Assert.DoesNotContain("prefers-color-scheme", svg, StringComparison.Ordinal);
        Assert.Contains(Palette.Color(Role.Paper, dark: true), svg, StringComparison.Ordinal);
    }

    /// <summary>The contrast ratio of the Web Content Accessibility Guidelines.</summary>
    private static double Contrast(Role a, Role b, bool dark)
    {
        double first = Luminance(Palette.Color(a, dark)), second = Luminance(Palette.Color(b, dark));
        return (Math.Max(first, second) + 0.05) / (Math.Min(first, second) + 0.05);
    }

    private static double Luminance(string color)
    {
        double Channel(int at)
        {
            var value = int.Parse(color.AsSpan(at, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0;
            return value <= 0.03928 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4);
        }

        return (0.2126 * Channel(1)) + (0.7152 * Channel(3)) + (0.0722 * Channel(5));
    }
}

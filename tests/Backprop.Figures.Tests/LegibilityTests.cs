using System.Xml.Linq;

namespace Backprop.Figures.Tests;

/// <summary>What holds for every figure: well formed, described, and legible at 600 pixels.</summary>
public sealed class LegibilityTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    public static TheoryData<string> Names => Gallery.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void No_text_meets_another(string name)
    {
        var texts = Gallery.Composed(name).Texts;
        for (var i = 0; i < texts.Count; i++)
        {
            for (var j = 0; j < i; j++) Assert.False(texts[i].Overlaps(texts[j], slack: 1), $"{texts[i]} meets {texts[j]}");
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void All_text_lies_within_the_figure(string name)
    {
        var canvas = Gallery.Composed(name);
        var whole = new Box(0, 0, canvas.Width, canvas.Height);
        Assert.All(canvas.Texts, text => Assert.True(whole.Contains(text), $"{text} leaves {whole}"));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Text_is_at_least_nine_pixels_high_when_the_figure_is_600_wide(string name)
    {
        var canvas = Gallery.Composed(name);
        Assert.InRange(canvas.SmallestText * Math.Min(1, 600 / canvas.Width), 9, 20);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_figure_is_xml_with_title_description_and_role(string name)
    {
        var root = XDocument.Parse(Gallery.Make(name).ToSvg()).Root!;
        Assert.Equal("img", root.Attribute("role")?.Value);
        Assert.False(string.IsNullOrWhiteSpace(root.Element(Svg + "title")?.Value));
        Assert.True(root.Element(Svg + "desc")?.Value.Length > 20);
        Assert.Equal($"{root.Element(Svg + "title")!.Attribute("id")!.Value} {root.Element(Svg + "desc")!.Attribute("id")!.Value}", root.Attribute("aria-labelledby")!.Value);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Drawing_twice_gives_the_same_bytes(string name) => Assert.Equal(Gallery.Make(name).ToSvg(), Gallery.Make(name).ToSvg());
}

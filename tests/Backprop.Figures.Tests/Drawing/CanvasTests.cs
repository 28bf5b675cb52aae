using System.Xml.Linq;

namespace Backprop.Figures.Tests;

public sealed class CanvasTests
{
    [Fact]
    public void Text_from_data_cannot_break_out_of_the_figure()
    {
        const string name = "a<script>&\"'\u0001b";
        var svg = new ErrorCurves { Title = name, Runs = [new(name, [1, 0.5]), new("b", [1, 2])] }.ToSvg();
        var root = XDocument.Parse(svg).Root!;
        Assert.Contains("a<script>&\"'b", root.Value, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>", svg, StringComparison.Ordinal);
    }

    [Fact]
    public void A_placed_canvas_keeps_its_text_boxes()
    {
        var part = new Canvas(50, 20);
        var box = part.Text(new(5, 15), "x");
        var whole = new Canvas(100, 100);
        whole.Place(part, new(30, 40));
        Assert.Equal(box.Shifted(30, 40), Assert.Single(whole.Texts));
    }

    [Fact]
    public void Turned_text_keeps_an_upright_box()
    {
        var flat = Canvas.TextBox(new(50, 50), "Desired", 14, Anchor.Middle);
        var turned = Canvas.TextBox(new(50, 50), "Desired", 14, Anchor.Middle, turned: true);
        Assert.Equal(flat.Width, turned.Height, 9);
        Assert.Equal(flat.Height, turned.Width, 9);
        Assert.Equal(50, turned.Center.Y, 9);
    }

    [Fact]
    public void A_formula_sets_its_subscripts_as_such()
    {
        var canvas = new Canvas(100, 20);
        canvas.Formula(new(50, 10), "∂E/∂w_{ji} + x_j");
        var text = XElement.Parse($"<g>{canvas.Body}</g>").Element("text")!;
        Assert.Equal("∂E/∂wji + xj", text.Value);
        Assert.Equal("ji j", string.Join(" ", text.Elements("tspan").Where(span => span.Attribute("font-size") is not null).Select(span => span.Value)));
    }

    [Theory]
    [InlineData("a_{b")]
    [InlineData("a_")]
    public void An_unfinished_subscript_is_plain_text(string formula)
    {
        var canvas = new Canvas(100, 20);
        canvas.Formula(new(50, 10), formula);
        Assert.Equal(formula, XElement.Parse(canvas.Body).Value);
    }

    [Fact]
    public void A_tip_is_the_title_of_its_element()
    {
        var canvas = new Canvas(10, 10);
        canvas.Rectangle(new(0, 0, 1, 1), Role.Ink, tip: "3 of 4");
        Assert.Equal("3 of 4", XElement.Parse(canvas.Body).Element("title")!.Value);
    }
}

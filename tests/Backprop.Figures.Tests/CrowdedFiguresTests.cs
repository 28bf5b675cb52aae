namespace Backprop.Figures.Tests;

/// <summary>
/// What must hold of every figure whatever it shows, asserted on the SVG text. To look at the figures as pictures:
/// BACKPROP_DRAW=folder writes them there.
/// </summary>
public sealed class CrowdedFiguresTests
{
    private static readonly System.Collections.Concurrent.ConcurrentDictionary<string, DrawnSvg> Drawn = new(StringComparer.Ordinal);

    public static TheoryData<string> Names => [.. CrowdedGallery.Names.Select(row => row.Data).Concat(Gallery.Names.Select(row => row.Data))];

    [Theory]
    [MemberData(nameof(Names))]
    public void Text_lies_within_the_figure(string name)
    {
        var figure = Draw(name);
        Assert.All(figure.Texts, text => Assert.True(new Box(0, 0, figure.Width, figure.Height).Contains(text.Box, slack: 0.5), $"'{text.Text}' leaves the figure: {text.Box}"));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void No_text_meets_another(string name)
    {
        var texts = Draw(name).Texts;
        for (var i = 0; i < texts.Count; i++)
        {
            for (var j = 0; j < i; j++) Assert.False(texts[i].Box.Overlaps(texts[j].Box, slack: 1), $"'{texts[i].Text}' meets '{texts[j].Text}'");
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void No_line_runs_through_a_text_and_no_edge_of_a_surface(string name)
    {
        var figure = Draw(name);
        var shapes = figure.Shapes;
        foreach (var text in figure.Texts)
        {
            var box = text.Box.Grown(-1.5);
            foreach (var shape in shapes.Where(shape => shape.Crosses(box)))
            {
                if (shape.IsPaper && shape.Order < text.Order) continue;
                var hidden = shape.Order < text.Order && (text.Halo && !shape.Filled && shape.StrokeWidth <= 2.5
                    || shapes.Any(cover => cover.IsOpaque && cover.Order > shape.Order && cover.Order < text.Order && cover.Bounds.Contains(box)));
                Assert.True(hidden, $"'{text.Text}' at {text.Box} is crossed by a shape at {shape.Bounds}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Letters_are_legible_where_the_figure_is_as_wide_as_a_column_of_text(string name)
    {
        var figure = Draw(name);
        Assert.All(figure.Texts, text => Assert.True(text.Size * Math.Min(1, 800 / figure.Width) >= 9, $"'{text.Text}': {text.Size} in a figure of {figure.Width}"));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void No_figure_is_mostly_empty(string name)
    {
        const int parts = 8;
        var figure = Draw(name);
        var boxes = figure.Texts.Select(text => text.Box).Concat(figure.Shapes.Select(shape => shape.Bounds)).ToArray();
        var cells = from row in Enumerable.Range(0, parts)
                    from column in Enumerable.Range(0, parts)
                    select new Box(column * figure.Width / parts, row * figure.Height / parts, figure.Width / parts, figure.Height / parts);
        var used = cells.Count(cell => boxes.Any(box => box.Grown(0.5).Overlaps(cell)));
        Assert.InRange(used, parts * parts * 4 / 10, parts * parts);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void No_control_character_and_no_markup_of_a_name_is_left(string name)
    {
        var svg = Draw(name).Source;
        Assert.DoesNotContain(svg, character => char.IsControl(character) && character != '\n');
        Assert.DoesNotContain('\u202E', svg);
        Assert.DoesNotContain("<b>", svg, StringComparison.Ordinal);
        Assert.InRange(svg.Length, 100, 3_000_000);
    }

    private static Figure Make(string name) => CrowdedGallery.Names.Any(row => row.Data == name) ? CrowdedGallery.Make(name) : Gallery.Make(name);

    private static DrawnSvg Draw(string name) => Drawn.GetOrAdd(name, static name =>
    {
        var svg = Make(name).ToSvg(Theme.Light);
        if (Environment.GetEnvironmentVariable("BACKPROP_DRAW") is { Length: > 0 } folder)
            File.WriteAllText(Path.Combine(Directory.CreateDirectory(folder).FullName, name + ".svg"), svg);
        return new DrawnSvg(svg);
    });
}

using System.Xml.Linq;

namespace Backprop.Figures.Tests;

public sealed class FigurePageTests
{
    private static readonly FigurePage Page = new("The paper <& its figures>", "A lead.",
    [
        new("Symmetry")
        {
            Text = ["Six inputs."],
            Claims = [new("sweeps to learn", "1,425", "median 2,560", "partly")],
            Figures = [Gallery.Make("units-symmetry"), Gallery.Make("sweeps")],
            Settings = [("learning rate", "0.1")],
            Command = "backprop paper symmetry --seeds 100",
        },
        new("Family trees") { Figures = [Gallery.Make("family-tree")] },
    ]);

    [Fact]
    public void The_page_loads_nothing_from_elsewhere()
    {
        var html = Page.ToHtml();
        foreach (var loader in (string[])["src=", "<script", "<link", "@import", "url("]) Assert.DoesNotContain(loader, html, StringComparison.Ordinal);
        Assert.DoesNotContain("http", html.Replace("http://www.w3.org/2000/svg", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void Parts_claims_settings_and_command_are_there_in_order()
    {
        var html = Page.ToHtml();
        var places = ((string[])["Six inputs.", "1,425</td><td data-head=\"measured here\">median 2,560</td><td data-head=\"holds\" class=\"partly\">", "<svg", "<dt>learning rate</dt><dd>0.1</dd>", "backprop paper symmetry", "id=\"part-2\""])
            .Select(text => html.IndexOf(text, StringComparison.Ordinal)).ToArray();
        Assert.DoesNotContain(-1, places);
        Assert.Equal(places.Order(), places);
    }

    [Fact]
    public void Every_id_is_unique_and_the_body_is_well_formed()
    {
        var html = Page.ToHtml();
        var body = XElement.Parse(html[html.IndexOf("<body>", StringComparison.Ordinal)..html.IndexOf("</html>", StringComparison.Ordinal)]);
        string[] ids = [.. body.DescendantsAndSelf().Select(element => element.Attribute("id")?.Value).OfType<string>()];
        Assert.Equal(ids.Length, ids.Distinct(StringComparer.Ordinal).Count());
        Assert.All(body.Descendants("a"), link => Assert.Contains(link.Attribute("href")!.Value[1..], ids));
    }

    [Fact]
    public void The_same_page_gives_the_same_bytes() => Assert.Equal(Page.ToHtml(), Page.ToHtml());
}

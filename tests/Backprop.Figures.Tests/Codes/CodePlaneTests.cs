namespace Backprop.Figures.Tests;

public class CodePlaneTests
{
    private static readonly Code[] Now = [new("a", [0.9, 0.1, 0.2]), new("b", [0.1, 0.9, 0.1]), new("c", [0.2, 0.3, 0.8])];

    [Fact]
    public void The_plane_places_the_codes_that_it_was_found_from_where_they_are()
    {
        var components = PrincipalComponents.Of([.. Now.Select(static code => code.States)]);
        foreach (var (index, code) in Now.Index())
        {
            var place = components.Place(code.States);
            Assert.Equal(components.Places[index][0], place[0], 1e-12);
            Assert.Equal(components.Places[index][1], place[1], 1e-12);
        }
        Assert.Equal([0.0, 0.0], components.Place(components.Mean));
    }

    [Fact]
    public void A_map_in_its_own_plane_is_the_map_without_one()
    {
        Assert.Equal(new CodeMap { Codes = Now }.ToSvg(), new CodeMap { Codes = Now, Plane = Now }.ToSvg());
        Code[] start = [.. Now.Select(static code => code with { States = [0.5, 0.5, 0.5] })];
        Assert.NotEqual(new CodeMap { Codes = start }.ToSvg(), new CodeMap { Codes = start, Plane = Now }.ToSvg());
    }
}

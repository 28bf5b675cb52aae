namespace Backprop.Cli.Tests;

public class LabContentTests
{
    [Fact]
    public void Files_are_named_in_the_address_by_the_token_alone()
    {
        using var here = new Workplace();
        File.WriteAllText(here["net & <b>.json"], "{}");
        var content = LabContent.Of([here["net & <b>.json"]]);
        Assert.Equal("#files=0123", content.Fragment("0123"));
        var file = Assert.Single(content.Named());
        Assert.Equal(("net & <b>.json", Path.GetFullPath(here["net & <b>.json"])), (file.Name, file.Path));
    }

    [Fact]
    public void An_experiment_needs_no_token()
    {
        Assert.Equal("#experiment=symmetry", LabContent.Of(["symmetry"]).Fragment("0123"));
        Assert.Empty(LabContent.Of(["symmetry"]).Named());
        Assert.Equal("", LabContent.Of([]).Fragment("0123"));
    }
}

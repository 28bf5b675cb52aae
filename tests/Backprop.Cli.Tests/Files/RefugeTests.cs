namespace Backprop.Cli.Tests;

public class RefugeTests
{
    private static readonly Model Small = new(new Network<float>(Topology.Layered(1, 1)));

    [Fact]
    public void A_file_keeps_its_places_and_takes_none_that_is_taken()
    {
        using var here = new Workplace();
        Directory.CreateDirectory(here["a"]);
        Directory.CreateDirectory(here["b"]);
        here.Write("a/m.safetensors", "somebody else's");
        var refuge = new Refuge(here["a"], here["b"]);
        for (var time = 0; time < 2; time++)
        {
            Assert.Equal(here["a/m-2.safetensors"], refuge.After(here["m.safetensors"]));
            File.WriteAllText(here["a/m-2.safetensors"], "written");
            Assert.Equal(here["b/m.safetensors"], refuge.After(here["a/m-2.safetensors"]));
            Assert.Null(refuge.After(here["b/m.safetensors"]));
        }
        Assert.Equal(here["b/n"], refuge.After(refuge.After(here["n"])!));
    }

    [Fact]
    public void A_model_that_cannot_be_saved_is_saved_at_the_first_place_that_takes_it()
    {
        using var here = new Workplace();
        Directory.CreateDirectory(here["good"]);
        var refuge = new Refuge(here["missing"], here["good"]);
        var problem = Assert.Throws<ModelFileException>(() => Small.Save(here["none/m.safetensors"]));
        Assert.Equal(here["good/m.safetensors"], refuge.Save(Small, problem));
        Assert.False(Model.Load(here["good/m.safetensors"]).IsDouble);
        Assert.Equal(problem.Message, Assert.Throws<ModelFileException>(() => new Refuge(here["missing"]).Save(Small, problem)).Message);
    }

    [Fact]
    public void The_newest_of_a_files_places_is_named_and_all_are_deleted()
    {
        using var here = new Workplace();
        var (first, other) = (here.Write("m", "1"), here["other"]);
        Directory.CreateDirectory(other);
        var refuge = new Refuge(other);
        Assert.Equal(first, refuge.Newest(first));
        File.WriteAllText(refuge.After(first)!, "2");
        File.SetLastWriteTimeUtc(first, DateTime.UtcNow.AddMinutes(-1));
        Assert.Equal(here["other/m"], refuge.Newest(first));
        File.SetLastWriteTimeUtc(first, DateTime.UtcNow.AddMinutes(1));
        Assert.Equal(first, refuge.Newest(first));
        refuge.Delete(first);
        Assert.False(File.Exists(first) || File.Exists(here["other/m"]));
    }
}

namespace Backprop.Cli.Tests;

public class LabVerbTests
{
    [Fact]
    public void A_tool_without_the_lab_says_how_to_get_it()
    {
        // The site lies beside the tool, not beside its tests.
        var run = Run.Of("lab", "xor", "--no-browser");
        Assert.Equal((ExitCode.BadInput, ""), (run.ExitCode, run.Out));
        Assert.Contains("this tool was built without the lab", run.Error, StringComparison.Ordinal);
        Assert.EndsWith("as in: dotnet run -c Release -p:WithLab=true --project src/Backprop.Cli -- lab\n", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_the_page_cannot_read_is_refused_by_its_name()
    {
        using var here = new Workplace();
        using (var large = File.Create(here["large.csv"])) large.SetLength(LabContent.MostBytes + 1_000_000);
        Assert.Contains("large.csv: has 51 MB, and the lab reads up to 50 MB; 'backprop train' takes more", Error(here["large.csv"]), StringComparison.Ordinal);
        Assert.Contains("none.csv: there is no such file\n", Error(here["none.csv"], here["large.csv"]), StringComparison.Ordinal);
        Assert.Contains("is a folder; name a file", Error(Path.GetDirectoryName(here["x"])!), StringComparison.Ordinal);
        Assert.Contains("there is no such file or experiment; did you mean 'symmetry'?", Error("symetry"), StringComparison.Ordinal);

        static string Error(params string[] files)
        {
            var run = Run.Of(["lab", .. files]);
            Assert.Equal(ExitCode.BadInput, run.ExitCode);
            return run.Error;
        }
    }

    [Fact]
    public void An_experiment_is_named_alone()
    {
        var run = Run.Of("lab", "xor", "net.json");
        Assert.Equal((ExitCode.Usage, "backprop: 'xor' is an experiment, with a net and cases of its own; name it alone, or write ./xor for a file.\n"), (run.ExitCode, run.Error));
        Assert.Equal(ExitCode.Usage, Run.Of("lab", "--port", "0").ExitCode);
    }
}

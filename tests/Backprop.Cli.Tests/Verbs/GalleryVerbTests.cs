namespace Backprop.Cli.Tests;

public class GalleryVerbTests
{
    [Fact]
    public void Claims_are_printed_with_what_was_measured_and_how()
    {
        var run = Run.Of("gallery", "addition", "--seeds", "2", "--sweeps", "100");
        Assert.Equal(ExitCode.Done, run.ExitCode);
        Assert.Contains("addition: 2 hidden units alone", run.Out, StringComparison.Ordinal);
        Assert.EndsWith(" addition: 2 runs from seed 1, at most 100 sweeps, float\n", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void The_written_files_are_those_that_the_study_runs()
    {
        using var place = new Workplace();
        Assert.Equal(ExitCode.Done, Run.Of("gallery", "addition", "--write", place.Folder).ExitCode);
        Assert.Equal(["README.md", "addition-direct-2.json", "addition-direct-3.json", "addition-layers-2.json", "addition-layers-4.json", "addition.cases"], place.Files);
        Assert.StartsWith("# Addition: two numbers of two binary digits", File.ReadAllText(place["addition.cases"]), StringComparison.Ordinal);
        Assert.Contains("backprop gallery addition", File.ReadAllText(place["README.md"]), StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_study_gets_one_line_that_names_the_studies()
    {
        var run = Run.Of("gallery", "magic");
        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.StartsWith("backprop: study must be one of negation, t-c, ", run.Error, StringComparison.Ordinal);
    }
}

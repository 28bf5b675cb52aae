using System.CommandLine;

namespace Backprop.Cli.Tests;

/// <summary>The file of a study's runs while they come in; what it holds afterwards is in the tests of the session.</summary>
public class StudyRunsFileTests
{
    [Fact]
    public void Runs_are_written_when_the_last_write_is_a_second_old()
    {
        using var here = new Workplace();
        var line = new StudyCommandLine();
        var command = new Command("study");
        line.AddTo(command);
        var job = line.Read(new RootCommand { command }.Parse(["study", CaseCommandLineTests.Xor(here), "--hidden", "2"]));
        var file = new StudyRunsFile(here["runs.csv"], job, "0123456789ab", new TickingClock(TimeSpan.FromSeconds(0.3)));

        for (var seed = 1ul; seed <= 3; seed++)
            file.Add(new(new(0, seed), 10, true, "all within 0.2", 0.5));
        Assert.False(File.Exists(here["runs.csv"]));
        file.Add(new(new(0, 4), 10, true, "all within 0.2", 0.5));
        Assert.Equal(5, File.ReadAllLines(here["runs.csv"]).Length);
    }
}

namespace Backprop.Data.Tests;

/// <summary>Case files told from tables.</summary>
public sealed class CaseFileRecognitionTests
{
    [Theory]
    [InlineData("a.cases", "")]
    [InlineData("a.CASES", "x,y\n1,2\n")]
    [InlineData("a.txt", "0 1 -> 1\n")]
    [InlineData("a.txt", "\uFEFF# exclusive or\n\n  [a | b -> c]\r\n0 1 -> 1\n")]
    [InlineData("a", "\"zero\" *2 0 0 -> 0\n")]
    [InlineData("a", "names person: Colin Penelope\n")]
    [InlineData("a", "default inputs 0\n")]
    [InlineData("a", "default \"person 2\" ?\n")]
    [InlineData("a", "ticks 5\n")]
    [InlineData("a", "grace 2  # of five\n")]
    [InlineData("a", "case \"one\" *2\n")]
    [InlineData("a", "case\n")]
    [InlineData("a", "sequence\n")]
    [InlineData("a", "sequence *2  # the second\n")]
    public void These_are_case_files(string name, string text) => Assert.True(Is(name, text));

    [Theory]
    [InlineData("a.csv", "0 1 -> 1\n")]
    [InlineData("a.csv.gz", "0 1 -> 1\n")]
    [InlineData("a.txt", "x,y\n1,2\n")]
    [InlineData("a.txt", "case,sequence\n1,2\n")]
    [InlineData("a.txt", "names,default\n1,2\n")]
    [InlineData("a.txt", "default rate;size\n0;1\n")]
    [InlineData("a.txt", "x,y\n0 -> 1,2\n")]
    [InlineData("a.txt", "ticks\n5\n")]
    [InlineData("a.txt", "# 0 -> 1\n")]
    [InlineData("a.txt", "")]
    public void These_are_not(string name, string text) => Assert.False(Is(name, text));

    [Fact]
    public void A_file_that_is_not_there_and_a_folder_are_judged_by_their_names()
    {
        Assert.True(CaseFile.IsCaseFile("nowhere.cases"));
        Assert.False(CaseFile.IsCaseFile("nowhere"));
        Assert.False(CaseFile.IsCaseFile(Path.GetTempPath()));
    }

    private static bool Is(string name, string text)
    {
        var folder = Directory.CreateTempSubdirectory("backprop-cases-").FullName;
        try
        {
            var path = Path.Combine(folder, name);
            File.WriteAllText(path, text);
            return CaseFile.IsCaseFile(path);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}

using System.Runtime.CompilerServices;

namespace Backprop.FamilyTreeSearch.Tests;

public sealed class StageTests
{
    public static TheoryData<string> Names => [.. Stage.All.Select(static stage => stage.Name)];

    [Fact]
    public void Every_option_changes_the_recipe_and_no_two_do_the_same()
    {
        var recipes = Option.All.Select(static option => option.Apply(Recipe.Printed)).ToList();

        Assert.DoesNotContain(Recipe.Printed, recipes);
        Assert.Equal(recipes.Count, recipes.Distinct().Count());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_stage_trains_no_recipe_twice(string name)
    {
        var recipes = Named(name).Settings.Select(static setting => setting.Recipe).ToList();

        Assert.NotEmpty(recipes);
        Assert.Equal(recipes.Count, recipes.Distinct().Count());
    }

    [Fact]
    public void The_readings_are_combined_without_changes() => Assert.All(Named("readings").Settings, static setting => Assert.Equal(0, setting.Changes));

    [Fact]
    public void Pairs_are_of_different_factors() =>
        Assert.All(Named("pairs").Settings, static setting => Assert.Equal(2, setting.Options.Select(static option => option.Factor).Distinct().Count()));

    [Fact]
    public void The_last_stage_has_seeds_by_which_nothing_was_chosen() =>
        Assert.All(Stage.All.Where(static stage => stage.Name != "least"), static stage => Assert.True(stage.FirstSeed + (ulong)stage.Seeds <= Named("least").FirstSeed));

    [Theory]
    [MemberData(nameof(Names))]
    public void The_file_of_a_stage_has_a_line_for_each_of_its_settings(string name)
    {
        var stage = Named(name);
        var lines = Lines(name);

        Assert.Equal(stage.Settings.Select(static setting => setting.ToString()), lines.Select(static line => line.Setting));
        Assert.Equal(stage.Settings.Select(setting => Stage.SeedsOf(setting.Recipe, stage.Seeds)), lines.Select(static line => line.Runs));
    }

    [Theory]
    [InlineData("readings", "start ±1.5; tolerance from the edge")]
    [InlineData("rate-map", "tolerance from the edge; start ±2; ε × 5")]
    [InlineData("pairs", "ε × 10; decay / 10")]
    public void A_line_repeats(string name, string setting)
    {
        var stage = Named(name);
        var chosen = stage.Settings.Single(one => one.ToString() == setting);

        var summary = Summary.Of(chosen, [.. Enumerable.Range(0, stage.Seeds).Select(index => RecipeRun.Of(chosen.Recipe, stage.FirstSeed + (ulong)index))]);

        Assert.Equal(Lines(name).Single(one => one.Setting == setting).ToString(), summary.ToString());
    }

    [Fact]
    public void The_measured_balance_repeats()
    {
        var lines = File.ReadAllLines(Path.Combine(Folder(), "balance.csv"));
        var first = Balance.Of(Stage.Balance[0], firstSeed: 1, seeds: 20).ToList();

        Assert.Equal(Balance.Header, lines[0]);
        Assert.Equal(Stage.Balance.Count * first.Count, lines.Length - 1);
        Assert.Equal(lines.Skip(1).Take(first.Count), first);
    }

    [Fact]
    public void The_figures_are_those_of_the_files()
    {
        var folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            foreach (var file in Directory.EnumerateFiles(Folder(), "*.csv"))
                File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
            Maps.Write(folder);
            var figures = Directory.EnumerateFiles(folder, "*.svg").Select(Path.GetFileName).Order(StringComparer.Ordinal).ToList();
            Assert.Equal(Directory.EnumerateFiles(Folder(), "*.svg").Select(Path.GetFileName).Order(StringComparer.Ordinal), figures);
            Assert.All(figures, figure => Assert.Equal(File.ReadAllText(Path.Combine(Folder(), figure!)), File.ReadAllText(Path.Combine(folder, figure!))));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static Stage Named(string name) => Stage.All.Single(stage => stage.Name == name);

    private static List<Summary> Lines(string name)
    {
        var lines = File.ReadAllLines(Path.Combine(Folder(), name + ".csv"));
        Assert.Equal(Summary.Header, lines[0]);
        var summaries = lines.Skip(1).Select(Summary.Parse).ToList();
        Assert.Equal(lines.Skip(1), summaries.Select(static summary => summary.ToString()));
        return summaries;
    }

    private static string Folder([CallerFilePath] string caller = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(caller)!, "../../docs/studies/family-trees"));
}

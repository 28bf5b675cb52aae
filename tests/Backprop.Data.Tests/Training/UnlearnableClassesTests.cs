namespace Backprop.Data.Tests;

public class UnlearnableClassesTests
{
    private static readonly TableTrainingOptions Short = new() { Hidden = [2], Sweeps = 2, Members = 1 };

    private static IReadOnlyList<string> Notes(Func<int, string> line, ColumnChoices choices, TableTrainingOptions? options = null)
    {
        using var file = new TemporaryFile("when,w,x,y\n" + string.Concat(Enumerable.Range(0, 60).Select(i => line(i) + "\n")));
        return TableTraining.Train(Table.Read(file.Path, choices with { Targets = ["y"] }), options ?? Short).Notes;
    }

    private static readonly ColumnChoices InTime = new() { Time = "when", Ignored = ["w"] };

    [Fact]
    public void A_class_that_only_later_rows_have_is_named()
    {
        Assert.Contains("no training row has class 'yes' of 'y'; the net cannot learn it", Notes(static i => $"{i},1,{i * 7 % 10}.5,{(i > 55 ? "yes" : "no")}", InTime));
        Assert.DoesNotContain(Notes(static i => $"{i},1,{i * 7 % 10}.5,{(i % 2 == 0 ? "yes" : "no")}", InTime), static note => note.Contains("class", StringComparison.Ordinal));
    }

    [Fact]
    public void Of_many_classes_the_first_are_named() =>
        Assert.Contains("no training row has one of the classes 'c53', 'c54', 'c55', 'c56', 'c57' and 2 more of 'y'; the net cannot learn them",
            Notes(static i => $"{i},1,{i * 7 % 10}.5,{(i >= 53 ? $"c{i}" : "no")}", InTime with { Categories = ["y"] }));

    [Theory]
    [InlineData("0", "1")]
    [InlineData("1e-300", "1e300")]
    public void A_class_whose_rows_weigh_nothing_is_named(string nothing, string something)
    {
        string Line(int i) => $"{i},{(i % 3 == 0 ? nothing : something)},{i * 7 % 10}.5,{(i % 3 == 0 ? "yes" : "no")}";
        var choices = new ColumnChoices { Weights = "w", Ignored = ["when"] };
        const string expected = "no training row with a weight above 0 has class 'yes' of 'y'; the net cannot learn it";
        Assert.Contains(expected, Notes(Line, choices));
        Assert.Contains(expected, Notes(Line, choices, Short with { BalancedClasses = true }));
        Assert.Contains(expected, Notes(Line, choices, Short with { Members = 2 }));
    }

    [Fact]
    public void Balanced_classes_are_learned_whatever_the_units_of_their_weights() =>
        Assert.DoesNotContain(Notes(static i => $"{i},{(i % 3 == 0 ? "1e-30" : "1e20")},{i * 7 % 10}.5,{(i % 3 == 0 ? "yes" : "no")}", new ColumnChoices { Weights = "w", Ignored = ["when"] }, Short with { BalancedClasses = true }),
            static note => note.Contains("class", StringComparison.Ordinal));
}

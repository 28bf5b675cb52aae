namespace Backprop.Data.Tests;

public class SpellingsTests
{
    [Fact]
    public void Yes_is_known_in_any_usual_case()
    {
        var yes = new BooleanEncoding("b", "no", "yes").WordsFor(yes: true);
        Assert.Equal("yes", yes[0]);
        Assert.Superset(new HashSet<string> { "yes", "Yes", "YES", "true", "TRUE", "True", "1", "Y", "t", "on", "1.0", "+1", "1,0" }, yes.ToHashSet());
        Assert.DoesNotContain("no", yes);
        Assert.Contains("FALSE", new CategoryEncoding("y", ["no", "yes"]).WordsFor(0));
    }

    [Fact]
    public void Numbers_and_composed_words_are_known_in_their_usual_forms()
    {
        Assert.Equal(["2.0", "2", "+2", "+2.0"], new CategoryEncoding("c", ["1.0", "2.0"]).WordsFor(1));
        Assert.Equal(["0", "0,0", "+0", "+0,0", "-0", "-0,0"], new CategoryEncoding("c", ["0", "1"]) { DecimalComma = true, Identity = CategoryIdentity.Numbers }.WordsFor(0));
        Assert.Equal(["K\u00F6ln", "Ko\u0308ln"], new CategoryEncoding("c", ["K\u00F6ln"]).WordsFor(0));
        Assert.Equal(["007"], new CategoryEncoding("c", ["007", "7"]).WordsFor(0));
    }

    [Fact]
    public void Missing_words_are_known_in_any_usual_case()
    {
        var encoding = new TableEncoding([new NumberEncoding("x", 0, 1)], [new NumberEncoding("y", 0, 1)]) { Missing = ["N/A", "-999"] };
        Assert.Equal(["", " ", "N/A", "n/a", "N/a", "-999", "-999.0"], encoding.MissingWords);
    }

    [Fact]
    public void Missing_values_are_known_as_numbers_and_as_days()
    {
        ColumnEncoding number = new NumberEncoding("x", 0, 1), date = new DateEncoding("d", 0, 1);
        var encoding = new TableEncoding([number, date], [new NumberEncoding("y", 0, 1)]) { Missing = ["N/A", "-999", "-999,0", "1,5", "01.01.1900"], DecimalMark = ',', DateFormat = "dd.MM.yyyy" };
        Assert.Equal([-999, 1.5], encoding.MissingValuesOf(number));
        Assert.Equal([new DateOnly(1900, 1, 1).DayNumber], (encoding with { Missing = ["1900-01-01", "1900-01-01T00:00", "1900/01/01"], DateFormat = null }).MissingValuesOf(date));
        Assert.Equal([new DateOnly(1900, 1, 1).DayNumber], encoding.MissingValuesOf(date));
    }
}

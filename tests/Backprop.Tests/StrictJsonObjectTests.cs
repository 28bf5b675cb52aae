using System.Text.Json;

namespace Backprop.Tests;

public class StrictJsonObjectTests
{
    private static StrictJsonObject Read(string json) => new(JsonElement.Parse(json), "it");

    [Fact]
    public void What_is_not_there_is_null_and_what_is_of_another_kind_is_refused()
    {
        var json = Read("""{"text":"a","flag":true,"number":1.5,"whole":1e3,"texts":["a","b"],"object":{"inner":2}}""");

        Assert.Equal(("a", true, 1.5, 1000), (json.Text("text"), json.Flag("flag"), json.Number("number"), json.Int32("whole")));
        Assert.Equal(["a", "b"], json.Texts("texts")!);
        Assert.Equal(2, json.Object("object")?.Int32("inner"));
        Assert.Equal((null, null, null, null, null, null), (json.Text("none"), json.Flag("none"), json.Number("none"), json.Int32("none"), json.Texts("none"), json.Object("none")));
    }

    [Theory]
    [InlineData("""{"x":null}""", "it has 'x' as null; it must be a list.")]
    [InlineData("""{"x":["a",null]}""", "it has 'x' as a list with null; it must be a list of texts.")]
    public void A_list_of_texts_holds_nothing_else(string json, string problem) =>
        Assert.Equal(problem, Assert.Throws<FormatException>(() => Read(json).Texts("x")).Message);

    [Fact]
    public void An_object_within_is_named_by_its_place() =>
        Assert.Equal("'inner' is described by a number; it must be an object {…}.", Assert.Throws<FormatException>(() => Read("""{"inner":1}""").Object("inner")).Message);

    [Fact]
    public void Unknown_and_repeated_properties_are_refused_where_that_is_asked()
    {
        Read("""{"a":1,"b":2}""").Only("a", "b");
        Assert.Equal("it has 'b', which is not known; it can have 'a', 'c'.", Assert.Throws<FormatException>(() => Read("""{"a":1,"b":2}""").Only("a", "c")).Message);
        Assert.Equal("it has 'a' twice; say it once.", Assert.Throws<FormatException>(() => Read("""{"a":1,"a":2}""").Only("a")).Message);
    }
}

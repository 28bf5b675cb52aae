using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Backprop.Exchange.Tests;

public sealed class BrainJsFormatTests : IDisposable
{
    private const double Single = 1e-6; // brain.js computes in single precision

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("brain_tanh")]
    [InlineData("brain_leaky")]
    public void Arrays_have_the_answers_of_brain_js(string name) =>
        Sample.AssertAnswers(ForeignFile.Read([Sample.Path(name + ".json")]), [.. JsonAnswers.Of(name + ".out")], Single);

    [Theory]
    [InlineData("brain_hash")]
    [InlineData("brain_names")]
    [InlineData("brain_mixed")]
    public void Rows_of_named_columns_have_the_answers_of_brain_js(string name)
    {
        var imported = ForeignFile.Read([Sample.Path(name + ".json")]);
        var rows = JsonNode.Parse(File.ReadAllText(Sample.Path(name + ".out")))!.AsArray();
        string[] columns = [.. RawRows.Encoding(imported).Inputs.Select(static column => column.Column).Union(rows.SelectMany(static row => row!["in"]!.AsObject().Select(static key => key.Key)))];
        var table = new StringBuilder(string.Join(',', columns.Select(Quoted))).Append('\n');
        foreach (var row in rows)
            table.Append(string.Join(',', columns.Select(column => row!["in"]![column]?.ToJsonString() ?? ""))).Append('\n');

        RawRows.AssertAnswers(imported, folder.Write("rows.csv", table.ToString()), [.. rows.Select(static row => Numbers(row!["out"]!))], Single);

        static string Quoted(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }

    [Fact]
    public void Keys_that_are_whole_numbers_come_first_as_in_JavaScript()
    {
        Assert.Equal(["3", "7", "width", "say \"a\""], RawRows.Encoding(ForeignFile.Read([Sample.Path("brain_names.json")])).Inputs.Select(static column => column.Column));

        // The same net as another program would write it: the keys in any order.
        var net = JsonNode.Parse(File.ReadAllText(Sample.Path("brain_names.json")))!;
        var keys = net["layers"]![0]!.AsObject();
        net["layers"]![0] = new JsonObject(keys.Reverse().Select(static key => KeyValuePair.Create(key.Key, key.Value?.DeepClone())));

        Assert.Equal(["3", "7", "say \"a\"", "width"], RawRows.Encoding(ForeignFile.Read([folder.Write("net.json", net.ToJsonString())])).Inputs.Select(static column => column.Column));
    }

    [Fact]
    public void An_output_with_the_name_of_an_input_gets_another()
    {
        var imported = ForeignFile.Read([Sample.Path("brain_names.json")]);

        Assert.Equal(["output width", "Köln, Süd"], RawRows.Encoding(imported).Targets.Select(static column => column.Column));
        Assert.Contains(imported.Notes, static note => note.Contains("the output 'width' is called 'output width'", StringComparison.Ordinal));
    }

    [Fact]
    public void Leaky_relu_is_the_function_of_brain_js_and_a_note()
    {
        var imported = ForeignFile.Read([folder.Write("net.json", Tiny("leaky-relu"))]);

        Assert.Equal(0, imported.Model!.Network<double>().Run([-1])[0]);
        Assert.Equal(0.03, imported.Model!.Network<double>().Run([1])[0], 1e-15);
        Assert.Contains(imported.Notes, static note => note.Contains("'leaky-relu' of brain.js is 0 below 0 and 0.01 x above", StringComparison.Ordinal));
    }

    [Fact]
    public void Without_an_activation_it_is_the_sigmoid() =>
        Assert.Equal(1 / (1 + Math.Exp(-3)), ForeignFile.Read([folder.Write("net.json", Tiny("sigmoid").Replace(",\"activation\":\"sigmoid\"", "", StringComparison.Ordinal))]).Model!.Network<double>().Run([1])[0], 1e-15);

    [Theory]
    [InlineData("\"bias\":1", "\"bias\":null", "'layers' [1] '0' 'bias' is null, but a finite number is expected")]
    [InlineData("{\"0\":2}", "{\"1\":2}", "is the weight from a unit that the layer below does not have")]
    [InlineData("{\"0\":2}", "{}", "has 0 weights, but the layer below has 1 units")]
    [InlineData("\"relu\"", "\"softsign\"", "'activation' is 'softsign', which brain.js does not have")]
    [InlineData("[{\"0\":{}},", "[", "has 1 layers; a net has at least an input and an output layer")]
    [InlineData("{\"0\":{\"bias\":1,\"weights\":{\"0\":2}}}", "[{\"bias\":1,\"weights\":[2]}]", "'layers' [1] is not an object of units by name, as brain.js 1.x writes it")]
    [InlineData("\"layers\"", "\"layer\"", "has no 'layers'")]
    [InlineData("\"relu\"}", "\"relu\"", "is not whole JSON")]
    public void Damage_is_told_in_one_line(string whole, string damaged, string told)
    {
        var text = Tiny("relu").Replace(whole, damaged, StringComparison.Ordinal);
        Assert.NotEqual(Tiny("relu"), text);

        var refused = Assert.Throws<ForeignFileException>(() => ForeignFile.Read([folder.Write("net.json", text)]));

        Assert.Contains(told, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refused.Message);
    }

    private static string Tiny(string activation) =>
        """{"sizes":[1,1],"layers":[{"0":{}},{"0":{"bias":1,"weights":{"0":2}}}],"activation":"ACTIVATION"}""".Replace("ACTIVATION", activation, StringComparison.Ordinal);

    private static double[] Numbers(JsonNode node) => node is JsonArray list ? [.. list.Select(static item => item!.GetValue<double>())] : [.. node.AsObject().Select(static item => item.Value!.GetValue<double>())];
}

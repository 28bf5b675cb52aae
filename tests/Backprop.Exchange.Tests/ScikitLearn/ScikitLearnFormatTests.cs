using Backprop.Data;

namespace Backprop.Exchange.Tests;

public sealed class ScikitLearnFormatTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("sklearn_classes")] // StandardScaler, OneHotEncoder of texts and numbers, if_binary
    [InlineData("sklearn_two")] // MinMaxScaler, the first category dropped, two classes
    [InlineData("sklearn_regression")] // a target that is scaled too
    [InlineData("sklearn_multilabel")]
    [InlineData("sklearn_numbers")] // classes that are numbers
    public void Raw_rows_have_the_answers_of_scikit_learn(string name) =>
        RawRows.AssertAnswers(ForeignFile.Read([Sample.Path(name + ".json")]), Sample.Path(name + ".csv"), 1e-12);

    [Fact]
    public void A_net_without_names_has_the_answers_of_scikit_learn()
    {
        Sample.AssertAnswers(ForeignFile.Read([Sample.Path("sklearn_binary.json")]), Sample.Answers("sklearn_binary.out"), 1e-12);

        var array = ForeignFile.Read([Sample.Path("sklearn_array.json")]);
        Assert.Null(array.Model!.Encodings);
        Sample.AssertAnswers(array, [.. File.ReadLines(Sample.Path("sklearn_array.csv")).Skip(1).Select(static line => line.Split(',').Select(static word => double.Parse(word, System.Globalization.CultureInfo.InvariantCulture)).ToArray()).Select(static row => (row[..2], row[2..]))], 1e-12);
    }

    [Fact]
    public void Two_classes_are_one_logistic_output_there_and_two_softmax_units_here()
    {
        var imported = ForeignFile.Read([Sample.Path("sklearn_binary.json")]);

        Assert.Equal((2, UnitFunction.Softmax), (imported.Topology!.Outputs.Single().Size, imported.Topology.Outputs.Single().UnitFunction));
        Assert.Equal(["no", "yes"], Assert.IsType<CategoryEncoding>(RawRows.Encoding(imported).Targets.Single()).Categories);
    }

    [Fact]
    public void Alpha_is_a_setting_in_words() =>
        Assert.Contains("biases left out", Assert.Single(ForeignFile.Read([Sample.Path("sklearn_two.json")]).Settings).Origin, StringComparison.Ordinal);

    [Theory]
    [InlineData("[[1],[2]]", "[[1]]", "make 2 inputs, but the net has 1")]
    [InlineData("[[1],[2]]", "[[1],[2,3]]", "'coefs_' [0] [1] has 2 weights; 1 are expected")]
    [InlineData("[[1],[2]]", "[[1],[null]]", "but a list of finite numbers is expected")]
    [InlineData("[[0.5]]", "[[0.5],[1]]", "has 1 layers and 'intercepts_' 2")]
    [InlineData("\"logistic\"", "\"step\"", "'out_activation_' is 'step'; scikit-learn has")]
    [InlineData("[\"a\",\"b\"]", "[\"a\",\"b\",\"c\"]", "has 3 classes, but the net has 1 outputs")]
    [InlineData("\"mean\":1", "\"scale\":0", "'columns' [0] 'scale' is the number 0, but a number above 0 is expected")]
    [InlineData("\"v\"", "\"u\"", "column 'u' twice")]
    [InlineData("{\"name\":\"v\"}", "{\"name\":\"v\",\"categories\":[]}", "make 1 inputs, but the net has 2")]
    [InlineData("{\"name\":\"v\"}", "7", "'columns' [1] is the number 7, but an object {…} is expected")]
    public void Damage_is_told_in_one_line(string whole, string damaged, string told)
    {
        var text = Tiny.Replace(whole, damaged, StringComparison.Ordinal);
        Assert.NotEqual(Tiny, text);

        var refused = Assert.Throws<ForeignFileException>(() => ForeignFile.Read([folder.Write("net.json", text)]));

        Assert.Contains(told, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refused.Message);
    }

    [Fact]
    public void The_undamaged_form_is_read() => Assert.NotNull(ForeignFile.Read([folder.Write("net.json", Tiny)]).Model);

    private const string Tiny = """{"sklearn":"1.2.1","activation":"relu","out_activation_":"logistic","columns":[{"name":"u","mean":1},{"name":"v"}],"classes_":["a","b"],"coefs_":[[[1],[2]]],"intercepts_":[[0.5]]}""";
}

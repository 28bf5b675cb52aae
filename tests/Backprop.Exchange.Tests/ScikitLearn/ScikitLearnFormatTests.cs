using System.Diagnostics;
using Backprop.Data;
using Backprop.Tests;

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

    [Theory]
    [InlineData("ColumnTransformer([('c', OneHotEncoder(), [False, False, True]), ('n', StandardScaler(), [False, True, False])])")]
    [InlineData("ColumnTransformer([('c', OneHotEncoder(), ['colour']), ('n', MinMaxScaler(), slice(0, 2))])")]
    [InlineData("ColumnTransformer([('c', OneHotEncoder(), [-1]), ('n', StandardScaler(), slice('age', 'mass'))])")]
    public void The_Python_function_of_the_documentation_writes_the_columns_that_were_chosen(string step)
    {
        var (net, rows) = (folder.Write("net.json", ""), folder.Write("rows.csv", ""));
        var (code, output) = Fit($"make_pipeline({step}, MLPClassifier((3,), max_iter=20, random_state=1))", net, rows);

        Assert.True(code == 0, output);
        RawRows.AssertAnswers(ForeignFile.Read([net]), rows, 1e-12);
    }

    [Theory]
    [InlineData("make_pipeline(ColumnTransformer([('n', MinMaxScaler(), ['age'])]), OneHotEncoder(handle_unknown='ignore'), MLPClassifier((3,), max_iter=20))", "OneHotEncoder comes after another step")]
    [InlineData("make_pipeline(ColumnTransformer([('c', OneHotEncoder(max_categories=2), ['colour'])]), MLPClassifier((3,), max_iter=20))", "infrequent categories of column 'colour'")]
    [InlineData("make_pipeline(ColumnTransformer([('a', StandardScaler(), ['age']), ('b', MinMaxScaler(), ['age'])]), MLPClassifier((3,), max_iter=20))", "column 'age' reaches the net twice")]
    [InlineData("make_pipeline(ColumnTransformer([('a', MinMaxScaler(clip=True), ['age'])]), MLPClassifier((3,), max_iter=20))", "clip=True is not written")]
    public void The_Python_function_of_the_documentation_says_what_it_does_not_write(string model, string told)
    {
        var (code, output) = Fit(model, folder.Write("net.json", ""), folder.Write("rows.csv", ""));

        Assert.NotEqual(0, code);
        Assert.Contains("ValueError: ", output, StringComparison.Ordinal);
        Assert.Contains(told, output, StringComparison.Ordinal);
    }

    /// <summary>Fits a model on small rows and writes it with the function of the documentation and rows with its probabilities. Skips the test where scikit-learn is not there.</summary>
    private (int Code, string Output) Fit(string model, string net, string rows)
    {
        Assert.SkipUnless(Python("-c", "import sklearn, pandas") is { Code: 0 }, "scikit-learn and pandas are not there");
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "coming-from.md"));
        var function = page.Split("```python\n").Single(static block => block.Contains("def write_mlp(", StringComparison.Ordinal)).Split("```")[0];
        return Python(folder.Write("fit.py", $$"""
            {{function}}

            import pandas
            from sklearn.compose import ColumnTransformer
            from sklearn.neural_network import MLPClassifier
            from sklearn.pipeline import make_pipeline
            from sklearn.preprocessing import MinMaxScaler, OneHotEncoder, StandardScaler
            random = np.random.RandomState(0)
            rows = pandas.DataFrame({"age": random.randint(1, 80, 40) * 1.0, "mass": random.rand(40), "colour": random.choice(["red", "green", "blue"], 40)})
            model = {{model}}.fit(rows, random.choice(["x", "y", "z"], 40))
            write_mlp(model, r"{{net}}", target="kind")
            answers = model.predict_proba(rows)
            for k in range(3):
                rows[f"answer {k}"] = answers[:, k]
            rows.to_csv(r"{{rows}}", index=False)
            """));
    }

    private static (int Code, string Output) Python(params string[] arguments)
    {
        var python = File.Exists("/usr/bin/python3") ? "/usr/bin/python3" : "python3";
        try
        {
            using var process = Process.Start(new ProcessStartInfo(python, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;
            var errors = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, output + errors.GetAwaiter().GetResult());
        }
        catch (System.ComponentModel.Win32Exception refused)
        {
            return (127, refused.Message);
        }
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

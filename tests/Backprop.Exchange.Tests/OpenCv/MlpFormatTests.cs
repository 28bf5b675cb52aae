using System.Text;

namespace Backprop.Exchange.Tests;

public sealed class MlpFormatTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("opencv_sym_default", "yml")]
    [InlineData("opencv_own_sym", "xml")]
    [InlineData("opencv_own_sym_unscaled", "json")]
    [InlineData("opencv_own_gauss", "yml")]
    [InlineData("opencv_own_leaky", "yml")]
    [InlineData("opencv_own_relu", "yml")]
    [InlineData("opencv_own_identity", "yml")]
    public void Raw_rows_get_the_answers_of_OpenCV(string name, string ending)
    {
        var imported = ForeignFile.Read([Sample.Path($"{name}.{ending}")]);

        Assert.Equal("OpenCV ANN_MLP", imported.Format);
        Sample.AssertRawAnswers(imported, Sample.Answers(name + ".out", inputs: 3), 1e-6);
    }

    [Fact]
    public void The_worked_example_has_its_answer() => Sample.AssertRawAnswers(Tiny(), [([1, 2], [4.04965906])], 1e-8);

    [Fact]
    public void Parameters_of_0_or_none_are_those_of_LeCun()
    {
        // By OpenCV 4.6.0 itself, from such files.
        Sample.AssertRawAnswers(Tiny(("f_param1: 1.0", "f_param1: 0."), ("f_param2: 1.0", "f_param2: 0.")), [([1, 2], [4.316533])], 1e-6);
        Sample.AssertRawAnswers(Tiny(("   f_param1: 1.0\n   f_param2: 1.0\n", "")), [([1, 2], [4.316533])], 1e-6);
    }

    [Fact]
    public void Parameters_of_0_are_1_of_GAUSSIAN_and_a_hundredth_of_LEAKYRELU()
    {
        // By OpenCV 4.6.0 itself, from such files.
        Sample.AssertRawAnswers(Tiny(("SIGMOID_SYM", "GAUSSIAN"), ("f_param1: 1.0", "f_param1: 0."), ("f_param2: 1.0", "f_param2: 0.")), [([1, 2], [4.6049423])], 1e-6);
        Sample.AssertRawAnswers(Tiny(("SIGMOID_SYM", "LEAKYRELU"), ("f_param1: 1.0", "f_param1: 0.")), [([1, -20], [4.9256])], 1e-6);
    }

    [Fact]
    public void Parameters_below_0_are_taken_as_they_are() =>
        Sample.AssertRawAnswers(Tiny(("f_param1: 1.0", "f_param1: -1."), ("f_param2: 1.0", "f_param2: -2.")), [([1, 2], [5.457613])], 1e-6);

    [Theory]
    [InlineData("0")]
    [InlineData("1")]
    [InlineData("2")]
    public void A_number_as_the_activation_function_is_IDENTITY_as_in_OpenCV_and_said(string number)
    {
        var imported = Tiny(("SIGMOID_SYM", number));

        Sample.AssertRawAnswers(imported, [([1, 2], [5.92])], 1e-6);
        Assert.Contains("OpenCV takes any number there as IDENTITY", Assert.Single(imported.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void Scales_that_are_not_finite_are_refused_as_OpenCV_answers_nan()
    {
        var yaml = Sample.Path("opencv_relu_outscale_inf.yml");
        var json = folder.Write("inf.json", File.ReadAllText(Sample.Path("opencv_own_sym_unscaled.json")).Replace("\"output_scale\": [", "\"output_scale\": [ .Inf, .Nan,", StringComparison.Ordinal));

        Assert.Contains("line 30: output_scale has .Inf, with which OpenCV itself answers nan", Assert.Throws<ForeignFileException>(() => ForeignFile.Read([yaml])).Message, StringComparison.Ordinal);
        Assert.Contains("holds .Inf or .Nan", Assert.Throws<ForeignFileException>(() => ForeignFile.Read([json])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Lists_in_one_line_and_over_many_are_the_same()
    {
        var flow = Tiny(("input_scale: [ 1., 0., 1., 0. ]", "input_scale:\n      - 1.\n      - 0.\n      - 1.\n      - 0."), ("[ 0.1, -0.4, 0.2, 0.5, 0.3, -0.6 ]", "[ 0.1, -0.4,\n          0.2, 0.5, 0.3,\n          -0.6 ]"));

        Assert.Equal(Tiny().Model!.Network<double>().Weights, flow.Model!.Network<double>().Weights);
    }

    [Theory]
    [InlineData("%YAML:1.0\n---\nother:\n   opencv_ml_ann_mlp: 3\n", "has no 'opencv_ml_ann_mlp' at the top")]
    [InlineData("%YAML:1.0\n---\nopencv_ml_ann_mlp: [ 1, \n", "is not valid YAML")]
    [InlineData("opencv_ml_ann_mlp:\n[\n9", "is not valid YAML; it is cut short")]
    [InlineData("%YAML:1.0\n---\nopencv_ml_ann_mlp:\n   a: &x 1\n   b: *x\n", "line 5: refers to another place of the file")]
    [InlineData("%YAML:1.0\n---\nopencv_ml_ann_mlp:\n   a: 1\n   a: 2\n", "line 5: gives 'a' a second time")]
    [InlineData("<?xml version=\"1.0\"?>\n<opencv_storage>\n<opencv_ml_ann_mlp>", "is not valid XML")]
    [InlineData("<?xml version=\"1.0\"?>\n<opencv_ml_ann_mlp></opencv_ml_ann_mlp>", "line 2: has the root 'opencv_ml_ann_mlp'; OpenCV writes 'opencv_storage'")]
    [InlineData("<?xml version=\"1.0\"?>\n<!DOCTYPE a [<!ENTITY b \"c\">]>\n<opencv_storage><opencv_ml_ann_mlp/></opencv_storage>", "is not valid XML")]
    [InlineData("<opencv_storage><opencv_ml_ann_mlp><a>1</a><_>2</_></opencv_ml_ann_mlp></opencv_storage>", "has '_' among elements of another kind")]
    [InlineData("{ \"opencv_ml_ann_mlp\": { \"layer_sizes\": [3, } }", "line 1: is not valid JSON")]
    [InlineData("{ \"opencv_ml_ann_mlp\": { \"layer_sizes\": [3, 2] } }", "asks for 8 weights")]
    public void A_damaged_tree_is_refused_with_its_place(string text, string problem)
    {
        if (problem.StartsWith("asks", StringComparison.Ordinal)) text = text.Replace("3, 2", "3000, 2000", StringComparison.Ordinal);
        var path = folder.Write("net.yml", text);

        Assert.Contains(problem.Replace("8 weights", "6002000 weights", StringComparison.Ordinal), Assert.Throws<ForeignFileException>(() => ForeignFile.Read([path])).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("layer_sizes: [ 2, 2, 1 ]", "layer_sizes: [ 2 ]", "fewer than two layers")]
    [InlineData("layer_sizes: [ 2, 2, 1 ]", "layer_sizes: [ 2, 0, 1 ]", "line 5: layer_sizes has '0'")]
    [InlineData("layer_sizes: [ 2, 2, 1 ]", "layer_sizes: [ 2, 3, 1 ]", "layer 1 has 6 weights; between 2 units, a bias and 3 units there must be 9")]
    [InlineData("layer_sizes: [ 2, 2, 1 ]", "layer_sizes: [ 2, 1 ]", "weights has 2 lists for 1 layers")]
    [InlineData("SIGMOID_SYM", "SIGMOID", "activation_function is 'SIGMOID'")]
    [InlineData("f_param1: 1.0", "f_param1: x", "f_param1 has 'x', which is not a finite number")]
    [InlineData("output_scale: [ 2., 3. ]", "output_scale: [ 2. ]", "output_scale has 1 numbers")]
    [InlineData("output_scale: [ 2., 3. ]", "output_scale: [ 0., 3. ]", "output_scale has the factor 0 for unit 1; it must be above 0")]
    [InlineData("0.7, -0.8", "0.7, 1e999", "weights has '1e999', which is not a finite number")]
    [InlineData("   input_scale", "   other_scale", "line 4: has no 'input_scale'; it is cut short or not a trained ANN_MLP")]
    public void A_damaged_net_is_refused_with_what_is_wrong(string old, string damaged, string problem) =>
        Assert.Contains(problem, Assert.Throws<ForeignFileException>(() => Tiny((old, damaged))).Message, StringComparison.Ordinal);

    [Fact]
    public void How_OpenCV_would_train_is_said_in_options_of_ours()
    {
        Assert.Contains(ForeignFile.Read([Sample.Path("opencv_own_sym.xml")]).Settings, static setting => setting is { Option: "rule", Value: "rprop" });
        Assert.Contains(ForeignFile.Read([Sample.Path("opencv_own_sym_unscaled.json")]).Settings, static setting => setting is { Option: "rate", Value: "0.1" });
    }

    private Imported Tiny(params ReadOnlySpan<(string Old, string New)> changes)
    {
        var text = new StringBuilder(File.ReadAllText(Sample.Path("opencv_tiny.yml")).ReplaceLineEndings("\n"));
        foreach (var (old, changed) in changes)
        {
            Assert.Contains(old, text.ToString(), StringComparison.Ordinal);
            text.Replace(old, changed);
        }
        return ForeignFile.Read([folder.Write("tiny.yml", text.ToString())]);
    }
}

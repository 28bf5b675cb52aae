namespace Backprop.Cli.Tests;

public class CaseSourceTests
{
    private const string Net = """{ "groups": [{ "name": "input", "size": 2, "role": "input" }, { "name": "hidden", "size": 2 }, { "name": "output", "size": 1, "role": "output" }], "projections": [{ "from": "input", "to": "hidden" }, { "from": "hidden", "to": "output" }] }""";

    [Theory]
    [InlineData("train")]
    [InlineData("study", "--seeds", "2")]
    public void Cases_without_any_target_cannot_be_learned(string verb, params string[] words)
    {
        using var here = new Workplace();
        var file = here.Write("a.cases", "0 0 -> ?\n0 1 -> ?\n");
        var run = Run.Of([verb, file, "--hidden", "2", .. words]);
        Assert.Equal((ExitCode.BadInput, $"backprop: {file}: no case has a target, so there is nothing to learn; write desired states behind '->', not only '?'\n"), (run.ExitCode, run.Error));
        var weightless = Run.Of([verb, here.Write("c.cases", "*0 0 0 -> 1\n0 1 -> ?\n"), "--hidden", "2", .. words]);
        Assert.Equal((ExitCode.BadInput, $"backprop: {here["c.cases"]}: every case with a target has the weight 0, so there is nothing to learn; give one a weight above 0\n"), (weightless.ExitCode, weightless.Error));
        Assert.Equal(ExitCode.Done, Run.Of([verb, here.Write("b.cases", "0 0 -> ?\n0 1 -> 1\n"), "--hidden", "2", "--output", here["b.safetensors"], .. words]).ExitCode);
    }

    [Fact]
    public void A_table_of_cases_trains_and_tests_like_the_case_file()
    {
        using var here = new Workplace();
        var net = here.Write("xor.json", Net);
        var table = here.Write("xor.csv", "name,input.1,input.2,output.1\nnone,0,0,0\nsecond,0,1,1\nfirst,1,0,1\nboth,1,1,0\n");
        string[] Words(string data, string model) => ["train", data, "--net", net, "--rate", "0.5", "--sweeps", "50", "--until", "sweeps", "-o", here[model]];
        Assert.Equal(ExitCode.Done, Run.Of(Words(table, "table.safetensors")).ExitCode);
        Assert.Equal(ExitCode.Done, Run.Of(Words(CaseCommandLineTests.Xor(here), "cases.safetensors")).ExitCode);
        Assert.Equal(Model.Load(here["cases.safetensors"]).Network<float>().Weights, Model.Load(here["table.safetensors"]).Network<float>().Weights);
        Assert.Contains("within 0.2 of their targets 0 of 4 cases", Run.Of("test", here["table.safetensors"], table).Out, StringComparison.Ordinal);
        Assert.StartsWith("name,output.1\nnone,", Run.Of("predict", here["table.safetensors"], table).Out, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Done, Run.Of("check", net, "--cases", table).ExitCode);
        Assert.Equal(ExitCode.Done, Run.Of("study", table, "--net", net, "--seeds", "2", "--sweeps", "5", "--causes", "0").ExitCode);
        var refused = Run.Of([.. Words(table, "other.safetensors"), "--target", "output.1"]);
        Assert.Equal($"backprop: --target is for tables, but {table} is a table of cases; leave it out.\n", refused.Error);
    }

    [Fact]
    public void A_table_of_cases_with_one_wrong_column_is_refused_by_that_column()
    {
        using var here = new Workplace();
        var (net, table) = (here.Write("xor.json", Net), here.Write("xor.csv", "input.1,inputt.2,output.1\n0,0,0\n0,1,1\n"));
        foreach (var words in new string[][] { ["train", table, "--net", net], ["study", table, "--net", net, "--seeds", "2"], ["check", net, "--cases", table] })
        {
            var run = Run.Of(words);
            Assert.Equal((ExitCode.BadInput, $"backprop: {table}: Column 'inputt.2' is not 'group.unit' of an input or output group of the net, nor 'name', 'weight' or 'sequence'; did you mean 'input.2'?\n"), (run.ExitCode, run.Error));
        }
        Assert.False(CaseSource.IsCases(here.Write("inputs.csv", "input.1,input.2,answer\n0,0,0\n0,1,1\n"), net));
    }

    [Fact]
    public void A_table_of_cases_without_a_net_asks_for_one()
    {
        using var here = new Workplace();
        var table = here.Write("xor.csv", "name,input.1,input.2,output.1\nnone,0,0,0\n");
        var (train, study) = (Run.Of("train", table, "--hidden", "2"), Run.Of("study", table, "--hidden", "2"));
        Assert.Equal((ExitCode.Usage, $"backprop: {table} has the columns of a table of cases; describe the net in a file, --net net.json (docs/case-files.md), or name the column to predict: --target\n"), (train.ExitCode, train.Error));
        Assert.Equal((ExitCode.BadInput, $"backprop: {table}: has the columns of a table of cases; describe the net in a file: --net net.json\n"), (study.ExitCode, study.Error));
        Assert.StartsWith("backprop: name the column of ", Run.Of("train", here.Write("rows.csv", "sepal.length,sepal.width\n1,2\n"), "--hidden", "2").Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("train")]
    [InlineData("study", "--seeds", "2")]
    public void A_value_beyond_single_precision_is_refused_by_file_line_and_case(string verb, params string[] words)
    {
        using var here = new Workplace();
        var file = here.Write("a.cases", "0 0 -> 0\n1e39 0 -> 0\n");
        var run = Run.Of([verb, file, "--hidden", "2", .. words]);
        Assert.Equal((ExitCode.BadInput, $"backprop: {file}, line 2: case 2: 1E+39 is too large for a net in single precision; scale the values, or add --precision double\n"), (run.ExitCode, run.Error));
    }

    [Fact]
    public void Another_table_stays_a_table_beside_a_net()
    {
        using var here = new Workplace();
        Assert.False(CaseSource.IsCases(here.Write("rows.csv", "a,b,y\n0,0,0\n0,1,1\n"), here.Write("xor.json", Net)));
        Assert.False(CaseSource.IsCases(here.Write("xor.csv", "input.1,input.2,output.1\n0,0,0\n"), net: null));
    }
}

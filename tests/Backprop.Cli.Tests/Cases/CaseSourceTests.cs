namespace Backprop.Cli.Tests;

public class CaseSourceTests
{
    private const string Net = """{ "groups": [{ "name": "input", "size": 2, "role": "input" }, { "name": "hidden", "size": 2 }, { "name": "output", "size": 1, "role": "output" }], "projections": [{ "from": "input", "to": "hidden" }, { "from": "hidden", "to": "output" }] }""";

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
    public void Another_table_stays_a_table_beside_a_net()
    {
        using var here = new Workplace();
        Assert.False(CaseSource.IsCases(here.Write("rows.csv", "a,b,y\n0,0,0\n0,1,1\n"), here.Write("xor.json", Net)));
        Assert.False(CaseSource.IsCases(here.Write("xor.csv", "input.1,input.2,output.1\n0,0,0\n"), net: null));
    }
}

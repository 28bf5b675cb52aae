namespace Backprop.Cli.Tests;

public class RecordVerbTests
{
    private const string Two = """
        { "groups": [
            { "name": "in", "size": 2, "role": "input", "unitNames": ["left", "right"] },
            { "name": "code", "size": 2, "units": "identity", "biases": false },
            { "name": "sum", "size": 1, "role": "output", "units": "identity" },
            { "name": "same", "size": 1, "role": "output", "units": "identity", "biases": false } ],
          "projections": [
            { "from": "in", "to": "code", "mask": ["11", "01"] }, { "from": "code", "to": "sum" }, { "from": "in", "to": "same" } ] }
        """;

    private const string TwoCases = """
        "first, of all" 1 0 -> 1 | 0
        "second" *2 1 1 -> 0 | ?
        0 2 -> 3.5 | 0.5
        """;

    /// <summary>code = (left + 2 right, 4 right); sum = code 1 + 0.5 code 2 − 0.25; same = left.</summary>
    private static string Model2(Workplace here, bool isDouble = false)
    {
        var net = new Network<double>(Topology.FromJson(Two));
        ((ReadOnlySpan<double>)[1, 2, 0, 4]).CopyTo(net["in->code"]);
        ((ReadOnlySpan<double>)[1, 0.5]).CopyTo(net["code->sum"]);
        ((ReadOnlySpan<double>)[1, 0]).CopyTo(net["in->same"]);
        net.GetBiases("sum")[0] = -0.25;
        (isDouble ? new Model(net) : new Model(net.Copy<float>())).Save(here["two.safetensors"]);
        return here["two.safetensors"];
    }

    [Fact]
    public void States_of_groups_are_a_row_per_case_and_a_column_per_unit()
    {
        using var here = new Workplace();
        var run = Run.Of("record", Model2(here), here.Write("two.cases", TwoCases), "--states", "in,code,sum");
        Assert.Equal((ExitCode.Done, ""), (run.ExitCode, run.Error));
        Assert.Equal(
            """
            name,in.left,in.right,code.1,code.2,sum.1
            "first, of all",1,0,1,0,0.75
            second,1,1,3,4,4.75
            3,0,2,4,8,7.75

            """, run.Out);
    }

    [Fact]
    public void Without_a_choice_the_states_of_all_groups_are_recorded_in_either_precision()
    {
        using var here = new Workplace();
        var cases = here.Write("two.cases", TwoCases);
        var single = Run.Of("record", Model2(here), cases);
        Assert.StartsWith("name,in.left,in.right,code.1,code.2,sum.1,same.1\n\"first, of all\",1,0,1,0,0.75,1\n", single.Out, StringComparison.Ordinal);
        Assert.Equal(single, Run.Of("record", Model2(here, isDouble: true), cases));
    }

    [Fact]
    public void Weights_have_a_row_for_each_that_exists_biases_too()
    {
        using var here = new Workplace();
        var run = Run.Of("record", Model2(here), "--weights");
        Assert.Equal(
            """
            weights,from,to,value
            in->code,in.left,code.1,1
            in->code,in.right,code.1,2
            in->code,in.right,code.2,4
            code->sum,code.1,sum.1,1
            code->sum,code.2,sum.1,0.5
            in->same,in.left,same.1,1
            in->same,in.right,same.1,0
            sum bias,bias,sum.1,-0.25

            """, run.Out);
    }

    [Fact]
    public void Errors_are_given_without_and_with_the_weight_of_the_case_and_by_output_group()
    {
        using var here = new Workplace();
        var run = Run.Of("record", Model2(here), here.Write("two.cases", TwoCases), "--errors");
        // ½ · 0.25² + ½ · 1²; ½ · 4.75²; ½ · 4.25² + ½ · 0.5²
        Assert.Equal(
            """
            name,weight,error,weighted error,error of sum,error of same
            "first, of all",1,0.53125,0.53125,0.03125,0.5
            second,2,11.28125,22.5625,11.28125,0
            3,1,9.15625,9.15625,9.03125,0.125

            """, run.Out);
    }

    [Fact]
    public void Similarity_compares_the_codes_of_each_pair_of_cases()
    {
        using var here = new Workplace();
        var run = Run.Of("record", Model2(here), here.Write("two.cases", TwoCases + "\n\"flat\" 2 1 -> 0 | 0\n"), "--similarity", "code");
        // codes (1, 0), (3, 4), (4, 8), (4, 4): two units correlate by 1 or −1, and a flat code does not vary
        Assert.Equal(
            """
            first,second,correlation,distance
            "first, of all",second,-1,4.47213595499958
            "first, of all",3,-1,8.54400374531753
            "first, of all",flat,,5
            second,3,1,4.123105625617661
            second,flat,,1
            3,flat,,4

            """, run.Out);
    }

    [Fact]
    public void Sequences_have_a_row_per_iteration()
    {
        using var here = new Workplace();
        var topology = Topology.FromJson("""
            { "iterations": 2, "groups": [{ "name": "in", "size": 1, "role": "input" }, { "name": "sum", "size": 1, "role": "output", "units": "identity", "biases": false }],
              "projections": [{ "from": "in", "to": "sum" }, { "from": "sum", "to": "sum", "delay": 1 }] }
            """);
        new Model(new Network<float>(topology).Initialize(1, Initialization.Constant(1))).Save(here["sum.safetensors"]);
        var cases = here.Write("sum.cases", "sequence \"up\"\nin: 1 -> sum: 1\nin: 2 -> sum: 3\nsequence \"down\"\nin: 5 -> sum: 5\nin: -4 -> sum: 0\n");

        Assert.Equal("sequence,iteration,in.1,sum.1\nup,1,1,1\nup,2,2,3\ndown,1,5,5\ndown,2,-4,1\n", Run.Of("record", here["sum.safetensors"], cases).Out);
        Assert.Equal("sequence,weight,error,weighted error\nup,1,0,0\ndown,1,0.5,0.5\n", Run.Of("record", here["sum.safetensors"], cases, "--errors").Out);
        Assert.Equal("iteration,first,second,correlation,distance\n1,up,down,,4\n2,up,down,,2\n", Run.Of("record", here["sum.safetensors"], cases, "--similarity", "sum").Out);
        Assert.Equal("weights,from,to,value\nin->sum,in.1,sum.1,1\nsum->sum,sum.1,sum.1,1\n", Run.Of("record", here["sum.safetensors"], "--weights").Out);
    }

    [Fact]
    public void A_file_is_written_that_was_not_there_or_was_such_a_record()
    {
        using var here = new Workplace();
        var (model, cases) = (Model2(here), here.Write("two.cases", TwoCases));
        var run = Run.Of("record", model, cases, "--output", here["states.csv"]);
        Assert.Equal((ExitCode.Done, "", $" states in {here["states.csv"]}\n"), (run.ExitCode, run.Out, run.Error));
        Assert.Equal(Run.Of("record", model, cases).Out, File.ReadAllText(here["states.csv"]));
        Assert.Equal(ExitCode.Done, Run.Of("record", model, cases, "-o", here["states.csv"]).ExitCode);

        var refused = Run.Of("record", model, "--weights", "--output", here["states.csv"]);
        Assert.Equal((ExitCode.Usage, $"backprop: {here["states.csv"]} exists and is not recognized as an earlier record of the same columns: name another file for the record, or replace this one with --force.\n"), (refused.ExitCode, refused.Error));
        Assert.Equal(ExitCode.Done, Run.Of("record", model, "--weights", "--output", here["states.csv"], "--force").ExitCode);
        Assert.Contains("is the case file that is read", Run.Of("record", model, cases, "--output", cases, "--force").Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--states and --weights are different tables; record one at a time.", "--states", "code", "--weights")]
    [InlineData("a case file is needed to record states:code; name it after the model.", "--states", "code")]
    [InlineData("--weights records the model alone; leave the case file out.", "two.cases", "--weights")]
    [InlineData("the net has no group 'cod'; its groups are 'in', 'code', 'sum', 'same'; did you mean 'code'?", "two.cases", "--similarity", "cod")]
    public void What_cannot_be_recorded_is_refused_in_words(string message, params string[] words)
    {
        using var here = new Workplace();
        here.Write("two.cases", TwoCases);
        var run = Run.Of(["record", Model2(here), .. words.Select(word => word == "two.cases" ? here[word] : word)]);
        Assert.Equal((ExitCode.Usage, "", message), (run.ExitCode, run.Out, run.Error.Split('\n')[0].Replace("backprop: ", "", StringComparison.Ordinal).Replace(" See 'backprop record --help'.", "", StringComparison.Ordinal)));
    }
}

using System.Text.Json.Nodes;

namespace Backprop.Cli.Tests;

public sealed class ImportVerbTests : IDisposable
{
    private readonly Workplace here = new();

    public void Dispose() => here.Dispose();

    [Fact]
    public void A_net_becomes_a_model_and_every_note_and_setting_is_a_line()
    {
        here.Write("tiny.net", Tiny(5));

        var run = Run.Of("import", here["tiny.net"], "-o", here["tiny.safetensors"]);

        Assert.Equal((ExitCode.Done, ""), (run.ExitCode, run.Error));
        Assert.Equal($" FANN network · 2 input units → 1 output unit · 9 weights\n trained there by training_algorithm=0 (FANN_TRAIN_INCREMENTAL); here --rule descent\n trained there by incremental training changes the weights after each case; here --update case\n trained there by learning_rate=0.7, times 0.5² since the steepness is in the weights: not divided by the number of cases; here --rate 0.175\n model  {here["tiny.safetensors"]}\n", run.Out);
        Assert.Equal(0.5248295294, Model.Load(here["tiny.safetensors"]).Network<double>().Run(1, 2)[0], 1e-10);
    }

    [Fact]
    public void A_net_and_its_cases_become_a_folder_that_train_takes()
    {
        here.Write("tiny.net", Tiny(5));
        here.Write("one.data", "2 2 1\n1 2\n0.5\n0 1\n-0.5\n");

        var run = Run.Of("import", here["tiny.net"], here["one.data"], "-o", here["out"]);

        Assert.Equal((ExitCode.Done, ""), (run.ExitCode, run.Error));
        Assert.Contains("9 weights · 2 cases\n", run.Out, StringComparison.Ordinal);
        Assert.Contains($" train  backprop train {Path.Combine(here["out"], "one.cases")} --net {Path.Combine(here["out"], "net.json")} --start {Path.Combine(here["out"], "model.safetensors")} --rule descent --update case --rate 0.175\n", run.Out, StringComparison.Ordinal);
        Assert.Equal(["model.safetensors", "net.json", "one.cases"], Directory.GetFiles(here["out"]).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(ExitCode.Done, Run.Of("train", Path.Combine(here["out"], "one.cases"), "--net", Path.Combine(here["out"], "net.json"), "--sweeps", "3", "-o", here["trained.safetensors"]).ExitCode);
        Assert.Equal(ExitCode.Done, Run.Of("test", Path.Combine(here["out"], "model.safetensors"), Path.Combine(here["out"], "one.cases")).ExitCode);
        Assert.Equal(ExitCode.Done, Run.Of("import", here["tiny.net"], here["one.data"], "-o", here["out"]).ExitCode);
    }

    [Fact]
    public void The_command_that_trains_as_the_other_program_does_is_printed_and_works()
    {
        here.Write("xor.NET", "definitions:\nnunits 5\nninputs 2\nnoutputs 1\nend\nnetwork:\n%r 2 2 0 2\n%r 4 1 2 2\nend\nbiases:\n%r 2 3\nend\n");
        here.Write("xor.PAT", "p00 0 0 0\np01 0 1 1\np10 1 0 1\np11 1 1 0\n");
        here.Write("xor.STR", "set nepochs 20\nset ecrit .04\nset mode lgrain epoch\n");

        var run = Run.Of("import", here["xor.NET"], here["xor.PAT"], here["xor.STR"], "-o", here["out"]);

        const string before = " train  backprop ";
        var command = Assert.Single(run.Out.Split('\n'), static line => line.StartsWith(before, StringComparison.Ordinal))[before.Length..];
        Assert.Equal($"train {Path.Combine(here["out"], "xor.cases")} --net {Path.Combine(here["out"], "net.json")} --rule descent --rate 0.5 --momentum 0.9 --update sweep --range 0.5 --until error:0.02 --sweeps 20", command);
        var training = Run.Of([.. command.Split(' '), "-o", here["trained.safetensors"]]);
        Assert.Equal(ExitCode.Done, training.ExitCode);
        Assert.Contains("20 sweeps", training.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Cases_alone_become_a_case_file()
    {
        here.Write("one.data", "1 2 1\n1 2\n0.5\n");

        Assert.Equal(ExitCode.Done, Run.Of("import", here["one.data"], "-o", here["out"]).ExitCode);

        Assert.Equal("1 2 -> 0.5\n", File.ReadAllText(Path.Combine(here["out"], "one.cases")));
        Assert.Equal(ExitCode.Usage, Run.Of("import", here["one.data"], "-o", here["one.safetensors"]).ExitCode);
    }

    [Fact]
    public void A_function_in_linear_pieces_is_refused_with_the_option_that_approximates_it()
    {
        here.Write("tiny.net", Tiny(4));

        var run = Run.Of("import", here["tiny.net"], "-o", here["tiny.safetensors"]);
        Assert.Equal(ExitCode.BadInput, run.ExitCode);
        Assert.EndsWith("or let it be approximated: --approximate\n", run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(here["tiny.safetensors"]));

        run = Run.Of("import", here["tiny.net"], "-o", here["tiny.safetensors"], "--approximate", "--json");
        Assert.Equal(ExitCode.Done, run.ExitCode);
        var json = JsonNode.Parse(run.Out)!;
        Assert.Equal(("FANN network", 9), ((string?)json["format"], (int?)json["weights"]));
        Assert.Contains("SIGMOID_STEPWISE", (string?)json["notes"]![0], StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_else_is_replaced_without_force_and_never_a_file_that_is_read()
    {
        here.Write("tiny.net", Tiny(5));
        here.Write("one.data", "1 2 1\n1 2\n0.5\n");
        Directory.CreateDirectory(here["out"]);
        File.WriteAllText(Path.Combine(here["out"], "net.json"), "mine");

        Assert.Equal(ExitCode.Usage, Run.Of("import", here["tiny.net"], here["one.data"], "-o", here["out"]).ExitCode);
        Assert.Equal("mine", File.ReadAllText(Path.Combine(here["out"], "net.json")));
        Assert.Equal(["net.json"], Directory.GetFiles(here["out"]).Select(Path.GetFileName));
        Assert.Equal(ExitCode.Done, Run.Of("import", here["tiny.net"], here["one.data"], "-o", here["out"], "--force").ExitCode);

        File.Copy(here["tiny.net"], here["net.safetensors"]);
        Assert.Equal(ExitCode.Usage, Run.Of("import", here["net.safetensors"], "-o", here["net.safetensors"], "--force").ExitCode);
    }

    [Theory]
    [InlineData("letter.txt", "Dear all", "is not of a format that is recognized")]
    [InlineData("cut.net", "FANN_FLO_2.1\nnum_layers=3\n", "has no line 'layer_sizes='")]
    public void Bad_files_are_one_line(string name, string text, string problem)
    {
        here.Write(name, text);

        var run = Run.Of("import", here[name], "-o", here["out"]);

        Assert.Equal(ExitCode.BadInput, run.ExitCode);
        Assert.Contains(problem, Assert.Single(run.Error.TrimEnd().Split('\n')), StringComparison.Ordinal);
        Assert.False(Directory.Exists(here["out"]));
    }

    [Fact]
    public void A_model_with_scales_predicts_raw_rows()
    {
        here.Write("scaled.net", Tiny(5, "scale_included=1\nscale_mean_in=10 20 \nscale_deviation_in=2 4 \nscale_new_min_in=-1 -1 \nscale_factor_in=1 1 \nscale_mean_out=100 \nscale_deviation_out=50 \nscale_new_min_out=0 \nscale_factor_out=0.5 "));
        here.Write("rows.csv", "input 1,input 2\n12,28\n");
        Assert.Equal(ExitCode.Done, Run.Of("import", here["scaled.net"], "-o", here["scaled.safetensors"]).ExitCode);

        var run = Run.Of("predict", here["scaled.safetensors"], here["rows.csv"]);

        // The row is (1, 2) in states, whose answer is 0.5248295294: (0.5248295294 / 0.5 − 1) · 50 + 100.
        Assert.Equal((ExitCode.Done, ""), (run.ExitCode, run.Error));
        Assert.Equal("output 1\n102.483\n", run.Out);
    }

    /// <summary>The worked example of FANN, with one activation function everywhere.</summary>
    private static string Tiny(int activation, string scales = "scale_included=0")
    {
        var neuron = $"(3, {activation}, 0.5)";
        return $"""
            FANN_FLO_2.1
            num_layers=3
            learning_rate=0.700000
            network_type=0
            training_algorithm=0
            layer_sizes=3 3 2
            {scales}
            neurons (num_inputs, activation_function, activation_steepness)=(0, 0, 0) (0, 0, 0) (0, 0, 0) {neuron} {neuron} (0, 0, 0) {neuron} (0, 0, 0)
            connections (connected_to_neuron, weight)=(0, 0.1) (1, 0.2) (2, 0.3) (0, -0.4) (1, 0.5) (2, -0.6) (3, 0.7) (4, -0.8) (5, 0.9)
            """;
    }
}

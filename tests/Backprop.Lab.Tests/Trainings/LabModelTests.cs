using System.Security.Cryptography;
using System.Text;
using Backprop.Data;

namespace Backprop.Lab.Tests;

/// <summary>The model file of a lab.</summary>
public class LabModelTests
{
    private const string Flowers = "length,color,kind\n1.5,red,rose\n2.5,blue,iris\n1.0,red,rose\n3.5,blue,iris\n2.0,white,rose\n";

    [Fact]
    public void It_keeps_the_settings_of_the_command_with_the_same_bits()
    {
        var session = new LabSession(TestLabs.Xor);
        Assert.Null(LabModel.Of(session).Settings);
        session.Run(10);
        var cases = Encoding.UTF8.GetBytes(session.Opening.CasesText);
        Assert.Equal(
            $$$"""{"kind":"cases","data":"xor.cases","net":"xor.json","training":{"rule":"descent","rate":0.5,"momentum":0.9,"decay":0,"decayBiases":false,"error":"squares","tolerance":"none","update":"sweep","shuffle":false,"precision":"single","until":"sweeps","sweeps":10,"range":0.3,"seed":"1"},"cases":{"bytes":{{{cases.Length}}},"sha256":"{{{Convert.ToHexStringLower(SHA256.HashData(cases))}}}","count":4}}""",
            LabModel.Of(session).Settings);
        session.SetWeight(0, 1);
        Assert.Null(LabModel.Of(session).Settings);
    }

    [Fact]
    public void A_net_that_starts_from_given_weights_has_those_of_a_command_that_starts_from_its_file()
    {
        var session = new LabSession(TestLabs.Xor with { Weights = [.. Enumerable.Range(1, 9).Select(static weight => weight / 10.0)], Training = TestLabs.Xor.Training with { Range = 0.5 } });
        var start = RepeatProgram.StartContent(session.Start);
        Assert.Equal(0.9f, Model.Load(start).Network<float>().Weights[8]);
        session.Run(10);
        Assert.Contains("--start xor-start.safetensors --seed 1", SameBits.Command(session), StringComparison.Ordinal);
        Assert.DoesNotContain("--range", SameBits.Command(session), StringComparison.Ordinal);
        Assert.Contains($$"""{"model":"xor-start.safetensors","bytes":{{start.Length}},"sha256":"{{Convert.ToHexStringLower(SHA256.HashData(start))}}"}""", LabModel.Of(session).Settings, StringComparison.Ordinal);
    }

    [Fact]
    public void Rates_that_were_changed_on_the_way_are_its_phases()
    {
        var session = new LabSession(TestLabs.Xor);
        session.Run(10);
        session.Set(session.Training with { Rule = new GradientDescent { LearningRate = 0.25, Momentum = 0.5 } });
        session.Run(5);
        var phased = new LabSession(TestLabs.Xor with { Training = TestLabs.Xor.Training with { Rule = new GradientDescent { Phases = [new(0.5, 0.9, 10), new(0.25, 0.5)] } } });
        phased.Run(15);
        Assert.Equal(LabModel.Of(phased).ToBytes(), LabModel.Of(session).ToBytes());
        // The training itself goes on by its own settings.
        session.Run(5);
        Assert.Equal(new GradientDescent { LearningRate = 0.25, Momentum = 0.5 }, session.Training.Rule);
    }

    [Fact]
    public void That_of_a_table_predicts_raw_rows_also_when_the_lab_comes_from_a_link()
    {
        var session = new LabSession(FileOpening.Read([("flowers.csv", Encoding.UTF8.GetBytes(Flowers))]));
        session.Run(100);
        var linked = LabLink.Read(LabLink.Of(session)!);
        var again = new LabSession(linked.Opening);
        foreach (var deed in linked.Deeds) again.Repeat(deed);
        Assert.Equal(LabModel.Of(session).ToBytes(), LabModel.Of(again).ToBytes());
        var model = new TableModel(Model.Load(LabModel.Of(session).ToBytes()));
        Assert.Equal(["rose", "iris"], [.. new[] { (1.2, "red"), (3.0, "blue") }.Select(row => model.Predict(new Dictionary<string, object?> { ["length"] = row.Item1, ["color"] = row.Item2 })[0].Text)]);
    }
}

namespace Backprop.Exchange.Tests;

public sealed class SynapticFormatTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("synaptic_perceptron")]
    [InlineData("synaptic_relu")]
    [InlineData("synaptic_mixed")] // a squash per neuron, links over layers and within one
    [InlineData("synaptic_own_squash")]
    [InlineData("synaptic_hlim")]
    public void Answers_are_those_of_synaptic(string name) =>
        Sample.AssertAnswers(ForeignFile.Read([Sample.Path(name + ".json")]), JsonAnswers.Of(name + ".out"), 1e-12);

    [Fact]
    public void A_squash_of_ones_own_is_saved_as_none_and_loads_as_LOGISTIC() =>
        Assert.Contains(ForeignFile.Read([Sample.Path("synaptic_own_squash.json")]).Notes, static note => note.Contains("the squash 'null' is not one of synaptic's own; synaptic loads it as LOGISTIC", StringComparison.Ordinal));

    [Fact]
    public void Inputs_have_neither_bias_nor_squash()
    {
        var imported = ForeignFile.Read([folder.Write("net.json", Tiny.Replace("\"bias\":9", "\"bias\":-9", StringComparison.Ordinal))]);

        Assert.Equal(6.5, imported.Model!.Network<double>().Run([3])[0]);
    }

    [Fact]
    public void Of_two_connections_of_the_same_neurons_the_last_weight_counts() =>
        Assert.Equal(-2.5, ForeignFile.Read([folder.Write("net.json", Tiny.Replace("]}", ",{\"from\":0,\"to\":1,\"weight\":-1,\"gater\":null}]}", StringComparison.Ordinal))]).Model!.Network<double>().Run([3])[0]);

    [Theory]
    [InlineData("synaptic_lstm.json", "is gated by a neuron")]
    [InlineData("synaptic_self.json", "connects neuron 3 with itself")]
    public void What_layers_cannot_express_is_refused_by_name(string name, string told) =>
        Assert.Contains(told, Assert.Throws<ForeignFileException>(() => ForeignFile.Read([Sample.Path(name)])).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("\"to\":1", "\"to\":7", "is the number 7, but a whole number from 0 to 1 is expected")]
    [InlineData("\"weight\":2", "\"weight\":null", "'connections' [0] 'weight' is null")]
    [InlineData("\"layer\":\"output\"", "\"layer\":\"outputs\"", "but 'input', 'output' or the number of a hidden layer is expected")]
    [InlineData("\"layer\":\"output\"", "\"layer\":0", "has no neuron of the layer 'output'")]
    [InlineData("\"from\":0,\"to\":1", "\"from\":1,\"to\":1", "connects neuron 1 with itself")]
    [InlineData("\"layer\":\"input\"", "\"layer\":0", "has no neuron of the layer 'input'")]
    [InlineData("]}", ",{\"from\":1,\"to\":2,\"weight\":1}]}", "a whole number from 0 to 1 is expected")]
    public void Damage_is_told_in_one_line(string whole, string damaged, string told)
    {
        var text = Tiny.Replace(whole, damaged, StringComparison.Ordinal);
        Assert.NotEqual(Tiny, text);

        var refused = Assert.Throws<ForeignFileException>(() => ForeignFile.Read([folder.Write("net.json", text)]));

        Assert.Contains(told, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refused.Message);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(-0.25, 0)] // the total input is exactly 0
    [InlineData(-1, 0)]
    public void HLIM_is_1_above_0_only(double input, double answer) =>
        Assert.Equal(answer, ForeignFile.Read([folder.Write("net.json", Tiny.Replace("IDENTITY", "HLIM", StringComparison.Ordinal))]).Model!.Network<double>().Run([input])[0]);

    [Fact]
    public void Connections_that_run_back_are_refused()
    {
        const string net = """{"neurons":[{"bias":0,"layer":"input","squash":"TANH"},{"bias":0,"layer":0,"squash":"TANH"},{"bias":0,"layer":1,"squash":"TANH"},{"bias":0,"layer":"output","squash":"TANH"}],"connections":[{"from":0,"to":1,"weight":1},{"from":1,"to":2,"weight":1},{"from":2,"to":3,"weight":1},{"from":2,"to":1,"weight":1}]}""";

        var refused = Assert.Throws<ForeignFileException>(() => ForeignFile.Read([folder.Write("net.json", net)]));

        Assert.Contains("'connections' [3] runs back from neuron 2 to neuron 1", refused.Message, StringComparison.Ordinal);
    }

    private const string Tiny = """{"neurons":[{"bias":9,"layer":"input","squash":"LOGISTIC"},{"bias":0.5,"layer":"output","squash":"IDENTITY"}],"connections":[{"from":0,"to":1,"weight":2,"gater":null}]}""";
}

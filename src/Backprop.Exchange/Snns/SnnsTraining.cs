namespace Backprop.Exchange;

/// <summary>How SNNS would train a network, as options of ours. The file names the learning function only; its parameters are those that SNNS offers at first.</summary>
internal static class SnnsTraining
{
    private const string Parameters = "the parameters are not in the file; these are the ones that SNNS offers at first";

    public static IReadOnlyList<ImportedSetting> Settings(SnnsNet net)
    {
        if (net.Learning.Length == 0) return [];
        var name = $"learning function {DisplayText.Name(net.Learning)}";
        // What is the same for the nets of Jordan and Elman goes through the patterns in order.
        var (rule, update) = net.Learning.StartsWith("JE_", StringComparison.Ordinal) ? (net.Learning[3..], "window") : (net.Learning, "case");
        return rule switch
        {
            "Std_Backpropagation" or "BP" or "Backprop" or "Backprop_threaded" =>
                [Rule(), Rate("0.2"), new("momentum", "0", "no momentum"), Update(update), Tolerance(), .. Common()],
            "BackpropMomentum" or "BP_Momentum" =>
                [Rule(), Rate("0.2"), new("momentum", "0.5", $"μ = 0.5: {Parameters}"), Update(update), Tolerance(), new("", "", "flat spot elimination 0.1, a number added to the derivative, which has no counterpart"), .. Common()],
            "BackpropBatch" =>
                [Rule(), Rate("0.2", "SNNS divides it by the number of patterns; so must the rate here"), new("momentum", "0", "no momentum"), new("update", "sweep", "a change of the weights after all patterns"), Tolerance(), .. Common()],
            "BackpropWeightDecay" =>
                [Rule(), Rate("0.2"), new("momentum", "0", "no momentum"), Update(update), new("decay", "0.005", $"d = 0.005, of the old weight, biases too; here of the new one: {Parameters}"), new("decay-biases", "", "a decay of the biases too"), .. Common()],
            "Rprop" or "RpropMAP" =>
                [new("rule", "rprop", name), new("", "", "weight decay 10^−4 inside the change, which has no counterpart"), .. Common()],
            _ => [new("", "", $"{name}, which has no counterpart"), .. Common()],
        };

        ImportedSetting Rule() => new("rule", "descent", name);
        static ImportedSetting Rate(string value, string? what = null) => new("rate", value, $"η = {value}: {what ?? Parameters}");
        static ImportedSetting Update(string value) => new("update", value, "changes of the weights after each pattern");
        static ImportedSetting Tolerance() => new("tolerance", "dead:0.1", $"d_max = 0.1: a difference of at most d_max is no error; {Parameters}");
        static ImportedSetting[] Common() => [new("range", "1", "Randomize_Weights from −1 to 1"), new("", "", "an error that is shown as SSE, the sum of squares without the factor ½: twice E here")];
    }
}

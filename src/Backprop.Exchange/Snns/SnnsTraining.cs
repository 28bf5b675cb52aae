namespace Backprop.Exchange;

/// <summary>How SNNS would train a network, as options of ours. The file names the learning function only; its parameters are those with which SNNS 4.3 starts, in its window (default.cfg) and in batchman: 0.2, then zeros.</summary>
internal static class SnnsTraining
{
    private const string Parameters = "the parameters are not in the file; SNNS starts with 0.2 and zeros";

    public static IReadOnlyList<ImportedSetting> Settings(SnnsNet net)
    {
        if (net.Learning.Length == 0) return [];
        var name = $"learning function {DisplayText.Name(net.Learning)}";
        // What is the same for the nets of Jordan and Elman goes through the patterns in order.
        var (rule, update) = net.Learning.StartsWith("JE_", StringComparison.Ordinal) ? (net.Learning[3..], "window") : (net.Learning, "case");
        return rule switch
        {
            "Std_Backpropagation" or "BP" or "Backprop" or "Backprop_threaded" =>
                [Rule(), Rate("0.2"), new("momentum", "0", "no momentum"), Update(update), .. Common()],
            "BackpropMomentum" or "BP_Momentum" =>
                [Rule(), Rate("0.2"), new("momentum", "0", $"μ = 0: {Parameters}; give the μ that the net was trained with"), Update(update), new("", "", "flat spot elimination c = 0 (a number added to the derivative), which otherwise has no counterpart"), .. Common()],
            "BackpropBatch" =>
                [Rule(), Rate("0.2", "SNNS divides it by the number of patterns; so must the rate here"), new("momentum", "0", "no momentum"), new("update", "sweep", "a change of the weights after all patterns"), .. Common()],
            "BackpropWeightDecay" =>
                [Rule(), Rate("0.2"), new("momentum", "0", "no momentum"), Update(update), new("", "", $"weight decay d = 0: {Parameters}; another d is a decay of d here, of biases too, and of the new weight instead of the old one"), .. Common()],
            "Rprop" or "RpropMAP" =>
                [new("rule", "rprop", name), new("", "", $"a first step of 0.2, a largest of 2 and no weight decay: {Parameters}, and 0 stands for a largest step of 2; a decay inside the change has no counterpart"), .. Common()],
            _ => [new("", "", $"{name}, which has no counterpart"), .. Common()],
        };

        ImportedSetting Rule() => new("rule", "descent", name);
        static ImportedSetting Rate(string value, string? what = null) => new("rate", value, $"η = {value}: {what ?? Parameters}");
        static ImportedSetting Update(string value) => new("update", value, "changes of the weights after each pattern");
        static ImportedSetting[] Common() => [new("range", "1", "Randomize_Weights from −1 to 1"), new("", "", "d_max = 0; if the net was trained with another, a difference of at most d_max was no error: a tolerance dead:d_max"), new("", "", "an error that is shown as SSE, the sum of squares without the factor ½: twice E here")];
    }
}

using System.Globalization;

namespace Backprop.Exchange;

/// <summary>How Lens would train a network, as options of ours.</summary>
internal static class LensTraining
{
    public static (List<ImportedSetting> Settings, List<string> Notes) Of(LensProgram program)
    {
        var net = program.Net;
        var (settings, notes) = (new List<ImportedSetting>(), new List<string>());
        Algorithm(net, settings);
        var outputs = net.Groups.Where(static group => group.IsOutput).ToList();
        var areSquared = outputs.TrueForAll(static group => group.IsSquared);
        var rate = net.Setting("learningRate", 0.1);
        settings.Add(new("rate", Number(areSquared ? 2 * rate : rate), $"learningRate {Number(rate)}{(net.Settings.ContainsKey("learningRate") ? "" : ", the default")}{(areSquared ? "; SUM_SQUARED has no ½, so its derivatives are twice ours" : "")}"));
        settings.Add(new("momentum", net.Algorithm == "steepest" ? "0" : Number(net.Setting("momentum", 0.9)), net.Algorithm == "steepest" ? "the algorithm steepest has none" : $"momentum {Number(net.Setting("momentum", 0.9))}{(net.Settings.ContainsKey("momentum") ? "" : ", the default")}"));
        var measures = outputs.Select(static group => (group.Name, Measure: group.IsSquared ? "squares" : "cross-entropy")).ToList();
        if (measures.Count > 0)
            settings.Add(new("error", measures.TrueForAll(measure => measure.Measure == measures[0].Measure) ? measures[0].Measure : string.Join(',', measures.Select(static measure => $"{measure.Name}={measure.Measure}")), "OUTPUT groups have CROSS_ENTROPY unless they are linear or say otherwise"));
        if (!areSquared && measures.Exists(static measure => measure.Measure == "squares")) notes.Add("SUM_SQUARED has no ½ there, so the errors of such groups weigh half as much here");
        Update(program, settings);
        settings.Add(new("range", Number(Math.Abs(net.Setting("randRange", 1))), $"randRange {Number(net.Setting("randRange", 1))}{(net.Settings.ContainsKey("randRange") ? "" : ", the default")}"));
        if (net.Setting("randMean", 0) is not 0) notes.Add("randMean is left out: weights start around 0");
        if (net.Setting("weightDecay", 0) is > 0 and var decay)
        {
            settings.Add(new("decay", Number(decay * rate), $"weightDecay {Number(decay)}: it is part of the derivative there, so it is multiplied by the learning rate and passes through the momentum; here it follows each update"));
            notes.Add("weightDecay decays through the momentum there, up to ten times as fast as here at momentum 0.9");
        }
        if (net.Setting("zeroErrorRadius", 0) is > 0 and var dead) settings.Add(new("tolerance", "dead:" + Number(dead), $"zeroErrorRadius {Number(dead)}"));
        else if (net.Setting("targetRadius", 0) is > 0 and var edge) settings.Add(new("tolerance", "edge:" + Number(edge), $"targetRadius {Number(edge)}"));
        if (program.IsPermuted) settings.Add(new("shuffle", "", "examples are PERMUTED"));
        if (program.Seed is { } seed) settings.Add(new("seed", Number(seed), "seed; the random numbers are other ones"));
        foreach (var key in net.Settings.Keys.Where(static key => !Known.Contains(key))) notes.Add($"setObj {key} is left out");
        foreach (var link in net.Links.Where(static link => link.Range is > 0 && link.Mean != 0)) notes.Add($"the links from '{link.From.Name}' to '{link.To.Name}' start around {Number(link.Mean)} there, here around 0");
        if (net.Links.Exists(static link => link.Strength < 1)) notes.Add("links of the pattern RANDOM are drawn anew: there are as many on average, but other ones");
        return (settings, notes);
    }

    private static readonly HashSet<string> Known = new(StringComparer.Ordinal)
    {
        "learningRate", "momentum", "weightDecay", "batchSize", "numUpdates", "randRange", "randMean", "zeroErrorRadius", "targetRadius", "backpropTicks",
    };

    private static void Algorithm(LensNet net, List<ImportedSetting> settings)
    {
        if (net.Algorithm is "steepest" or "momentum")
        {
            settings.Add(new("rule", "descent", $"the algorithm {net.Algorithm}"));
            return;
        }
        settings.Add(new("", "", net.Algorithm == "dougsMomentum"
            ? "Doug's momentum, the default (the gradient is scaled to the length 1 if it is longer, before the momentum), which is not a rule here: descent is nearest, and may need a lower rate"
            : $"{net.Algorithm}, which is not a rule here: descent is nearest"));
        settings.Add(new("rule", "descent", "gradient descent with momentum"));
    }

    private static void Update(LensProgram program, List<ImportedSetting> settings)
    {
        var net = program.Net;
        var (batch, unit) = ((int)Math.Clamp(net.Setting("batchSize", 0), 0, int.MaxValue), net.IsRecurrent ? "sequence" : "case");
        settings.Add(batch == 0 ? new("update", "sweep", "batchSize 0, the default: all examples")
            : new("update", batch == 1 ? unit : net.IsRecurrent ? "sequence:" + Number(batch) : Number(batch), $"batchSize {Number(batch)}"));
        var updates = program.Updates ?? (int)Math.Clamp(net.Setting("numUpdates", 100), 0, int.MaxValue);
        if (updates > 0) settings.Add(batch == 0 ? new("sweeps", Number(updates), $"{Number(updates)} updates, each after all examples") : new("", "", $"{Number(updates)} updates of {Number(batch)} examples each: as many sweeps as that is times {Number(batch)} by the number of examples"));
    }

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}

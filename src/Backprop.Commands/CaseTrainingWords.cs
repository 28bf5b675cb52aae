namespace Backprop.Commands;

/// <summary>The words of <c>backprop train</c> that say how a net learns cases.</summary>
internal static class CaseTrainingWords
{
    /// <summary>Names of the options.</summary>
    public const string Rule = "--rule", Rate = "--rate", Momentum = "--momentum", Decay = "--decay", DecayBiases = "--decay-biases", Phases = "--phases",
        RuleSettings = "--rule-settings", Penalty = "--penalty", Schedule = "--schedule", DerivativeLimit = "--derivative-limit", GradientLimit = "--gradient-limit", Bounds = "--bounds",
        Gradient = "--gradient", GradientSettings = "--gradient-settings",
        Error = "--error", Tolerance = "--tolerance", Noise = "--noise", Update = "--update", Shuffle = "--shuffle", Shares = "--shares", Precision = "--precision",
        Until = "--until", Sweeps = "--sweeps", Range = "--range", Seed = "--seed";

    /// <summary>The words that are read as these settings, without those of defaults.</summary>
    public static IEnumerable<string> Of(CaseTraining training)
    {
        var usual = new CaseTraining();
        var (measure, band) = training.Error.Texts;
        var (usualMeasure, usualBand) = usual.Error.Texts;
        return
        [
            .. RuleParts.Of(training.Rule, RuleName.Of(training.Rule).Usual).Words(RuleName.Descent),
            .. GradientText.Words(training.Gradient),
            .. Differing(Error, measure, usualMeasure), .. Differing(Tolerance, band, usualBand),
            .. Shell.Words(Noise, training.Noise.Text),
            .. Differing(Update, BatchText.Of(training.Batch), BatchText.Of(usual.Batch)),
            .. training.Shuffle ? [Shuffle] : Array.Empty<string>(),
            .. Shell.Words(Shares, training.Shares > 0 ? Numeral.Text(training.Shares) : null),
            .. training.IsDouble ? [Precision, PrecisionText.Double] : Array.Empty<string>(),
            .. Differing(Until, StopCondition.Text(training.Until), StopCondition.Text(usual.Until)),
            .. Differing(Sweeps, Numeral.Text(training.Sweeps), Numeral.Text(usual.Sweeps)),
            .. Differing(Range, Numeral.Text(training.Range), Numeral.Text(usual.Range)),
        ];
    }

    private static string[] Differing(string option, string value, string usual) => value == usual ? [] : Shell.Words(option, value);
}

namespace Backprop.Commands;

/// <summary>The words of <c>backprop train</c> that say how a net learns cases.</summary>
internal static class CaseTrainingWords
{
    /// <summary>Names of the options.</summary>
    public const string Rule = "--rule", Rate = "--rate", Momentum = "--momentum", Decay = "--decay", DecayBiases = "--decay-biases", Phases = "--phases",
        Error = "--error", Tolerance = "--tolerance", Noise = "--noise", Update = "--update", Shuffle = "--shuffle", Precision = "--precision",
        Until = "--until", Sweeps = "--sweeps", Range = "--range", Seed = "--seed";

    /// <summary>The words that are read as these settings, without those of defaults.</summary>
    public static IEnumerable<string> Of(CaseTraining training)
    {
        var usual = new CaseTraining();
        var (measure, band) = training.Error.Texts;
        var (usualMeasure, usualBand) = usual.Error.Texts;
        return
        [
            .. OfRule(training.Rule),
            .. Differing(Error, measure, usualMeasure), .. Differing(Tolerance, band, usualBand),
            .. Shell.Words(Noise, training.Noise.Text),
            .. Differing(Update, BatchText.Of(training.Batch), BatchText.Of(usual.Batch)),
            .. training.Shuffle ? [Shuffle] : Array.Empty<string>(),
            .. training.IsDouble ? [Precision, PrecisionText.Double] : Array.Empty<string>(),
            .. Differing(Until, StopCondition.Text(training.Until), StopCondition.Text(usual.Until)),
            .. Differing(Sweeps, Numeral.Text(training.Sweeps), Numeral.Text(usual.Sweeps)),
            .. Differing(Range, Numeral.Text(training.Range), Numeral.Text(usual.Range)),
        ];
    }

    private static IEnumerable<string> OfRule(LearningRule rule)
    {
        IEnumerable<string> own = rule switch
        {
            GradientDescent { Phases: { Count: > 0 } list } => Shell.Words(Phases, PhaseText.Of(list)),
            GradientDescent descent => [.. Differing(Rate, Numeral.Text(descent.LearningRate), Numeral.Text(CaseTraining.UsualRate)), .. Differing(Momentum, Numeral.Text(descent.Momentum), Numeral.Text(CaseTraining.UsualMomentum))],
            Adam adam => [Rule, RuleName.Adam, .. Differing(Rate, Numeral.Text(adam.LearningRate), Numeral.Text(CaseTraining.UsualAdam.LearningRate))],
            _ => [Rule, RuleName.Rprop],
        };
        return [.. own, .. Differing(Decay, Numeral.Text(rule.WeightDecay), "0"), .. rule.DecayBiases ? [DecayBiases] : Array.Empty<string>()];
    }

    private static string[] Differing(string option, string value, string usual) => value == usual ? [] : Shell.Words(option, value);
}

namespace Backprop.Exchange;

/// <summary>How FANN would train a network, as options of ours.</summary>
internal static class FannTraining
{
    // fann_errorfunc_enum of fann_data.h: the default.
    private const string TanhError = "1";

    // fann_train_enum of fann_data.h.
    private const string Incremental = "0", Batch = "1", Rprop = "2", Quickprop = "3";

    /// <param name="network">The network.</param>
    /// <param name="factor">What the weights of every neuron were multiplied by; null where neurons differ.</param>
    public static IReadOnlyList<ImportedSetting> Settings(FannNetwork network, double? factor)
    {
        var settings = new List<ImportedSetting>();
        if (!network.Settings.TryGetValue("training_algorithm", out var algorithm)) return settings;
        var origin = $"training_algorithm={algorithm}";
        switch (algorithm)
        {
            case Incremental:
                settings.Add(new ImportedSetting("rule", "descent", $"{origin} (FANN_TRAIN_INCREMENTAL)"));
                settings.Add(new ImportedSetting("update", "case", "incremental training changes the weights after each case"));
                AddRate("not divided by the number of cases");
                Add("momentum", "learning_momentum");
                break;
            case Batch:
                settings.Add(new ImportedSetting("rule", "descent", $"{origin} (FANN_TRAIN_BATCH)"));
                AddRate("FANN divides it by the number of cases; so must the rate here");
                settings.Add(new ImportedSetting("momentum", "0", "batch training has none"));
                break;
            case Rprop:
                settings.Add(new ImportedSetting("rule", "rprop", $"{origin} (FANN_TRAIN_RPROP: iRPROP−)"));
                break;
            case Quickprop:
                settings.Add(new ImportedSetting("", "", $"{origin} (FANN_TRAIN_QUICKPROP) has no counterpart; adam or rprop are nearest"));
                break;
            default:
                settings.Add(new ImportedSetting("", "", $"{origin} has no counterpart"));
                break;
        }
        if (network.Settings.TryGetValue("train_error_function", out var error) && error.Trim() == TanhError)
            settings.Add(new ImportedSetting("", "", "train_error_function=1 (FANN_ERRORFUNC_TANH): differences d count as log((1 + d)/(1 − d)), which has no counterpart"));
        if (network.DecimalPoint is null) Add("until", "bit_fail_limit", "outputs farther from their targets are 'bits that fail'", "within:");
        return settings;

        // The factor is in the weights: a step of them is that of FANN where the rate is multiplied by its square.
        void AddRate(string what)
        {
            if (!network.Settings.TryGetValue("learning_rate", out var text) || !ForeignNumber.TryParse(text, out var rate)) return;
            settings.Add(factor is { } k
                ? new ImportedSetting("rate", FormattableString.Invariant($"{Math.Round(rate * k * k, 9)}"), FormattableString.Invariant($"learning_rate={rate}{(k == 1 ? "" : $", times {k}² since the steepness is in the weights")}: {what}"))
                : new ImportedSetting("", "", FormattableString.Invariant($"learning_rate={rate}: {what}; neurons of different steepness or function would need different rates")));
        }

        void Add(string option, string key, string? what = null, string before = "")
        {
            if (network.Settings.TryGetValue(key, out var text) && ForeignNumber.TryParse(text, out var value))
                settings.Add(new ImportedSetting(option, FormattableString.Invariant($"{before}{Math.Round(value, 9)}"), FormattableString.Invariant($"{key}={Math.Round(value, 9)}") + (what is null ? "" : $": {what}")));
        }
    }
}

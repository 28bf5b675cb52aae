namespace Backprop.Exchange;

/// <summary>How FANN would train a network, as options of ours.</summary>
internal static class FannTraining
{
    // fann_train_enum of fann_data.h.
    private const string Incremental = "0", Batch = "1", Rprop = "2", Quickprop = "3";

    public static IReadOnlyList<ImportedSetting> Settings(FannNetwork network)
    {
        var settings = new List<ImportedSetting>();
        if (!network.Settings.TryGetValue("training_algorithm", out var algorithm)) return settings;
        var origin = $"training_algorithm={algorithm}";
        switch (algorithm)
        {
            case Incremental:
                settings.Add(new ImportedSetting("rule", "descent", $"{origin} (FANN_TRAIN_INCREMENTAL)"));
                settings.Add(new ImportedSetting("update", "case", "incremental training changes the weights after each case"));
                Add("rate", "learning_rate", "not divided by the number of cases");
                Add("momentum", "learning_momentum");
                break;
            case Batch:
                settings.Add(new ImportedSetting("rule", "descent", $"{origin} (FANN_TRAIN_BATCH)"));
                Add("rate", "learning_rate", "FANN divides it by the number of cases; so must the rate here");
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
        if (network.DecimalPoint is null) Add("until", "bit_fail_limit", "outputs farther from their targets are 'bits that fail'", "within:");
        return settings;

        void Add(string option, string key, string? what = null, string before = "")
        {
            if (network.Settings.TryGetValue(key, out var text) && ForeignNumber.TryParse(text, out var value))
                settings.Add(new ImportedSetting(option, FormattableString.Invariant($"{before}{Math.Round(value, 9)}"), FormattableString.Invariant($"{key}={Math.Round(value, 9)}") + (what is null ? "" : $": {what}")));
        }
    }
}

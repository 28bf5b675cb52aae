namespace Backprop.Exchange;

/// <summary>How ANN_MLP would train, as options of ours.</summary>
internal static class MlpTraining
{
    public static IReadOnlyList<ImportedSetting> Settings(StorageNode? parameters)
    {
        var settings = new List<ImportedSetting>();
        if (parameters?.Find("train_method")?.Value is not { } method) return settings;
        switch (method)
        {
            case "RPROP":
                settings.Add(new ImportedSetting("rule", "rprop", "train_method RPROP"));
                break;
            case "BACKPROP":
                settings.Add(new ImportedSetting("rule", "descent", "train_method BACKPROP"));
                settings.Add(new ImportedSetting("update", "case", "BACKPROP changes the weights after each case"));
                Add("rate", "dw_scale");
                Add("momentum", "moment_scale");
                break;
            default:
                settings.Add(new ImportedSetting("", "", $"train_method {DisplayText.Name(method)}, which has no counterpart"));
                break;
        }
        if (parameters.Find("term_criteria")?.Find("iterations")?.Value is { } iterations && int.TryParse(iterations, System.Globalization.CultureInfo.InvariantCulture, out var sweeps) && sweeps > 0 && method == "RPROP")
            settings.Add(new ImportedSetting("sweeps", FormattableString.Invariant($"{sweeps}"), FormattableString.Invariant($"iterations {sweeps}")));
        return settings;

        void Add(string option, string key)
        {
            if (parameters.Find(key)?.Value is { } text && ForeignNumber.TryParse(text, out var value))
                settings.Add(new ImportedSetting(option, FormattableString.Invariant($"{value}"), FormattableString.Invariant($"{key} {value}")));
        }
    }
}

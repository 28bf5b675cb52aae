using System.Text.Json;

namespace Backprop.Lab;

/// <summary>The settings of a model that <c>backprop train</c> made of cases: their texts are those of its options.</summary>
internal static class ModelSettings
{
    /// <summary>Settings of the lab by other names there.</summary>
    private static readonly Dictionary<string, string> Names = new(StringComparer.Ordinal) { ["decay-biases"] = "decayBiases", ["rule-settings"] = "ruleSettings", ["derivative-limit"] = "derivativeLimit", ["gradient-limit"] = "gradientLimit", ["limit"] = "sweeps" };

    /// <summary>The settings, as far as the model tells them; the usual ones for no model.</summary>
    public static LabSettings Of(Model? model)
    {
        var settings = new LabSettings(new CaseTraining(), 1);
        if (model?.Settings is not { } text) return settings;
        try
        {
            using var json = JsonDocument.Parse(text);
            if (json.RootElement.ValueKind != JsonValueKind.Object || !json.RootElement.TryGetProperty("training", out var training) || training.ValueKind != JsonValueKind.Object) return settings;
            foreach (var setting in LabSettingsTexts.All)
            {
                if (training.TryGetProperty(Names.GetValueOrDefault(setting.Id, setting.Id), out var value) && TextOf(value) is { } its && its != setting.Text(settings))
                    settings = setting.With(settings, its);
            }
            return settings;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or UsageException or FormatException)
        {
            // Those of another program or version: the net and its weights are what counts.
            return new LabSettings(new CaseTraining(), 1);
        }
    }

    /// <summary>Whether a model says how it was trained on cases.</summary>
    public static bool AreOfCases(Model model)
    {
        try
        {
            using var json = JsonDocument.Parse(model.Settings ?? "null");
            return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("kind", out var kind) && kind.ValueKind == JsonValueKind.String && kind.ValueEquals("cases");
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static string? TextOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => Numeral.Text(value.GetDouble()),
        JsonValueKind.True => "yes",
        JsonValueKind.False => "no",
        _ => null,
    };
}

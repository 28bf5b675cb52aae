using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Backprop;

/// <summary>The metadata entry <c>history</c>: what a training came to; its curves are tensors. Times are left out: equal trainings are equal files.</summary>
internal static class HistoryJson
{
    public static string Write(History history)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteNumber("sweeps", history.Sweeps);
            Write(json, "error", history.Error);
            json.WriteNumber("bestSweep", history.BestSweep);
            Write(json, "bestError", history.BestError);
            if (history.TrainingWeight is { } weight) json.WriteNumber("trainingWeight", weight);
            if (history.ValidationWeight is { } validationWeight) json.WriteNumber("validationWeight", validationWeight);
            if (history.Stopped is { } rule) json.WriteString("stopped", rule.Name);
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <exception cref="FormatException">Entries are missing, of the wrong kind, or say otherwise than the curves.</exception>
    public static History Read(string json, double[] errors, double[] validationErrors)
    {
        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object) throw new FormatException("it is not a JSON object");
        var sweeps = Number(root, "sweeps");
        var bestSweep = Number(root, "bestSweep");
        if (sweeps != errors.Length) throw new FormatException($"it says {sweeps} sweeps, but the curve has {errors.Length}");
        if (validationErrors.Length > errors.Length + 1) throw new FormatException($"it has {validationErrors.Length} validation errors of {errors.Length} sweeps");
        if (!(bestSweep >= 0 && bestSweep <= errors.Length)) throw new FormatException($"its best sweep is {bestSweep} of {errors.Length}");
        var stopped = root.TryGetProperty("stopped", out var name) ? StopWhen.Condition(name.GetString() ?? "", static _ => false) : null;
        return new History(errors, validationErrors)
        {
            Error = Number(root, "error"),
            BestSweep = (int)bestSweep,
            BestError = Number(root, "bestError"),
            TrainingWeight = Weight(root, "trainingWeight"),
            ValidationWeight = Weight(root, "validationWeight"),
            Stopped = stopped,
        };
    }

    // Older files lack it.
    private static double? Weight(JsonElement root, string name)
    {
        if (!root.TryGetProperty(name, out _)) return null;
        var weight = Number(root, name);
        return double.IsFinite(weight) && weight >= 0 ? weight : throw new FormatException($"its '{name}' is {weight.ToString(CultureInfo.InvariantCulture)}, expected a finite number, 0 or more");
    }

    // JSON has no NaN and no infinities.
    private static void Write(Utf8JsonWriter json, string name, double value)
    {
        if (double.IsFinite(value)) json.WriteNumber(name, value);
        else json.WriteString(name, value.ToString(CultureInfo.InvariantCulture));
    }

    private static double Number(JsonElement root, string name)
    {
        if (!root.TryGetProperty(name, out var value)) throw new FormatException($"it has no '{name}'");
        if (value.ValueKind == JsonValueKind.Number) return value.GetDouble();
        if (value.ValueKind == JsonValueKind.String && double.TryParse(value.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)) return number;
        throw new FormatException($"its '{name}' is not a number");
    }
}

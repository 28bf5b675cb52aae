using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Backprop.Commands;

/// <summary>Writes the settings of a training on cases as JSON, each in one spelling and order. Texts are those of the options of the same name.</summary>
internal static class CaseSettingsWriter
{
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The value of <c>kind</c> in settings of a training on cases.</summary>
    public const string Kind = "cases";

    /// <param name="origin">The training.</param>
    /// <param name="run">Writes what changes no bit of the model, for a checkpoint; null for nothing.</param>
    public static string Write(CaseOrigin origin, Action<Utf8JsonWriter>? run = null)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Plain))
        {
            json.WriteStartObject();
            json.WriteString("kind", Kind);
            json.WriteString("data", origin.Data);
            if (origin.Net is not null)
                json.WriteString("net", origin.Net);
            if (origin.Start is { } start)
            {
                json.WriteStartObject("start");
                json.WriteString("model", start.Path);
                json.WriteNumber("bytes", start.File.Bytes);
                json.WriteString("sha256", start.File.Sha256);
                json.WriteEndObject();
            }
            Write(json, origin);
            run?.Invoke(json);
            if (origin.Cases is { } cases)
            {
                json.WriteStartObject("cases");
                json.WriteNumber("bytes", cases.File.Bytes);
                json.WriteString("sha256", cases.File.Sha256);
                json.WriteNumber("count", cases.Count);
                json.WriteEndObject();
            }
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void Write(Utf8JsonWriter json, CaseOrigin origin)
    {
        var training = origin.Training;
        json.WriteStartObject("training");
        if (origin.Layers is var (hidden, function, skip))
        {
            json.WriteStartArray("hidden");
            foreach (var size in hidden)
                json.WriteNumberValue(size);
            json.WriteEndArray();
            json.WriteString("units", function.Name);
            json.WriteBoolean("skip", skip);
        }
        RuleJson.Write(json, training.Rule, decayBiases: true);
        GradientText.Write(json, training.Gradient);
        var (error, tolerance) = training.Error.Texts;
        json.WriteString("error", error);
        json.WriteString("tolerance", tolerance);
        if (training.Noise.Text is { } noise)
            json.WriteString("noise", noise);
        json.WriteString("update", BatchText.Of(training.Batch));
        json.WriteBoolean("shuffle", training.Shuffle);
        if (training.Shares > 0)
            json.WriteNumber("shares", training.Shares);
        json.WriteString("precision", PrecisionText.Of(training.IsDouble));
        json.WriteString("until", StopCondition.Text(training.Until));
        json.WriteNumber("sweeps", training.Sweeps);
        json.WriteNumber("range", training.Range);
        json.WriteString("seed", Numeral.Text(origin.Seed)); // not every reader of JSON takes 64 bits for a number
        json.WriteEndObject();
    }
}

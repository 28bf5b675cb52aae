using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Backprop;

/// <summary>
/// The metadata entry <c>training</c>: learning rule, error measure, batches and order of the cases: what must be the same for a
/// checkpoint to be continued. The number of threads is not among them, for it changes no bit.
/// </summary>
internal static class TrainingJson
{
    private static readonly JsonSerializerOptions Parameters = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write<T>(Trainer<T> trainer)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Plain))
        {
            json.WriteStartObject();
            json.WritePropertyName("rule");
            // A rule is hyper-parameters only: its public properties are all of it, whoever wrote it.
            JsonSerializer.Serialize(json, trainer.Rule, trainer.Rule.GetType(), Parameters);
            json.WritePropertyName("error");
            Write(json, trainer.ErrorMeasure);
            json.WriteString("batch", trainer.Options.Batch.ToString());
            json.WriteBoolean("shuffle", trainer.Options.Shuffle);
            json.WriteString("seed", trainer.Options.Seed.ToString(CultureInfo.InvariantCulture));
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void Write(Utf8JsonWriter json, ErrorMeasure measure)
    {
        json.WriteStartObject();
        json.WriteString("name", measure.Name);
        if (measure is SumOfSquares { Tolerance: { } tolerance } && tolerance != Tolerance.None) json.WriteString("tolerance", tolerance.ToString());
        if (measure is ErrorByGroup byGroup)
        {
            json.WritePropertyName("otherwise");
            Write(json, byGroup.Otherwise);
            json.WriteStartObject("groups");
            foreach (var (group, its) in byGroup.Groups.OrderBy(entry => entry.Key, StringComparer.Ordinal))
            {
                json.WritePropertyName(group);
                Write(json, its);
            }
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }
}

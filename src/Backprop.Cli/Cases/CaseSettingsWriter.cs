using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Backprop.Cli;

/// <summary>Writes the settings of a training on cases as JSON, each in one spelling and order. Texts are those of the options of the same name.</summary>
internal static class CaseSettingsWriter
{
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="job">The training.</param>
    /// <param name="cases">What is kept of the cases; null for nothing.</param>
    /// <param name="withRun">Whether that is kept too which changes no bit of the model.</param>
    public static string Write(CaseJob job, TrainedCases? cases, bool withRun)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Plain))
        {
            json.WriteStartObject();
            json.WriteString("kind", CaseSettings.Kind);
            json.WriteString("data", job.Data);
            if (job.Net is not null)
                json.WriteString("net", job.Net);
            if (job.Start is { } start)
            {
                json.WriteStartObject("start");
                json.WriteString("model", start.Path);
                json.WriteNumber("bytes", start.File.Bytes);
                json.WriteString("sha256", start.File.Sha256);
                json.WriteEndObject();
            }
            Write(json, job);
            if (withRun)
            {
                json.WriteStartObject("run");
                if (job.ModelIsNamed)
                    json.WriteString("model", job.ModelPath);
                json.WriteNumber("threads", job.Threads);
                json.WriteNumber("checkpointSeconds", job.CheckpointEvery.TotalSeconds);
                if (job.Snapshots is { } snapshots)
                {
                    json.WriteString("record", snapshots.Recording.ToString());
                    json.WriteNumber("recordEvery", snapshots.Every);
                    json.WriteString("recordTo", snapshots.Path);
                }
                json.WriteEndObject();
            }
            if (cases is not null)
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

    private static void Write(Utf8JsonWriter json, CaseJob job)
    {
        var training = job.Training;
        json.WriteStartObject("training");
        if (job.Choice.Hidden is { } hidden)
        {
            json.WriteStartArray("hidden");
            foreach (var size in hidden)
                json.WriteNumberValue(size);
            json.WriteEndArray();
            json.WriteString("units", (job.Choice.Function ?? CaseNet.UsualFunction).Name);
            json.WriteBoolean("skip", job.Choice.Skip);
        }
        switch (training.Rule)
        {
            case GradientDescent { Phases: { Count: > 0 } phases }:
                json.WriteString("rule", RuleName.Descent);
                json.WriteString("phases", PhaseText.Of(phases));
                break;
            case GradientDescent descent:
                json.WriteString("rule", RuleName.Descent);
                json.WriteNumber("rate", descent.LearningRate);
                json.WriteNumber("momentum", descent.Momentum);
                break;
            case Adam adam:
                json.WriteString("rule", RuleName.Adam);
                json.WriteNumber("rate", adam.LearningRate);
                break;
            default:
                json.WriteString("rule", RuleName.Rprop);
                break;
        }
        json.WriteNumber("decay", training.Rule.WeightDecay);
        json.WriteBoolean("decayBiases", training.Rule.DecayBiases);
        var (error, tolerance) = training.Error.Texts;
        json.WriteString("error", error);
        json.WriteString("tolerance", tolerance);
        if (training.Noise.Text is { } noise)
            json.WriteString("noise", noise);
        json.WriteString("update", BatchText.Of(training.Batch));
        json.WriteBoolean("shuffle", training.Shuffle);
        json.WriteString("precision", PrecisionText.Of(training.IsDouble));
        json.WriteString("until", StopCondition.Text(training.Until));
        json.WriteNumber("sweeps", training.Sweeps);
        json.WriteNumber("range", training.Range);
        json.WriteString("seed", Numeral.Text(job.Seed)); // not every reader of JSON takes 64 bits for a number
        json.WriteEndObject();
    }
}

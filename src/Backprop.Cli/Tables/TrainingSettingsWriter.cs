using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Backprop.Data;

namespace Backprop.Cli;

/// <summary>Writes the settings of a training as JSON (docs/model-file.md), each in one spelling and order.</summary>
internal static class TrainingSettingsWriter
{
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="job">The training.</param>
    /// <param name="table">What is kept of the table; null for nothing.</param>
    /// <param name="withRun">Whether that is kept too which changes no bit of the model.</param>
    public static string Write(TrainingJob job, TrainedTable? table, bool withRun)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Plain))
        {
            json.WriteStartObject();
            json.WriteString("data", job.Data);
            WriteText(json, "labels", job.Labels);
            Write(json, job.Columns);
            Write(json, job.Format);
            WriteText(json, "net", job.Net);
            Write(json, job.Options, isLayered: job.Net is null);
            if (withRun)
            {
                json.WriteStartObject("run");
                WriteText(json, "model", job.ModelIsNamed ? job.ModelPath : null);
                if (job.Threads is { } threads)
                    json.WriteNumber("threads", threads);
                json.WriteNumber("checkpointSeconds", job.CheckpointEvery.TotalSeconds);
                json.WriteEndObject();
            }
            table?.Write(json, "table");
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void Write(Utf8JsonWriter json, ColumnChoices columns)
    {
        json.WriteStartObject("columns");
        foreach (var (name, chosen) in Lists(columns))
            if (chosen.Count > 0)
                WriteTexts(json, name, chosen.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
        WriteText(json, "group", columns.Group);
        WriteText(json, "time", columns.Time);
        WriteText(json, "weights", columns.Weights);
        if (columns.KeepAll)
            json.WriteBoolean("keepAll", true);
        json.WriteEndObject();
    }

    private static IEnumerable<(string Name, IReadOnlyList<string> Columns)> Lists(ColumnChoices columns) =>
    [
        ("targets", columns.Targets), ("numbers", columns.Numbers), ("categories", columns.Categories),
        ("booleans", columns.Booleans), ("dates", columns.Dates), ("ignored", columns.Ignored),
    ];

    private static void Write(Utf8JsonWriter json, TableFormat format)
    {
        json.WriteStartObject("format");
        WriteText(json, "delimiter", format.Delimiter?.ToString());
        WriteText(json, "quote", format.Quote?.ToString());
        if (format.Header is { } header)
            json.WriteBoolean("header", header);
        WriteText(json, "encoding", format.Encoding?.WebName);
        WriteText(json, "decimalMark", format.DecimalMark?.ToString());
        if (!format.Missing.SequenceEqual(TableFormat.UsualMissing, StringComparer.Ordinal))
            WriteTexts(json, "missing", format.Missing);
        WriteText(json, "dateFormat", format.DateFormat);
        WriteText(json, "sheet", format.Sheet);
        WriteText(json, "query", format.Query);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, TableTrainingOptions options, bool isLayered)
    {
        json.WriteStartObject("training");
        if (isLayered)
        {
            json.WriteStartArray("hidden");
            foreach (var size in options.Hidden ?? [TableDefaults.Hidden])
                json.WriteNumberValue(size);
            json.WriteEndArray();
            json.WriteString("units", (options.HiddenFunction ?? TableDefaults.HiddenFunction).Name);
            json.WriteBoolean("skip", options.Skip);
        }
        var rule = options.Rule ?? TableDefaults.Rule;
        RuleJson.Write(json, rule, decayBiases: false);
        GradientText.Write(json, options.Gradient);
        var batch = options.Batch ?? TableDefaults.BatchFor(rule);
        if (batch.Size is { } rows)
            json.WriteNumber("batch", rows);
        else
            json.WriteString("batch", "all");
        json.WriteNumber("sweeps", options.Sweeps ?? TableDefaults.Sweeps);
        json.WriteNumber("patience", options.Patience ?? TableDefaults.Patience);
        json.WriteNumber("validation", options.ValidationShare);
        WriteText(json, "validationFile", options.ValidationFile);
        WriteText(json, "validationSheet", options.ValidationSheet);
        WriteText(json, "validationQuery", options.ValidationQuery);
        json.WriteNumber("test", options.TestShare);
        json.WriteBoolean("balance", options.BalancedClasses);
        json.WriteString("seed", TrainingCommandOptions.Text(options.Seed)); // not every reader of JSON takes 64 bits for a number
        if (options.Shares > 0)
            json.WriteNumber("shares", options.Shares);
        json.WriteNumber("members", isLayered ? TableDefaults.MembersFor(options) : options.Members ?? 1);
        json.WriteNumber("restarts", options.Restarts);
        json.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter json, string property, string? text)
    {
        if (text is not null)
            json.WriteString(property, text);
    }

    private static void WriteNumber(Utf8JsonWriter json, string property, double? number)
    {
        if (number is { } value)
            json.WriteNumber(property, value);
    }

    private static void WriteTexts(Utf8JsonWriter json, string property, IEnumerable<string> texts)
    {
        json.WriteStartArray(property);
        foreach (var text in texts)
            json.WriteStringValue(text);
        json.WriteEndArray();
    }
}

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
    private const string RuleName = "rule.name";
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Names of hyper-parameters in files written before they were renamed.</summary>
    private static readonly Dictionary<string, string> FormerNames = new(StringComparer.Ordinal)
    {
        ["Adam.gradientMemory"] = "beta1",
        ["Adam.squareMemory"] = "beta2",
        ["Adam.stabilizer"] = "epsilon",
        ["iRPROP+.growth"] = "increaseFactor",
        ["iRPROP+.shrinkage"] = "decreaseFactor",
        ["iRPROP+.leastStep"] = "minimumStep",
        ["iRPROP+.greatestStep"] = "maximumStep",
    };

    /// <exception cref="ArgumentException">The rule does not write its settings as it should.</exception>
    public static string Write<T>(Trainer<T> trainer)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Plain))
        {
            json.WriteStartObject();
            json.WritePropertyName("rule");
            json.WriteRawValue(Write(trainer.Rule), skipInputValidation: true);
            json.WritePropertyName("error");
            Write(json, trainer.ErrorMeasure);
            json.WriteString("batch", trainer.Options.Batch.ToString());
            json.WriteBoolean("shuffle", trainer.Options.Shuffle);
            json.WriteString("seed", trainer.Options.Seed.ToString(CultureInfo.InvariantCulture));
            if (trainer.Options.Shares > 0) json.WriteNumber("shares", trainer.Options.Shares);
            if (trainer.Options.Noise is { } noise) Write(json, noise);
            if (trainer.Options.Gradient is not Backpropagation) Write(json, trainer.Options.Gradient);
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>The setting in which a training in a file differs from one here, with both values; null where they are equal.</summary>
    public static string? Difference(string? inFile, string here)
    {
        if (inFile == here)
            return null;
        Dictionary<string, string> theirs;
        try
        {
            theirs = inFile is null ? [] : Settings(inFile);
        }
        // A name with half a surrogate pair.
        catch (InvalidOperationException)
        {
            return "they cannot be read";
        }
        var ours = Settings(here);
        // Another rule has other settings; its name says it all.
        var names = theirs.GetValueOrDefault(RuleName) != ours.GetValueOrDefault(RuleName) ? [RuleName] : ours.Keys.Union(theirs.Keys, StringComparer.Ordinal);
        var differences = names.Where(name => !AreEqual(theirs.GetValueOrDefault(name), ours.GetValueOrDefault(name)))
            .Select(name => $"'{name}' is {theirs.GetValueOrDefault(name, "missing")} in the file, but {ours.GetValueOrDefault(name, "missing")} in this training").ToList();
        return differences.Count == 0 ? null : string.Join("; ", differences);
    }

    /// <summary>The rule as a JSON object. What it writes is checked, since a setting that is lost would let another rule continue the training.</summary>
    private static byte[] Write(LearningRule rule)
    {
        var buffer = new ArrayBufferWriter<byte>();
        try
        {
            using (var json = new Utf8JsonWriter(buffer, Plain))
            {
                json.WriteStartObject();
                rule.WriteSettings(json);
                json.WriteString("name", rule.Name);
                json.WriteNumber("weightDecay", rule.WeightDecay);
                json.WriteBoolean("decayBiases", rule.DecayBiases);
                if (rule.Penalty != 0) json.WriteNumber("penalty", rule.Penalty);
                if (rule.Schedule is { } schedule) json.WriteString("schedule", schedule.ToString());
                if (!double.IsPositiveInfinity(rule.DerivativeLimit)) json.WriteNumber("derivativeLimit", rule.DerivativeLimit);
                if (!double.IsPositiveInfinity(rule.GradientLengthLimit)) json.WriteNumber("gradientLengthLimit", rule.GradientLengthLimit);
                if (rule.Bounds is { } bounds)
                {
                    if (!double.IsNegativeInfinity(bounds.Minimum)) json.WriteNumber("minimumWeight", bounds.Minimum);
                    if (!double.IsPositiveInfinity(bounds.Maximum)) json.WriteNumber("maximumWeight", bounds.Maximum);
                }
                json.WriteEndObject();
            }
            var written = buffer.WrittenSpan.ToArray();
            using (JsonDocument.Parse(written, new JsonDocumentOptions { AllowDuplicateProperties = false }))
                return written;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            throw new ArgumentException($"The settings of the rule '{rule.Name}' cannot be written as JSON: {Problem(e)}.", nameof(rule), e);
        }
    }

    /// <summary>What a rule did wrong, in words of its author: those of the writer are about its own methods.</summary>
    private static string Problem(Exception e) => e switch
    {
        ArgumentException => "a number is NaN or infinite, or a text is not Unicode, and JSON has neither",
        JsonException => "two have the same name, or one has a name that is written beside them: 'name', 'weightDecay', 'decayBiases', 'penalty', 'schedule', 'derivativeLimit', 'gradientLengthLimit', 'minimumWeight' or 'maximumWeight'",
        _ => "WriteSettings must write members of the open object, each with its name, and close what it opens",
    };

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

    private static void Write(Utf8JsonWriter json, Noise noise)
    {
        json.WriteStartObject("noise");
        json.WriteString("seed", noise.Seed.ToString(CultureInfo.InvariantCulture));
        foreach (var (name, deviations) in new[] { ("totalInputs", noise.TotalInputs), ("states", noise.States) })
        {
            json.WriteStartObject(name);
            foreach (var (group, deviation) in deviations.OrderBy(static entry => entry.Key, StringComparer.Ordinal))
                json.WriteNumber(group, deviation);
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    /// <summary>Nothing is written of back-propagation, so that files from before there were others are the same.</summary>
    private static void Write(Utf8JsonWriter json, GradientMethod method)
    {
        json.WriteStartObject("gradient");
        json.WriteString("name", method.Name);
        method.WriteSettings(json);
        json.WriteEndObject();
    }

    /// <summary>Every value by its path, for example "rule.learningRate", as JSON text.</summary>
    private static Dictionary<string, string> Settings(string json)
    {
        using var document = JsonDocument.Parse(json);
        var settings = new Dictionary<string, string>(StringComparer.Ordinal);
        Collect(document.RootElement, "", settings);
        if (settings.TryGetValue(RuleName, out var quoted))
        {
            foreach (var (former, current) in FormerNames)
            {
                var (rule, name) = former.Split('.') is [var first, var second] ? (first, second) : default;
                if (quoted == $"\"{rule}\"" && settings.Remove("rule." + name, out var value))
                    settings.TryAdd("rule." + current, value);
            }
        }
        return settings;
    }

    private static void Collect(JsonElement element, string path, Dictionary<string, string> settings)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var property in element.EnumerateObject())
                    Collect(property.Value, path.Length == 0 ? property.Name : $"{path}.{property.Name}", settings);
                break;
            case JsonValueKind.Array:
                foreach (var (index, item) in element.EnumerateArray().Index())
                    Collect(item, string.Create(CultureInfo.InvariantCulture, $"{path}[{index}]"), settings);
                break;
            default:
                settings[path] = element.GetRawText();
                break;
        }
    }

    /// <summary>Numbers are equal by value: 0.1 and 1e-1.</summary>
    private static bool AreEqual(string? left, string? right) => left == right
        || (left is not null && right is not null
            && double.TryParse(left, NumberStyles.Float, CultureInfo.InvariantCulture, out var a)
            && double.TryParse(right, NumberStyles.Float, CultureInfo.InvariantCulture, out var b)
            && a == b);
}

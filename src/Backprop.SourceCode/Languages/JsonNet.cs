using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Backprop.SourceCode;

/// <summary>A net as JSON: its groups in the order in which they are computed, and all weights; docs/export.md describes it.</summary>
internal sealed class JsonNet(NetProgram program, string? encodings)
{
    private static readonly JsonWriterOptions Indented = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, NewLine = "\n" };
    private readonly NetPlan plan = program.Plan;
    private readonly string[] names = NamesOf(program.Plan.Arrays);

    /// <summary>The text.</summary>
    public string Text()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Indented))
        {
            json.WriteStartObject();
            json.WriteString("format", "backprop net");
            json.WriteNumber("version", 1);
            json.WriteString("precision", plan.IsDouble ? "double" : "single");
            Names(json, "inputs", plan.Inputs.Where(static input => input.Offset >= 0).Select(static input => input.Group));
            Names(json, "outputs", plan.Outputs.Select(output => plan.Stages[output].Group));
            json.WriteStartArray("groups");
            foreach (var input in plan.Inputs)
                Input(json, input);
            foreach (var stage in plan.Stages)
                Stage(json, stage);
            json.WriteEndArray();
            Arrays(json, "weights", PlanArrayKind.Weights);
            Arrays(json, "biases", PlanArrayKind.Biases);
            if (encodings is not null)
            {
                json.WritePropertyName("encodings");
                using var document = JsonDocument.Parse(encodings);
                document.RootElement.WriteTo(json);
            }
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.WrittenSpan) + "\n";
    }

    private void Input(Utf8JsonWriter json, PlanInput input)
    {
        Begin(json, input.Group, "input");
        if (input.Offset < 0)
        {
            json.WritePropertyName("fixed");
            Numbers(json, plan.Fixed[plan.Inputs.Where(static other => other.Offset < 0).TakeWhile(other => other != input).Count()].Values);
        }
        json.WriteEndObject();
    }

    private void Stage(Utf8JsonWriter json, PlanStage stage)
    {
        Begin(json, stage.Group, stage.Group.UnitFunction.Name);
        if (stage.Biases is { } biases)
            json.WriteString("biases", names[biases]);
        json.WriteStartArray("incoming");
        foreach (var (link, projection) in stage.Links.Zip(stage.Group.Incoming))
        {
            json.WriteStartObject();
            json.WriteString("from", projection.From.Name);
            json.WriteString("weights", names[link.Weights]);
            if (link.IsOneToOne)
                json.WriteBoolean("oneToOne", true);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        if (stage.Before is not null)
        {
            json.WritePropertyName("leakRate");
            json.WriteRawValue(Number(plan.IsDouble ? stage.Group.LeakRate : (float)stage.Group.LeakRate));
            json.WriteString("totalInputsBefore", stage.Group.Before!.Name);
        }
        if (stage.Group.LesionedUnits.Count > 0)
            Integers(json, "lesioned", stage.Group.LesionedUnits);
        json.WriteEndObject();
    }

    private static void Begin(Utf8JsonWriter json, Group group, string units)
    {
        json.WriteStartObject();
        json.WriteString("name", group.Name);
        json.WriteNumber("size", group.Size);
        json.WriteString("units", units);
        if (group.UnitNames.Count == 0)
            return;
        json.WriteStartArray("unitNames");
        foreach (var name in group.UnitNames)
            json.WriteStringValue(name);
        json.WriteEndArray();
    }

    private void Arrays(Utf8JsonWriter json, string property, PlanArrayKind kind)
    {
        json.WriteStartObject(property);
        for (var at = 0; at < names.Length; at++)
        {
            if (plan.Arrays[at].Kind != kind)
                continue;
            json.WritePropertyName(names[at]);
            if (plan.Arrays[at].From == 0)
                Numbers(json, plan.Arrays[at].Values);
            else
                Rows(json, plan.Arrays[at]);
        }
        json.WriteEndObject();
    }

    /// <summary>Row j: the weights into unit j, as in model files.</summary>
    private static void Rows(Utf8JsonWriter json, PlanArray weights)
    {
        json.WriteStartArray();
        var row = new double[weights.From];
        for (var to = 0; to < weights.To; to++)
        {
            for (var from = 0; from < row.Length; from++)
                row[from] = weights.Values[(from * weights.To) + to];
            Numbers(json, row);
        }
        json.WriteEndArray();
    }

    private static string[] NamesOf(IReadOnlyList<PlanArray> arrays)
    {
        var unique = new Dictionary<PlanArrayKind, Identifiers> { [PlanArrayKind.Weights] = new([]), [PlanArrayKind.Biases] = new([]) };
        return [.. arrays.Select(array => unique[array.Kind].Unique(array.Name))];
    }

    private static void Names(Utf8JsonWriter json, string property, IEnumerable<Group> groups)
    {
        json.WriteStartArray(property);
        foreach (var group in groups)
            json.WriteStringValue(group.Name);
        json.WriteEndArray();
    }

    private static void Integers(Utf8JsonWriter json, string property, IEnumerable<int> values)
    {
        json.WritePropertyName(property);
        json.WriteRawValue($"[{string.Join(", ", values.Select(static value => value.ToString(CultureInfo.InvariantCulture)))}]");
    }

    private static void Numbers(Utf8JsonWriter json, double[] values) => json.WriteRawValue($"[{string.Join(", ", values.Select(Number))}]");

    /// <summary>
    /// The shortest text that is read as the same double, also of a float, whose shortest text would be another double. −0 has a point, since some readers take -0 for the integer 0.
    /// </summary>
    private static string Number(double value) => CText.Number(value, isDouble: true);
}

using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Backprop;

/// <summary>The readable description of a net: groups and projections as the builder takes them; see docs/net-json.md.</summary>
internal static class TopologyJson
{
    private static readonly JsonWriterOptions Indented = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, NewLine = "\n" };
    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    internal static string Write(Topology topology)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Indented))
        {
            var net = topology.Unrolling?.Net;
            json.WriteStartObject();
            if (topology.Unrolling is { } unrolling)
            {
                json.WriteNumber("iterations", unrolling.Iterations);
                json.WriteString("sharedGradient", unrolling.Sharing == SharedGradient.Mean ? "mean" : "sum");
            }
            json.WriteStartArray("groups");
            foreach (var group in net?.Declared ?? topology.Declared)
                Write(json, group);
            json.WriteEndArray();
            json.WriteStartArray("projections");
            foreach (var projection in net?.Projections ?? topology.Projections.Select(static projection => projection.Description))
                Write(json, projection);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    internal static Topology Read(string json, ReadOnlySpan<UnitFunction> unitFunctions)
    {
        ArgumentNullException.ThrowIfNull(json);
        var custom = unitFunctions.ToArray();
        try
        {
            using var document = JsonDocument.Parse(json, Lenient);
            var net = new StrictJsonObject(document.RootElement, "the net");
            net.Only("iterations", "sharedGradient", "groups", "projections");
            var groups = net.Items("groups").Select((item, index) => Group(item, index, custom)).ToList();
            var projections = net.Items("projections").Select(Projection).ToList();
            var iterations = net.Int32("iterations");
            var sharing = net.Text("sharedGradient") switch
            {
                null or "mean" => SharedGradient.Mean,
                "sum" => SharedGradient.Sum,
                var other => throw new TopologyException($"the net's 'sharedGradient' is '{other}'; it can be 'mean' or 'sum'."),
            };
            if (iterations is null && net.Kind("sharedGradient") is not null)
                throw new TopologyException("the net has 'sharedGradient', but no 'iterations'; copies share weights only in a net unrolled over iterations: say how many, or leave it out.");
            return iterations is { } t
                ? new IterativeTopology(groups, projections).Unroll(t, sharing)
                : TopologyAssembly.Assemble(groups, projections);
        }
        catch (InvalidOperationException problem) when (problem.Source?.StartsWith("System.Text.Json", StringComparison.Ordinal) == true)
        {
            // An escape such as \ud800 is well-formed JSON, but no text.
            throw new TopologyException("The description of the net holds a name with half a surrogate pair (an escape \\ud800 … \\udfff on its own); write the character itself.", problem);
        }
        catch (FormatException problem)
        {
            throw new TopologyException(problem.Message, problem);
        }
        catch (JsonException problem)
        {
            throw new TopologyException($"The description of the net is not JSON: line {problem.LineNumber + 1}: {problem.Message.Split(" LineNumber", 2)[0]}", problem);
        }
    }

    private static void Write(Utf8JsonWriter json, GroupDescription group)
    {
        json.WriteStartObject();
        json.WriteString("name", group.Name);
        json.WriteNumber("size", group.Size);
        json.WriteString("role", group.Role switch { GroupRole.Input => "input", GroupRole.Output => "output", _ => "hidden" });
        if (group.Role != GroupRole.Input)
        {
            json.WriteString("units", group.UnitFunction.Name);
            if (!group.HasBiases)
                json.WriteBoolean("biases", false);
            else if (group.ShareBiases is { } share)
                json.WriteString("biases", share);
            if (group.InitialBiases is { } initial)
                InitializationJson.Write(json, "initialBiases", initial);
            if (group.Frozen)
                json.WriteBoolean("frozen", true);
            if (group.FrozenBiases.Count > 0)
                json.WriteString("frozenBiases", string.Concat(group.FrozenBiases.Select(static frozen => frozen ? '1' : '0')));
        }
        if (group.InitialState is { } state && (group.Role == GroupRole.Input || state != 0))
            json.WriteNumber("initialState", state);
        if (group.LeakRate != 1)
            json.WriteNumber("leakRate", group.LeakRate);
        if (group.ClampStrength != 1)
            json.WriteNumber("clampStrength", group.ClampStrength);
        if (group.UnitNames.Count > 0)
        {
            json.WriteStartArray("unitNames");
            foreach (var name in group.UnitNames)
                json.WriteStringValue(name);
            json.WriteEndArray();
        }
        if (group.Lesioned.Count > 0)
            json.WriteString("intact", string.Concat(Enumerable.Range(0, group.Size).Select(unit => group.Lesioned.Contains(unit) ? '0' : '1')));
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, ProjectionDescription projection)
    {
        json.WriteStartObject();
        json.WriteString("from", projection.From);
        json.WriteString("to", projection.To);
        if (projection.Share is { } share && share != projection.Name)
            json.WriteString("share", share);
        if (projection.OneToOne)
            json.WriteBoolean("oneToOne", true);
        if (projection.Delay != 0)
            json.WriteNumber("delay", projection.Delay);
        if (projection.Frozen)
            json.WriteBoolean("frozen", true);
        else if (projection.FrozenWeights is { } frozen)
            Write(json, "frozen", frozen);
        if (projection.Initial is { } initial)
            InitializationJson.Write(json, "initial", initial);
        if (projection.Mask is { } mask)
            Write(json, "mask", mask);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string property, bool[,] matrix)
    {
        json.WriteStartArray(property);
        for (var to = 0; to < matrix.GetLength(0); to++)
            json.WriteStringValue(string.Concat(Enumerable.Range(0, matrix.GetLength(1)).Select(from => matrix[to, from] ? '1' : '0')));
        json.WriteEndArray();
    }

    private static GroupDescription Group(JsonElement element, int index, UnitFunction[] custom)
    {
        var item = new StrictJsonObject(element, $"group {index + 1}");
        item.Only("name", "size", "role", "units", "biases", "initialBiases", "frozen", "frozenBiases", "initialState", "unitNames", "intact", "leakRate", "clampStrength");
        var name = item.Text("name") ?? throw new TopologyException($"group {index + 1} has no 'name'; give it one.");
        item = new StrictJsonObject(element, $"group '{name}'");
        var role = item.Text("role") switch
        {
            "input" => GroupRole.Input,
            "output" => GroupRole.Output,
            null or "hidden" => GroupRole.Hidden,
            var other => throw new TopologyException($"group '{name}' has the role '{other}'; it can be 'input', 'hidden' or 'output'."),
        };
        if (role == GroupRole.Input)
            item.Only("name", "size", "role", "initialState", "unitNames", "intact");
        var size = item.Int32("size") ?? throw new TopologyException($"group '{name}' has no 'size'; say how many units it has.");
        var units = item.Text("units");
        var function = role == GroupRole.Input || units is null ? null : Function(name, units, custom);
        var shared = item.Kind("biases") == JsonValueKind.String;
        return new GroupDescription(name, size, role, function ?? (role == GroupRole.Input ? UnitFunction.Identity : UnitFunction.Logistic))
        {
            HasBiases = role != GroupRole.Input && (shared || (item.Flag("biases") ?? true)),
            ShareBiases = shared ? item.Text("biases") : null,
            InitialBiases = item.Kind("initialBiases") is null ? null : InitializationJson.Read(item, "initialBiases"),
            Frozen = item.Flag("frozen") ?? false,
            FrozenBiases = item.Text("frozenBiases") is { } frozen ? FrozenBiases(item, frozen, size) : [],
            InitialState = item.Number("initialState") ?? (role == GroupRole.Input ? null : 0),
            UnitNames = item.Texts("unitNames") ?? [],
            Lesioned = item.Text("intact") is { } intact ? Lesioned(item, intact, size) : [],
            LeakRate = item.Number("leakRate") ?? 1,
            ClampStrength = item.Number("clampStrength") ?? 1,
        };
    }

    private static int[] Lesioned(StrictJsonObject item, string intact, int size)
    {
        if (intact.Length != size || intact.AsSpan().ContainsAnyExcept('0', '1'))
            throw new TopologyException($"{item.Name} has an 'intact' that is not {size} characters of 0 and 1, one per unit: 0 for a lesioned unit, 1 for one that works.");
        return [.. Enumerable.Range(0, size).Where(unit => intact[unit] == '0')];
    }

    private static bool[] FrozenBiases(StrictJsonObject item, string frozen, int size)
    {
        if (frozen.Length != size || frozen.AsSpan().ContainsAnyExcept('0', '1'))
            throw new TopologyException($"{item.Name} has 'frozenBiases' that are not {size} characters of 0 and 1, one per unit: 1 for a frozen bias, 0 for one that learns.");
        return [.. frozen.Select(static unit => unit == '1')];
    }

    private static UnitFunction Function(string group, string units, UnitFunction[] custom) => UnitFunction.Find(units, custom, out var problem)
        ?? throw new TopologyException($"group '{group}' has units '{units}', which is not a unit function; {problem}.");

    private static ProjectionDescription Projection(JsonElement element, int index)
    {
        var item = new StrictJsonObject(element, $"projection {index + 1}");
        item.Only("from", "to", "share", "oneToOne", "delay", "frozen", "initial", "mask");
        var from = item.Text("from") ?? throw new TopologyException($"projection {index + 1} has no 'from'; name the sending group.");
        var to = item.Text("to") ?? throw new TopologyException($"projection {index + 1} has no 'to'; name the receiving group.");
        item = new StrictJsonObject(element, $"projection '{from}->{to}'");
        return new ProjectionDescription(from, to)
        {
            Share = item.Text("share"),
            OneToOne = item.Flag("oneToOne") ?? false,
            Delay = item.Int32("delay") ?? 0,
            Frozen = item.Kind("frozen") != JsonValueKind.Array && (item.Flag("frozen") ?? false),
            FrozenWeights = item.Kind("frozen") == JsonValueKind.Array ? Matrix(item, "frozen") : null,
            Initial = item.Kind("initial") is null ? null : InitializationJson.Read(item, "initial"),
            Mask = item.Kind("mask") is null ? null : Matrix(item, "mask"),
        };
    }

    private static bool[,] Matrix(StrictJsonObject item, string property)
    {
        var rows = item.Items(property).Select(static row => row.ValueKind == JsonValueKind.String ? row.GetString()! : "").ToList();
        var width = rows.Count == 0 ? 0 : rows[0].Length;
        if (width == 0 || rows.Exists(row => row.Length != width || row.AsSpan().ContainsAnyExcept('0', '1')))
            throw new TopologyException(property == "mask"
                ? $"{item.Name} has a mask that is not one string of 0 and 1 for each receiving unit, all of one length."
                : $"{item.Name} has a 'frozen' that is neither true or false nor one string of 0 and 1 for each receiving unit, all of one length, 1 for a frozen weight.");
        var matrix = new bool[rows.Count, width];
        for (var to = 0; to < rows.Count; to++)
        {
            for (var from = 0; from < width; from++)
                matrix[to, from] = rows[to][from] == '1';
        }
        return matrix;
    }
}

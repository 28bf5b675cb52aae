using System.Text.Json;

namespace Backprop.Tests;

/// <summary>
/// Reads the reference data beside this file (its README.md gives the format) and, if the environment variable
/// BACKPROP_GOLDEN names a folder, every file there too.
/// </summary>
internal sealed class GoldenFile
{
    private readonly JsonElement root;

    private GoldenFile(string path)
    {
        root = JsonDocument.Parse(File.ReadAllText(path)).RootElement;
        Topology = IsIterative ? Iterative(SharedGradient.Sum) : Layered();
        Cases = IsIterative ? GoldenIterative.Cases(root) : LayeredCases();
    }

    internal static IEnumerable<string> Paths(string kind)
    {
        var folders = new[] { Path.Combine(AppContext.BaseDirectory, "Golden"), Environment.GetEnvironmentVariable("BACKPROP_GOLDEN") };
        foreach (var folder in folders.Where(static folder => !string.IsNullOrEmpty(folder)))
        {
            foreach (var path in Directory.EnumerateFiles(folder!, "*.json").Order(StringComparer.Ordinal))
            {
                using var document = JsonDocument.Parse(File.ReadAllText(path));
                if (document.RootElement.GetProperty("kind").GetString() == kind)
                    yield return path;
            }
        }
    }

    internal static GoldenFile Read(string path) => new(path);

    internal JsonElement Root => root;

    internal bool IsIterative => root.GetProperty("kind").GetString() == "iterative";

    internal Topology Topology { get; }

    internal Cases Cases { get; }

    internal int CaseCount => root.GetProperty("cases").GetArrayLength();

    internal IEnumerable<JsonElement> Items(string name) => root.TryGetProperty(name, out var list) ? list.EnumerateArray() : [];

    internal Topology Iterative(SharedGradient sharing) => GoldenIterative.Net(root).Unroll(root.GetProperty("T").GetInt32(), sharing);

    internal Network<T> Start<T>(Topology topology)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var network = new Network<T>(topology);
        Expected(root.GetProperty("initial"), (block, values) =>
        {
            var target = network[block];
            for (var k = 0; k < values.Length; k++)
                target[k] = T.CreateTruncating(values[k]);
        });
        return network;
    }

    /// <summary>Hands out every block of a {weights, biases} object with its values in the order of the flat vector.</summary>
    internal void Expected(JsonElement element, Action<WeightBlock, double[]> use)
    {
        if (IsIterative)
        {
            use(Block("units->units", false), [.. element.GetProperty("weights").EnumerateArray().SelectMany(Numbers)]);
            use(Block("units", true), Numbers(element.GetProperty("biases")));
            return;
        }
        foreach (var matrix in element.GetProperty("weights").EnumerateObject())
            use(Block(matrix.Name, false), [.. matrix.Value.EnumerateArray().SelectMany(Numbers)]);
        foreach (var list in element.GetProperty("biases").EnumerateObject())
            use(Block(list.Name, true), Numbers(list.Value));
    }

    internal static double[] Numbers(JsonElement list) => [.. list.EnumerateArray().Select(static number => number.GetDouble())];

    private WeightBlock Block(string name, bool bias) => Topology.Blocks.Single(block => block.Name == name && block.IsBias == bias);

    private Topology Layered() => Topology.Build(net =>
    {
        var targets = Items("cases").First().GetProperty("targets");
        var groups = new Dictionary<string, GroupBuilder>();
        foreach (var group in Items("groups"))
        {
            var (name, size) = (group.GetProperty("name").GetString()!, group.GetProperty("size").GetInt32());
            var activation = group.GetProperty("activation").GetString()!;
            groups[name] = activation == "input" ? net.Input(name, size)
                : targets.TryGetProperty(name, out _) ? net.Output(name, size, UnitFunction.FromName(activation))
                : net.Group(name, size, UnitFunction.FromName(activation));
        }
        foreach (var projection in Items("projections"))
            groups[projection.GetProperty("to").GetString()!].From(groups[projection.GetProperty("from").GetString()!]);
    });

    private Cases LayeredCases()
    {
        var all = Items("cases").ToList();
        var builder = new CasesBuilder(all.Count);
        foreach (var group in Topology.Inputs)
            builder.Input(group.Name, Values("inputs", group), group.Size);
        foreach (var group in Topology.Outputs)
            builder.Target(group.Name, Values("targets", group), group.Size);
        return builder.ToCases();

        double[] Values(string what, Group group) => [.. all.SelectMany(@case => Numbers(@case.GetProperty(what).GetProperty(group.Name)))];
    }
}

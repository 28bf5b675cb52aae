using System.Globalization;
using System.Numerics;

namespace Backprop.Onnx;

/// <summary>From the groups that a graph turned out to have to a net with its weights.</summary>
internal static class NetworkAssembly
{
    /// <exception cref="TopologyException">The groups do not make a net, for instance because an input leads nowhere.</exception>
    /// <exception cref="FormatException">A weight is not a finite number.</exception>
    public static Network<T> Build<T>(ImportedNet net)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var shared = Repeated(net.Groups.SelectMany(group => (group.Total?.Terms ?? []).Select(term => ShapeName(term, group))));
        var sharedBiases = Repeated(net.Groups.Select(group => group.Total?.BiasName));
        var topology = Topology.Build(build => Describe(build, net, shared, sharedBiases));

        var network = new Network<T>(topology);
        foreach (var group in net.Groups)
        {
            if (group.Total is not { } total) continue;
            foreach (var (projection, term) in topology[group.Name].Incoming.Zip(total.Terms))
                Copy(term.Weights, network[projection.Weights], $"the weights from '{term.From.Name}' to '{group.Name}'");
            if (total.Biases is { } biases) Copy(biases, network.GetBiases(group.Name), $"the biases of '{group.Name}'");
        }
        return network;
    }

    // Outputs take the places of outputs in the order of the file; the order of computation follows from the projections.
    private static void Describe(TopologyBuilder build, ImportedNet net, HashSet<string> shared, HashSet<string> sharedBiases)
    {
        var made = new Dictionary<ImportedGroup, GroupBuilder>();
        var isOutput = net.Outputs.ToHashSet();
        using var next = net.Outputs.GetEnumerator();
        foreach (var place in net.Groups)
        {
            var group = isOutput.Contains(place) && next.MoveNext() ? next.Current : place;
            made[group] = Add(group);
        }
        foreach (var group in net.Groups)
            foreach (var term in group.Total?.Terms ?? [])
                made[group].From(made[term.From], ShapeName(term, group) is { } key && shared.Contains(key) ? key : null, oneToOne: term.OneToOne, frozen: term.Implied);

        GroupBuilder Add(ImportedGroup group)
        {
            if (group.Total is not { } total) return build.Input(group.Name, group.Size);
            var share = total.BiasName is { } name && sharedBiases.Contains(name) ? name : null;
            return isOutput.Contains(group)
                ? build.Output(group.Name, group.Size, group.Function, total.Biases is not null, share)
                : build.Group(group.Name, group.Size, group.Function, total.Biases is not null, share);
        }
    }

    // One constant may be shared only by projections of one shape.
    private static string? ShapeName(Term term, ImportedGroup group) =>
        term.Name is null ? null : term.OneToOne ? $"{term.Name} [{group.Size}]" : $"{term.Name} [{group.Size} × {term.From.Size}]";

    private static HashSet<string> Repeated(IEnumerable<string?> names) =>
        [.. names.OfType<string>().GroupBy(name => name, StringComparer.Ordinal).Where(same => same.Count() > 1).Select(same => same.Key)];

    private static void Copy<T>(double[] from, Span<T> to, string where)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (var k = 0; k < to.Length; k++)
        {
            to[k] = T.CreateTruncating(from[k]);
            if (!T.IsFinite(to[k]))
                throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"{where} hold {from[k]}; a weight must be a finite number{(double.IsFinite(from[k]) ? " in the precision of the net" : "")}"));
        }
    }
}

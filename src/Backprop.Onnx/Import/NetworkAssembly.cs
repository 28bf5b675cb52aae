using System.Numerics;

namespace Backprop.Onnx;

/// <summary>From the groups that a graph turned out to have to a net with its weights.</summary>
internal static class NetworkAssembly
{
    /// <exception cref="TopologyException">The groups make no net, for instance because an input leads nowhere.</exception>
    public static Network<T> Build<T>(IReadOnlyList<ImportedGroup> groups)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var terms = groups.Where(group => group.Total is not null).SelectMany(group => group.Total!.Terms.Select(term => (Group: group, Term: term))).ToList();
        var shared = Repeated(terms.Select(entry => ShapeName(entry.Term, entry.Group)));
        var sharedBiases = Repeated(groups.Select(group => group.Total?.BiasName));
        var topology = Topology.Build(net =>
        {
            var made = new Dictionary<ImportedGroup, GroupBuilder>();
            foreach (var group in groups)
            {
                if (group.Total is not { } total)
                {
                    made[group] = net.Input(group.Name, group.Size);
                    continue;
                }
                var share = total.BiasName is { } name && sharedBiases.Contains(name) ? name : null;
                made[group] = group.IsOutput
                    ? net.Output(group.Name, group.Size, group.Function, total.Biases is not null, share)
                    : net.Group(group.Name, group.Size, group.Function, total.Biases is not null, share);
                foreach (var term in total.Terms)
                    made[group].From(made[term.From], ShapeName(term, group) is { } key && shared.Contains(key) ? key : null, oneToOne: term.OneToOne, frozen: term.Implied);
            }
        });

        var network = new Network<T>(topology);
        foreach (var (group, term) in terms)
            Copy(term.Weights, network[topology.Groups[topology[group.Name].Index].Incoming.First(projection => projection.From.Name == term.From.Name).Weights]);
        foreach (var group in groups)
            if (group.Total?.Biases is { } biases) Copy(biases, network.Biases(group.Name));
        return network;
    }

    // One constant may be shared only by projections of one shape.
    private static string? ShapeName(Term term, ImportedGroup group) =>
        term.Name is null ? null : term.OneToOne ? $"{term.Name} [{group.Size}]" : $"{term.Name} [{group.Size} × {term.From.Size}]";

    private static HashSet<string> Repeated(IEnumerable<string?> names) =>
        [.. names.OfType<string>().GroupBy(name => name, StringComparer.Ordinal).Where(same => same.Count() > 1).Select(same => same.Key)];

    private static void Copy<T>(double[] from, Span<T> to)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (var k = 0; k < to.Length; k++) to[k] = T.CreateTruncating(from[k]);
    }
}

namespace Backprop.Figures;

/// <summary>
/// Places the nodes of a layered graph: a node for each group at its depth, and a thin one wherever a
/// connection passes a layer, so that what skips layers runs clear of their boxes (after Sugiyama, Tagawa and Toda, 1981).
/// Fixed orders and counts throughout: the same graph gives the same places.
/// </summary>
internal sealed class LayeredLayout
{
    private const double Gap = 34, LaneGap = 4, LaneWidth = 14;
    private readonly List<double> widths;
    private readonly List<List<int>> below = [], above = [];
    private readonly List<List<int>> layers = [];
    private readonly Dictionary<(int From, int Depth), int> lanes = [];
    private readonly double[] x;
    private readonly int nodes;

    /// <param name="nodeWidths">One width per node.</param>
    /// <param name="depths">The layer of each node, 0 the lowest.</param>
    /// <param name="edges">Connections from a lower to a higher layer.</param>
    public LayeredLayout(IReadOnlyList<double> nodeWidths, IReadOnlyList<int> depths, IReadOnlyList<(int From, int To)> edges)
    {
        widths = [.. nodeWidths];
        nodes = widths.Count;
        for (var depth = 0; depth <= depths.DefaultIfEmpty(0).Max(); depth++) layers.Add([.. Enumerable.Range(0, depths.Count).Where(node => depths[node] == depth)]);
        foreach (var _ in widths) AddLinks();
        Routes = [.. edges.Select(edge => Route(edge.From, edge.To, depths))];
        Order();
        x = new double[widths.Count];
        Spread();
    }

    /// <summary>For each edge the nodes that it passes, its ends included; indices beyond the given nodes are lanes.</summary>
    public IReadOnlyList<IReadOnlyList<int>> Routes { get; }

    /// <summary>The nodes of each layer from left to right, lanes included.</summary>
    public IReadOnlyList<IReadOnlyList<int>> Layers => layers;

    /// <summary>From the leftmost to the rightmost edge of any node.</summary>
    public double Width { get; private set; }

    /// <summary>The middle of a node or lane.</summary>
    public double X(int node) => x[node];

    private void AddLinks()
    {
        below.Add([]);
        above.Add([]);
    }

    private List<int> Route(int from, int to, IReadOnlyList<int> depths)
    {
        var route = new List<int> { from };
        for (var depth = depths[from] + 1; depth < depths[to]; depth++)
        {
            // Connections from one node run together for as long as they can.
            if (!lanes.TryGetValue((from, depth), out var lane))
            {
                lanes[(from, depth)] = lane = widths.Count;
                widths.Add(LaneWidth);
                AddLinks();
                layers[depth].Add(lane);
            }

            route.Add(lane);
        }

        route.Add(to);
        for (var i = 1; i < route.Count; i++)
        {
            if (above[route[i - 1]].Contains(route[i])) continue;
            above[route[i - 1]].Add(route[i]);
            below[route[i]].Add(route[i - 1]);
        }

        return route;
    }

    /// <summary>Sorts each layer by the mean place of its neighbors, up and down in turn, and keeps the order with fewest crossings.</summary>
    private void Order()
    {
        var best = layers.Select(layer => layer.ToArray()).ToArray();
        var fewest = Crossings();
        for (var round = 0; round < 12 && fewest > 0; round++)
        {
            var upward = round % 2 == 0;
            for (var k = 1; k < layers.Count; k++)
            {
                var depth = upward ? k : layers.Count - 1 - k;
                var neighbors = upward ? below : above;
                var place = Places(layers[upward ? depth - 1 : depth + 1]);
                var old = Places(layers[depth]);
                var sorted = layers[depth].OrderBy(node => neighbors[node].Count == 0 ? old[node] : neighbors[node].Average(other => place[other])).ThenBy(node => old[node]).ToArray();
                layers[depth].Clear();
                layers[depth].AddRange(sorted);
            }

            var crossings = Crossings();
            if (crossings >= fewest) continue;
            fewest = crossings;
            best = [.. layers.Select(layer => layer.ToArray())];
        }

        for (var depth = 0; depth < layers.Count; depth++)
        {
            layers[depth].Clear();
            layers[depth].AddRange(best[depth]);
        }
    }

    private static Dictionary<int, int> Places(List<int> layer) => Enumerable.Range(0, layer.Count).ToDictionary(place => layer[place]);

    private int Crossings()
    {
        var count = 0;
        for (var depth = 0; depth + 1 < layers.Count; depth++)
        {
            var (low, high) = (Places(layers[depth]), Places(layers[depth + 1]));
            var links = layers[depth].SelectMany(node => above[node].Select(to => (From: low[node], To: high[to]))).ToArray();
            for (var i = 0; i < links.Length; i++)
            {
                for (var j = 0; j < i; j++)
                {
                    if ((links[i].From - links[j].From) * (links[i].To - links[j].To) < 0) count++;
                }
            }
        }

        return count;
    }

    /// <summary>From the middle of a node to that of its neighbor on the right; lanes run close to each other.</summary>
    private double Apart(int left, int right) => ((widths[left] + widths[right]) / 2) + (left >= nodes && right >= nodes ? LaneGap : Gap);

    /// <summary>Pulls every node towards the mean of its neighbors, keeping the order and the gaps.</summary>
    private void Spread()
    {
        foreach (var layer in layers)
        {
            for (var i = 0; i < layer.Count; i++) x[layer[i]] = i == 0 ? 0 : x[layer[i - 1]] + Apart(layer[i - 1], layer[i]);
            var middle = layer.Count == 0 ? 0 : (x[layer[0]] + x[layer[^1]]) / 2;
            foreach (var node in layer) x[node] -= middle;
        }

        for (var round = 0; round < 24; round++)
        {
            for (var k = 0; k < layers.Count; k++) Pull(layers[round % 2 == 0 ? k : layers.Count - 1 - k]);
        }

        var left = Enumerable.Range(0, widths.Count).Min(node => x[node] - (widths[node] / 2));
        for (var node = 0; node < widths.Count; node++) x[node] -= left;
        Width = Enumerable.Range(0, widths.Count).Max(node => x[node] + (widths[node] / 2));
    }

    private void Pull(List<int> layer)
    {
        var wished = layer.Select(node =>
        {
            var neighbors = below[node].Concat(above[node]).ToArray();
            return neighbors.Length == 0 ? x[node] : neighbors.Average(other => x[other]);
        }).ToArray();
        // Least squares under an order is isotonic regression: neighbors that want to overlap are
        // pooled and share the mean of their wishes, each shifted by the room before it.
        var offsets = new double[layer.Count];
        for (var i = 1; i < layer.Count; i++) offsets[i] = offsets[i - 1] + Apart(layer[i - 1], layer[i]);
        var pools = new List<(double Sum, int Count)>();
        for (var i = 0; i < layer.Count; i++)
        {
            pools.Add((wished[i] - offsets[i], 1));
            while (pools.Count > 1 && pools[^2].Sum / pools[^2].Count > pools[^1].Sum / pools[^1].Count)
            {
                pools[^2] = (pools[^2].Sum + pools[^1].Sum, pools[^2].Count + pools[^1].Count);
                pools.RemoveAt(pools.Count - 1);
            }
        }

        var next = 0;
        foreach (var (sum, count) in pools)
        {
            for (var i = 0; i < count; i++, next++) x[layer[next]] = (sum / count) + offsets[next];
        }
    }
}

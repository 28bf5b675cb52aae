namespace Backprop.Figures;

/// <summary>Lines of equal value of a function sampled on a grid, by marching squares.</summary>
internal static class Contour
{
    /// <summary>The lines at a level as polylines in grid coordinates (column, row).</summary>
    /// <param name="grid">Samples, [row, column].</param>
    /// <param name="level">The value of the lines.</param>
    public static IReadOnlyList<IReadOnlyList<Point>> Lines(double[,] grid, double level)
    {
        var segments = new List<(long A, long B)>();
        var at = new Dictionary<long, Point>();
        int rows = grid.GetLength(0), columns = grid.GetLength(1);
        long Cross(int row, int column, bool upright)
        {
            var key = ((((long)row * columns) + column) * 2) + (upright ? 1 : 0);
            var from = grid[row, column];
            var to = upright ? grid[row + 1, column] : grid[row, column + 1];
            var share = (level - from) / (to - from);
            at[key] = upright ? new(column, row + share) : new(column + share, row);
            return key;
        }

        for (var row = 0; row < rows - 1; row++)
        {
            for (var column = 0; column < columns - 1; column++)
            {
                bool a = grid[row, column] > level, b = grid[row, column + 1] > level;
                bool c = grid[row + 1, column + 1] > level, d = grid[row + 1, column] > level;
                var crossings = new List<long>(4);
                if (a != b) crossings.Add(Cross(row, column, upright: false));
                if (b != c) crossings.Add(Cross(row, column + 1, upright: true));
                if (c != d) crossings.Add(Cross(row + 1, column, upright: false));
                if (d != a) crossings.Add(Cross(row, column, upright: true));
                if (crossings.Count == 2) segments.Add((crossings[0], crossings[1]));
                if (crossings.Count != 4) continue;
                // A saddle: the middle of the cell says which corners belong together.
                var middle = (grid[row, column] + grid[row, column + 1] + grid[row + 1, column] + grid[row + 1, column + 1]) / 4 > level;
                var pairs = middle == a ? (1, 0, 2, 3) : (3, 0, 1, 2);
                segments.Add((crossings[pairs.Item1], crossings[pairs.Item2]));
                segments.Add((crossings[pairs.Item3], crossings[pairs.Item4]));
            }
        }

        return Joined(segments, at);
    }

    /// <summary>Chains segments that share an end.</summary>
    private static List<IReadOnlyList<Point>> Joined(List<(long A, long B)> segments, Dictionary<long, Point> at)
    {
        var touching = new Dictionary<long, List<int>>();
        for (var i = 0; i < segments.Count; i++)
        {
            foreach (var end in (ReadOnlySpan<long>)[segments[i].A, segments[i].B])
            {
                if (!touching.TryGetValue(end, out var list)) touching[end] = list = [];
                list.Add(i);
            }
        }

        var done = new bool[segments.Count];
        var lines = new List<IReadOnlyList<Point>>();
        // Open lines first, from an end that only one segment touches; then closed ones from anywhere.
        foreach (var open in (ReadOnlySpan<bool>)[true, false])
        {
            for (var i = 0; i < segments.Count; i++)
            {
                var start = touching[segments[i].A].Count == 1 ? segments[i].A : segments[i].B;
                if (done[i] || (open && touching[start].Count != 1)) continue;
                lines.Add([.. Walk(start, i).Select(end => at[end])]);
            }
        }

        return lines;

        List<long> Walk(long start, int segment)
        {
            var chain = new List<long> { start };
            for (var next = segment; next >= 0;)
            {
                done[next] = true;
                chain.Add(segments[next].A == chain[^1] ? segments[next].B : segments[next].A);
                next = touching[chain[^1]].Find(other => !done[other], -1);
            }

            return chain;
        }
    }

    private static int Find(this List<int> list, Predicate<int> match, int none)
    {
        foreach (var item in list)
        {
            if (match(item)) return item;
        }

        return none;
    }
}

namespace Backprop.Exchange;

/// <summary>Reads a .wts file: for every node the weights from the bias, every input and every node, those that are not there as 0.</summary>
internal static class TlearnWeights
{
    public const string Mark = "NETWORK CONFIGURED BY TLEARN";

    /// <returns>[node][bias, inputs, nodes].</returns>
    /// <exception cref="ForeignFileException">There are more or fewer weights than the net has places for, or one is not a number.</exception>
    public static double[][] Read(ForeignText file, TlearnNet net)
    {
        file.CheckLastLine();
        var width = 1 + net.Inputs + net.Nodes;
        var (rows, row) = (new List<double[]>(), new List<double>());
        foreach (var (index, line) in file.Text.Split('\n').Index())
        {
            var text = line.Trim();
            if (text.Length == 0 || text[0] == '#' || text == Mark) continue;
            foreach (var word in text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            {
                if (!ForeignNumber.TryParse(word, out var weight)) throw file.Problem($"'{DisplayText.Name(word)}' stands where a weight is expected; it must be a finite number", index + 1);
                if (rows.Count == net.Nodes) throw file.Problem(FormattableString.Invariant($"holds more weights than {net.Nodes} nodes have, {width} each"), index + 1);
                row.Add(weight);
                if (row.Count < width) continue;
                rows.Add([.. row]);
                row.Clear();
            }
        }
        return rows.Count == net.Nodes ? [.. rows]
            : throw file.Problem(FormattableString.Invariant($"holds {((long)rows.Count * width) + row.Count} weights, but {net.Nodes} nodes have {(long)net.Nodes * width}: {width} each, from the bias, {net.Inputs} inputs and {net.Nodes} nodes"));
    }
}

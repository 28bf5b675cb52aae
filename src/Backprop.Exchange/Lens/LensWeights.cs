using System.Globalization;

namespace Backprop.Exchange;

/// <summary>Reads weights in the text form: a mark, the number of links, of values a link and of updates, then the values by group, unit and incoming link, the bias first.</summary>
internal static class LensWeights
{
    private const string Mark = "1431655766";
    private static readonly byte[] Binary = [0x55, 0x55, 0x55];

    public static bool Recognizes(FileStart start) => start.FirstLine == Mark || start.Bytes.Span.StartsWith(Binary);

    /// <param name="file">The weights.</param>
    /// <param name="net">The network.</param>
    /// <param name="topology">The same as ours.</param>
    /// <exception cref="ForeignFileException">The file is in the binary form, or not of this network.</exception>
    public static Network<double> Read(ForeignText file, LensNet net, Topology topology)
    {
        if (file.Start.FirstLine != Mark)
            throw file.Problem("holds weights in the binary form of Lens; load them there and save them as text: saveWeights FILE -text");
        if (net.Links.Exists(static link => link.Strength < 1)) throw file.Problem("belongs to a network some of whose links were chosen at random, so that the file does not say which ones there are");
        file.CheckLastLine();
        var words = file.Words;
        _ = words.Count("the mark");
        var count = words.Count("the number of links");
        var expected = net.Groups.Sum(group => (long)group.Size * ((group.HasBias ? 1 : 0) + Incoming(net, group).Sum(static link => link.IsOneToOne ? 1 : link.From.Size)));
        if (net.Links.Exists(static link => link.IsOneToOne && link.From.Size != link.To.Size)) throw file.Problem("belongs to a network with one-to-one links between groups of different sizes, whose weights cannot be told apart");
        if (count != expected) throw file.Problem(string.Create(CultureInfo.InvariantCulture, $"holds {count} links, but the network '{DisplayText.Name(net.Name)}' has {expected}"), words.Line);
        var values = words.Count("the number of values a link", 3);
        if (values == 0) throw file.Problem("holds no values", words.Line);
        _ = words.Count("the number of updates");
        // A number and the blank behind it take two bytes: what cannot be there is not waited for.
        if (2L * count * values > file.Bytes.Length) throw file.Problem(FormattableString.Invariant($"is too short for {count} links; it is cut short"));
        var network = new Network<double>(topology);
        foreach (var group in net.Groups)
        {
            var biases = network.GetBiases(topology.Unrolling is null ? group.Name : IterativeTopology.Copy(group.Name, 1));
            for (var unit = 0; unit < group.Size; unit++)
            {
                if (group.HasBias) biases[unit] = Next();
                foreach (var link in Incoming(net, group))
                {
                    var weights = network[$"{link.From.Name}->{group.Name}"];
                    var (first, many) = link.IsOneToOne ? (unit, 1) : (unit * link.From.Size, link.From.Size);
                    for (var from = 0; from < many; from++) weights[first + from] = Next();
                }
            }
        }
        // Contexts copy: no link of the file stands for that.
        foreach (var context in net.Groups.Where(static group => group.IsContext)) network[$"{context.Source!.Name}->{context.Name}"].Fill(1);
        return words.TryNext(out var more) ? throw file.Problem($"'{DisplayText.Name(more.ToString())}' stands behind the last weight", words.Line) : network;

        double Next()
        {
            var weight = words.Number("a weight");
            for (var value = 1; value < values; value++) _ = words.Number("a value of a link");
            return weight;
        }
    }

    private static IEnumerable<LensLinks> Incoming(LensNet net, LensGroup group) => net.Links.Where(link => link.To == group);
}

namespace Backprop.Exchange;

/// <summary>Reads a .cf file: the sections NODES, CONNECTIONS and SPECIAL.</summary>
internal static class TlearnConfiguration
{
    public const string Mark = "NODES:";
    private const string Connections = "CONNECTIONS:", Special = "SPECIAL:";

    // A line of a few bytes can name any number of nodes; tlearn itself keeps a matrix of all of them.
    private const int MostNodes = 10_000, MostPlaces = 300_000;

    /// <exception cref="ForeignFileException">The file is damaged, or asks for what a net cannot express.</exception>
    public static TlearnNet Read(ForeignText file)
    {
        var words = new TlearnWords(file);
        words.Expect(Mark);
        var (nodes, inputs, outputs) = Sizes(words);
        words.Expect("output");
        words.Expect("nodes", "node");
        words.Expect("are", "is");
        var named = words.List(nodes, 0);
        int[] output = [.. named.SelectMany(static range => range.Units).Distinct().Order()];
        if (output is [0, ..]) throw words.Problem("node 0 is the bias; it cannot be an output");
        if (output.Length != outputs) throw words.Problem(FormattableString.Invariant($"names {output.Length} output nodes, but outputs = {outputs}"));
        words.Expect(Connections);
        words.Expect("groups");
        words.Expect("=");
        _ = words.Count("the number of groups", int.MaxValue);
        var connections = new List<TlearnConnection>();
        var places = 0.0;
        while (words.Peek() is { } word && word != Special)
        {
            if (word == "group") throw NoGroups(words);
            var connection = Connection(words, nodes, inputs);
            if ((places += connection.Places) > MostPlaces)
                throw words.Problem(FormattableString.Invariant($"asks for more than {MostPlaces:N0} connections; make the net smaller"));
            connections.Add(connection);
        }
        if (words.Peek() is null) throw file.Problem($"has no section {Special}; it is cut short");
        words.Expect(Special);
        var linear = new HashSet<int>();
        double? limit = null;
        while (words.Peek() is not null)
        {
            var key = words.Next("a setting");
            words.Expect("=");
            switch (key)
            {
                case "linear":
                    linear.UnionWith(words.List(nodes, 0).SelectMany(static range => range.Units));
                    break;
                case "weight_limit":
                    limit = Number(words, "the bound of starting weights");
                    break;
                case "bipolar":
                    throw words.Problem("has bipolar nodes, whose state is tanh(x/2), which no unit function is; make them default nodes");
                case "binary":
                    throw words.Problem("has binary nodes, whose state is −1 or 1 and which no error passes; make them default nodes");
                case "delayed":
                    throw words.Problem("has delayed nodes, whose state is handed on one tick later, which works only in tlearn's temporally recurrent learning; leave them out");
                default:
                    // Which nodes are printed, how layers are drawn: nothing of the net.
                    words.Next("a value");
                    break;
            }
        }
        return new TlearnNet(nodes, inputs, output, connections, linear, limit);
    }

    private static (int Nodes, int Inputs, int Outputs) Sizes(TlearnWords words)
    {
        int? nodes = null, inputs = null, outputs = null;
        for (var line = 0; line < 3; line++)
        {
            var key = words.Next("'nodes', 'inputs' or 'outputs'");
            words.Expect("=");
            var count = words.Count($"the number of {DisplayText.Name(key)}", MostNodes);
            switch (key)
            {
                case "nodes":
                    nodes = count;
                    break;
                case "inputs":
                    inputs = count;
                    break;
                case "outputs":
                    outputs = count;
                    break;
                default:
                    throw words.Problem($"'{DisplayText.Name(key)}' stands where 'nodes', 'inputs' or 'outputs' is expected");
            }
        }
        return nodes > 0 && inputs > 0 && outputs > 0 && outputs <= nodes ? (nodes.Value, inputs.Value, outputs.Value)
            : throw words.Problem("has no net: nodes, inputs and outputs must each be given once, be at least 1, and outputs be nodes");
    }

    private static TlearnConnection Connection(TlearnWords words, int nodes, int inputs)
    {
        var to = words.List(nodes, inputs);
        var line = words.Line;
        if (to.Exists(static range => range.IsInput || range.First == 0)) throw words.Problem("connects to an input or to the bias (node 0); connections lead to nodes");
        words.Expect("from");
        var connection = new TlearnConnection(to, words.List(nodes, inputs), line);
        if (words.Peek() != "=") return connection;
        words.Expect("=");
        if (words.Peek() == "group") throw NoGroups(words);
        if (words.Peek() is not ("fixed" or "one-to-one"))
        {
            var least = Number(words, "the least weight");
            words.Expect("&");
            var greatest = Number(words, "the greatest weight");
            if (greatest < least) throw words.Problem(FormattableString.Invariant($"holds weights between {least} and {greatest}: the first must not be above the second"));
            connection = connection with { Bounds = (least, greatest) };
        }
        if (words.Peek() == "fixed")
        {
            words.Expect("fixed");
            connection = connection with { IsFixed = true };
        }
        if (words.Peek() != "one-to-one") return connection;
        words.Expect("one-to-one");
        if (connection.Receivers.Count() != connection.Senders.Count())
            throw words.Problem(FormattableString.Invariant($"connects {connection.Senders.Count()} to {connection.Receivers.Count()} nodes one to one; there must be as many of both"));
        return connection with { IsFixed = true, IsOneToOne = true };
    }

    private static double Number(TlearnWords words, string what)
    {
        var word = words.Next(what);
        return ForeignNumber.TryParse(word, out var number) ? number
            : throw words.Problem($"'{DisplayText.Name(word)}' stands where {what} is expected; it must be a finite number");
    }

    private static ForeignFileException NoGroups(TlearnWords words)
    {
        words.Next("a group");
        return words.Problem("ties single weights of a group to be equal, but weights can only be shared by whole projections; leave the group out");
    }
}

using System.Globalization;

namespace Backprop.Exchange;

/// <summary>A node of Weka's MultilayerPerceptron as its text lists it.</summary>
/// <param name="Number">Its number.</param>
/// <param name="IsLinear">Whether its state is its total input; otherwise it is the logistic function of it.</param>
/// <param name="Threshold">What is added to the total input.</param>
/// <param name="Line">The line of its heading, from 1.</param>
internal sealed record WekaNode(int Number, bool IsLinear, double Threshold, long Line)
{
    /// <summary>The nodes that it receives from, with weights.</summary>
    public List<(int Node, double Weight, long Line)> Nodes { get; } = [];

    /// <summary>The attributes that it receives from, with weights.</summary>
    public List<(string Attribute, double Weight, long Line)> Attributes { get; } = [];
}

/// <summary>The text that Weka's MultilayerPerceptron writes of itself, within whatever else Weka writes.</summary>
internal sealed class WekaText
{
    private const string Scheme = "weka.classifiers.functions.MultilayerPerceptron", SigmoidNode = "Sigmoid Node ", LinearNode = "Linear Node ";

    private readonly ForeignText file;

    private WekaText(ForeignText file) => this.file = file;

    /// <summary>The nodes by number.</summary>
    public Dictionary<int, WekaNode> Nodes { get; } = [];

    /// <summary>The outputs: the value of the class, empty for a class of numbers, and its node.</summary>
    public List<(string Class, int Node)> Outputs { get; } = [];

    /// <summary>How many rows the net was trained on, and where the text says it; null where it does not.</summary>
    public (long Rows, long Line)? Instances { get; private set; }

    /// <summary>Whether a nominal attribute is one number, its index (-B).</summary>
    public bool IsNominalOneNumber { get; private set; }

    /// <summary>Whether a class of numbers is left as it is (-C).</summary>
    public bool KeepsClass { get; private set; }

    /// <summary>Whether attributes are left as they are (-I).</summary>
    public bool KeepsAttributes { get; private set; }

    public static bool Recognizes(FileStart start) =>
        start.Text.Contains(Scheme, StringComparison.Ordinal)
        || (start.Text.Contains("    Threshold ", StringComparison.Ordinal) && (start.Text.Contains(SigmoidNode, StringComparison.Ordinal) || start.Text.Contains(LinearNode, StringComparison.Ordinal)));

    public static WekaText Read(ForeignText file)
    {
        file.CheckLastLine();
        var text = new WekaText(file);
        text.Read();
        return text;
    }

    private void Read()
    {
        WekaNode? node = null;
        string? output = null;
        var number = 0L;
        foreach (var range in file.Text.AsSpan().Split('\n'))
        {
            number++;
            var line = file.Text.AsSpan(range).TrimEnd();
            if (line.IsEmpty) continue;
            var text = line.ToString();
            if (text.StartsWith("Scheme:", StringComparison.Ordinal) || text.StartsWith("Options:", StringComparison.Ordinal))
                ReadOptions(text, number);
            else if (text.StartsWith("Instances:", StringComparison.Ordinal) && long.TryParse(text.AsSpan(10).Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var instances))
                Instances ??= (instances, number);
            else if (text.StartsWith(SigmoidNode, StringComparison.Ordinal))
                (node, output) = (Begin(text[SigmoidNode.Length..], isLinear: false, number), null);
            else if (text.StartsWith(LinearNode, StringComparison.Ordinal))
                (node, output) = (Begin(text[LinearNode.Length..], isLinear: true, number), null);
            else if (text.StartsWith("Class ", StringComparison.Ordinal) || text == "Class")
                (node, output) = (null, text[5..].Trim());
            else if (char.IsWhiteSpace(text[0]) && node is not null)
                node = ReadLink(node, text.Trim(), number);
            else if (output is not null && text.Trim() is var end && end.StartsWith("Node ", StringComparison.Ordinal))
                Outputs.Add((output, Node(end[5..], number)));
            else if (!char.IsWhiteSpace(text[0]))
                (node, output) = (null, null);
        }
        if (Nodes.Count == 0)
            throw file.Problem("has no 'Sigmoid Node' and no 'Linear Node', with which Weka lists a MultilayerPerceptron");
        if (Outputs.Count == 0)
            throw file.Problem("has no 'Class' with its node after the nodes; the text is cut short");
    }

    private void ReadOptions(string line, long number)
    {
        var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words[0] == "Scheme:" && words.Length > 1 && words[1] != Scheme)
            throw file.Problem($"the scheme is {DisplayText.Name(words[1])}, which prepares the rows or combines nets in its own way; only {Scheme} by itself is read", number);
        IsNominalOneNumber |= words.Contains("-B");
        KeepsClass |= words.Contains("-C");
        KeepsAttributes |= words.Contains("-I");
    }

    private WekaNode Begin(string name, bool isLinear, long line)
    {
        var node = new WekaNode(Node(name, line), isLinear, 0, line);
        return Nodes.TryAdd(node.Number, node) ? node : throw file.Problem($"node {node.Number} is listed twice; the text of one net is expected", line);
    }

    private WekaNode? ReadLink(WekaNode node, string line, long number)
    {
        if (line.StartsWith("Inputs", StringComparison.Ordinal) && line.EndsWith("Weights", StringComparison.Ordinal)) return node;
        var blank = line.LastIndexOfAny([' ', '\t']);
        if (blank < 0) return null;
        var weight = ForeignNumber.TryParse(line.AsSpan(blank + 1), out var value) ? value
            : throw file.Problem($"'{DisplayText.Name(line[(blank + 1)..])}' stands where the weight of a link of node {node.Number} is expected; it must be a finite number", number);
        var from = line[..blank].TrimEnd();
        if (from == "Threshold")
            return Nodes[node.Number] = Replace(node, value);
        if (from.StartsWith("Node ", StringComparison.Ordinal)) node.Nodes.Add((Node(from[5..], number), value, number));
        else if (from.StartsWith("Attrib ", StringComparison.Ordinal)) node.Attributes.Add((from[7..].Trim(), value, number));
        else throw file.Problem($"'{DisplayText.Name(from)}' stands where 'Threshold', 'Node' or 'Attrib' is expected", number);
        return node;
    }

    private static WekaNode Replace(WekaNode node, double threshold)
    {
        var with = new WekaNode(node.Number, node.IsLinear, threshold, node.Line);
        with.Nodes.AddRange(node.Nodes);
        with.Attributes.AddRange(node.Attributes);
        return with;
    }

    private int Node(string word, long line) =>
        int.TryParse(word.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
            : throw file.Problem($"'{DisplayText.Name(word)}' stands where the number of a node is expected", line);
}

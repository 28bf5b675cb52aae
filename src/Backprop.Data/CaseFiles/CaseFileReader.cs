using System.Globalization;

namespace Backprop.Data;

/// <summary>Reads the lines of a case file: what stands before the cases, then cases on one line each, cases over several lines, or sequences.</summary>
internal sealed class CaseFileReader
{
    private readonly Topology plain;
    private readonly string file;
    private readonly CaseHead head;
    private readonly Dictionary<string, CaseText> namedAt = new(StringComparer.Ordinal);
    private readonly List<string> names = [];
    private readonly List<double> weights = [];
    private Form form;
    private CaseSet? cases;
    private SequenceSet? sequences;
    private List<(string Before, CaseText Text)>? block;

    private CaseFileReader(string file, Topology topology)
    {
        plain = topology;
        this.file = file;
        head = new CaseHead(topology);
    }

    private enum Form { None, Lines, Blocks, Sequences }

    /// <summary>Reads a whole file.</summary>
    public static NamedCases Read(TextReader reader, string file, Topology topology)
    {
        var state = new CaseFileReader(file, topology);
        foreach (var line in new CaseLines(reader, file).All())
            state.Take(line);
        return state.End();
    }

    private void Take(CaseText line)
    {
        if (head.TryRead(line, form == Form.None))
            return;
        var isCase = line.BeginsWith("case", out var afterCase);
        var isSequence = line.BeginsWith("sequence", out var afterSequence);
        if ((isCase || isSequence) && line.IndexOf("->") < 0 && (form != Form.Lines || IsLabel(isCase ? afterCase : afterSequence)))
            Begin(line, isCase ? Form.Blocks : Form.Sequences, isCase ? afterCase : afterSequence);
        else if (form == Form.Blocks)
            Continue(line);
        else if (form == Form.Sequences)
            sequences!.Take(line);
        else
            TakeCase(line);
    }

    /// <summary>A case on its line: perhaps a name and a weight, then both sides.</summary>
    private void TakeCase(CaseText line)
    {
        Enter(Form.Lines, line);
        CaseHead.Halves(line);
        var said = Label(line, out var name);
        cases!.Add(line, said, name);
    }

    /// <summary>A line that begins a case over several lines, or a sequence.</summary>
    private void Begin(CaseText line, Form wanted, CaseText label)
    {
        Enter(wanted, line);
        EndBlock();
        var rest = Label(label, out _);
        if (!rest.IsEmpty)
            throw line.Error($"'{DisplayText.Name(rest.ToString())}' follows '{(wanted == Form.Blocks ? "case" : "sequence")}', behind which stand at most a name in quotes and a weight, such as \"a name\" *2; what is given stands on the lines below.");
        if (wanted == Form.Sequences)
            sequences!.Begin(line);
        else
            block = [("", line.Slice(0, 0))];
    }

    /// <summary>A line of a case over several lines: a group, the targets, or more of the group above.</summary>
    private void Continue(CaseText line)
    {
        var isNew = !(block!.Count == 1 || line.Span.StartsWith("->", StringComparison.Ordinal) || block[^1].Text.Span.EndsWith("->", StringComparison.Ordinal) || !CaseHalf.IsNamed(line));
        block.Add((isNew ? " | " : " ", line));
    }

    private void EndBlock()
    {
        if (block is null)
            return;
        var whole = CaseText.Join(block).Trim();
        if (whole.IsEmpty)
            throw block[0].Text.Error("The case is empty; its lines follow it, such as 'group: 0 1' and '-> group: 1'.");
        cases!.Add(block[0].Text, whole, names[^1]);
        block = null;
    }

    /// <summary>The first case or sequence ends what stands before the cases, and decides how all are written.</summary>
    private void Enter(Form wanted, CaseText line)
    {
        if (form == wanted)
            return;
        if (form != Form.None)
            throw line.Error($"The file gives {Words(form)} above, but {Words(wanted)} here; write all in the same way.");
        form = wanted;
        if (wanted == Form.Sequences)
            sequences = new SequenceSet(head, line);
        else
            cases = new CaseSet(head);
    }

    private static string Words(Form form) => form switch
    {
        Form.Lines => "cases on one line each",
        Form.Blocks => "cases over several lines ('case')",
        _ => "sequences",
    };

    /// <summary>Reads the name and the weight at the beginning; what follows them.</summary>
    private CaseText Label(CaseText line, out string name)
    {
        name = "";
        var rest = line;
        if (line.Quoted(out var behind) is { } quoted && behind.Span is not [':', ..])
        {
            (name, rest) = (quoted, behind);
            if (string.IsNullOrWhiteSpace(name) || name.Any(char.IsControl))
                throw line.Error($"'{DisplayText.Name(name)}' cannot name a case: a name is not empty and holds no control characters.");
            if (!namedAt.TryAdd(name, line))
                throw line.Error($"'{DisplayText.Name(name)}' is also the name on line {namedAt[name].Line}; give each a name of its own.");
        }
        names.Add(name);
        weights.Add(1);
        if (rest.Span is ['*', var next, ..] && next is not ('=' or ' ' or '\t' or ',' or '|') && !rest.Span.StartsWith("*->", StringComparison.Ordinal))
        {
            var end = rest.Span.IndexOfAny([' ', '\t', ',', '|']);
            var weight = rest.Slice(1, (end < 0 ? rest.Span.Length : end) - 1);
            if (!double.TryParse(weight.Span, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) || !double.IsFinite(value) || value < 0)
                throw line.Error($"'*{DisplayText.Name(weight.ToString())}' is not a weight; write a number of 0 or more behind the asterisk, such as *2.");
            weights[^1] = value;
            rest = (end < 0 ? rest.From(rest.Span.Length) : rest.From(end)).Trim();
        }
        return rest;
    }

    /// <summary>Whether nothing, a name or a weight follows.</summary>
    private static bool IsLabel(CaseText rest) => rest.Span is [] or ['"' or '*', ..];

    private NamedCases End()
    {
        EndBlock();
        if (names.Count == 0)
        {
            // What is wrong with the names of groups is said first.
            if (plain.Unrolling is null)
                head.Order(CaseGroups.OfCases(head.Topology));
            throw new DataException("There are no cases; give at least one line 'inputs -> targets'.", file);
        }
        var isNamed = names.Exists(static name => name.Length > 0);
        double[] factors = weights.TrueForAll(static weight => weight == 1) ? [] : [.. weights];
        var read = form == Form.Sequences ? sequences!.ToCases(isNamed ? names : null, factors) : cases!.ToCases(isNamed ? names : null, factors);
        return new NamedCases(read, ReferenceEquals(head.Topology, plain) ? plain : head.Topology);
    }
}

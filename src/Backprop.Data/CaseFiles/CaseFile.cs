using System.Globalization;

namespace Backprop.Data;

/// <summary>
/// Cases written by hand, one per line: the states of the input groups, <c>-&gt;</c>, the desired states of the output groups.
/// Numbers are separated by blanks or commas, groups by <c>|</c>, <c>?</c> is "don't care", <c>#</c> begins a comment; a first line
/// in brackets names the groups, <c>[person 1 | relation -&gt; person 2]</c>, otherwise all groups of the net are meant, in their order.
/// See docs/case-files.md.
/// </summary>
/// <example>
/// <code>
/// File.WriteAllText("and.cases", "0 0 -&gt; 0\n0 1 -&gt; 0\n1 0 -&gt; 0\n1 1 -&gt; 1\n");
/// var cases = CaseFile.Read("and.cases", Topology.Layered(2, 1));
/// </code>
/// </example>
public static class CaseFile
{
    private const string Arrow = "->";

    /// <summary>Reads the cases of a file for a net.</summary>
    /// <param name="path">The file.</param>
    /// <param name="topology">The net whose groups the values belong to.</param>
    /// <returns>The cases, in the order of the lines.</returns>
    /// <exception cref="DataException">The file cannot be read, or is not such a file; the message names the line.</exception>
    public static Cases Read(string path, Topology topology)
    {
        ArgumentNullException.ThrowIfNull(path);
        try
        {
            using var reader = new StreamReader(DataFile.Open(path));
            return Read(reader, path, topology);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new DataException("cannot be read: " + problem.Message, path, innerException: problem);
        }
    }

    /// <summary>Reads the cases of a file, and the names that it gives to the net's units.</summary>
    /// <param name="path">The file.</param>
    /// <param name="topology">The net whose groups the values belong to.</param>
    /// <returns>The cases, and the net with the names.</returns>
    /// <exception cref="DataException">The file cannot be read, or is not such a file; the message names the line.</exception>
    public static NamedCases Load(string path, Topology topology) => new(Read(path, topology), topology);

    /// <summary>
    /// Whether a file is one of cases: its name ends in <c>.cases</c>, or it has no ending of a table (csv, tsv, gz …) and its first line
    /// that is neither empty nor a comment is one that only a case file has.
    /// </summary>
    /// <param name="path">The file; one that cannot be opened or can be read only once is judged by its name alone.</param>
    /// <returns>Whether it is one.</returns>
    public static bool IsCaseFile(string path) => CaseFileRecognition.IsCaseFile(path);

    /// <summary>Reads cases for a net.</summary>
    /// <param name="reader">The text.</param>
    /// <param name="file">What messages call it.</param>
    /// <param name="topology">The net whose groups the values belong to.</param>
    /// <returns>The cases, in the order of the lines.</returns>
    /// <exception cref="DataException">The text is not such a file; the message names the line.</exception>
    public static Cases Read(TextReader reader, string file, Topology topology)
    {
        ArgumentNullException.ThrowIfNull(reader);
        ArgumentNullException.ThrowIfNull(topology);
        var inputs = topology.Inputs.Select(group => new GroupColumn(group)).ToArray();
        var targets = topology.Outputs.Select(group => new GroupColumn(group)).ToArray();
        int count = 0, number = 0;
        while (reader.ReadLine() is { } text)
        {
            number++;
            var comment = text.IndexOf('#', StringComparison.Ordinal);
            var line = (comment < 0 ? text : text[..comment]).Trim();
            if (line.Length == 0) continue;
            if (line[0] == '[')
            {
                if (count > 0) throw new DataException("The line that names the groups must come before the first case.", file, number);
                if (line[^1] != ']') throw new DataException("The line that names the groups must end with ']'.", file, number);
                (inputs, targets) = Header(line[1..^1], file, number, topology);
                continue;
            }
            var (given, desired) = Halves(line, file, number);
            Add(given, inputs, isInput: true, file, number);
            Add(desired, targets, isInput: false, file, number);
            count++;
        }
        if (count == 0) throw new DataException("There are no cases; give at least one line 'inputs -> targets'.", file);

        var builder = new CasesBuilder(count);
        foreach (var column in inputs) builder.Input(column.Group.Name, [.. column.Values], column.Group.Size);
        foreach (var column in targets) builder.Target(column.Group.Name, [.. column.Values], column.Group.Size);
        return builder.ToCases();
    }

    private static (GroupColumn[] Inputs, GroupColumn[] Targets) Header(string line, string file, int number, Topology topology)
    {
        var (given, desired) = Halves(line, file, number);
        return ([.. given.Select(name => Named(name, topology.Inputs, "input"))], [.. desired.Select(name => Named(name, topology.Outputs, "output"))]);

        GroupColumn Named(string name, IReadOnlyList<Group> groups, string kind) =>
            groups.FirstOrDefault(group => group.Name == name) is { } group ? new GroupColumn(group)
                : throw new DataException($"The net has no {kind} group '{name}'; it has {string.Join(", ", groups.Select(g => $"'{g.Name}'"))}.", file, number);
    }

    private static (string[] Inputs, string[] Targets) Halves(string line, string file, int number)
    {
        var arrow = line.IndexOf(Arrow, StringComparison.Ordinal);
        if (arrow < 0) throw new DataException($"There is no '{Arrow}' between inputs and targets.", file, number);
        if (line.IndexOf(Arrow, arrow + 1, StringComparison.Ordinal) >= 0) throw new DataException($"There is more than one '{Arrow}'.", file, number);
        return (Parts(line[..arrow]), Parts(line[(arrow + Arrow.Length)..]));

        static string[] Parts(string half) => half.Split('|', StringSplitOptions.TrimEntries);
    }

    private static void Add(string[] parts, GroupColumn[] columns, bool isInput, string file, int number)
    {
        var kind = isInput ? "input" : "output";
        if (parts.Length != columns.Length)
            throw new DataException($"Values for {columns.Length} {kind} group{(columns.Length == 1 ? "" : "s")} were expected, separated by '|', but {parts.Length} came.", file, number);
        foreach (var (part, column) in parts.Zip(columns))
        {
            var values = part.Split([' ', '\t', ','], StringSplitOptions.RemoveEmptyEntries);
            if (values.Length != column.Group.Size)
                throw new DataException($"{kind} group '{column.Group.Name}' has {column.Group.Size} unit{(column.Group.Size == 1 ? "" : "s")}, but {values.Length} value{(values.Length == 1 ? "" : "s")} came.", file, number);
            foreach (var value in values) column.Values.Add(Value(value, isInput, file, number));
        }
    }

    private static double Value(string text, bool isInput, string file, int number)
    {
        if (text == "?")
            return isInput ? throw new DataException("'?' stands among the inputs; only targets can be left open.", file, number) : Cases.DontCare;
        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value))
            throw new DataException($"'{DisplayText.Name(text)}' is not a number; write numbers like 0.5, -1 or 2e-3.", file, number);
        return double.IsFinite(value) ? value
            : throw new DataException($"'{text}' is not finite; {(isInput ? "inputs must be finite numbers" : "write '?' where a target does not matter")}.", file, number);
    }

    private sealed record GroupColumn(Group Group)
    {
        public List<double> Values { get; } = [];
    }
}

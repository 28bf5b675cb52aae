using System.Globalization;
using System.Text;

namespace Backprop.Data;

/// <summary>
/// Files of LIBSVM and SVMlight: per line the label, perhaps <c>qid:</c> with the number of a group, and the values that are not 0 as <c>index:value</c>. The
/// columns are <c>label</c>, <c>qid</c> and the indices that some row has.
/// </summary>
internal sealed class Libsvm : TableKind
{
    private const int LongestLine = 8 << 20;
    private const string Label = "label", Group = "qid";

    public override string Name => "a LIBSVM file";

    public override bool IsText => true;

    public override bool Is(ReadOnlySpan<byte> start, string file)
    {
        var isNamed = file.EndsWith(".libsvm", StringComparison.OrdinalIgnoreCase) || file.EndsWith(".svmlight", StringComparison.OrdinalIgnoreCase) || file.EndsWith(".svm", StringComparison.OrdinalIgnoreCase);
        var (rows, pairs) = (0, 0);
        while (!start.IsEmpty && rows < 100)
        {
            var end = start.IndexOf((byte)'\n');
            if (end < 0 && rows > 0)
                break; // the end of the sample may cut this line
            var line = WithoutComment(end < 0 ? start : start[..end]);
            start = end < 0 ? [] : start[(end + 1)..];
            if (line.IsEmpty)
                continue;
            if (Pairs(line, isNamed) is not (>= 0 and var found))
                return false;
            rows++;
            pairs = Math.Max(pairs, found);
        }
        return rows > 0 && (isNamed || pairs >= 2); // a time after a number, 5 12:30, looks like a pair
    }

    public override TableSource Open(TableInput input, SourceOptions options) => new LibsvmRows(input, options);

    private static ReadOnlySpan<byte> WithoutComment(ReadOnlySpan<byte> line) => (line.IndexOf((byte)'#') is >= 0 and var at ? line[..at] : line).Trim(" \t\r"u8);

    private static ReadOnlySpan<byte> Word(ref ReadOnlySpan<byte> line)
    {
        var length = line.IndexOfAny((byte)' ', (byte)'\t') is >= 0 and var at ? at : line.Length;
        var word = line[..length];
        line = line[length..].TrimStart(" \t"u8);
        return word;
    }

    private static bool TryNumber(ReadOnlySpan<byte> text, out double number) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number) && double.IsFinite(number);

    private static bool TryPair(ReadOnlySpan<byte> word, out int index, out double value)
    {
        index = 0;
        value = 0;
        var colon = word.IndexOf((byte)':');
        return colon > 0 && int.TryParse(word[..colon], NumberStyles.None, CultureInfo.InvariantCulture, out index) && TryNumber(word[(colon + 1)..], out value);
    }

    /// <summary>Whether a text is one label or several, as multi-label files have them, which reading refuses.</summary>
    private static bool AreLabels(ReadOnlySpan<byte> text)
    {
        foreach (var part in text.Split((byte)','))
            if (!TryNumber(text[part], out _))
                return false;
        return true;
    }

    /// <summary>How many pairs of index and value follow a label; below 0 where a line is not such.</summary>
    /// <param name="line">The line.</param>
    /// <param name="isNamed">Whether the name of the file says what it is, so that several labels and indices out of order are for reading to refuse.</param>
    private static int Pairs(ReadOnlySpan<byte> line, bool isNamed)
    {
        var label = Word(ref line);
        if (isNamed ? !AreLabels(label) : !TryNumber(label, out _))
            return -1;
        var (pairs, last) = (0, -1);
        while (!line.IsEmpty)
        {
            var word = Word(ref line);
            if (pairs == 0 && word.StartsWith("qid:"u8))
                continue;
            if (!TryPair(word, out var index, out _) || (index <= last && !isNamed))
                return -1;
            last = index;
            pairs++;
        }
        return pairs;
    }

    private sealed class LibsvmRows : TableSource
    {
        private readonly TextLines lines;
        private readonly string file;
        private readonly SourceColumn[] columns;
        private readonly double[] values;
        private readonly bool isForModel;
        private readonly int first;
        private readonly Dictionary<int, int> places = [];
        private readonly RowCells label = new(1);
        private long group;

        public LibsvmRows(TableInput input, SourceOptions options)
        {
            file = input.Name;
            isForModel = options.Columns is not null;
            var (hasGroups, indices) = Indices(input, options.Columns);
            first = hasGroups ? 2 : 1;
            columns = [new(Label, ColumnKind.Number), .. hasGroups ? [new SourceColumn(Group, ColumnKind.Number)] : Array.Empty<SourceColumn>(),
                .. indices.Select(static index => new SourceColumn(index.ToString(CultureInfo.InvariantCulture), ColumnKind.Number))];
            foreach (var index in indices)
                places.Add(index, first + places.Count);
            values = new double[columns.Length];
            lines = new TextLines(input.Stream, LongestLine);
        }

        public override IReadOnlyList<SourceColumn> Columns => columns;

        public override long Row => lines.Number;

        public override string RowWord => "line";

        public override TableCell this[int column] =>
            column == 1 && first == 2 ? double.IsNaN(values[1]) ? TableCell.Missing : TableCell.Number(group)
            : column == 0 ? label[0] : TableCell.Number(values[column]);

        public override bool Read()
        {
            ReadOnlySpan<byte> line;
            do
            {
                if (!(lines.Read() ?? throw Error($"has more than {LongestLine >> 20} MiB, the most that a row can have")))
                    return false;
                line = WithoutComment(lines.Text);
            }
            while (line.IsEmpty);
            Array.Clear(values);
            if (first == 2)
                values[1] = double.NaN;
            ReadLabel(Word(ref line));
            var last = -1;
            while (!line.IsEmpty)
            {
                var word = Word(ref line);
                if (last < 0 && word.StartsWith("qid:"u8))
                    ReadGroup(word[4..]);
                else
                    last = ReadPair(word, last);
            }
            return true;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                lines.Dispose();
            base.Dispose(disposing);
        }

        private void ReadLabel(ReadOnlySpan<byte> text)
        {
            if (!TryNumber(text, out var number))
                throw Error($"begins with '{Shown(text)}'; expected the label, one number");
            label.SetNumber(0, number, text);
        }

        private void ReadGroup(ReadOnlySpan<byte> number)
        {
            if (!long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out group))
                throw Error($"has 'qid:{Shown(number)}'; expected a whole number");
            if (first == 2)
                values[1] = group;
            else if (!isForModel)
                throw Error("has a qid, which the lines at the beginning do not have");
        }

        private int ReadPair(ReadOnlySpan<byte> word, int last)
        {
            if (!TryPair(word, out var index, out var value))
                throw Error($"has '{Shown(word)}'; expected an index and a number, such as 3:0.5");
            if (index <= last)
                throw Error($"has the index {index} after {last}; indices must ascend");
            if (places.TryGetValue(index, out var column))
                values[column] = value;
            else if (!isForModel)
                throw Error($"has the index {index}, which the lines at the beginning do not have; write the lines to a file");
            return index;
        }

        /// <summary>Whether rows have groups, and the indices in order: of all lines, of those at the beginning, or those that a model needs.</summary>
        private static (bool HasGroups, SortedSet<int> Indices) Indices(TableInput input, IReadOnlyList<string>? needed)
        {
            var hasGroups = false;
            var indices = new SortedSet<int>();
            var known = new HashSet<int>();
            if (needed is null && input.Path is { } path)
            {
                using var all = new TextLines(DataFile.OpenUnpacked(path), LongestLine);
                while (all.Read() == true)
                    Add(WithoutComment(all.Text));
                return (hasGroups, indices);
            }
            var start = input.Start.Span;
            while (!start.IsEmpty)
            {
                var end = start.IndexOf((byte)'\n');
                Add(WithoutComment(end < 0 ? start : start[..end]));
                start = end < 0 ? [] : start[(end + 1)..];
            }
            foreach (var name in needed ?? [])
                if (int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var index))
                    indices.Add(index);
            return (hasGroups, indices);

            void Add(ReadOnlySpan<byte> line)
            {
                Word(ref line);
                while (!line.IsEmpty)
                {
                    var word = Word(ref line);
                    hasGroups |= word.StartsWith("qid:"u8);
                    if (needed is not null || !TryPair(word, out var index, out _) || !known.Add(index))
                        continue;
                    indices.Add(index);
                    if (indices.Count > MostColumns)
                        throw new DataException($"has more than {MostColumns:N0} different indices, the most columns that a table can have", input.Name);
                }
            }
        }

        private DataException Error(string message) => new(message, file, lines.Number);

        private static string Shown(ReadOnlySpan<byte> text) => DisplayText.Name(Encoding.UTF8.GetString(text[..Math.Min(text.Length, 200)]));
    }
}

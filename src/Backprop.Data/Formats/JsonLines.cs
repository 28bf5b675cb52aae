using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Backprop.Data;

/// <summary>A file of JSON Lines: an object per line, whose properties are the columns. A property that a line lacks is a missing value there.</summary>
internal sealed class JsonLines : TableKind
{
    private const int LongestLine = 8 << 20;
    private const int Deepest = 64;

    public override string Name => "JSON Lines";

    public override bool IsText => true;

    public override bool Is(ReadOnlySpan<byte> start, string file)
    {
        start = WithoutMark(start).TrimStart(" \t\r\n"u8);
        if (!start.StartsWith("{"u8))
            return false;
        var end = start.IndexOf((byte)'\n');
        var line = end < 0 ? start : start[..end];
        if (line.Trim(" \t\r"u8).Length == 1)
            return true; // an object of several lines, which reading refuses
        try
        {
            var reader = new Utf8JsonReader(line, new JsonReaderOptions { MaxDepth = Deepest });
            return reader.Read() && reader.Read() && reader.TokenType is JsonTokenType.PropertyName or JsonTokenType.EndObject;
        }
        catch (JsonException)
        {
            return file.EndsWith(".jsonl", StringComparison.OrdinalIgnoreCase) || file.EndsWith(".ndjson", StringComparison.OrdinalIgnoreCase);
        }
    }

    public override TableSource Open(TableInput input, SourceOptions options) => new JsonRows(input, options);

    private static ReadOnlySpan<byte> WithoutMark(ReadOnlySpan<byte> text) => text.StartsWith("\uFEFF"u8) ? text[3..] : text;

    /// <summary>The names of the properties of a line, added to those of the lines before: a new one after the one that stands before it in the line.</summary>
    private static void AddNames(ReadOnlySpan<byte> line, List<string> names, HashSet<string> known)
    {
        if (line.Trim(" \t\r"u8).IsEmpty)
            return;
        var reader = new Utf8JsonReader(line, new JsonReaderOptions { MaxDepth = Deepest });
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            return;
        string? before = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            if (known.Add(name))
                names.Insert(before is null ? 0 : names[^1] == before ? names.Count : names.IndexOf(before) + 1, name);
            before = name;
            if (!reader.Read())
                return;
            reader.Skip();
        }
    }

    private sealed class JsonRows : TableSource
    {
        private readonly TextLines lines;
        private readonly string file;
        private readonly List<SourceColumn> columns = [];
        private readonly Dictionary<string, int> places = new(StringComparer.Ordinal);
        private readonly bool isForModel;
        private readonly RowCells cells;
        private readonly bool[] seen;

        public JsonRows(TableInput input, SourceOptions options)
        {
            file = input.Name;
            isForModel = options.Columns is not null;
            lines = new TextLines(input.Stream, LongestLine);
            foreach (var name in Names(input))
            {
                places.Add(name, columns.Count);
                columns.Add(new SourceColumn(name));
            }
            cells = new RowCells(columns.Count);
            seen = new bool[columns.Count];
        }

        public override IReadOnlyList<SourceColumn> Columns => columns;

        public override long Row => lines.Number;

        public override string RowWord => "line";

        public override TableCell this[int column] => cells[column];

        public override bool Read()
        {
            do
            {
                if (!Next())
                    return false;
            }
            while (lines.Text.Trim(" \t\r"u8).IsEmpty);
            try
            {
                ReadObject(lines.Number == 1 ? WithoutMark(lines.Text) : lines.Text);
                return true;
            }
            catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException) // the second: half a surrogate pair
            {
                throw NotAnObject(e, lines.Number);
            }
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                lines.Dispose();
            base.Dispose(disposing);
        }

        private bool Next() => lines.Read() ?? throw new DataException($"has more than {LongestLine >> 20} MiB, the most that a row can have", file, lines.Number);

        private DataException NotAnObject(Exception e, long line) => new("is not a JSON object in one line, as every line of JSON Lines is: " + Reason(e), file, line, innerException: e);

        private static string Reason(Exception e) => e is JsonException json && json.Message.IndexOf(" LineNumber:", StringComparison.Ordinal) is > 0 and var end ? DisplayText.Of(json.Message[..end], 200) : "it holds characters that are not text";

        /// <summary>The names in the order in which they come: of all lines, or of those at the beginning where the lines can be read only once or a model tells which columns matter.</summary>
        private List<string> Names(TableInput input)
        {
            var names = new List<string>();
            var known = new HashSet<string>(StringComparer.Ordinal);
            var (line, isFirst, mayBeCut) = (0L, true, false);
            try
            {
                if (input.Path is { } path && !isForModel)
                {
                    using var all = new TextLines(DataFile.OpenUnpacked(path), LongestLine);
                    while (all.Read() == true)
                        Add(all.Number == 1 ? WithoutMark(all.Text) : all.Text);
                }
                else
                {
                    var start = WithoutMark(input.Start.Span);
                    while (!start.IsEmpty)
                    {
                        var end = start.IndexOf((byte)'\n');
                        mayBeCut = end < 0;
                        if (mayBeCut && names.Count > 0)
                            break; // the end of the sample cuts this line
                        Add(end < 0 ? start : start[..end]);
                        start = end < 0 ? [] : start[(end + 1)..];
                    }
                }
            }
            catch (Exception e) when (e is JsonException or InvalidOperationException)
            {
                if (names.Count == 0 || (isFirst && !mayBeCut)) // further names of the first line are not known
                    throw NotAnObject(e, line);
                // Reading the rows names the line.
            }
            return names;

            void Add(ReadOnlySpan<byte> text)
            {
                line++;
                AddNames(text, names, known);
                isFirst &= names.Count == 0;
                if (names.Count > MostColumns)
                    throw new DataException($"has more than {MostColumns:N0} different properties, the most columns that a table can have", input.Name);
            }
        }

        private void ReadObject(ReadOnlySpan<byte> line)
        {
            cells.Clear();
            Array.Clear(seen);
            var reader = new Utf8JsonReader(line, new JsonReaderOptions { MaxDepth = Deepest });
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartObject)
                throw new DataException($"is {Word(reader.TokenType)}; expected a JSON object, whose properties are the columns", file, lines.Number);
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var column = Place(ref reader);
                if (!reader.Read())
                    break;
                if (column >= 0)
                    ReadValue(ref reader, column);
                reader.Skip();
            }
            reader.Read(); // throws where more follows
        }

        private int Place(ref Utf8JsonReader reader)
        {
            Span<char> room = stackalloc char[256];
            var name = reader.HasValueSequence || reader.ValueSpan.Length > room.Length ? reader.GetString()! : room[..reader.CopyString(room)].ToString();
            if (!places.TryGetValue(name, out var column))
                return isForModel ? -1 : throw new DataException($"has the property '{DisplayText.Name(name)}', which the lines at the beginning do not have; give it there too, or write the lines to a file", file, lines.Number);
            if (seen[column])
                throw new DataException($"has the property twice", file, lines.Number, name);
            seen[column] = true;
            return column;
        }

        private void ReadValue(ref Utf8JsonReader reader, int column)
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.Null:
                    return;
                case JsonTokenType.True or JsonTokenType.False:
                    cells.Set(column, CellKind.YesOrNo, reader.TokenType == JsonTokenType.True ? 1 : 0);
                    return;
                case JsonTokenType.Number:
                    cells.SetNumber(column, double.Parse(reader.ValueSpan, NumberStyles.Float, CultureInfo.InvariantCulture), reader.ValueSpan);
                    return;
                case JsonTokenType.String:
                    cells.SetWritten(column, reader.CopyString(cells.Room(column, reader.ValueSpan.Length)));
                    return;
                default:
                    cells.SetText(column, reader.TokenType == JsonTokenType.StartArray ? "an array"u8 : "an object"u8, CellKind.Other);
                    return;
            }
        }

        private static string Word(JsonTokenType type) => type switch
        {
            JsonTokenType.StartArray => "an array",
            JsonTokenType.String => "a text",
            JsonTokenType.Number => "a number",
            JsonTokenType.Null => "null",
            _ => "true or false",
        };
    }
}

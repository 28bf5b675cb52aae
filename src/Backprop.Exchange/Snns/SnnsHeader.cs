using System.Globalization;

namespace Backprop.Exchange;

/// <summary>The lines "key : value" with which the pattern and result files of SNNS begin.</summary>
internal static class SnnsHeader
{
    /// <summary>Reads the header; "… included" lines of result files have no value.</summary>
    /// <returns>The values by key, and where the numbers begin: the position in the text and the line.</returns>
    public static (Dictionary<string, (string Text, long Line)> Values, (int Position, long Line) Numbers) Read(ForeignText file)
    {
        var values = new Dictionary<string, (string, long)>(StringComparer.Ordinal);
        var (position, line) = (0, 1L);
        while (position < file.Text.Length)
        {
            var end = file.Text.IndexOf('\n', position);
            if (end < 0) end = file.Text.Length;
            var row = file.Text[position..end].Trim();
            if (row.Length > 0 && !char.IsAsciiLetter(row[0])) break;
            var colon = row.IndexOf(':', StringComparison.Ordinal);
            if (row.EndsWith(" included", StringComparison.Ordinal))
                values[row] = ("", line);
            else if (colon > 0)
                values[string.Join(' ', row[..colon].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))] = (row[(colon + 1)..].Trim(), line);
            position = Math.Min(end + 1, file.Text.Length);
            line++;
        }
        return (values, (position, line));
    }

    public static int Count(ForeignText file, Dictionary<string, (string Text, long Line)> header, string key, int? missing)
    {
        if (!header.TryGetValue(key, out var value)) return missing ?? throw file.Problem($"has no line \"{key} : …\"; it is cut short or damaged");
        return int.TryParse(value.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count
            : throw file.Problem($"\"{key}\" is '{DisplayText.Name(value.Text)}'; it must be a whole number", value.Line);
    }
}

/// <summary>The words behind the header; a comment goes from '#' to the end of the line.</summary>
internal sealed class SnnsWords(ForeignText file, (int Position, long Line) start)
{
    private readonly string text = file.Text;
    private int at = start.Position;
    private long line = start.Line;

    /// <summary>Reads numbers.</summary>
    /// <param name="count">How many; the bytes of the file must stand behind it.</param>
    /// <param name="what">What they are, for the message: "pattern 3 of 7: input".</param>
    public double[] Numbers(int count, string what)
    {
        var numbers = new double[count];
        for (var k = 0; k < count; k++)
        {
            if (!TryNext(out var word)) throw file.Problem(string.Create(CultureInfo.InvariantCulture, $"ends before {what} {k + 1} of {count}; it is cut short"), line);
            if (!ForeignNumber.TryParse(word, out numbers[k])) throw file.Problem(string.Create(CultureInfo.InvariantCulture, $"{what} {k + 1} is '{DisplayText.Name(word.ToString())}'; it must be a finite number"), line);
        }
        return numbers;
    }

    /// <summary>Reads sizes in brackets: "[ 223 171 ]".</summary>
    public int[] Sizes(int count, string what)
    {
        var sizes = new List<int>();
        for (var (isOpen, isClosed) = (false, false); !isClosed;)
        {
            var word = Word($"the sizes of {what}");
            var inside = word.AsSpan(!isOpen && word[0] == '[' ? 1 : 0);
            (isOpen, isClosed) = (isOpen || word[0] == '[', inside.EndsWith("]"));
            if (isClosed) inside = inside[..^1];
            var isSize = int.TryParse(inside, NumberStyles.None, CultureInfo.InvariantCulture, out var size) && size > 0;
            if (isSize) sizes.Add(size);
            if (!isOpen || !(isSize || inside.IsEmpty) || sizes.Count > count || (isClosed && sizes.Count < count))
                throw file.Problem(string.Create(CultureInfo.InvariantCulture, $"'{DisplayText.Name(word)}' stands where the {count} sizes of {what} are expected, as in {(count == 1 ? "[ 15 ]" : "[ 223 171 ]")}"), line);
        }
        return [.. sizes];
    }

    public string Word(string what) => TryNext(out var word) ? word.ToString() : throw file.Problem($"ends before {what}; it is cut short", line);

    public void End(string what)
    {
        if (TryNext(out var word)) throw file.Problem($"'{DisplayText.Name(word.ToString())}' stands behind {what}", line);
    }

    private bool TryNext(out ReadOnlySpan<char> word)
    {
        while (at < text.Length && (char.IsWhiteSpace(text[at]) || text[at] == '#'))
        {
            if (text[at] == '#')
            {
                var end = text.IndexOf('\n', at);
                at = end < 0 ? text.Length : end;
                continue;
            }
            if (text[at++] == '\n') line++;
        }
        var begin = at;
        while (at < text.Length && !char.IsWhiteSpace(text[at]) && text[at] != '#') at++;
        word = text.AsSpan(begin, at - begin);
        return !word.IsEmpty;
    }
}

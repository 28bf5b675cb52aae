using System.Globalization;
using System.Text;

namespace Backprop.Exchange;

/// <summary>A word of a line "key: words" of an R script's text.</summary>
/// <param name="Text">The word, without quotes.</param>
/// <param name="Line">Its line, from 1.</param>
internal readonly record struct RWord(string Text, long Line);

/// <summary>The lines "key: words" that describe a net of R's nnet; of a key that occurs once the last line counts, and those of inputs are kept in order.</summary>
internal sealed class RNnetText
{
    private static readonly string[] Known =
        ["n", "nunits", "nconn", "conn", "nsunits", "decay", "entropy", "softmax", "censored", "wts", "lev", "coefnames", "outputs", "response", "scale", "mask", "offset", End, .. InputKeys];

    // What changes the net or the names of its inputs and outputs; empty where R has none.
    private static readonly string[] Printed = ["softmax", "lev", "coefnames"];

    // The last line of the R function's text holds the number of lines before it, so that a text cut off inside a number is not taken for whole.
    private const string End = "end";

    private readonly ForeignText file;
    private readonly Dictionary<string, List<RWord>> lines = new(StringComparer.Ordinal);
    private int written;

    private RNnetText(ForeignText file) => this.file = file;

    /// <summary>Keys of the lines that describe raw columns, in the order of the net's inputs.</summary>
    private static IReadOnlyList<string> InputKeys => ["one", "number", "factor", "coding"];

    /// <summary>Whether the R function of the documentation wrote the text, which puts every key on a line of its own; R's print has 'entropy:' behind 'decay:'.</summary>
    public bool IsWritten { get; private set; }

    /// <summary>The lines that describe raw columns.</summary>
    public List<(string Key, List<RWord> Words, long Line)> Inputs { get; } = [];

    public static bool Recognizes(FileStart start) =>
        start.FirstLine.StartsWith("n: ", StringComparison.Ordinal) && start.Text.Contains("\nnunits:", StringComparison.Ordinal);

    public static RNnetText Read(ForeignText file)
    {
        var text = new RNnetText(file);
        var number = 0L;
        foreach (var range in file.Text.AsSpan().Split('\n'))
            text.Add(file.Text[range], ++number);
        if (text.IsWritten)
            text.CheckEnd();
        else
            text.CheckPrinted();
        return text;
    }

    /// <summary>The words of a line; null where there is none.</summary>
    public IReadOnlyList<RWord>? Find(string key) => lines.GetValueOrDefault(key);

    /// <summary>The words of a line.</summary>
    public IReadOnlyList<RWord> this[string key] => Find(key) ?? throw file.Problem($"has no line '{key}:', which the R function of the documentation writes");

    /// <summary>A line of finite numbers.</summary>
    public double[] Numbers(string key) => [.. this[key].Select(word => Number(word, key))];

    /// <summary>A line of whole numbers, 0 or more.</summary>
    public int[] Counts(string key) => [.. this[key].Select(word => Count(word, key))];

    /// <summary>A line of TRUE or FALSE; false where there is none.</summary>
    public bool Flag(string key) => Find(key) switch
    {
        null => false,
        [{ Text: "TRUE" }] => true,
        [{ Text: "FALSE" }] => false,
        var words => throw file.Problem($"'{key}:' is TRUE or FALSE", words.Count > 0 ? words[0].Line : null),
    };

    public double Number(RWord word, string key) => ForeignNumber.TryParse(word.Text, out var number) ? number
        : throw file.Problem($"'{DisplayText.Name(word.Text)}' stands in '{key}:' where a finite number is expected", word.Line);

    public int Count(RWord word, string key) =>
        int.TryParse(word.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
            : throw file.Problem($"'{DisplayText.Name(word.Text)}' stands in '{key}:' where a whole number, 0 or more, is expected", word.Line);

    private void CheckEnd()
    {
        if (Find(End) is not [var told])
            throw file.Problem("has no line 'end:', with which a text of the R function of the documentation ends: it is cut off, or an earlier form of the function wrote it; write it again");
        if (Count(told, End) != written)
            throw file.Problem(string.Create(CultureInfo.InvariantCulture, $"'end:' tells {Count(told, End)} lines, but {written} are there; write the text again"), told.Line);
    }

    /// <summary>The printed form does not count its lines: one of those below is its last, and none of them is optional.</summary>
    private void CheckPrinted()
    {
        file.CheckLastLine();
        foreach (var key in Printed)
            if (Find(key) is null) throw file.Problem($"has no line '{key}:'; it is cut off, or not printed whole");
    }

    private void Add(string line, long number)
    {
        var colon = line.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0 || !Known.Contains(line[..colon], StringComparer.Ordinal))
            return; // R's print of the net, which repeats the weights
        var (key, words) = (line[..colon], Words(line, colon + 1, number));
        IsWritten |= key is "entropy" or End;
        written += key == End ? 0 : 1;
        if (InputKeys.Contains(key, StringComparer.Ordinal))
        {
            Inputs.Add((key, words, number));
            return;
        }
        // "decay: 0  entropy: TRUE  softmax: FALSE": several on one line.
        var start = 0;
        if (key == "decay")
        {
            for (var k = 0; k < words.Count; k++)
            {
                if (!words[k].Text.EndsWith(':')) continue;
                lines[key] = words[start..k];
                (key, start) = (words[k].Text[..^1], k + 1);
            }
        }
        lines[key] = words[start..];
    }

    private List<RWord> Words(string line, int at, long number)
    {
        var words = new List<RWord>();
        while (at < line.Length)
        {
            if (char.IsWhiteSpace(line[at])) at++;
            else words.Add(new RWord(line[at] == '"' ? Quoted(line, ref at, number) : Plain(line, ref at), number));
        }
        return words;
    }

    private static string Plain(string line, ref int at)
    {
        var start = at;
        while (at < line.Length && !char.IsWhiteSpace(line[at])) at++;
        return line[start..at];
    }

    private string Quoted(string line, ref int at, long number)
    {
        var word = new StringBuilder();
        for (at++; at < line.Length && line[at] != '"'; at++)
            word.Append(line[at] == '\\' && at + 1 < line.Length ? line[++at] : line[at]);
        if (at++ == line.Length) throw file.Problem("a quote is opened, but not closed on the line", number);
        return word.ToString();
    }
}

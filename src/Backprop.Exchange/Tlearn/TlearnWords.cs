using System.Globalization;

namespace Backprop.Exchange;

/// <summary>The words of a file of tlearn, which white space separates, with their lines and one word to look ahead.</summary>
internal sealed class TlearnWords
{
    private readonly ForeignText file;
    private readonly ForeignWords words;
    private string? next;
    private long nextLine;

    public TlearnWords(ForeignText file)
    {
        this.file = file;
        file.CheckLastLine();
        words = file.Words;
        Advance();
    }

    /// <summary>The line of the word that was read last.</summary>
    public long Line { get; private set; } = 1;

    /// <summary>The next word; null at the end.</summary>
    public string? Peek() => next;

    /// <summary>Reads a word.</summary>
    /// <param name="what">What is expected, for the message.</param>
    public string Next(string what)
    {
        var word = next ?? throw file.Problem($"the file ends where {what} is expected; it is cut short", nextLine);
        Line = nextLine;
        Advance();
        return word;
    }

    /// <summary>Reads a word that must be there as it is.</summary>
    public void Expect(params ReadOnlySpan<string> wanted)
    {
        var word = Next($"'{wanted[0]}'");
        if (!wanted.Contains(word)) throw Problem($"'{DisplayText.Name(word)}' stands where '{wanted[0]}' is expected{(wanted[0] == "=" ? ", with blanks around it" : "")}");
    }

    /// <summary>Reads a whole number, 0 or more.</summary>
    public int Count(string what, int most)
    {
        var word = Next(what);
        return int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count <= most ? count
            : throw Problem(FormattableString.Invariant($"'{DisplayText.Name(word)}' stands where {what} is expected; it must be a whole number of at most {most}"));
    }

    /// <summary>Reads a list without blanks, such as 1-3,5 or i1-i4.</summary>
    public List<TlearnRange> List(int nodes, int inputs)
    {
        var text = Next("a list of nodes such as 1-3,5");
        return List(file, text, Line, nodes, inputs);
    }

    /// <summary>A list of nodes and inputs from its text.</summary>
    /// <param name="file">The file that messages name.</param>
    /// <param name="text">The list, without blanks.</param>
    /// <param name="line">The line on which it stands.</param>
    /// <param name="nodes">The largest node.</param>
    /// <param name="inputs">The largest input.</param>
    public static List<TlearnRange> List(ForeignText file, string text, long line, int nodes, int inputs)
    {
        var ranges = new List<TlearnRange>();
        foreach (var part in text.Split(','))
        {
            var ends = part.Split('-');
            if (ends.Length > 2) throw NoList();
            var (first, isInput) = Unit(ends[0]);
            var (last, isInputToo) = ends.Length == 2 ? Unit(ends[1]) : (first, isInput);
            if (isInput != isInputToo) throw file.Problem($"'{DisplayText.Name(part)}' runs from an input to a node; write 'i' before both ends, as in i1-i4, or before none", line);
            if (last < first) throw file.Problem($"'{DisplayText.Name(part)}' ends before it begins", line);
            ranges.Add(new TlearnRange(first, last, isInput));
        }
        return ranges;

        (int Number, bool IsInput) Unit(string end)
        {
            var isInput = end.StartsWith('i');
            if (!int.TryParse(isInput ? end.AsSpan(1) : end, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || (isInput && number == 0)) throw NoList();
            var most = isInput ? inputs : nodes;
            return number <= most ? (number, isInput)
                : throw file.Problem(FormattableString.Invariant($"'{DisplayText.Name(text)}' names {(isInput ? "input" : "unit")} {number}, but there are {most}"), line);
        }

        ForeignFileException NoList() => file.Problem($"'{DisplayText.Name(text)}' stands where a list of units is expected, such as 1-3,5 or i1-i4, without blanks", line);
    }

    /// <summary>The error at the word that was read last.</summary>
    public ForeignFileException Problem(string message) => file.Problem(message, Line);

    private void Advance()
    {
        next = words.TryNext(out var word) ? word.ToString() : null;
        nextLine = words.Line;
    }
}

using System.Text;

namespace Backprop.Exchange;

/// <summary>What the words of a script come to: the values of variables and of plain arithmetic.</summary>
/// <param name="place">Where the script is carried out.</param>
internal sealed class LensScope(LensPlace place)
{
    private const int MostWord = 1 << 16, Deepest = 16;

    /// <summary>The variables by name; a procedure has its own.</summary>
    public Dictionary<string, string> Variables { get; set; } = new(StringComparer.Ordinal);

    /// <summary>A word with the values of variables and of arithmetic in it.</summary>
    public string Text(LensWord word) => word.IsInBraces ? word.Text : Substituted(word.Text, deep: 0);

    private string Substituted(string word, int deep)
    {
        if (word.AsSpan().IndexOfAny('$', '[') < 0) return word;
        var text = new StringBuilder();
        for (var at = 0; at < word.Length; at++)
        {
            if (word[at] == '$')
            {
                text.Append(Variable(word, ref at));
            }
            else if (word[at] == '[')
            {
                var (start, open) = (at + 1, 1);
                while (open > 0 && ++at < word.Length) open += word[at] switch { '[' => 1, ']' => -1, _ => 0 };
                text.Append(Computed(word, word[start..Math.Min(at, word.Length)].Trim(), deep));
            }
            else
            {
                text.Append(word[at]);
            }
            if (text.Length > MostWord) throw place.Problem("a word is longer than any name or number");
        }
        return text.ToString();
    }

    private string Variable(string word, ref int at)
    {
        var inBraces = at + 1 < word.Length && word[at + 1] == '{';
        var start = at + (inBraces ? 2 : 1);
        var end = inBraces ? word.IndexOf('}', start) : start;
        while (!inBraces && end < word.Length && (char.IsAsciiLetterOrDigit(word[end]) || word[end] == '_')) end++;
        if (end < start) throw place.Problem("a brace that opens here is not closed");
        var name = word[start..end];
        at = inBraces ? end : end - 1;
        return Variables.GetValueOrDefault(name) ?? throw place.Problem($"there is no variable '{DisplayText.Name(name)}'");
    }

    private string Computed(string word, string inside, int deep)
    {
        if (inside.StartsWith("expr ", StringComparison.Ordinal) && deep < Deepest)
        {
            var expression = inside[5..].Trim();
            if (expression is ['{', .., '}']) expression = expression[1..^1];
            if (LensExpression.TryCompute(Substituted(expression, deep + 1), out var value)) return value;
        }
        throw place.Problem($"'{DisplayText.Name(word)}' computes a value, which is not carried out here beyond [expr …] of decimal numbers, + - * / % and parentheses; write the value");
    }
}

using System.Globalization;
using System.Security;
using System.Text;

namespace Backprop.SourceCode;

/// <summary>Text of unknown origin, and numbers, in C#: nothing that a name holds can end a comment or a literal.</summary>
internal static class CSharpText
{
    /// <summary>Names that a member of a structure cannot have, or that would hide what every type has.</summary>
    public static IReadOnlyList<string> Reserved { get; } = ["Row", "Answer", "Equals", "GetHashCode", "GetType", "ToString", "MemberwiseClone", "Finalize", "ReferenceEquals", "Unseen"];

    /// <summary>Text for a documentation comment.</summary>
    public static string Comment(string text)
    {
        var shown = DisplayText.Of(text, 200);
        return SecurityElement.Escape(string.Concat(shown.Select(static c => c is '\u2028' or '\u2029' or '\u0085' or < ' ' ? ' ' : c)));
    }

    /// <summary>A string literal in ASCII.</summary>
    public static string Literal(string text)
    {
        var literal = new StringBuilder("\"");
        foreach (var c in text)
        {
            if (c is '"' or '\\')
                literal.Append('\\').Append(c);
            else if (c is < ' ' or > '~')
                literal.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            else
                literal.Append(c);
        }
        return literal.Append('"').ToString();
    }

    /// <summary>A finite number as a literal of the same bits.</summary>
    public static string Number(double value, bool isDouble) => CText.Number(value, isDouble);
}

using System.Globalization;
using System.Text;
using Backprop.Data;

namespace Backprop.SourceCode;

/// <summary>Text of unknown origin, and numbers, in C: nothing that a name holds can end a comment or a literal, or be read as something else.</summary>
internal static class CText
{
    /// <summary>Words that a member cannot be called: those of C and C++, and small letters that compilers or headers of systems define as macros.</summary>
    public static IReadOnlyList<string> Reserved { get; } =
        ("alignas alignof and and_eq asm auto bitand bitor bool break case catch char char8_t char16_t char32_t class co_await co_return co_yield compl complex concept const consteval "
        + "constexpr constinit const_cast continue decltype default delete do double dynamic_cast else enum explicit export extern false float for friend goto if imaginary inline int long "
        + "mutable namespace new noexcept not not_eq nullptr operator or or_eq private protected public register reinterpret_cast requires restrict return short signed sizeof static "
        + "static_assert static_cast struct switch template this thread_local throw true try typedef typeid typename typeof typeof_unqual union unsigned using virtual void volatile wchar_t "
        + "while xor xor_eq linux unix i386 errno stdin stdout stderr major minor near far interface small hyper min max vector pixel assert offsetof setjmp isnan isinf isfinite signbit "
        + "fmaf fma memcpy NULL").Split(' ');

    /// <summary>Text for a comment, in ASCII.</summary>
    public static string Comment(string text)
    {
        var comment = new StringBuilder();
        foreach (var c in DisplayText.Of(text, 200))
        {
            if (c is < ' ' or > '~')
                comment.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            else if (comment.Length > 0 && (comment[^1], c) is ('*', '/') or ('/', '*') or ('?', '?'))
                comment.Append(' ').Append(c);
            else
                comment.Append(c);
        }
        return comment.ToString();
    }

    /// <summary>A string literal in UTF-8. Bytes beyond ASCII are octal, since hexadecimal escapes have no end; question marks are escaped, since two of them may begin a trigraph.</summary>
    /// <exception cref="DataException">The text holds U+0000.</exception>
    public static string Literal(string text)
    {
        var literal = new StringBuilder("\"");
        foreach (var b in Encoding.UTF8.GetBytes(text))
        {
            if (b == 0)
                throw new DataException($"the text '{DisplayText.Name(text)}' holds the character U+0000, which ends a text in C");
            if (b is (byte)'"' or (byte)'\\' or (byte)'?')
                literal.Append('\\').Append((char)b);
            else if (b is < (byte)' ' or > (byte)'~')
                literal.Append('\\').Append(Convert.ToString(b, 8).PadLeft(3, '0'));
            else
                literal.Append((char)b);
        }
        return literal.Append('"').ToString();
    }

    /// <summary>A finite number as a decimal literal that is read as the same bits.</summary>
    /// <param name="value">The number.</param>
    /// <param name="isDouble">Whether the literal is a double; otherwise a float, which <paramref name="value"/> is.</param>
    public static string Number(double value, bool isDouble)
    {
        var text = isDouble ? value.ToString("R", CultureInfo.InvariantCulture) : ((float)value).ToString("R", CultureInfo.InvariantCulture);
        if (!text.AsSpan().ContainsAny('.', 'E'))
            text += ".0";
        return isDouble ? text : text + "f";
    }
}

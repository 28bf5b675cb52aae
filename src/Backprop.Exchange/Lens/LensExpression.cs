using System.Globalization;

namespace Backprop.Exchange;

/// <summary>Arithmetic of Tcl's expr: numbers, + − * / % and parentheses. Whole numbers stay whole, and their quotient is rounded down.</summary>
internal ref struct LensExpression
{
    private const int Deepest = 64;

    private readonly ReadOnlySpan<char> text;
    private int at, depth;

    private LensExpression(ReadOnlySpan<char> text) => this.text = text;

    /// <summary>Computes an expression without variables; false where it holds anything else, or has no finite value.</summary>
    /// <param name="text">The expression.</param>
    /// <param name="value">Its value as Tcl writes it.</param>
    public static bool TryCompute(ReadOnlySpan<char> text, out string value)
    {
        value = "";
        var expression = new LensExpression(text);
        if (!expression.TrySum(out var number)) return false;
        expression.SkipBlank();
        if (expression.at < text.Length || !double.IsFinite(number.Value)) return false;
        value = number.IsWhole ? number.Value.ToString("0", CultureInfo.InvariantCulture)
            : number.Value == Math.Floor(number.Value) && Math.Abs(number.Value) < Number.GreatestWhole ? number.Value.ToString("0.0", CultureInfo.InvariantCulture)
            : number.Value.ToString("R", CultureInfo.InvariantCulture);
        return true;
    }

    private bool TrySum(out Number sum)
    {
        if (!TryProduct(out sum)) return false;
        while (TryTake("+-", out var sign))
        {
            if (!TryProduct(out var next)) return false;
            sum = new Number(sign == '+' ? sum.Value + next.Value : sum.Value - next.Value, sum.IsWhole && next.IsWhole);
        }
        return sum.IsInRange;
    }

    private bool TryProduct(out Number product)
    {
        if (!TrySigned(out product)) return false;
        while (TryTake("*/%", out var sign))
        {
            if (!TrySigned(out var next)) return false;
            var areWhole = product.IsWhole && next.IsWhole;
            if (sign == '*')
            {
                product = new Number(product.Value * next.Value, areWhole);
            }
            else
            {
                if (areWhole && next.Value == 0) return false;
                if (sign == '%' && !areWhole) return false;
                var quotient = areWhole ? Math.Floor(product.Value / next.Value) : product.Value / next.Value;
                product = new Number(sign == '/' ? quotient : product.Value - (quotient * next.Value), areWhole);
            }
            if (!product.IsInRange) return false;
        }
        return true;
    }

    private bool TrySigned(out Number number)
    {
        number = default;
        var sign = 1;
        while (TryTake("+-", out var mark)) sign = mark == '-' ? -sign : sign;
        if (TryTake("(", out _))
        {
            if (++depth > Deepest || !TrySum(out number) || !TryTake(")", out _)) return false;
            depth--;
        }
        else
        {
            var start = at;
            while (at < text.Length && (char.IsAsciiLetterOrDigit(text[at]) || text[at] == '.' || (text[at] is '+' or '-' && at > start && text[at - 1] is 'e' or 'E'))) at++;
            var word = text[start..at];
            if (word.IsEmpty || !ForeignNumber.TryParse(word, out var value)) return false;
            var isWhole = word.IndexOfAnyExceptInRange('0', '9') < 0;
            if (isWhole && word is ['0', _, ..]) return false; // octal in Tcl
            number = new Number(value, isWhole);
        }
        number = number with { Value = sign * number.Value };
        return number.IsInRange;
    }

    private bool TryTake(ReadOnlySpan<char> marks, out char mark)
    {
        SkipBlank();
        mark = at < text.Length ? text[at] : '\0';
        if (!marks.Contains(mark)) return false;
        at++;
        return true;
    }

    private void SkipBlank()
    {
        while (at < text.Length && char.IsWhiteSpace(text[at])) at++;
    }

    private readonly record struct Number(double Value, bool IsWhole)
    {
        /// <summary>Up to here a double holds each whole number.</summary>
        public const double GreatestWhole = 1L << 53;

        public bool IsInRange => !IsWhole || Math.Abs(Value) < GreatestWhole;
    }
}

using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Numerics;

namespace Backprop.Cli;

/// <summary>
/// Options that take a number: read the same in every culture (decimal point, no thousands separators) and checked against their range
/// while the command line is parsed, before any work is done.
/// </summary>
internal static class NumberOptions
{
    /// <summary>Accepts any number of the type; for real types, any finite number.</summary>
    public static Option<T> AnyNumber<T>(this Option<T> option) where T : struct, INumber<T> => Read(option, static _ => true, "");

    /// <summary>Accepts numbers from <paramref name="least"/> to <paramref name="greatest"/>.</summary>
    public static Option<T> Within<T>(this Option<T> option, T least, T greatest) where T : struct, INumber<T> =>
        Read(option, value => value >= least && value <= greatest, Text($"from {least} to {greatest}"));

    /// <inheritdoc cref="Within{T}(Option{T}, T, T)"/>
    public static Option<T?> Within<T>(this Option<T?> option, T least, T greatest) where T : struct, INumber<T> =>
        Read(option, value => value >= least && value <= greatest, Text($"from {least} to {greatest}"));

    /// <summary>Accepts numbers from <paramref name="least"/> up to, but not including, <paramref name="limit"/>.</summary>
    public static Option<T?> FromBelow<T>(this Option<T?> option, T least, T limit) where T : struct, INumber<T> =>
        Read(option, value => value >= least && value < limit, Text($"at least {least} and below {limit}"));

    /// <summary>Accepts numbers of at least <paramref name="least"/>.</summary>
    public static Option<T> AtLeast<T>(this Option<T> option, T least) where T : struct, INumber<T> =>
        Read(option, value => value >= least, Text($"at least {least}"));

    /// <inheritdoc cref="AtLeast{T}(Option{T}, T)"/>
    public static Option<T?> AtLeast<T>(this Option<T?> option, T least) where T : struct, INumber<T> =>
        Read(option, value => value >= least, Text($"at least {least}"));

    /// <summary>Accepts numbers above <paramref name="limit"/>.</summary>
    public static Option<T?> Above<T>(this Option<T?> option, T limit) where T : struct, INumber<T> =>
        Read(option, value => value > limit, Text($"above {limit}"));

    private static Option<T> Read<T>(Option<T> option, Predicate<T> allowed, string range) where T : struct, INumber<T>
    {
        option.CustomParser = result => Value(result, option.Name, allowed, range) ?? default;
        return option;
    }

    private static Option<T?> Read<T>(Option<T?> option, Predicate<T> allowed, string range) where T : struct, INumber<T>
    {
        option.CustomParser = result => Value(result, option.Name, allowed, range);
        return option;
    }

    private static T? Value<T>(ArgumentResult result, string option, Predicate<T> allowed, string range) where T : struct, INumber<T>
    {
        var text = result.Tokens[^1].Value;
        if (!Numeral.TryRead<T>(text, out var value))
        {
            var kind = Numeral.IsWhole<T>() ? "a whole number" : "a number";
            var found = DisplayText.Name(text);
            result.AddError(text.Any(static character => character is ',' or '\'' or '\u2019' || char.IsWhiteSpace(character))
                ? $"{option} must be {kind}, but was '{found}': {(Numeral.IsWhole<T>() ? "write it without marks between thousands" : "write it with a decimal point and without marks between thousands")}."
                : $"{option} must be {kind}{(range.Length > 0 ? $", {range}" : "")}, but was '{found}'.");
            return null;
        }
        if (allowed(value))
            return value;
        result.AddError($"{option} must be {range}, but was {DisplayText.Name(text)}.");
        return null;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

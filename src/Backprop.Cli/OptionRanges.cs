using System.CommandLine;
using System.Globalization;
using System.Numerics;

namespace Backprop.Cli;

/// <summary>Ranges of numeric options, checked while the command line is read, so that a wrong value costs no work.</summary>
internal static class OptionRanges
{
    /// <summary>Refuses values outside [<paramref name="least"/>, <paramref name="greatest"/>].</summary>
    public static Option<T> Within<T>(this Option<T> option, T least, T greatest) where T : struct, INumber<T>
    {
        Allow<T>(option, value => value >= least && value <= greatest, Text($"from {least} to {greatest}"));
        return option;
    }

    /// <inheritdoc cref="Within{T}(Option{T}, T, T)"/>
    public static Option<T?> Within<T>(this Option<T?> option, T least, T greatest) where T : struct, INumber<T>
    {
        Allow<T>(option, value => value >= least && value <= greatest, Text($"from {least} to {greatest}"));
        return option;
    }

    /// <summary>Refuses values below <paramref name="least"/>.</summary>
    public static Option<T> AtLeast<T>(this Option<T> option, T least) where T : struct, INumber<T>
    {
        Allow<T>(option, value => value >= least, Text($"{least} or more"));
        return option;
    }

    /// <inheritdoc cref="AtLeast{T}(Option{T}, T)"/>
    public static Option<T?> AtLeast<T>(this Option<T?> option, T least) where T : struct, INumber<T>
    {
        Allow<T>(option, value => value >= least, Text($"{least} or more"));
        return option;
    }

    private static void Allow<T>(Option option, Predicate<T> allowed, string range) where T : struct, INumber<T> =>
        option.Validators.Add(result =>
        {
            // A value that is no number has been reported by the parser already; reading it again would throw.
            if (result.Tokens is [var token] && T.TryParse(token.Value, CultureInfo.InvariantCulture, out var value) && !allowed(value))
                result.AddError($"{option.Name} must be {range}, not {token.Value}.");
        });

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

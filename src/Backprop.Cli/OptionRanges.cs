using System.CommandLine;
using System.Numerics;

namespace Backprop.Cli;

/// <summary>Ranges of numeric options, checked while the command line is read, so that a wrong value costs no work.</summary>
internal static class OptionRanges
{
    /// <summary>Refuses values outside [<paramref name="least"/>, <paramref name="greatest"/>].</summary>
    public static Option<T> Within<T>(this Option<T> option, T least, T greatest) where T : struct, INumber<T>
    {
        option.Validators.Add(result =>
        {
            // A value that is no number has been reported by the parser already; reading it again would throw.
            if (result.Tokens is not [var token] || !T.TryParse(token.Value, null, out var value)) return;
            if (!(value >= least && value <= greatest))
                result.AddError($"{option.Name} must be from {least} to {greatest}, not {token.Value}.");
        });
        return option;
    }

    /// <summary>Refuses values below <paramref name="least"/>.</summary>
    public static Option<T> AtLeast<T>(this Option<T> option, T least) where T : struct, INumber<T>
    {
        option.Validators.Add(result =>
        {
            if (result.Tokens is not [var token] || !T.TryParse(token.Value, null, out var value)) return;
            if (!(value >= least)) result.AddError($"{option.Name} must be {least} or more, not {token.Value}.");
        });
        return option;
    }
}

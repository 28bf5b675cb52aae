using System.Text.RegularExpressions;

namespace Backprop.Cli;

/// <summary>Times on the command line: "90s", "5min", "1.5h".</summary>
internal static partial class TimeLimit
{
    private const double MostHours = 1000;

    /// <summary>Reads a time.</summary>
    /// <param name="option">The option, for errors.</param>
    /// <param name="text">A number with a decimal point, and its unit.</param>
    /// <exception cref="UsageException">It is not a time, or out of range.</exception>
    public static TimeSpan Read(string option, string text)
    {
        var match = Pattern().Match(text);
        if (!match.Success || !Numeral.TryRead<double>(match.Groups["number"].Value, out var number))
            throw new UsageException($"{option} must be a time with its unit, such as 90s, 5min or 1.5h, but was '{DisplayText.Name(text)}'.");
        var hours = match.Groups["unit"].Value switch
        {
            "s" => number / 3600,
            "min" => number / 60,
            _ => number,
        };
        return hours > 0 && hours <= MostHours && TimeSpan.FromHours(hours) is { Ticks: > 0 } time ? time
            : throw new UsageException($"{option} must be more than 0 and at most {Numeral.Text(MostHours)}h, but was '{DisplayText.Name(text)}'.");
    }

    [GeneratedRegex(@"^(?<number>[0-9.]+) ?(?<unit>s|min|h)\z", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Pattern();
}

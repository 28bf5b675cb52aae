using System.Globalization;

namespace Backprop.Experiments;

/// <summary>The wording of measures in claims.</summary>
internal static class Words
{
    /// <summary>"931 of 1,000 runs learned; of these median 2,633 (5–95 %: 582–14,716) sweeps": the quantiles are of the runs that did, and it says how many did not.</summary>
    public static string Learned(Distribution sweeps)
    {
        var reached = sweeps.Reached;
        if (reached.Count == 0) return string.Create(CultureInfo.InvariantCulture, $"none of {reached.Of:N0} runs learned");
        var of = reached.Count == reached.Of
            ? string.Create(CultureInfo.InvariantCulture, $"all {reached.Of:N0} runs learned,")
            : string.Create(CultureInfo.InvariantCulture, $"{reached.Count:N0} of {reached.Of:N0} runs learned; of these");
        return $"{of} median {Number(sweeps.MedianOfReached)} (5–95 %: {Number(sweeps.LowOfReached)}–{Number(sweeps.HighOfReached)}) sweeps";
    }

    /// <summary>A count with separators; "–" for none.</summary>
    public static string Number(double? value) => value is { } number ? string.Create(CultureInfo.InvariantCulture, $"{number:N0}") : "–";

    /// <summary>"0.3 %" or "12 %".</summary>
    public static string Percent(double? value) => value is { } number ? string.Create(CultureInfo.InvariantCulture, $"{100 * number:G2} %") : "–";

    /// <summary>"none", "all 12", or "3 of 200".</summary>
    public static string Count(Share share) =>
        share.Count == 0 ? "none" : string.Create(CultureInfo.InvariantCulture, $"{share.Count:N0} of {share.Of:N0}");
}

/// <summary>Turns measures into verdicts.</summary>
internal static class Verdicts
{
    public static Verdict If(bool holds) => holds ? Verdict.Yes : Verdict.No;

    /// <summary>Yes if nearly every run supports the claim, partly if a fair share does.</summary>
    public static Verdict OfShare(double share) => share >= 0.95 ? Verdict.Yes : share >= 0.05 ? Verdict.Partly : Verdict.No;
}

using System.Text.Json.Serialization;

namespace Backprop.Experiments;

/// <summary>Whether the measurement supports a claim.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Verdict>))]
internal enum Verdict
{
    /// <summary>It does not.</summary>
    [JsonStringEnumMemberName("no")] No,
    /// <summary>In some runs, or in part.</summary>
    [JsonStringEnumMemberName("partly")] Partly,
    /// <summary>It does.</summary>
    [JsonStringEnumMemberName("yes")] Yes,
}

/// <summary>One claim of the paper beside what was measured here.</summary>
/// <param name="What">The claim in a few words: "sweeps to learn".</param>
/// <param name="Printed">What the paper prints; "–" where it says nothing.</param>
/// <param name="Here">What was measured, over how many runs.</param>
/// <param name="Holds">Whether the measurement supports the claim.</param>
internal sealed record Claim(string What, string Printed, string Here, Verdict Holds);

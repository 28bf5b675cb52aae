using System.Text.Json.Serialization;

namespace Backprop.Experiments;

/// <summary>How a run of a comparison ended.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Ending>))]
internal enum Ending
{
    /// <summary>It met the criterion.</summary>
    [JsonStringEnumMemberName("learned")] Learned,

    /// <summary>It had cost as much as allowed.</summary>
    [JsonStringEnumMemberName("budget")] Budget,

    /// <summary>The rule found no lower E: a minimum, or as near to one as the numbers tell.</summary>
    [JsonStringEnumMemberName("no lower E")] NoLowerError,

    /// <summary>A number was no longer finite.</summary>
    [JsonStringEnumMemberName("not finite")] NotFinite,
}

/// <summary>The training of one net by one setting of a candidate.</summary>
internal sealed record Outcome
{
    /// <summary>How it ended.</summary>
    public required Ending Ending { get; init; }

    /// <summary>Sweeps made: weight changes, since each is of all cases.</summary>
    public required int Sweeps { get; init; }

    /// <summary>What they cost.</summary>
    public required Cost Cost { get; init; }

    /// <summary>E at the end; null if it is not finite.</summary>
    public required double? Error { get; init; }

    /// <summary>Where the changes went, at some of the sweeps.</summary>
    public IReadOnlyList<Direction> Directions { get; init; } = [];

    /// <summary>How long the training took on this machine; not part of any result that is compared.</summary>
    [JsonIgnore]
    public TimeSpan Time { get; init; }

    /// <summary>Whether the net met the criterion.</summary>
    [JsonIgnore]
    public bool IsLearned => Ending == Ending.Learned;

    /// <summary>Gradient evaluations until the criterion was met; null if it was not.</summary>
    [JsonIgnore]
    public double? Evaluations => IsLearned ? Cost.Evaluations : null;
}

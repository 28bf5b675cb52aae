namespace Backprop.Cli;

/// <summary>What is recorded of a net.</summary>
internal enum RecordKind { States, Weights, Errors, Similarity }

/// <summary>What <c>record</c> and <c>train --record</c> write: states or similarities of some groups, weights, or errors.</summary>
/// <param name="Kind">What.</param>
internal sealed record Recording(RecordKind Kind)
{
    private const string StatesName = "states", WeightsName = "weights", ErrorsName = "errors", SimilarityName = "similarity";

    /// <summary>The groups whose states are recorded, in an iterative net by the names of the groups that copies stand for; empty for all.</summary>
    public IReadOnlyList<string> Groups { get; init => field = ValueList.Of(value); } = ValueList<string>.Empty;

    /// <summary>The text that is read as this, as "states:hidden,output".</summary>
    public override string ToString() => Name + (Groups.Count > 0 ? $":{string.Join(',', Groups)}" : "");

    private string Name => Kind switch { RecordKind.States => StatesName, RecordKind.Weights => WeightsName, RecordKind.Errors => ErrorsName, _ => SimilarityName };

    /// <summary>Reads such a text.</summary>
    /// <exception cref="UsageException">It is none.</exception>
    public static Recording Read(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var (name, groups) = colon < 0 ? (text, null) : (text[..colon], text[(colon + 1)..]);
        return name switch
        {
            StatesName => States(groups),
            WeightsName or ErrorsName when groups is null => new(name == WeightsName ? RecordKind.Weights : RecordKind.Errors),
            WeightsName or ErrorsName => throw new UsageException($"--record {name} takes no groups, but was '{DisplayText.Name(text)}'."),
            SimilarityName when groups is { Length: > 0 } => Similarity(groups),
            SimilarityName => throw new UsageException($"--record {SimilarityName} needs the group whose codes are compared, as {SimilarityName}:hidden, but was '{DisplayText.Name(text)}'."),
            _ => throw new UsageException($"--record must be {StatesName}, {StatesName}:hidden,output, {WeightsName}, {ErrorsName} or {SimilarityName}:hidden, but was '{DisplayText.Name(text)}'{(NearestName.Hint(name, [StatesName, WeightsName, ErrorsName, SimilarityName]) is { Length: > 0 } hint ? hint : ".")}"),
        };
    }

    /// <summary>The states of some groups, separated by commas; null for all.</summary>
    public static Recording States(string? groups) => new(RecordKind.States) { Groups = Split(groups) };

    /// <summary>The similarity of the codes of a group.</summary>
    public static Recording Similarity(string group) => new(RecordKind.Similarity) { Groups = [group] };

    /// <summary>The groups that are recorded, each by its copy in the first iteration that has one.</summary>
    /// <exception cref="UsageException">The net has no such group.</exception>
    public IReadOnlyList<Group> GroupsOf(Topology topology)
    {
        var all = topology.Groups.Where(static group => group.Iteration is null or >= 1).DistinctBy(static group => group.Origin, StringComparer.Ordinal).ToList();
        if (Groups.Count == 0) return all;
        if (Groups.GroupBy(static name => name, StringComparer.Ordinal).FirstOrDefault(static same => same.Count() > 1) is { } twice)
            throw new UsageException($"group '{DisplayText.Name(twice.Key)}' is recorded twice; name it once.");
        return [.. Groups.Select(name => all.Find(group => group.Origin == name) ?? throw new UsageException(
            $"the net has no group '{DisplayText.Name(name)}'; its groups are {Topology.Names(all.Select(static group => group.Origin))}{(NearestName.Hint(name, all.Select(static group => group.Origin)) is { Length: > 0 } hint ? hint : ".")}"))];
    }

    private static string[] Split(string? groups) => groups is null ? [] : groups.Split(',', StringSplitOptions.TrimEntries);
}

using System.Collections.Immutable;

namespace Backprop;

/// <summary>The steps of one group, which each of its units goes through in order, independently of the others unless the unit function is of the whole group.</summary>
/// <param name="Group">The group.</param>
/// <param name="IsShared">Whether threads share the units.</param>
/// <param name="Steps">What is done, in order.</param>
internal sealed record GroupSteps(Group Group, bool IsShared, ImmutableArray<PlanStep> Steps)
{
    public bool Equals(GroupSteps? other) => other is not null && Group == other.Group && IsShared == other.IsShared && Steps.SequenceEqual(other.Steps);

    public override int GetHashCode() => HashCode.Combine(Group, IsShared, Steps.Length);

    /// <summary>One step per line.</summary>
    public override string ToString() => string.Join('\n', Steps.Select(step => $"  {Group}{(IsShared ? " (threads)" : "")}: {step}"));
}

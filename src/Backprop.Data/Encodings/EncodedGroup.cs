namespace Backprop.Data;

/// <summary>A group of units that an encoding fills (inputs) or reads (targets).</summary>
/// <param name="Name">The group's name in the net.</param>
/// <param name="Columns">The columns that it holds, in the order of its units.</param>
public sealed record EncodedGroup(string Name, IReadOnlyList<ColumnEncoding> Columns)
{
    /// <summary>The columns that it holds, in the order of its units.</summary>
    public IReadOnlyList<ColumnEncoding> Columns { get; init => field = ValueList.Of(value); } = ValueList.Of(Columns);

    /// <summary>The number of units.</summary>
    public int Size => Columns.Sum(c => c.Size);

    /// <summary>What each unit stands for, in order.</summary>
    public IEnumerable<string> UnitNames => Columns.SelectMany(c => c.UnitNames);

    /// <summary>Whether the group is one category column, of which one unit at most is on.</summary>
    public bool IsCategory => Columns is [CategoryEncoding];
}

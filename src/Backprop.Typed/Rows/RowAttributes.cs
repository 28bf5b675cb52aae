namespace Backprop.Data;

/// <summary>
/// Marks a partial class, struct or record whose objects are rows of a table: every public property that can be read is a column. A source generator
/// of the package Backprop.Typed implements <see cref="ITableRow{TSelf}"/>.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct, Inherited = false)]
public sealed class TableRowAttribute : Attribute;

/// <summary>Says what the column of a property is called, or what its values are.</summary>
/// <param name="name">The column's name; null: the name of the property.</param>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class TableColumnAttribute(string? name = null) : Attribute
{
    /// <summary>The column's name; null: the name of the property.</summary>
    public string? Name { get; } = name;

    /// <summary>
    /// What its values are, where the type does not say it as it should: <see cref="ColumnKind.Category"/> for numbers that are codes,
    /// <see cref="ColumnKind.Number"/> for texts that are numbers, <see cref="ColumnKind.Date"/> for dates that are inputs. Default: what the type says.
    /// </summary>
    public ColumnKind Kind { get; set; }
}

/// <summary>Marks a property that is to be predicted.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class TargetColumnAttribute : Attribute;

/// <summary>Marks a property that is not a column.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class IgnoredColumnAttribute : Attribute;

/// <summary>Marks the property that puts rows into groups, as <see cref="ColumnChoices.Group"/> does.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class GroupColumnAttribute : Attribute;

/// <summary>Marks the property that orders the rows in time, as <see cref="ColumnChoices.Time"/> does.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class TimeColumnAttribute : Attribute;

/// <summary>Marks the property that weights the rows, as <see cref="ColumnChoices.Weights"/> does.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class WeightColumnAttribute : Attribute;

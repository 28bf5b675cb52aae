namespace Backprop.Data;

/// <summary>A column of a <see cref="ITableRow{TSelf}"/>.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">What its values are.</param>
public sealed record RowColumn(string Name, ColumnKind Kind)
{
    /// <summary>Whether <see cref="Kind"/> was chosen, so that it counts even where the values suggest another: a column of dates, for example, is an input only then. Default: false.</summary>
    public bool IsKindChosen { get; init; }

    /// <summary>What the column is for. Default: <see cref="RowColumnUse.Input"/>.</summary>
    public RowColumnUse Use { get; init; }
}

/// <summary>What a column of rows is for.</summary>
public enum RowColumnUse
{
    /// <summary>It is an input.</summary>
    Input,

    /// <summary>It is to be predicted.</summary>
    Target,

    /// <summary>It puts the rows into groups: <see cref="ColumnChoices.Group"/>.</summary>
    Group,

    /// <summary>It orders the rows in time: <see cref="ColumnChoices.Time"/>.</summary>
    Time,

    /// <summary>It weights the rows: <see cref="ColumnChoices.Weights"/>.</summary>
    Weight,
}

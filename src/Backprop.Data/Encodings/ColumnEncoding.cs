namespace Backprop.Data;

/// <summary>How one column's values become states of units, and back. Immutable.</summary>
/// <param name="Column">The column's name.</param>
public abstract record ColumnEncoding(string Column)
{
    /// <summary>Whether one more unit says that the value is missing (1) or not (0).</summary>
    public bool MissingUnit { get; init; }

    /// <summary>
    /// Whether the training rows say nothing of the column's values, having none or one only: then its units are 0 whatever the value,
    /// and have no influence; but for the one for missing values.
    /// </summary>
    public bool IsConstant { get; init; }

    /// <summary>Whether a row's cell can matter at all.</summary>
    internal bool HasInfluence => !IsConstant || MissingUnit;

    /// <summary>The number of units.</summary>
    public abstract int Size { get; }

    /// <summary>What each unit stands for, in order.</summary>
    public abstract IEnumerable<string> UnitNames { get; }

    /// <summary>Throws where the parts make no sense together, as in a file that was tampered with.</summary>
    internal virtual void Validate()
    {
        if (string.IsNullOrEmpty(Column))
            throw new DataException("an encoding names no column");
    }
}

/// <summary>A number, standardized: state = (value − <paramref name="Mean"/>) / <paramref name="Deviation"/>; a missing one is the mean.</summary>
/// <param name="Column">The column's name.</param>
/// <param name="Mean">What is subtracted, in the column's unit.</param>
/// <param name="Deviation">What is divided by, in the column's unit; above 0.</param>
public sealed record NumberEncoding(string Column, double Mean, double Deviation) : ColumnEncoding(Column)
{
    /// <summary>Whether the training table wrote such numbers with exponents (6.02e23); if not, answers are written without.</summary>
    public bool HasExponent { get; init; }

    /// <summary>The sign of percent or currency with which the training table wrote such numbers (%, $); text is read with it and without. Default: none.</summary>
    public string? Sign { get; init; }

    /// <inheritdoc/>
    public override int Size => MissingUnit ? 2 : 1;

    /// <inheritdoc/>
    public override IEnumerable<string> UnitNames => MissingUnit ? [Column, Column + " missing"] : [Column];

    /// <summary>The state that stands for a value; 0 for NaN, and for all where the column is <see cref="ColumnEncoding.IsConstant"/>.</summary>
    /// <param name="value">The value, in the units of the column.</param>
    /// <returns>The state of the unit.</returns>
    public double Encode(double value) => IsConstant || double.IsNaN(value) ? 0 : (value - Mean) / Deviation;

    /// <summary>The value that a state stands for.</summary>
    /// <param name="state">The state of the unit.</param>
    /// <returns>The value, in the units of the column.</returns>
    public double Decode(double state) => (state * Deviation) + Mean;

    internal override void Validate()
    {
        base.Validate();
        if (!double.IsFinite(Mean) || !double.IsFinite(Deviation) || Deviation <= 0)
            throw new DataException($"the encoding of column '{Column}' has mean {Mean} and deviation {Deviation}; expected finite numbers, the deviation above 0");
        if (Sign is { } sign && (!System.Text.Rune.TryGetRuneAt(sign + " ", 0, out var rune) || rune.Utf16SequenceLength != sign.Length))
            throw new DataException($"the encoding of column '{Column}' has the sign '{sign}'; expected one character");
    }
}

/// <summary>A date as days since 0001-01-01, standardized as numbers are.</summary>
/// <param name="Column">The column's name.</param>
/// <param name="Mean">What is subtracted, in days.</param>
/// <param name="Deviation">What is divided by, in days; above 0.</param>
public sealed record DateEncoding(string Column, double Mean, double Deviation) : ColumnEncoding(Column)
{
    /// <summary>What is written of an answer: the day, where the training table had dates without times.</summary>
    public DatePrecision Precision { get; init; }

    /// <inheritdoc/>
    public override int Size => Number.Size;

    /// <inheritdoc/>
    public override IEnumerable<string> UnitNames => Number.UnitNames;

    /// <summary>The state that stands for a number of days; 0 for NaN, and for all where the column is <see cref="ColumnEncoding.IsConstant"/>.</summary>
    /// <param name="days">Days since 0001-01-01.</param>
    /// <returns>The state of the unit.</returns>
    public double Encode(double days) => IsConstant || double.IsNaN(days) ? 0 : (days - Mean) / Deviation;

    /// <summary>The number of days that a state stands for.</summary>
    /// <param name="state">The state of the unit.</param>
    /// <returns>Days since 0001-01-01.</returns>
    public double Decode(double state) => (state * Deviation) + Mean;

    /// <summary>The encoding of the number of days.</summary>
    public NumberEncoding Number => new(Column, Mean, Deviation) { MissingUnit = MissingUnit, IsConstant = IsConstant };

    internal override void Validate() => Number.Validate();
}

/// <summary>A yes or no: one unit, −1 for no and 1 for yes, 0 where it is missing.</summary>
/// <param name="Column">The column's name.</param>
/// <param name="No">The word for no.</param>
/// <param name="Yes">The word for yes.</param>
public sealed record BooleanEncoding(string Column, string No, string Yes) : ColumnEncoding(Column)
{
    /// <inheritdoc/>
    public override int Size => MissingUnit ? 2 : 1;

    /// <inheritdoc/>
    public override IEnumerable<string> UnitNames => MissingUnit ? [Column, Column + " missing"] : [Column];

    /// <summary>Usual spellings of yes or of no, the column's own first: what programs that compare texts one by one need. Any case is read.</summary>
    /// <param name="yes">True for the spellings of yes, false for those of no.</param>
    /// <returns>The spellings; at least one.</returns>
    public IReadOnlyList<string> WordsFor(bool yes) => [.. Spellings.Of(yes).Prepend(yes ? Yes : No).Distinct(StringComparer.Ordinal)];
}

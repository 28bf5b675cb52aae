namespace Backprop.Data;

/// <summary>What a model answers to one row, part by part. Reading allocates nothing, but for the texts of numbers and dates.</summary>
public readonly ref struct AnswerValues
{
    private readonly BoundPart[] parts;
    private readonly ReadOnlySpan<float> outputs;

    internal AnswerValues(BoundPart[] parts, ReadOnlySpan<float> outputs)
    {
        this.parts = parts;
        this.outputs = outputs;
    }

    /// <summary>The answer as text, as <see cref="Prediction.Text"/>.</summary>
    /// <param name="part">Index into the parts of the type.</param>
    /// <returns>A class, or the text of a number or a date.</returns>
    public string Text(int part) => parts[part].Text(outputs);

    /// <summary>A number.</summary>
    /// <param name="part">Index into the parts of the type.</param>
    /// <returns>The number.</returns>
    public double Number(int part) => parts[part].Value(outputs);

    /// <summary>A number, rounded to a whole one.</summary>
    /// <param name="part">Index into the parts of the type.</param>
    /// <param name="least">The least that the property holds.</param>
    /// <param name="greatest">The greatest that the property holds.</param>
    /// <returns>The nearest whole number.</returns>
    /// <exception cref="DataException">It is outside these bounds.</exception>
    public long Whole(int part, long least, long greatest)
    {
        if (parts[part].Exact(outputs) is { } exact)
        {
            var whole = Math.Round(exact);
            return whole >= least && whole <= greatest ? (long)whole : throw parts[part].DoesNotFit((double)whole, $"between {least} and {greatest}");
        }
        var value = Math.Round(parts[part].Value(outputs));
        return value >= least && value <= greatest && value < 9.2233720368547758e18 ? (long)value : throw parts[part].DoesNotFit(value, $"between {least} and {greatest}");
    }

    /// <summary>A decimal number.</summary>
    /// <param name="part">Index into the parts of the type.</param>
    /// <returns>The number.</returns>
    /// <exception cref="DataException">It is beyond the range of <see cref="decimal"/>.</exception>
    public decimal Decimal(int part)
    {
        if (parts[part].Exact(outputs) is { } exact)
            return exact;
        var value = parts[part].Value(outputs);
        return Math.Abs(value) < 7.9e28 ? (decimal)value : throw parts[part].DoesNotFit(value, "within the range of decimal numbers");
    }

    /// <summary>A date with its time.</summary>
    /// <param name="part">Index into the parts of the type.</param>
    /// <returns>The date, of unspecified kind.</returns>
    /// <exception cref="DataException">It is before the year 1 or after 9999.</exception>
    public DateTime Date(int part)
    {
        var days = parts[part].Value(outputs);
        return days >= 0 && days < DateOnly.MaxValue.DayNumber + 1 ? new DateTime((long)(days * TimeSpan.TicksPerDay)) : throw parts[part].DoesNotFit(days, "the days of a date between the years 1 and 9999");
    }

    /// <summary>A yes or no.</summary>
    /// <param name="part">Index into the parts of the type.</param>
    /// <returns>Whether it is yes.</returns>
    public bool YesOrNo(int part) => parts[part].Value(outputs) != 0;

    /// <summary>Which of <see cref="AnswerPart.Members"/> the class is.</summary>
    /// <param name="part">Index into the parts of the type.</param>
    /// <returns>Index into the members.</returns>
    public int Member(int part) => (int)parts[part].Value(outputs);

    /// <summary>The probability of a class.</summary>
    /// <param name="part">Index into the parts of the type.</param>
    /// <returns>From 0 to 1.</returns>
    public double Probability(int part) => parts[part].Value(outputs);
}

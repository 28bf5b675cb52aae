namespace Backprop.Data;

/// <summary>What a user can do about data that cannot be used, or that were read in a way that may surprise.</summary>
public enum RemedyKind
{
    /// <summary>Name the column to predict: <see cref="ColumnChoices.Targets"/>.</summary>
    NameTarget,

    /// <summary>Leave the column out: <see cref="ColumnChoices.Ignored"/>.</summary>
    IgnoreColumn,

    /// <summary>Take the column as numbers: <see cref="ColumnChoices.Numbers"/>.</summary>
    TakeAsNumbers,

    /// <summary>Take the column as categories: <see cref="ColumnChoices.Categories"/>.</summary>
    TakeAsCategories,

    /// <summary>Take the column as dates, which become numbers of days: <see cref="ColumnChoices.Dates"/>.</summary>
    TakeAsDates,

    /// <summary>Keep columns that are left out unless they are asked for: <see cref="ColumnChoices.KeepAll"/>.</summary>
    KeepColumn,

    /// <summary>Count the word as a missing value: <see cref="TableFormat.Missing"/>.</summary>
    CountAsMissing,

    /// <summary>Name the words that mean a missing value, in place of the usual ones: <see cref="TableFormat.Missing"/>.</summary>
    NameMissingWords,

    /// <summary>Name the form of the dates: <see cref="TableFormat.DateFormat"/>.</summary>
    NameDateFormat,

    /// <summary>Name the decimal mark: <see cref="TableFormat.DecimalMark"/>.</summary>
    NameDecimalMark,

    /// <summary>Name the delimiter: <see cref="TableFormat.Delimiter"/>.</summary>
    NameDelimiter,

    /// <summary>Name the quote character: <see cref="TableFormat.Quote"/>.</summary>
    NameQuote,

    /// <summary>Name the sheet of a workbook or the table of a database: <see cref="TableFormat.Sheet"/>.</summary>
    NameSheet,

    /// <summary>Name the text encoding: <see cref="TableFormat.Encoding"/>.</summary>
    NameEncoding,

    /// <summary>Read the first row as values, not as names: <see cref="TableFormat.Header"/> false.</summary>
    ReadFirstRowAsValues,

    /// <summary>Read the first row as names: <see cref="TableFormat.Header"/> true.</summary>
    ReadFirstRowAsNames,

    /// <summary>Encode a category that training did not have as all zeros: <see cref="UnseenCategory.AllOff"/>.</summary>
    EncodeUnseenAsZeros,
}

/// <summary>A remedy as a value; the program that shows the error words it, for example as the name of an option.</summary>
/// <param name="Kind">What to do.</param>
/// <param name="Value">The column, the word or the encoding that it is about; null where it is about none.</param>
public sealed record Remedy(RemedyKind Kind, string? Value = null)
{
    /// <summary>A remedy that is about no single column or word.</summary>
    /// <param name="kind">What can be done.</param>
    /// <returns>The remedy.</returns>
    public static implicit operator Remedy(RemedyKind kind) => FromRemedyKind(kind);

    /// <summary>A remedy that is about no single column or word.</summary>
    /// <param name="kind">What can be done.</param>
    /// <returns>The remedy.</returns>
    public static Remedy FromRemedyKind(RemedyKind kind) => new(kind);
}

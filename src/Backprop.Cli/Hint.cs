using Backprop.Data;

namespace Backprop.Cli;

/// <summary>Translates the library's remedies into options of the tool.</summary>
internal static class Hint
{
    /// <summary>Gets the text to append to a message, for example "; --missing '-' counts it as missing, --category age takes …"; empty if there is no remedy.</summary>
    public static string Of(IReadOnlyList<Remedy> remedies) =>
        remedies.Count == 0 ? "" : "; " + string.Join(", ", remedies.Select(Of));

    private static string Of(Remedy remedy)
    {
        // A value that cannot be displayed exactly, or is too long to type, is not suggested.
        var value = remedy.Value is { } text && DisplayText.Name(text) == text ? (Shell.IsLikeOption(text) ? "=" : " ") + Shell.Quoted(text) : "";
        return remedy.Kind switch
        {
            RemedyKind.NameTarget => "--target names the column to predict",
            RemedyKind.IgnoreColumn => $"--ignore{value} leaves the column out",
            RemedyKind.TakeAsNumbers => $"--numeric{value} takes it as a number",
            RemedyKind.TakeAsCategories => $"--category{value} takes it as a category",
            RemedyKind.TakeAsDates => $"--date{value} uses the dates as numbers of days",
            RemedyKind.KeepColumn => "--keep-all keeps what is left out",
            RemedyKind.CountAsMissing => $"--missing{value} counts it as missing",
            RemedyKind.NameMissingWords => "if it is a class, --missing with another text names what means 'no value'",
            RemedyKind.NameDateFormat => "--date-format names the form of the dates",
            RemedyKind.NameDecimalMark => $"--decimal{value} names the decimal mark",
            RemedyKind.NameDelimiter => $"--delimiter{value} names the delimiter",
            RemedyKind.NameQuote => $"--quote{value} names the quote character",
            RemedyKind.NameSheet => $"--sheet{value} names another",
            RemedyKind.NameEncoding => $"--encoding{value} names the encoding",
            RemedyKind.ReadFirstRowAsValues => "--no-header reads the first row as values",
            RemedyKind.ReadFirstRowAsNames => "--header reads the first row as names",
            RemedyKind.EncodeUnseenAsZeros => "--unseen off encodes it as all zeros",
            _ => throw new InvalidOperationException($"the remedy {remedy.Kind} has no option"),
        };
    }
}

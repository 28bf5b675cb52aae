using System.Globalization;

namespace Backprop.Data;

/// <summary>What a user is to know of how a column is encoded.</summary>
internal static class EncodingNotes
{
    /// <summary>One line about a column that is constant or has a unit for missing values.</summary>
    public static string Of(ColumnEncoding column)
    {
        var name = $"column '{DisplayText.Name(column.Column)}'";
        return column switch
        {
            { IsConstant: true, MissingUnit: true } => $"{name} {Always(column)} in the training rows, or missing; only whether it is missing has an influence",
            { IsConstant: true } => $"{name} {Always(column)} in the training rows; it has no influence on the answers",
            CategoryEncoding => $"{name} has missing values; they are a category of their own",
            _ => $"{name} has missing values; they are set to the mean, and a unit says so",
        };
    }

    private static string Always(ColumnEncoding column) => column switch
    {
        NumberEncoding { Mean: 0 } => "is always 0, or has no value,",
        NumberEncoding { Mean: <= -(1L << 53) or >= 1L << 53 } large => string.Create(CultureInfo.InvariantCulture, $"is always {large.Mean:G15} to the digits that a number keeps"),
        NumberEncoding number => string.Create(CultureInfo.InvariantCulture, $"is always {number.Mean:G15}"),
        CategoryEncoding { Categories: [var only] } => $"is always '{DisplayText.Name(only)}'",
        _ => "has at most one value",
    };
}

using System.Globalization;
using System.Text;

namespace Backprop.Data;

/// <summary>Notes on how the text of a table was read, where another reading is as likely, or where a word given for missing values does not occur.</summary>
internal static class FormatNotes
{
    /// <summary>One line for each.</summary>
    /// <param name="columns">What was found in each column.</param>
    /// <param name="plans">How each column is read.</param>
    /// <param name="isGuess">Whether no cell decided the decimal mark.</param>
    public static IEnumerable<TableNote> Of(IReadOnlyList<ColumnProfile> columns, IReadOnlyList<ColumnPlan> plans, bool isGuess)
    {
        var cells = columns[0].Cells;
        var (mark, otherMark) = cells.DecimalMark == ',' ? ("comma", "point") : ("point", "comma");
        var used = columns.Where((_, i) => plans[i].Kind != ColumnKind.Ignored);
        if (isGuess && used.FirstOrDefault(c => c.Decimals.FirstAmbiguous is not null) is { Decimals.FirstAmbiguous: { } text } column)
        {
            var bytes = Encoding.UTF8.GetBytes(text);
            cells.TryNumber(bytes, out var number);
            cells.Other.TryNumber(bytes, out var otherwise);
            yield return new TableNote(string.Create(CultureInfo.InvariantCulture, $"numbers such as '{text}' in column '{DisplayText.Name(column.Name)}' are read with a decimal {mark}, as {number} and not as {otherwise}; no cell of the table tells which is meant"), new Remedy(RemedyKind.NameDecimalMark, cells.DecimalMark == ',' ? "." : ","));
        }
        foreach (var other in used.Where(c => c.Decimals.IsOtherwiseNumeric))
            yield return new TableNote($"column '{DisplayText.Name(other.Name)}' holds '{DisplayText.Name(other.Decimals.FirstOther!.Value.Text)}', which is a number with a decimal {otherMark} only, but the table is read with a decimal {mark}", RemedyKind.NameDecimalMark);
        if (ReferenceEquals(cells.Missing.Words, TableFormat.UsualMissing))
            yield break;
        foreach (var word in cells.Missing.Unmet)
            yield return new TableNote($"no cell is '{DisplayText.Name(word)}', which was given as a word for a missing value");
    }
}

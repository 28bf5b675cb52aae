using System.Globalization;

namespace Backprop.Exchange;

/// <summary>The lines by which an R script says what the columns of a model matrix are made of.</summary>
internal static class RNnetColumns
{
    /// <summary>
    /// Reads "one:" (the intercept), "number: "name"" and "factor: "name" "level"…" followed by "coding: columns numbers…", the rows of the factor's
    /// contrasts, level by level.
    /// </summary>
    public static List<RawColumn> Read(ForeignText file, RNnetText text)
    {
        var columns = new List<RawColumn>();
        for (var k = 0; k < text.Inputs.Count; k++)
        {
            var (key, words, line) = text.Inputs[k];
            switch (key)
            {
                case "one":
                    columns.Add(RawColumn.One);
                    break;
                case "number" when words is [var name]:
                    columns.Add(RawColumn.Number(name.Text));
                    break;
                case "factor" when words.Count > 1 && k + 1 < text.Inputs.Count && text.Inputs[k + 1].Key == "coding":
                    var coding = text.Inputs[++k];
                    columns.Add(Factor(file, text, [.. words.Select(static word => word.Text)], coding.Words, coding.Line));
                    break;
                default:
                    throw file.Problem($"the line '{key}:' is not as the R function of the documentation writes it: number: \"name\", or factor: \"name\" \"level\"… followed by a line coding:", line);
            }
        }
        return columns;
    }

    private static RawColumn Factor(ForeignText file, RNnetText text, string[] words, List<RWord> coding, long line)
    {
        var levels = words[1..];
        var width = coding.Count > 0 ? text.Count(coding[0], "coding") : 0;
        if (width < 1 || coding.Count - 1L != (long)width * levels.Length)
            throw file.Problem(string.Create(CultureInfo.InvariantCulture, $"'coding:' of the factor '{DisplayText.Name(words[0])}' must hold the number of its columns and then a number per column for each of its {levels.Length} levels"), line);
        var senders = new Sender[width];
        for (var column = 0; column < width; column++)
        {
            var places = new List<(int, double)>();
            for (var level = 0; level < levels.Length; level++)
                if (text.Number(coding[1 + (level * width) + column], "coding") is not 0 and var factor)
                    places.Add((level, factor));
            senders[column] = new Sender(places, 0);
        }
        return RawColumn.Category(words[0], levels, senders);
    }
}

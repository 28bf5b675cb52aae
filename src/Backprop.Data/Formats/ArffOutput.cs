using System.Buffers;
using System.Globalization;
using System.Text;

namespace Backprop.Data;

/// <summary>Writes ARFF files.</summary>
internal static class ArffOutput
{
    private const string Day = "yyyy-MM-dd", Time = "yyyy-MM-dd'T'HH:mm:ss.fff", TimeInJava = "yyyy-MM-dd'T'HH:mm:ss.SSS";
    private static readonly SearchValues<char> Plain = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-+.");

    public static void Write(TableOutput table, Stream stream)
    {
        using var text = new StreamWriter(stream, leaveOpen: true) { NewLine = "\n" };
        text.WriteLine("@relation predictions");
        text.WriteLine();
        foreach (var column in table.Columns)
            text.WriteLine($"@attribute {Quoted(column.Name)} {Type(column)}");
        text.WriteLine();
        text.WriteLine("@data");
        for (var row = 0; row < table.Rows; row++)
        {
            for (var i = 0; i < table.Columns.Count; i++)
            {
                if (i > 0)
                    text.Write(',');
                text.Write(table.Columns[i].IsMissing(row) ? "?" : Value(table.Columns[i], row));
            }
            text.WriteLine();
        }
    }

    private static string Type(OutputColumn column) => column.Type switch
    {
        CellType.Number or CellType.Whole => "numeric",
        CellType.Day => $"date \"{Day}\"",
        CellType.Time => $"date \"{TimeInJava}\"",
        CellType.YesOrNo => "{true,false}",
        CellType.Category when column.Texts.Count > 0 => $"{{{string.Join(',', column.Texts.Select(Quoted))}}}",
        _ => "string",
    };

    private static string Value(OutputColumn column, int row)
    {
        switch (column.Type)
        {
            case CellType.Number:
                return double.IsFinite(column.Number(row)) ? column.Number(row).ToString(CultureInfo.InvariantCulture)
                    : throw DataException.OfColumn("cannot hold an infinite number, for which ARFF has no word; write a file of another kind, such as .parquet or .csv", column.Name);
            case CellType.Whole:
                return column.Whole(row).ToString(CultureInfo.InvariantCulture);
            case CellType.YesOrNo:
                return column.Number(row) != 0 ? "true" : "false";
            case CellType.Day or CellType.Time:
                return Quoted(column.Date(row, toMilliseconds: true).ToString(column.Type == CellType.Day ? Day : Time, CultureInfo.InvariantCulture));
            default:
                return Quoted(column.Texts[column.Code(row)]);
        }
    }

    private static string Quoted(string text)
    {
        if (text.Length > 0 && !text.AsSpan().ContainsAnyExcept(Plain))
            return text;
        var quoted = new StringBuilder("'", text.Length + 2);
        foreach (var letter in text)
            _ = letter switch { '\n' => quoted.Append("\\n"), '\r' => quoted.Append("\\r"), '\t' => quoted.Append("\\t"), '\'' or '\\' => quoted.Append('\\').Append(letter), _ => quoted.Append(letter) };
        return quoted.Append('\'').ToString();
    }
}

using System.Text;
using CsvHelper;

namespace Backprop.Data;

/// <summary>Fills what a <see cref="TableFormat"/> leaves open from the first rows of the text.</summary>
internal static class FormatDetection
{
    private const int Rows = 1000;

    /// <summary>The format with nothing left open, and the number of cells in the first row.</summary>
    /// <param name="sample">The start of the file.</param>
    /// <param name="file">The file, for messages.</param>
    /// <param name="wanted">What the user has fixed.</param>
    public static (TableFormat Format, int Width) Complete(TextSample sample, string file, TableFormat wanted)
    {
        var encoding = wanted.Encoding ?? sample.DetectEncoding();
        if (encoding is UTF8Encoding && sample.Bytes.Contains((byte)0))
            throw new DataException("is no text table: it holds zero bytes; expected rows of text, or --encoding utf-16", file);
        var text = encoding is UTF8Encoding ? sample.Bytes.ToArray() : Encoding.UTF8.GetBytes(encoding.GetString(sample.Bytes));
        var rows = Probe(text, sample.IsWhole, wanted, out var delimiter);
        if (rows.Count == 0)
            throw new DataException("is empty; expected a row of column names and rows of values", file);
        var decimalMark = wanted.DecimalMark ?? (delimiter != ',' && UsesDecimalComma(rows) ? ',' : '.');
        var cells = new CellReader(decimalMark, wanted.Missing, wanted.DateFormat);
        var complete = wanted with
        {
            Encoding = encoding,
            Delimiter = delimiter,
            DecimalMark = decimalMark,
            Header = wanted.Header ?? !rows[0].Any(cell => cells.TryNumber(cell, out _)),
        };
        return (complete, rows[0].Length);
    }

    private static List<byte[][]> Probe(byte[] text, bool isWhole, TableFormat wanted, out char delimiter)
    {
        var options = new CsvReaderOptions
        {
            HasHeader = false,
            Separator = wanted.Delimiter,
            Quote = wanted.Quote,
            TrimWhitespace = true,
            MalformedData = CsvMalformedDataHandling.Recover,
        };
        using var reader = CsvReader.Create(text, options);
        var rows = new List<byte[][]>();
        while (rows.Count < Rows && reader.Read())
        {
            var row = new byte[reader.FieldCount][];
            for (var i = 0; i < row.Length; i++)
                row[i] = reader.GetSpan(i).ToArray();
            rows.Add(row);
        }
        delimiter = reader.Separator;
        if (!isWhole && rows.Count is > 1 and < Rows)
            rows.RemoveAt(rows.Count - 1); // the sample's end cuts it
        return rows;
    }

    /// <summary>Some cell is a number only with a decimal comma (1,5 but not 1,500), and none only with a point.</summary>
    private static bool UsesDecimalComma(List<byte[][]> rows)
    {
        var comma = new CellReader(',', [], null);
        var point = new CellReader('.', [], null);
        var commas = 0;
        var points = 0;
        foreach (var cell in rows.SelectMany(row => row))
        {
            var asComma = comma.TryNumber(cell, out _);
            var asPoint = point.TryNumber(cell, out _);
            commas += asComma && !asPoint ? 1 : 0;
            points += asPoint && !asComma ? 1 : 0;
        }
        return commas > points;
    }
}

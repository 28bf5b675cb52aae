using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Backprop.Data;

namespace Backprop.Cli;

/// <summary>Writes rows as JSON Lines: an object per row, whose properties are the columns; null where a cell has no value.</summary>
internal sealed class JsonLinesWriter : RowWriter, IDisposable
{
    private const int Full = 1 << 15;
    private readonly Stream output;
    private readonly ArrayBufferWriter<byte> waiting = new(2 * Full);
    private readonly Utf8JsonWriter row;
    private JsonEncodedText[] names = [];
    private int column;
    private long waitingRows;

    /// <param name="output">Where to write; the caller closes it.</param>
    public JsonLinesWriter(Stream output)
    {
        this.output = output;
        row = new Utf8JsonWriter(waiting, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }

    /// <exception cref="UsageException">Two columns have the same name.</exception>
    public override void Head(IEnumerable<SourceColumn> columns)
    {
        var names = NamesOf(columns.Select(static column => column.Name)).ToArray();
        CheckDifferent(names);
        this.names = [.. names.Select(static name => JsonEncodedText.Encode(name, JavaScriptEncoder.UnsafeRelaxedJsonEscaping))];
    }

    public override void Keep(TableCell cell, string text, char mark)
    {
        if (cell.Kind == CellKind.Missing) Cell("");
        else if (cell.Kind == CellKind.Number) Number(text, mark);
        else Cell(text);
    }

    public override void Cell(string text)
    {
        Begin();
        if (text.Length == 0) row.WriteNullValue();
        else row.WriteStringValue(text);
    }

    public override void Number(string text, char mark)
    {
        var digits = mark == '.' ? text : text.Replace(mark, '.');
        if (long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole))
        {
            Begin();
            row.WriteNumberValue(whole);
        }
        else if (double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number))
        {
            Begin();
            row.WriteNumberValue(number);
        }
        else
        {
            Cell(text); // with a sign of a currency, or groups of digits
        }
    }

    public override void EndRow()
    {
        row.WriteEndObject();
        row.Flush();
        row.Reset();
        waiting.Write("\n"u8);
        column = 0;
        waitingRows++;
        if (waiting.WrittenCount >= Full)
            Flush();
    }

    public override void Flush()
    {
        output.Write(waiting.WrittenSpan);
        waiting.ResetWrittenCount();
        RowsWritten += waitingRows;
        waitingRows = 0;
    }

    public void Dispose() => row.Dispose();

    private void Begin()
    {
        if (column == 0)
            row.WriteStartObject();
        row.WritePropertyName(names[column++]);
    }
}

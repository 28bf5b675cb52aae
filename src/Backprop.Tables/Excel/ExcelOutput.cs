using System.Globalization;
using SpreadCheetah;
using SpreadCheetah.Styling;

namespace Backprop.Data.Excel;

/// <summary>Writes workbooks of one sheet.</summary>
internal static class ExcelOutput
{
    private const string Sheet = "Predictions";
    private const int MostRows = 1_048_576, MostColumns = 16_384, LongestText = 32_767;
    private const long MostExact = 1_000_000_000_000_000; // Excel shows 15 digits
    private static readonly DateTime First = new(1900, 3, 1, 0, 0, 0, DateTimeKind.Utc); // the days before have other numbers in some programs

    public static async Task WriteAsync(TableOutput table, Stream stream)
    {
        if (table.Rows >= MostRows)
            throw new DataException(string.Create(CultureInfo.InvariantCulture, $"cannot hold {table.Rows:N0} rows: a sheet of Excel has at most {MostRows:N0} with the names of the columns; write a file of another kind, such as .parquet or .csv"));
        if (table.Columns.Count > MostColumns)
            throw new DataException(string.Create(CultureInfo.InvariantCulture, $"cannot hold {table.Columns.Count:N0} columns: a sheet of Excel has at most {MostColumns:N0}; write a file of another kind, such as .parquet or .csv"));
        var workbook = await Spreadsheet.CreateNewAsync(stream, new SpreadCheetahOptions { PreserveStringWhitespace = true }).ConfigureAwait(false);
        await using (workbook.ConfigureAwait(false))
        {
            await workbook.StartWorksheetAsync(Sheet).ConfigureAwait(false);
            var day = workbook.AddStyle(new Style { Format = NumberFormat.Custom("yyyy\\-mm\\-dd") });
            var time = workbook.AddStyle(new Style { Format = NumberFormat.Custom("yyyy\\-mm\\-dd hh:mm:ss") });
            await workbook.AddRowAsync(table.Columns.Select(static column => new Cell(column.Name)).ToArray()).ConfigureAwait(false);
            var cells = new Cell[table.Columns.Count];
            for (var row = 0; row < table.Rows; row++)
            {
                for (var i = 0; i < cells.Length; i++)
                    cells[i] = table.Columns[i].IsMissing(row) ? default : Of(table.Columns[i], row, day, time);
                await workbook.AddRowAsync(cells).ConfigureAwait(false);
            }
            await workbook.FinishAsync().ConfigureAwait(false);
        }
    }

    private static Cell Of(OutputColumn column, int row, StyleId day, StyleId time) => column.Type switch
    {
        CellType.Number when column.Number(row) is var number => double.IsFinite(number) ? new Cell(number) : new Cell(number > 0 ? "Infinity" : "-Infinity"),
        CellType.Whole when column.Whole(row) is var whole => whole is > -MostExact and < MostExact ? new Cell(whole) : new Cell(whole.ToString(CultureInfo.InvariantCulture)),
        CellType.YesOrNo => new Cell(column.Number(row) != 0),
        CellType.Day or CellType.Time when column.Date(row, toMilliseconds: true) is var date => date < First
            ? new Cell(date.ToString(column.Type == CellType.Day ? "yyyy-MM-dd" : "yyyy-MM-ddTHH:mm:ss.fff", CultureInfo.InvariantCulture))
            : new Cell(date, column.Type == CellType.Day ? day : time),
        _ => column.Texts[column.Code(row)] is var text && text.Length <= LongestText ? new Cell(text)
            : throw DataException.OfColumn(string.Create(CultureInfo.InvariantCulture, $"cannot hold a text of {text.Length:N0} characters: a cell of Excel has at most {LongestText:N0}; write a file of another kind, such as .parquet or .csv"), column.Name),
    };
}

using System.Globalization;
using System.IO.Compression;
using System.Text;
using ExcelDataReader;

namespace Backprop.TableSpeed;

/// <summary>A workbook by ExcelDataReader, with a tenth of the rows: a sheet holds no more than 1,048,576.</summary>
internal sealed class ExcelFile : TableFile
{
    public override string Name => "excel";

    public override int Share(int rows) => Math.Max(rows / 10, 1);

    public override void Write(RandomTable table, string path)
    {
        using var archive = new ZipArchive(File.Create(path), ZipArchiveMode.Create);
        const string head = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
        const string main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
        const string links = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        const string packages = "http://schemas.openxmlformats.org/package/2006";
        const string types = "application/vnd.openxmlformats-officedocument.spreadsheetml";
        string[] words = [.. table.Columns.SelectMany(static column => column.Values is string?[] texts ? texts.OfType<string>().Distinct(StringComparer.Ordinal) : []).Concat(table.Columns.Select(static column => column.Name)).Distinct(StringComparer.Ordinal)];
        var placeOf = words.Index().ToDictionary(static word => word.Item, static word => word.Index, StringComparer.Ordinal);
        Add("[Content_Types].xml", $"<Types xmlns=\"{packages}/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Override PartName=\"/xl/workbook.xml\" ContentType=\"{types}.sheet.main+xml\"/><Override PartName=\"/xl/worksheets/sheet1.xml\" ContentType=\"{types}.worksheet+xml\"/><Override PartName=\"/xl/styles.xml\" ContentType=\"{types}.styles+xml\"/><Override PartName=\"/xl/sharedStrings.xml\" ContentType=\"{types}.sharedStrings+xml\"/></Types>");
        Add("_rels/.rels", $"<Relationships xmlns=\"{packages}/relationships\"><Relationship Id=\"r1\" Type=\"{links}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>");
        Add("xl/workbook.xml", $"<workbook xmlns=\"{main}\" xmlns:r=\"{links}\"><sheets><sheet name=\"t\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>");
        Add("xl/_rels/workbook.xml.rels", $"<Relationships xmlns=\"{packages}/relationships\"><Relationship Id=\"r1\" Type=\"{links}/worksheet\" Target=\"worksheets/sheet1.xml\"/><Relationship Id=\"r2\" Type=\"{links}/styles\" Target=\"styles.xml\"/><Relationship Id=\"r3\" Type=\"{links}/sharedStrings\" Target=\"sharedStrings.xml\"/></Relationships>");
        Add("xl/styles.xml", $"<styleSheet xmlns=\"{main}\"><fonts count=\"1\"><font/></fonts><fills count=\"1\"><fill/></fills><borders count=\"1\"><border/></borders><cellStyleXfs count=\"1\"><xf/></cellStyleXfs><cellXfs count=\"2\"><xf/><xf numFmtId=\"22\" applyNumberFormat=\"1\"/></cellXfs></styleSheet>");
        Add("xl/sharedStrings.xml", $"<sst xmlns=\"{main}\">{string.Concat(words.Select(static word => $"<si><t>{word}</t></si>"))}</sst>");
        using var sheet = new StreamWriter(archive.CreateEntry("xl/worksheets/sheet1.xml").Open());
        sheet.Write($"{head}<worksheet xmlns=\"{main}\"><sheetData><row r=\"1\">{string.Concat(table.Columns.Select((column, i) => Cell(i, 1, $" t=\"s\"><v>{placeOf[column.Name]}")))}</row>");
        for (var row = 0; row < table.Rows; row++)
        {
            sheet.Write($"<row r=\"{row + 2}\">");
            for (var i = 0; i < table.Columns.Count; i++)
            {
                sheet.Write(table.Columns[i].Values.GetValue(row) switch
                {
                    null => "",
                    string text => Cell(i, row + 2, $" t=\"s\"><v>{placeOf[text]}"),
                    bool yes => Cell(i, row + 2, $" t=\"b\"><v>{(yes ? 1 : 0)}"),
                    DateTime time => Cell(i, row + 2, string.Create(CultureInfo.InvariantCulture, $" s=\"1\"><v>{time.ToOADate()}")),
                    var number => Cell(i, row + 2, string.Create(CultureInfo.InvariantCulture, $"><v>{number}")),
                });
            }
            sheet.Write("</row>");
        }
        sheet.Write("</sheetData></worksheet>");

        void Add(string name, string text)
        {
            using var part = new StreamWriter(archive.CreateEntry(name).Open());
            part.Write(head + text);
        }

        static string Cell(int column, int row, string rest) => $"<c r=\"{(char)('A' + column)}{row}\"{rest}</v></c>";
    }

    public override object ReadAlone(string path)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        using var file = File.OpenRead(path);
        using var reader = ExcelReaderFactory.CreateReader(file);
        var kept = new List<object?>();
        while (reader.Read())
            for (var i = 0; i < reader.FieldCount; i++)
                kept.Add(reader.GetValue(i));
        return kept;
    }
}

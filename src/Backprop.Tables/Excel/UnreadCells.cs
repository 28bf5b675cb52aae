using System.Globalization;
using System.IO.Compression;
using System.Xml;

namespace Backprop.Data.Excel;

/// <summary>
/// Cells with errors such as #DIV/0!, and formulas whose results are not stored in the file. ExcelDataReader 3.6.0 gives both as if they were empty, so they are
/// looked for in the file itself: in .xlsx, where the sheets are XML.
/// </summary>
internal static class UnreadCells
{
    private const int Chunk = 1 << 16;
    private static readonly XmlReaderSettings Settings = new() { DtdProcessing = DtdProcessing.Prohibit, MaxCharactersFromEntities = 1024, IgnoreComments = true };

    /// <summary>A note for either kind of cells that a sheet has.</summary>
    /// <param name="path">The workbook.</param>
    /// <param name="sheet">The sheet that is read.</param>
    public static IReadOnlyList<TableNote> Notes(string path, string sheet)
    {
        try
        {
            using var archive = ZipFile.OpenRead(path);
            return Part(archive, sheet) is { } part && MayHave(part) ? Notes(part) : [];
        }
        catch (Exception e) when (e is InvalidDataException or XmlException)
        {
            return []; // not .xlsx, or damaged: then reading it says so
        }
    }

    private static List<TableNote> Notes(ZipArchiveEntry part)
    {
        var (errors, formulas) = (new Cells(), new Cells());
        using var stream = part.Open();
        using var xml = XmlReader.Create(stream, Settings);
        var (name, type, hasFormula, hasValue) = ("", "", false, false);
        while (xml.Read())
        {
            if (xml is { NodeType: XmlNodeType.Element, LocalName: "c" })
                (name, type, hasFormula, hasValue) = (xml.GetAttribute("r") ?? "", xml.GetAttribute("t") ?? "", false, false);
            else if (xml is { NodeType: XmlNodeType.Element, LocalName: "f" })
                hasFormula = true;
            else if (xml is { NodeType: XmlNodeType.Element, LocalName: "v" })
                hasValue = !xml.IsEmptyElement && xml.Read() && xml.NodeType is XmlNodeType.Text or XmlNodeType.SignificantWhitespace or XmlNodeType.Whitespace;
            else if (xml is { NodeType: XmlNodeType.EndElement, LocalName: "c" })
                (type == "e" ? errors : hasFormula && !hasValue && type != "str" ? formulas : null)?.Add(name);
        }
        var notes = new List<TableNote>();
        if (errors.Count > 0)
            notes.Add(new($"the sheet has {errors.Text("cell")} with errors, such as #DIV/0!; they are read as missing values"));
        if (formulas.Count > 0)
            notes.Add(new($"the sheet has {formulas.Text("formula")} without stored results; they are read as missing values; open and save the workbook in a spreadsheet program to store them"));
        return notes;
    }

    /// <summary>The part of the archive with a sheet; null where it is not found.</summary>
    private static ZipArchiveEntry? Part(ZipArchive archive, string sheet)
    {
        var id = Elements(archive, "xl/workbook.xml", "sheet").FirstOrDefault(attributes => attributes.GetValueOrDefault("name") == sheet)?.GetValueOrDefault("id");
        var target = Elements(archive, "xl/_rels/workbook.xml.rels", "Relationship").FirstOrDefault(attributes => attributes.GetValueOrDefault("Id") == id)?.GetValueOrDefault("Target");
        return target is null ? null : archive.GetEntry(target.StartsWith('/') ? target[1..] : "xl/" + target);
    }

    /// <summary>The attributes of the elements of a name, without prefixes.</summary>
    private static List<Dictionary<string, string>> Elements(ZipArchive archive, string part, string element)
    {
        var found = new List<Dictionary<string, string>>();
        if (archive.GetEntry(part) is not { } entry)
            return found;
        using var stream = entry.Open();
        using var xml = XmlReader.Create(stream, Settings);
        while (xml.Read())
        {
            if (xml.NodeType != XmlNodeType.Element || xml.LocalName != element)
                continue;
            var attributes = new Dictionary<string, string>(StringComparer.Ordinal);
            while (xml.MoveToNextAttribute())
                attributes[xml.LocalName] = xml.Value;
            found.Add(attributes);
        }
        return found;
    }

    /// <summary>Whether a sheet has an error or a formula: most have neither, and bytes are searched faster than XML is read.</summary>
    private static bool MayHave(ZipArchiveEntry entry)
    {
        using var sheet = entry.Open();
        var buffer = new byte[Chunk];
        var kept = 0;
        while (sheet.Read(buffer, kept, buffer.Length - kept) is > 0 and var read)
        {
            var text = buffer.AsSpan(0, kept + read);
            if (text.IndexOf("t=\"e\""u8) >= 0 || text.IndexOf("t='e'"u8) >= 0 || text.IndexOf("<f"u8) >= 0 || text.IndexOf(":f"u8) >= 0)
                return true;
            kept = Math.Min(text.Length, 5);
            text[^kept..].CopyTo(buffer);
        }
        return false;
    }

    /// <summary>Cells of one kind: how many, and which is the first.</summary>
    private sealed class Cells
    {
        private string first = "";

        public int Count { get; private set; }

        public void Add(string name)
        {
            if (Count++ == 0)
                first = name;
        }

        public string Text(string what) => string.Create(CultureInfo.InvariantCulture, $"{Count:N0} {what}{(Count == 1 ? "" : "s")}{(first.Length == 0 ? "" : $" ({(Count == 1 ? "" : "first: ")}{DisplayText.Name(first)})")}");
    }
}

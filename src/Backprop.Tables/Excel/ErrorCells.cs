using System.IO.Compression;

namespace Backprop.Data.Excel;

/// <summary>
/// Cells with errors such as #DIV/0!. ExcelDataReader 3.6.0 gives them as if they were empty, so they are looked for in the file itself: in .xlsx, where the
/// sheets are XML.
/// </summary>
internal static class ErrorCells
{
    private const int Chunk = 1 << 16;

    /// <summary>A note where some sheet has such cells.</summary>
    /// <param name="path">The workbook.</param>
    public static IReadOnlyList<TableNote> Notes(string path)
    {
        try
        {
            using var archive = ZipFile.OpenRead(path);
            return archive.Entries.Any(static entry => entry.FullName.StartsWith("xl/worksheets/", StringComparison.OrdinalIgnoreCase) && Has(entry))
                ? [new TableNote("the workbook has cells with errors, such as #DIV/0!; they are read as missing values")] : [];
        }
        catch (InvalidDataException)
        {
            return []; // not .xlsx, or damaged: then reading it says so
        }
    }

    private static bool Has(ZipArchiveEntry entry)
    {
        using var sheet = entry.Open();
        var buffer = new byte[Chunk];
        var kept = 0;
        while (sheet.Read(buffer, kept, buffer.Length - kept) is > 0 and var read)
        {
            var text = buffer.AsSpan(0, kept + read);
            if (text.IndexOf(" t=\"e\""u8) >= 0)
                return true;
            kept = Math.Min(text.Length, 6);
            text[^kept..].CopyTo(buffer);
        }
        return false;
    }
}

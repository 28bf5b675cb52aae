using System.Buffers.Binary;

namespace Backprop.Data;

/// <summary>Files that are not tables of delimited text: known by how they begin, or by bytes that no text has.</summary>
internal static class BinaryFile
{
    private const string Workbook = "save the sheet as CSV", Csv = "save the table as CSV";

    private static readonly (byte[] Start, string Kind, string? Advice)[] Known =
    [
        ([.. "PK\u0003\u0004"u8], "a workbook (.xlsx) or ZIP archive", Workbook),
        ([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], "a workbook (.xls)", Workbook),
        ([.. "PAR1\u0015"u8], "a Parquet file", Csv),
        ([.. "ARROW1\0"u8], "an Arrow file", Csv),
        ([0xFF, 0xFF, 0xFF, 0xFF], "an Arrow stream", "write it as an Arrow file (Feather), or as CSV"),
        ([0x93, .. "NUMPY"u8], "a NumPy array", null),
        ([0x89, .. "HDF\r\n"u8], "an HDF5 file", null),
        ([.. "MATLAB 5.0 MAT-file"u8], "a MATLAB file", null),
        ([.. "SQLite format 3\0"u8], "an SQLite database", Csv),
        ([.. "FEA1"u8], "a Feather file of version 1", "write it as version 2, which is an Arrow file, or as CSV"),
        ([.. "Obj\u0001"u8], "an Avro file", Csv),
        ([.. "$FL2@(#)"u8], "a file of SPSS", Csv),
        ([.. "$FL3@(#)"u8], "a file of SPSS", Csv),
        ([.. "<stata_dta>"u8], "a file of Stata", Csv),
        ([.. "RDX2\nX"u8], "a file of R", "write the table with write.csv"),
        ([.. "RDX3\nX"u8], "a file of R", "write the table with write.csv"),
        ([.. "X\n\0\0\0"u8], "a file of R (saveRDS)", "write the table with write.csv"),
        ([.. "<?xml"u8], "an XML document", Csv),
        ([.. "<!DOCTYPE html"u8], "an HTML page", Csv),
        ([.. "<html"u8], "an HTML page", Csv),
        ([.. "%PDF-"u8], "a PDF document", null),
        ([0x89, .. "PNG\r\n"u8], "a PNG image", null),
        ([0xFF, 0xD8, 0xFF], "a JPEG image", null),
        ([0xFD, .. "7zXZ\0"u8], "an xz file", "decompress it"),
        ([0x28, 0xB5, 0x2F, 0xFD], "a Zstandard file", "decompress it"),
    ];

    /// <summary>Refuses bytes that are not those of text.</summary>
    /// <param name="bytes">The start of the file.</param>
    /// <param name="hasZeros">Whether its encoding may have zero bytes, as UTF-16 does.</param>
    /// <param name="file">The file, for messages.</param>
    /// <exception cref="DataException">They are those of a file of another kind.</exception>
    public static void Refuse(ReadOnlySpan<byte> bytes, bool hasZeros, string file)
    {
        if (Recognize(bytes) is var (kind, advice))
            throw new DataException($"is not a text table: it begins like {kind}; expected rows of text{(advice is null ? "" : ": " + advice)}", file);
        if (!hasZeros && bytes.Contains((byte)0))
            throw new DataException("is not a text table: it holds zero bytes; expected rows of text", file) { Remedies = [new(RemedyKind.NameEncoding, "utf-16")] };
    }

    private static (string Kind, string? Advice)? Recognize(ReadOnlySpan<byte> bytes)
    {
        if (IsOpenDocument(bytes))
            return ("an OpenDocument sheet (.ods)", "save it as .xlsx or as CSV");
        foreach (var (start, kind, advice) in Known)
            if (bytes.StartsWith(start))
                return (kind, advice);
        return bytes.StartsWith("BZh"u8) && bytes.Length > 10 && bytes[4..].StartsWith("1AY&SY"u8) ? ("a bzip2 file", "decompress it")
            : IsSafetensors(bytes) ? ("a safetensors file, such as a model", null)
            : IsOnnx(bytes) ? ("an ONNX file", null)
            : IsIdx(bytes) ? ("an IDX file", null)
            : IsJsonArray(bytes) ? ("a JSON array", "write one object per line, without the brackets and the commas between them (JSON Lines)")
            : null;
    }

    /// <summary>A ZIP archive whose first file, stored without compression, says what it is.</summary>
    private static bool IsOpenDocument(ReadOnlySpan<byte> bytes) =>
        bytes.StartsWith("PK\u0003\u0004"u8) && bytes.Length > 38 && bytes[30..].StartsWith("mimetypeapplication/vnd.oasis.opendocument.spreadsheet"u8);

    /// <summary>The length of the header in 8 bytes, then the header, a JSON object.</summary>
    private static bool IsSafetensors(ReadOnlySpan<byte> bytes) =>
        bytes.Length > 8 && bytes[8] == '{' && BinaryPrimitives.ReadUInt64LittleEndian(bytes) < 1 << 30;

    /// <summary>A bracket, and an object or another array.</summary>
    private static bool IsJsonArray(ReadOnlySpan<byte> bytes) => bytes.TrimStart(" \t\r\n"u8) is [(byte)'[', .. var rest] && rest.TrimStart(" \t\r\n"u8) is [(byte)'{' or (byte)'[', ..];

    /// <summary>Field 1 of the message, the version, is a small number; the name of the program that wrote it, field 2, a model version or the graph follows.</summary>
    private static bool IsOnnx(ReadOnlySpan<byte> bytes) => bytes is [0x08, >= 1 and <= 0x20, 0x12 or 0x1A or 0x22 or 0x28 or 0x3A or 0x42, ..];

    private static bool IsIdx(ReadOnlySpan<byte> bytes) => bytes is [0, 0, 0x08 or 0x09 or (>= 0x0B and <= 0x0E), >= 1 and <= 8, ..];
}

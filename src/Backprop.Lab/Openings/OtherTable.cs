namespace Backprop.Lab;

/// <summary>Files of tables that the command line reads, by packages that the page does not have.</summary>
internal static class OtherTable
{
    private static readonly Phrase Refused = new("{0} is {1}, which this page does not read. Save it as CSV in the program that it comes from, and drop that here; or train on it with the command line, which reads it: backprop train {2} --target COLUMN.", "{0} 是{1}，此页面无法读取。请在生成它的程序中另存为 CSV 后再拖到这里；或使用能读取它的命令行进行训练：backprop train {2} --target 列名。"),
        Workbook = new("an Excel workbook", "Excel 工作簿"), Parquet = new("a Parquet file", "Parquet 文件"), Arrow = new("an Arrow or Feather file", "Arrow 或 Feather 文件"), Database = new("a SQLite database", "SQLite 数据库");

    /// <summary>Refuses such a file, with what to do.</summary>
    /// <exception cref="UsageException">One of the files is such a table.</exception>
    public static void Refuse(IReadOnlyList<(string Name, byte[] Content)> files)
    {
        foreach (var (name, content) in files)
        {
            if (KindOf(content) is { } kind) throw new Refusal(Refused, DisplayText.Name(name), kind, Commands.Shell.Quoted(DisplayText.Name(name)));
        }
    }

    /// <summary>What a file is by its first bytes, whatever its name; a workbook in a new form is a zip archive that names its parts.</summary>
    private static Phrase? KindOf(ReadOnlySpan<byte> content) =>
        content.StartsWith("PAR1"u8) ? Parquet
        : content.StartsWith("ARROW1"u8) || content.StartsWith("FEA1"u8) ? Arrow
        : content.StartsWith("SQLite format 3\0"u8) ? Database
        : content.StartsWith((ReadOnlySpan<byte>)[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]) || (content.StartsWith("PK\x03\x04"u8) && content.IndexOf("xl/workbook"u8) >= 0) ? Workbook
        : null;
}

using Backprop.Data;

namespace Backprop.Cli;

/// <summary>Which rows of a workbook or database a model is run on, where the user names neither sheet nor query: those of its training.</summary>
internal static class ModelFormat
{
    private const int Beginning = 64;

    /// <summary>
    /// The user's format with the sheet of the training where the file has one of that name, and, for the file of the training itself, with its query.
    /// A note tells of a query.
    /// </summary>
    public static TableFormat Of(TableFormat said, TableModel model, string file, Terminal terminal)
    {
        if ((said.Sheet ?? said.Query) is not null || file == "-" || TrainingSettings.FormatOf(model.Model) is not { } trained)
            return said;
        if (trained.Query is not { } query)
            return said with { PreferredSheet = trained.Sheet };
        if (TrainedTable.From(model.Model.Settings)?.Is(file) == true)
        {
            terminal.Error.WriteLine($" note: {file} is asked the query of the training, {DisplayText.Of(query, 200)}; --query asks another");
            return said with { Query = query };
        }
        if (TakesQueries(file, said))
            terminal.Error.WriteLine($" note: {file} is not the file that the model was trained on, so that it is not asked the query of the training; --query asks it");
        return said;
    }

    /// <summary>What a model keeps of its table; null where a file, read in this format, is not that table.</summary>
    public static TrainedTable? TrainedOn(TableFormat format, TableModel model, string file)
    {
        if (file == "-" || TrainedTable.From(model.Model.Settings) is not { } table || !table.Is(file))
            return null;
        return TrainingSettings.FormatOf(model.Model) is { } trained && !AreSame(format, trained, file) ? null : table;
    }

    /// <summary>Whether two formats say to read the same rows of a file.</summary>
    public static bool AreSame(TableFormat format, TableFormat trained, string file)
    {
        if ((format.Query ?? trained.Query) is not null)
            return format.Query == trained.Query;
        var (sheet, other) = (format.Sheet ?? format.PreferredSheet, trained.Sheet);
        return string.Equals(sheet, other, StringComparison.OrdinalIgnoreCase) || SheetOf(file, sheet) == SheetOf(file, other);
    }

    /// <summary>The words for a sheet in messages: the first may be named or not.</summary>
    private static string SheetOf(string file, string? sheet)
    {
        using var reader = TableReader.Open(file, TableOptions.Default with { Sheet = sheet });
        return reader.RowWord;
    }

    private static bool TakesQueries(string file, TableFormat format)
    {
        if (FileStatus.Of(file) is not { Kind: FileKind.Regular })
            return false;
        using var stream = File.OpenRead(file);
        var start = new byte[Beginning];
        var length = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        return format.Kinds.Any(kind => kind.HasQueries && kind.Is(start.AsSpan(0, length), file));
    }
}

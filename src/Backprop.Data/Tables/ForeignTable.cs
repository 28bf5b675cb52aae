namespace Backprop.Data;

/// <summary>Recognizes a file that is not delimited text, and opens it.</summary>
internal static class ForeignTable
{
    /// <summary>Opens a table of one of the kinds of a format; null where it is delimited text.</summary>
    /// <param name="sample">The file; disposed where its kind opens it by its path.</param>
    /// <param name="file">Its name in messages.</param>
    /// <param name="isGzip">Whether it is compressed.</param>
    /// <param name="format">What the user says of it.</param>
    /// <param name="trained">What the model that will read the rows was trained on; null where there is none.</param>
    /// <param name="path">Its path; null for a stream that can be read only once.</param>
    /// <exception cref="DataException">It is damaged, has not what is asked for, or cannot be read in this way.</exception>
    public static TableSource? Open(TextSample sample, string file, bool isGzip, TableFormat format, TrainedFormat? trained, string? path)
    {
        path = path is null || DataFile.IsReadOnce(path) ? null : path;
        var kind = Find(sample.Bytes, file, format.Kinds);
        if (format.IsForAnotherFile)
            format = format with { Sheet = kind is { HasSheets: true } ? format.Sheet : null, Query = kind is { HasQueries: true } ? format.Query : null };
        if (kind is null && (format.Sheet ?? format.Query) is not null)
            BinaryFile.Refuse(sample.Bytes, hasZeros: true, file); // a workbook, where this kind is not among those of the format
        if (format.Sheet is { } sheet && kind is not { HasSheets: true })
            throw new DataException($"has no sheets or tables to choose from, so that there is no '{DisplayText.Name(sheet)}'; it is {kind?.Name ?? "delimited text"}", file);
        if (format.Query is not null && kind is not { HasQueries: true })
            throw new DataException($"cannot be asked a query; it is {kind?.Name ?? "delimited text"}", file);
        if (kind is null)
            return null;
        if (!kind.IsText && isGzip)
            throw new DataException($"is {kind.Name} within a gzip file; decompress it", file);
        if (!kind.IsText && path is null)
            throw new DataException($"is {kind.Name}, which cannot be read from a pipe; write it to a file first", file);
        return kind.Open(new TableInput(file, path, sample, sample.Bytes.ToArray(), sample.Encoding), new SourceOptions(format.Sheet, format.Query, format.Header, format.Encoding, trained?.Columns ?? format.Only, format.IsForAnotherFile, format.PreferredSheet));
    }

    private static TableKind? Find(ReadOnlySpan<byte> start, string file, IReadOnlyList<TableKind> kinds)
    {
        foreach (var kind in kinds)
            if (kind.Is(start, file))
                return kind;
        return null;
    }
}

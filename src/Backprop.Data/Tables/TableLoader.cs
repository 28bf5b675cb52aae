using System.Globalization;

namespace Backprop.Data;

/// <summary>Reads a table in two passes: profiles, then values; in three if the whole file shows another decimal mark than its start.</summary>
internal sealed class TableLoader(string path, ColumnChoices choices, TableFormat? format, CancellationToken cancellationToken)
{
    private const int MostRows = 200_000_000;
    private ColumnChoices choices = choices;
    private string? weights; // the column of weights that the file has by itself
    private IReadOnlyList<TableNote> readerNotes = [];
    private KeptRows? kept; // null for delimited text, which is read again

    /// <param name="between">Called between the two passes: the moment at which a test changes the file.</param>
    public Table Load(Action? between = null)
    {
        DataFile.CheckReadAgain(path);
        var stamp = DataFile.Stamp(path);
        var profiles = Profile(format, out var count, out var detected);
        TakeWeights();
        var mark = DecimalEvidence.Mark([.. profiles.Select(p => p.Decimals)], detected.Delimiter!.Value, out var isGuess);
        if (kept is null)
            detected = detected with { DecimalMark = format?.DecimalMark ?? mark };
        if (kept is null && profiles[0].Cells.DecimalMark != detected.DecimalMark)
            profiles = Profile(detected, out count, out _);
        var plans = ColumnPlan.Decide(profiles, choices, path);
        between?.Invoke();
        var columns = Fill(plans, detected, count);
        if (DataFile.Stamp(path) != stamp)
            throw DataFile.Changed(path);
        var notes = readerNotes.Concat(plans.Select(p => p.Note).OfType<TableNote>()).ToList();
        notes.AddRange(FormatNotes.Of(profiles, plans, isGuess && kept is null && format?.DecimalMark is null));
        if (WithTargets(columns, count) is { } rows)
        {
            notes.Add(WithoutTarget(profiles, plans, count - rows.Length, count));
            columns = [.. columns.Select(c => c.Take(rows))];
            count = rows.Length;
        }
        notes.AddRange(columns.Select(c => c.Note).OfType<string>().Select(note => new TableNote(note)));
        TableColumn? Of(RowRole role) => Array.Find(columns, c => c.Role == role)?.Build();
        return new Table(path, detected, [.. columns.Where(static c => c.Role == RowRole.None).Select(static c => c.Build())], notes, count)
        {
            Groups = (CategoryColumn?)Of(RowRole.Group),
            Times = (NumberColumn?)Of(RowRole.Time),
            Weights = (NumberColumn?)Of(RowRole.Weight),
        };
    }

    /// <summary>Weights that the file gives to its rows weight them, unless another column does, or they are ignored.</summary>
    private void TakeWeights()
    {
        if (weights is null || choices.IsForModel || choices.Ignored.Contains(weights, StringComparer.Ordinal))
            return;
        if (choices.Weights is null)
        {
            choices = choices with { Weights = weights };
            readerNotes = [.. readerNotes, new TableNote($"the rows have weights of their own, column '{DisplayText.Name(weights)}'; each is the factor of its row in the error, unless the column is ignored")];
        }
        else if (choices.Weights != weights)
        {
            choices = choices with { Ignored = [.. choices.Ignored, weights] };
        }
    }

    /// <summary>The note on rows left out because they have no target. It lists the words that count as missing, since one of them may be a class.</summary>
    private static TableNote WithoutTarget(ColumnProfile[] profiles, ColumnPlan[] plans, int without, int count)
    {
        var targets = profiles.Where((_, i) => plans[i].IsTarget).ToArray();
        var words = targets.Length == 1 ? $" ({targets[0].MissingWords})" : "";
        var isWord = targets.Length == 1 && targets[0].HasMissingWord;
        return new TableNote(string.Create(CultureInfo.InvariantCulture, $"{without:N0} of {count:N0} rows have no target{words}; left out"), isWord ? [RemedyKind.NameMissingWords] : []);
    }

    private ColumnProfile[] Profile(TableFormat? wanted, out int count, out TableFormat detected)
    {
        using var reader = TableReader.Open(path, wanted);
        detected = reader.Format;
        readerNotes = reader.Notes;
        weights = Enumerable.Range(0, reader.Columns.Count).Select(reader.Declared).FirstOrDefault(static column => column.AreWeights)?.Name;
        if (reader.Columns.Count == 1 && choices.Targets.Count > 0)
            throw new DataException($"has a single column, '{DisplayText.Name(reader.Columns[0])}', so there is nothing to predict it from; {(reader.IsText ? $"is '{reader.Format.Delimiter}' the delimiter?" : "name a table with more columns")}", path, reader.IsText ? 1 : null) { Remedies = reader.IsText ? [RemedyKind.NameDelimiter] : [] };
        var profiles = Enumerable.Range(0, reader.Columns.Count).Select(i => new ColumnProfile(reader.Name(i), reader.Cells, isUnnamed: reader.Columns[i].Length == 0, reader.Declared(i).Kind, reader.RowWord)).ToArray();
        kept = reader.IsText ? null : new KeptRows([.. Enumerable.Range(0, profiles.Length).Select(reader.Declared)], reader.RowWord);
        choices.Resolve([.. profiles.Select(p => p.Name)], path, mayHaveNames: reader.Format.Header == false && wanted?.Header is null); // wrong names are reported before a long read
        count = 0;
        while (reader.Read())
        {
            if ((++count & 0xFFF) == 0)
                cancellationToken.ThrowIfCancellationRequested();
            if (count > MostRows)
                throw new DataException($"has more than {MostRows:N0} rows, which is more than can be held; train on a part", path);
            for (var i = 0; i < profiles.Length; i++)
            {
                var cell = reader.Cell(i);
                profiles[i].Add(cell, reader.Line);
                kept?.Add(i, cell);
            }
            kept?.EndRow(reader.Line);
        }
        if (count == 0)
            throw new DataException("has column names but no rows", path);
        return profiles;
    }

    private ColumnFiller[] Fill(ColumnPlan[] plans, TableFormat detected, int count)
    {
        using var reader = Reopen(plans, detected);
        if (reader.Columns.Count != plans.Length)
            throw DataFile.Changed(path);
        var used = Enumerable.Range(0, plans.Length).Where(i => plans[i].Kind != ColumnKind.Ignored).ToArray();
        var fillers = used.Select(i => new ColumnFiller(reader, i, plans[i], count)).ToArray();
        for (var row = 0; reader.Read(); row++)
        {
            if (row == count)
                throw DataFile.Changed(path);
            if ((row & 0xFFF) == 0)
                cancellationToken.ThrowIfCancellationRequested();
            foreach (var filler in fillers)
                filler.Add(row);
        }
        if (fillers.Any(f => f.Filled != count))
            throw DataFile.Changed(path);
        return fillers;
    }

    /// <summary>The rows from the beginning: from memory where they were kept.</summary>
    private TableReader Reopen(ColumnPlan[] plans, TableFormat detected)
    {
        if (kept is null || !Enumerable.Range(0, plans.Length).All(i => plans[i].Kind == ColumnKind.Ignored || kept.IsWhole(i)))
            return TableReader.Open(path, kept is null ? detected : format);
        return new TableReader(kept.Replay(), path, detected, trained: null);
    }

    /// <summary>The rows that have a value in some target; null where all have, or there are no targets.</summary>
    private static int[]? WithTargets(ColumnFiller[] columns, int count)
    {
        var targets = columns.Where(c => c.IsTarget).ToArray();
        bool HasTarget(int row)
        {
            foreach (var target in targets)
                if (!target.IsMissing(row))
                    return true;
            return false;
        }

        var rows = Enumerable.Range(0, count);
        return targets.Length == 0 || rows.All(HasTarget) ? null : [.. rows.Where(HasTarget)];
    }
}

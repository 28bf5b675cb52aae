using System.Globalization;

namespace Backprop.Data;

/// <summary>Reads a table in two passes: profiles, then values; in three if the whole file shows another decimal mark than its start.</summary>
/// <param name="path">The file, or what messages call the rows of <paramref name="source"/>.</param>
/// <param name="choices">Targets and kinds of columns.</param>
/// <param name="format">What is known of the format.</param>
/// <param name="cancellationToken">Stops reading.</param>
/// <param name="source">Rows that a program gives, which can be read only once; null for a file.</param>
/// <param name="keep">
/// Chooses the rows that are kept, by a table of the columns that divide rows; delimited text is then read once more in between. Null: all rows are kept, as they are of other formats,
/// whose cells are in memory anyway.
/// </param>
internal sealed class TableLoader(string path, ColumnChoices choices, TableFormat? format, CancellationToken cancellationToken, TableSource? source = null, Func<Table, RowsToKeep>? keep = null)
{
    private const int MostRows = 200_000_000;
    private ColumnChoices choices = choices;
    private string? weights; // the column of weights that the file has by itself
    private IReadOnlyList<TableNote> readerNotes = [];
    private KeptRows? kept; // null for delimited text, which is read again

    /// <param name="between">Called between the two passes: the moment at which a test changes the file.</param>
    public Table Load(Action? between = null)
    {
        if (source is null)
            DataFile.CheckReadAgain(path);
        var stamp = source is null ? DataFile.Stamp(path) : default;
        var profiles = Profile(format, out var count, out var detected);
        TakeWeights();
        var mark = DecimalEvidence.Mark([.. profiles.Select(p => p.Decimals)], detected.Delimiter!.Value, out var isGuess);
        if (kept is null)
            detected = detected with { DecimalMark = format?.DecimalMark ?? mark };
        if (kept is null && profiles[0].Cells.DecimalMark != detected.DecimalMark)
            profiles = Profile(detected, out count, out _);
        var plans = ColumnPlan.Decide(profiles, choices, path);
        between?.Invoke();
        var all = keep is null || kept is not null ? Fill(plans, detected, count) : null;
        var dividing = all is null ? FillRead([.. Used(plans).Where(i => Divides(plans[i]))], plans, detected, count) : [];
        CheckUnchanged(stamp);
        var notes = readerNotes.Concat(plans.Select(p => p.Note).OfType<TableNote>()).ToList();
        notes.AddRange(FormatNotes.Of(profiles, plans, isGuess && kept is null && format?.DecimalMark is null));
        var rows = WithTargets(all ?? dividing, count);
        if (rows is not null)
        {
            notes.Add(WithoutTarget(profiles, plans, count - rows.Length, count));
            foreach (var column in all ?? dividing)
                _ = column.Take(rows);
        }
        if (all is not null)
            return TableOf(detected, all, all.ToDictionary(static c => c, static c => c.Build()), rows, count, notes);

        var built = dividing.ToDictionary(static c => c, static c => c.Build());
        var chosen = keep!(TableOf(detected, dividing, built, rows, count, []));
        var others = Used(plans).Where(i => !Divides(plans[i])).ToArray();
        var ofSome = FillRead(others, plans, detected, count, rows, chosen);
        CheckUnchanged(stamp);
        foreach (var column in ofSome)
            built.Add(column, column.Build());
        return TableOf(detected, InOrder(plans, dividing, ofSome), built, rows, count, notes, new TablePart(chosen, ofSome.ToDictionary(column => built[column], static column => column.Fit!)));
    }

    private static IEnumerable<int> Used(ColumnPlan[] plans) => Enumerable.Range(0, plans.Length).Where(i => plans[i].Kind != ColumnKind.Ignored);

    /// <summary>Whether it depends on the column to which part a row belongs, or how much it counts.</summary>
    private static bool Divides(ColumnPlan plan) => plan.IsTarget || plan.Role != RowRole.None;

    private static ColumnFiller[] InOrder(ColumnPlan[] plans, ColumnFiller[] dividing, ColumnFiller[] others)
    {
        var (first, second) = (dividing.AsEnumerable().GetEnumerator(), others.AsEnumerable().GetEnumerator());
        return [.. Used(plans).Select(i => Divides(plans[i]) ? first : second).Select(static next => next.MoveNext() ? next.Current : throw new InvalidOperationException())];
    }

    private Table TableOf(TableFormat detected, ColumnFiller[] columns, Dictionary<ColumnFiller, TableColumn> built, int[]? rows, int count, List<TableNote> notes, TablePart? part = null)
    {
        notes.AddRange(columns.Select(c => c.Note).OfType<string>().Select(note => new TableNote(note)));
        TableColumn? Of(RowRole role) => Array.Find(columns, c => c.Role == role) is { } found ? built[found] : null;
        return new Table(path, detected, [.. columns.Where(static c => c.Role == RowRole.None).Select(c => built[c])], notes, rows?.Length ?? count)
        {
            Groups = (CategoryColumn?)Of(RowRole.Group),
            Times = (NumberColumn?)Of(RowRole.Time),
            Weights = (NumberColumn?)Of(RowRole.Weight),
            FileRows = rows,
            Part = part,
        };
    }

    private void CheckUnchanged((long Length, DateTime Changed) stamp)
    {
        if (source is null && DataFile.Stamp(path) != stamp)
            throw DataFile.Changed(path);
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
        using var reader = source is null ? TableReader.Open(path, wanted) : new TableReader(source, path, wanted ?? new TableFormat(), trained: null);
        detected = reader.Format;
        readerNotes = reader.Notes;
        weights = Enumerable.Range(0, reader.Columns.Count).Select(reader.Declared).FirstOrDefault(static column => column.AreWeights)?.Name;
        if (reader.Columns.Count == 1 && choices.Targets.Count > 0)
            throw new DataException($"has a single column, '{DisplayText.Name(reader.Columns[0])}', so there is nothing to predict it from; {(reader.IsText ? $"is '{reader.Format.Delimiter}' the delimiter?" : "name a table with more columns")}", path, reader.IsText ? 1 : null) { Remedies = reader.IsText ? [RemedyKind.NameDelimiter] : [] };
        var profiles = Enumerable.Range(0, reader.Columns.Count).Select(i => new ColumnProfile(reader.Name(i), reader.Cells, isUnnamed: reader.Columns[i].Length == 0, reader.Declared(i).Kind, reader.RowWord)).ToArray();
        kept = reader.IsText ? null : new KeptRows([.. Enumerable.Range(0, profiles.Length).Select(reader.Declared)], reader.RowWord, isReadOnce: source is not null);
        choices.Resolve([.. profiles.Select(p => p.Name)], path, mayHaveNames: reader.Format.Header == false && wanted?.Header is null); // wrong names are reported before a long read
        count = kept is null ? ProfileText(reader, profiles) : ProfileKept(reader, profiles, kept);
        if (count == 0)
            throw new DataException(source is null ? "has column names but no rows" : "has no rows", path);
        return profiles;
    }

    private int ProfileText(TableReader reader, ColumnProfile[] profiles)
    {
        var count = 0;
        while (reader.Read())
        {
            if ((++count & 0xFFF) == 0)
                cancellationToken.ThrowIfCancellationRequested();
            CheckRows(count);
            for (var i = 0; i < profiles.Length; i++)
                profiles[i].Add(reader.Cell(i), reader.Line);
        }
        return count;
    }

    private int ProfileKept(TableReader reader, ColumnProfile[] profiles, KeptRows rows)
    {
        for (var first = 0L; reader.ReadMany(rows) > 0; first = rows.Count)
        {
            CheckRows(rows.Count);
            for (var i = 0; i < profiles.Length; i++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                reader.AddColumn(i, rows);
                profiles[i].Add(rows[i], first, rows.RowAt);
                rows[i].EndRows();
            }
        }
        return (int)rows.Count;
    }

    private void CheckRows(long count)
    {
        if (count > MostRows)
            throw new DataException($"has more than {MostRows:N0} rows, which is more than can be held; train on a part", path);
    }

    private ColumnFiller[] Fill(ColumnPlan[] plans, TableFormat detected, int count)
    {
        var used = Used(plans).ToArray();
        var whole = used.Where(i => kept?[i].IsWhole == true).ToArray();
        ColumnFiller[] fillers = [.. FillKept(whole, plans, detected, count), .. kept is null || whole.Length < used.Length ? FillRead([.. used.Except(whole)], plans, detected, count) : []];
        Array.Sort([.. whole, .. used.Except(whole)], fillers);
        return fillers;
    }

    /// <summary>The columns that were kept when the file was read for the first time; of the cells no more is kept than columns are left to be filled.</summary>
    private IEnumerable<ColumnFiller> FillKept(int[] columns, ColumnPlan[] plans, TableFormat detected, int count)
    {
        if (columns.Length == 0)
            yield break;
        var rows = kept!.Replay();
        using var reader = new TableReader(rows, path, detected, trained: null);
        foreach (var column in columns)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var filler = new ColumnFiller(reader, column, plans[column], count);
            filler.Add(kept[column], rows.MoveTo);
            kept[column].Release();
            yield return filler;
        }
    }

    /// <summary>The columns that are read from the file again.</summary>
    /// <param name="columns">The columns.</param>
    /// <param name="plans">How columns are read.</param>
    /// <param name="detected">The format.</param>
    /// <param name="count">The rows of the file.</param>
    /// <param name="rows">The rows of the file that are rows of the table; null: all.</param>
    /// <param name="chosen">The rows of the table that are kept; null: all rows of the file.</param>
    private ColumnFiller[] FillRead(int[] columns, ColumnPlan[] plans, TableFormat detected, int count, int[]? rows = null, RowsToKeep? chosen = null)
    {
        using var reader = TableReader.Open(path, kept is null ? detected : format);
        if (reader.Columns.Count != plans.Length)
            throw DataFile.Changed(path);
        var places = chosen is null ? null : TablePart.Places(chosen, rows?.Length ?? count);
        // One place more, for rows that are read and not kept.
        var fillers = columns.Select(i => new ColumnFiller(reader, i, plans[i], chosen is null ? count : chosen.Kept.Length + 1, places)).ToArray();
        var (taken, learned) = (0, 0); // rows of the table, and of those to learn from, so far
        for (var row = 0; reader.Read(); row++)
        {
            if (row == count)
                throw DataFile.Changed(path);
            if ((row & 0xFFF) == 0)
                cancellationToken.ThrowIfCancellationRequested();
            if (chosen is null)
            {
                foreach (var filler in fillers)
                    filler.Add(row);
                continue;
            }
            var isOfTable = rows is null || (taken < rows.Length && rows[taken] == row);
            var isLearned = isOfTable && learned < chosen.Learned.Length && chosen.Learned[learned] == taken;
            var place = isOfTable && places![taken] >= 0 ? places[taken] : chosen.Kept.Length;
            foreach (var filler in fillers)
                filler.Add(place, isLearned);
            taken += isOfTable ? 1 : 0;
            learned += isLearned ? 1 : 0;
        }
        if (fillers.Any(f => f.Filled != count))
            throw DataFile.Changed(path);
        return fillers;
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

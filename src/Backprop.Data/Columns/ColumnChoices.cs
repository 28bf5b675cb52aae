namespace Backprop.Data;

/// <summary>
/// What the user says about columns: the targets, and kinds that override what the values suggest. A column is named by its
/// header, or by its number as <c>#3</c>.
/// </summary>
public sealed record ColumnChoices
{
    /// <summary>The columns to be predicted. Default: none.</summary>
    public IReadOnlyList<string> Targets { get; init => field = ValueList.Of(value); } = ValueList<string>.Empty;

    /// <summary>Columns that hold numbers.</summary>
    public IReadOnlyList<string> Numbers { get; init => field = ValueList.Of(value); } = ValueList<string>.Empty;

    /// <summary>Columns that hold categories, even where these look like numbers.</summary>
    public IReadOnlyList<string> Categories { get; init => field = ValueList.Of(value); } = ValueList<string>.Empty;

    /// <summary>Columns that hold a yes or a no.</summary>
    public IReadOnlyList<string> Booleans { get; init => field = ValueList.Of(value); } = ValueList<string>.Empty;

    /// <summary>Columns of dates, to be used as a number of days.</summary>
    public IReadOnlyList<string> Dates { get; init => field = ValueList.Of(value); } = ValueList<string>.Empty;

    /// <summary>Columns to be left out.</summary>
    public IReadOnlyList<string> Ignored { get; init => field = ValueList.Of(value); } = ValueList<string>.Empty;

    /// <summary>
    /// The column that puts rows into groups, such as patients or machines: rows of one group are in one part of a split. Every row has a
    /// value there; the column is not an input. Default: none.
    /// </summary>
    public string? Group { get; init; }

    /// <summary>
    /// The column of numbers or dates that orders the rows in time: the net is trained on the earlier rows and tested on the last. Every
    /// row has a value there; the column is not an input. Default: none.
    /// </summary>
    public string? Time { get; init; }

    /// <summary>
    /// The column of weights: the factor of each row in the error, 0 or more, divided by the mean over the training rows. Every row has a
    /// value there; the column is not an input. Default: none, each row weighs 1.
    /// </summary>
    public string? Weights { get; init; }

    /// <summary>Whether columns that teach nothing (constant, without values, row numbers, unread dates) are kept where they were not named. Default: false.</summary>
    public bool KeepAll { get; init; }

    /// <summary>Whether the table is read for a model that is there, so that a target may have the same value in every row: nothing is to be learned from it.</summary>
    internal bool IsForModel { get; init; }

    /// <summary>For each column the kind that the user gave it, or null, and whether it is a target.</summary>
    /// <param name="columns">The names of the columns.</param>
    /// <param name="file">The table, for errors.</param>
    /// <param name="mayHaveNames">Whether the table was taken to have no names, and the user said nothing of it.</param>
    /// <exception cref="DataException">A name is unknown, or a column is named for two kinds.</exception>
    internal (ColumnKind? Kind, bool IsTarget)[] Resolve(IReadOnlyList<string> columns, string file, bool mayHaveNames = false)
    {
        var chosen = new (ColumnKind? Kind, bool IsTarget)[columns.Count];
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < columns.Count; i++)
            places.TryAdd(columns[i], i);
        foreach (var (names, kind) in new[] { (Numbers, ColumnKind.Number), (Categories, ColumnKind.Category), (Booleans, ColumnKind.Boolean), (Dates, ColumnKind.Date), (Ignored, ColumnKind.Ignored) })
        {
            foreach (var name in names)
            {
                var index = Find(name, places, columns, file, mayHaveNames);
                if (chosen[index].Kind is { } other && other != kind)
                    throw new DataException($"is chosen as {Word(other)} and as {Word(kind)}; choose one", file, column: name);
                chosen[index].Kind = kind;
            }
        }
        foreach (var name in Targets)
        {
            var index = Find(name, places, columns, file, mayHaveNames);
            if (chosen[index].Kind is ColumnKind.Ignored)
                throw new DataException("is both a target and ignored; choose one", file, column: name);
            chosen[index].IsTarget = true;
        }
        return chosen;
    }

    /// <summary>For each column what its values say of the rows, where they are not inputs or targets.</summary>
    /// <param name="columns">The names of the columns.</param>
    /// <param name="file">The table, for errors.</param>
    /// <exception cref="DataException">A name is unknown, or a column is chosen for two things.</exception>
    internal RowRole[] Roles(IReadOnlyList<string> columns, string file)
    {
        var roles = new RowRole[columns.Count];
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < columns.Count; i++)
            places.TryAdd(columns[i], i);
        if (Group is not null && Time is not null)
            throw new DataException("rows are divided by groups or by time, not by both; choose one", file);
        foreach (var (name, role) in new[] { (Group, RowRole.Group), (Time, RowRole.Time), (Weights, RowRole.Weight) })
        {
            if (name is null)
                continue;
            var index = Find(name, places, columns, file, mayHaveNames: false);
            if (roles[index] != RowRole.None)
                throw new DataException($"is chosen for {Word(roles[index])} and for {Word(role)}; choose one", file, column: name);
            roles[index] = role;
        }
        return roles;
    }

    internal static string Word(RowRole role) => role switch
    {
        RowRole.Group => "the groups of the rows",
        RowRole.Time => "the time of the rows",
        _ => "the weights of the rows",
    };

    internal static string Word(ColumnKind kind) => kind switch
    {
        ColumnKind.Number => "a number",
        ColumnKind.Category => "a category",
        ColumnKind.Boolean => "a yes or no",
        ColumnKind.Date => "a date",
        _ => "ignored",
    };

    private static int Find(string name, Dictionary<string, int> places, IReadOnlyList<string> columns, string file, bool mayHaveNames)
    {
        if (places.TryGetValue(Backprop.Data.Word.Clean(name), out var place)) // as the names of the table are
            return place;
        if (name.StartsWith('#') && int.TryParse(name.AsSpan(1), out var number) && number >= 1 && number <= columns.Count)
            return number - 1;
        throw new DataException($"has no column '{DisplayText.Name(name)}'; it has {Listed(columns)}{NearestName.Hint(name, columns)}", file) { Remedies = mayHaveNames ? [RemedyKind.ReadFirstRowAsNames] : [] };
    }

    internal static string Listed(IReadOnlyList<string> columns) =>
        columns.Count == 0 ? "none" : string.Join(", ", columns.Take(12).Select(DisplayText.Name)) + (columns.Count > 12 ? $", … ({columns.Count} in all)" : "");
}

using System.Globalization;

namespace Backprop.Data;

/// <summary>How a column will be read, decided from its profile and the user's choices.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="IsTarget">Whether it is to be predicted.</param>
/// <param name="Note">One line for the user where the decision may surprise; else null.</param>
internal sealed record ColumnPlan(ColumnKind Kind, bool IsTarget, TableNote? Note = null)
{
    private const int FewValues = 20;

    private delegate DataException ErrorOf(string message, long? line, params Remedy[] remedies);

    /// <summary>What the column says of the rows; such a column is not an input.</summary>
    public RowRole Role { get; init; }

    /// <summary>Whether some number of the column was written with an exponent.</summary>
    public bool HasExponent { get; init; }

    /// <summary>The sign of percent or currency that all numbers of the column have; null where they have none.</summary>
    public string? Sign { get; init; }

    /// <summary>When two cells of a column of words are the same.</summary>
    public CategoryIdentity Identity { get; init; }

    /// <summary>Decides for every column.</summary>
    /// <exception cref="DataException">A column's values make no sense as what they seem to be.</exception>
    public static ColumnPlan[] Decide(IReadOnlyList<ColumnProfile> profiles, ColumnChoices choices, string file)
    {
        var chosen = choices.Resolve([.. profiles.Select(p => p.Name)], file);
        var roles = choices.Roles([.. profiles.Select(p => p.Name)], file);
        var plans = new ColumnPlan[profiles.Count];
        for (var i = 0; i < plans.Length; i++)
            plans[i] = roles[i] == RowRole.None ? Decide(profiles[i], chosen[i].Kind, chosen[i].IsTarget, choices.KeepAll, file, choices.IsForModel) : OfRows(profiles[i], roles[i], chosen[i].Kind, chosen[i].IsTarget, file);
        if (choices.Targets.Count > 0 && !HasInput(plans))
            KeepLast(plans, profiles, chosen, file);
        for (var i = 0; i < plans.Length; i++)
        {
            plans[i] = plans[i] with { HasExponent = profiles[i].Decimals.HasExponent, Identity = profiles[i].Identity };
            if (profiles[i].Sign is { } sign && plans[i].Kind == ColumnKind.Number)
                plans[i] = plans[i] with { Sign = sign, Note = plans[i].Note ?? new TableNote($"column '{DisplayText.Name(profiles[i].Name)}' holds numbers with '{sign}'; they are read without it") };
        }
        if (choices.Targets.Count > 0 && !HasInput(plans))
            throw new DataException("no column is left to predict from: " + string.Join("; ", plans.Select(p => p.Note?.Text).Where(n => n is not null).DefaultIfEmpty("all are targets or ignored")), file) { Remedies = Array.Exists(Undecided(chosen), i => Varies(profiles[i])) ? [RemedyKind.KeepColumn] : [] };
        return plans;
    }

    private static bool HasInput(ColumnPlan[] plans) => Array.Exists(plans, p => p is { IsTarget: false, Kind: not ColumnKind.Ignored, Role: RowRole.None });

    /// <summary>The columns of which the user says nothing.</summary>
    private static int[] Undecided((ColumnKind? Kind, bool IsTarget)[] chosen) => [.. Enumerable.Range(0, chosen.Length).Where(i => chosen[i] is { Kind: null, IsTarget: false })];

    /// <summary>The plan of a column that says something of the rows.</summary>
    private static ColumnPlan OfRows(ColumnProfile column, RowRole role, ColumnKind? chosen, bool isTarget, string file)
    {
        DataException Error(string message, long? line = null, params Remedy[] remedies) => new(message, file, column.RowWord, line, column.Name) { Remedies = remedies };
        if (isTarget || chosen == ColumnKind.Ignored)
            throw Error($"is {(isTarget ? "the target" : "ignored")} and chosen for {ColumnChoices.Word(role)}; choose one");
        if (column.Missing > 0)
            throw Error(string.Create(CultureInfo.InvariantCulture, $"has no value in {column.Missing:N0} of {column.Rows:N0} rows ({column.MissingWords}), but is chosen for {ColumnChoices.Word(role)}, which every row needs"));
        var kind = role switch
        {
            RowRole.Group => ColumnKind.Category,
            RowRole.Weight => ColumnKind.Number,
            _ => chosen ?? (column.Numbers == column.Rows ? ColumnKind.Number : ColumnKind.Date),
        };
        if (role == RowRole.Time && kind is not (ColumnKind.Number or ColumnKind.Date))
            throw Error($"is chosen as {ColumnChoices.Word(kind)} and for the time of the rows, which takes numbers or dates; choose one");
        if (kind == ColumnKind.Number && column.FirstText is { } text)
            throw Error($"holds '{DisplayText.Name(text.Text)}', which is not a number", text.Line);
        return new(kind, IsTarget: false) { Role = role };
    }

    private static bool Varies(ColumnProfile column) => column.Constant is null && column.Rows > column.Missing;

    private static bool HoldsDates(ColumnProfile column) => column.Dates > 0 && column.Dates == column.Rows - column.Missing;

    /// <summary>Where no input would be left, the columns that number the rows or hold dates are kept: of those with a name, or else of those without.</summary>
    private static void KeepLast(ColumnPlan[] plans, IReadOnlyList<ColumnProfile> profiles, (ColumnKind? Kind, bool IsTarget)[] chosen, string file)
    {
        var last = Array.FindAll(Undecided(chosen), i => plans[i].Role == RowRole.None && Varies(profiles[i]) && (profiles[i].CountsRows || HoldsDates(profiles[i])));
        if (last.Any(i => !profiles[i].IsUnnamed))
            last = [.. last.Where(i => !profiles[i].IsUnnamed)];
        foreach (var i in last)
        {
            var name = profiles[i].IsUnnamed ? $"column {profiles[i].Name[1..]}" : $"column '{DisplayText.Name(profiles[i].Name)}'";
            var what = profiles[i].CountsRows ? "only numbers the rows" : "holds dates";
            plans[i] = Decide(profiles[i], null, isTarget: false, keepAll: true, file) with { Note = new TableNote($"{name} {what}, but no other input is left; kept") };
        }
    }

    private static ColumnPlan Decide(ColumnProfile column, ColumnKind? chosen, bool isTarget, bool keepAll, string file, bool isForModel = false)
    {
        if (chosen == ColumnKind.Ignored)
            return new(ColumnKind.Ignored, false);
        var values = column.Rows - column.Missing;
        if (column.FirstOther is { } other)
            throw new DataException($"holds {other.Text}; expected a finite number, a text, a date, or yes or no", file, column.RowWord, other.Line, column.Name) { Remedies = [new(RemedyKind.IgnoreColumn, column.Name)] };
        DataException Error(string message, long? line = null, params Remedy[] remedies) => new(message, file, column.RowWord, line, column.Name) { Remedies = remedies };
        // A class may be called NA.
        var lacking = column.Missing == 0 ? "" : $" (missing: {column.MissingWords})";
        Remedy[] named = column.HasMissingWord ? [RemedyKind.NameMissingWords] : [];
        if (isTarget && values == 0)
            throw Error($"the target has no value in any row{lacking}", null, named);
        if (isTarget && !isForModel && column.Constant is { } only && !(column.DiffersInDigits && chosen == ColumnKind.Category))
        {
            throw Error($"the target is '{DisplayText.Name(only)}' in every row{(lacking.Length > 0 ? " that has one" : "")}{lacking}{(column.DiffersInDigits ? ", to the digits that a number keeps" : "")}; there is nothing to learn", null,
                column.DiffersInDigits ? [.. named, new Remedy(RemedyKind.TakeAsCategories, column.Name)] : named);
        }
        if (chosen == ColumnKind.Number && column.FirstText is { } text)
            throw Error($"holds '{DisplayText.Name(text.Text)}', which is not a number", text.Line, new Remedy(RemedyKind.CountAsMissing, text.Text));
        if (chosen is { } kind)
            return new(kind, isTarget);
        if (column.IsUnnamed && !isTarget && !keepAll)
            return new(ColumnKind.Ignored, false, new TableNote($"column {column.Name[1..]} has no name{(Useless(column, values) is { } also ? " and " + also : "")}; left out"));
        if (!isTarget && !keepAll && Useless(column, values) is { } why)
            return new(ColumnKind.Ignored, false, new TableNote($"column '{DisplayText.Name(column.Name)}' {why}; left out", column.DiffersInDigits ? [new Remedy(RemedyKind.TakeAsCategories, column.Name)] : []));
        return Infer(column, values, isTarget, keepAll, Error);
    }

    private static ColumnPlan Infer(ColumnProfile column, long values, bool isTarget, bool keepAll, ErrorOf error)
    {
        var name = DisplayText.Name(column.Name);
        if (column.Declared == ColumnKind.Category && !column.IsYesOrNo)
            return new(ColumnKind.Category, isTarget);
        if (column.Numbers == values && !(column.HasLeadingZero && column.AllWhole))
        {
            var classes = isTarget && column.AllWhole && column.Distinct <= FewValues && values >= 5L * column.Distinct;
            return classes
                ? new(ColumnKind.Category, isTarget, new TableNote($"target '{name}' has {column.Distinct} whole values, taken as classes", new Remedy(RemedyKind.TakeAsNumbers, column.Name)))
                : new(ColumnKind.Number, isTarget);
        }
        if (column.IsYesOrNo)
            return new(ColumnKind.Boolean, isTarget);
        if (HoldsDates(column))
        {
            return isTarget
                ? throw error("the target holds dates", null, new Remedy(RemedyKind.TakeAsDates, column.Name), new Remedy(RemedyKind.TakeAsCategories, column.Name))
                : keepAll ? new(ColumnKind.Date, isTarget)
                : new(ColumnKind.Ignored, false, new TableNote($"column '{name}' holds dates; left out", new Remedy(RemedyKind.TakeAsDates, column.Name)));
        }
        var looksNumeric = column.Numbers >= 0.8 * values && (!column.AllWhole || column.Distinct > FewValues || column.Distinct > values / 2);
        if (looksNumeric && column.FirstText is { } text)
        {
            var shown = DisplayText.Name(text.Text);
            throw error(string.Create(CultureInfo.InvariantCulture, $"holds '{shown}' where {column.Numbers} of {values} values are numbers{(column.Sign is { } sign ? $" with '{sign}'" : "")}"), text.Line, new Remedy(RemedyKind.CountAsMissing, text.Text), new Remedy(RemedyKind.TakeAsCategories, column.Name));
        }
        if (column.Distinct >= ColumnProfile.MostDistinct || (column.Distinct > FewValues && column.Distinct > values / 2))
        {
            var many = column.Distinct >= ColumnProfile.MostDistinct ? $"more than {ColumnProfile.MostDistinct - 1:N0}" : $"{column.Distinct}";
            throw error(string.Create(CultureInfo.InvariantCulture, $"has {many} different words in {values} rows, such as {Examples(column)}, more categories than can be learned from"), null, new Remedy(RemedyKind.IgnoreColumn, column.Name), new Remedy(RemedyKind.TakeAsCategories, column.Name));
        }
        return new(ColumnKind.Category, isTarget);
    }

    private static string Examples(ColumnProfile column) => string.Join(" and ", column.Words.Take(2).Select(word => $"'{DisplayText.Name(word)}'"));

    private static string? Useless(ColumnProfile column, long values) =>
        values == 0 ? "has no value in any row"
        : column is { Constant: { } one, Missing: 0, DiffersInDigits: true } ? $"has numbers that are all '{DisplayText.Name(one)}' to the digits that a number keeps"
        : column is { Constant: { } only, Missing: 0 } ? $"is always '{DisplayText.Name(only)}'"
        : column.CountsRows && column.Numbers == column.Rows && column.Rows >= FewValues ? "only numbers the rows"
        : null;
}

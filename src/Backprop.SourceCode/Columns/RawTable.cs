using Backprop.Data;

namespace Backprop.SourceCode;

/// <summary>The raw values of a row: which columns a program takes, which texts it knows, and which answers it gives.</summary>
internal sealed class RawTable
{
    private RawTable(IReadOnlyList<RawColumn> columns, IReadOnlyList<string> silent, IReadOnlyList<string> missingTexts, IReadOnlyList<RawTarget> targets)
    {
        Columns = columns;
        Silent = silent;
        MissingTexts = missingTexts;
        Targets = targets;
    }

    /// <summary>The input columns that have an influence, in the order of the table.</summary>
    public IReadOnlyList<RawColumn> Columns { get; }

    /// <summary>The names of the input columns that have none.</summary>
    public IReadOnlyList<string> Silent { get; }

    /// <summary>The texts that mean "no value", in any case.</summary>
    public IReadOnlyList<string> MissingTexts { get; }

    /// <summary>The targets, in the order of the table.</summary>
    public IReadOnlyList<RawTarget> Targets { get; }

    /// <summary>The raw values of a model's table.</summary>
    /// <param name="model">The model.</param>
    /// <param name="plan">Its net.</param>
    /// <exception cref="DataException">The model holds no encodings, they do not fit its net, or an input group that columns fill is fixed.</exception>
    public static RawTable Of(Model model, NetPlan plan)
    {
        var encoding = TableEncoding.FromJson(model.Encodings ?? throw new DataException("the model holds no encodings of columns"));
        TableNet.Check(model.Topology, encoding);
        if (plan.Inputs.FirstOrDefault(static input => input.Offset < 0) is { } held)
            throw new DataException($"group '{DisplayText.Name(held.Group.Name)}' is fixed, but columns of the table fill it");
        var offsets = new Dictionary<ColumnEncoding, int>(ReferenceEqualityComparer.Instance);
        foreach (var group in encoding.InputGroups)
        {
            var offset = plan.Inputs.First(input => string.Equals(input.Group.Name, group.Name, StringComparison.Ordinal)).Offset;
            foreach (var column in group.Columns)
            {
                offsets[column] = offset;
                offset += column.Size;
            }
        }
        var outputs = new Dictionary<string, int>(StringComparer.Ordinal);
        var next = 0;
        foreach (var group in model.Topology.Outputs)
        {
            outputs[group.Name] = next;
            next += group.Size;
        }
        return new RawTable(
            [.. encoding.Inputs.Where(HasInfluence).Select(column => new RawColumn(column, offsets[column], MissingNumbers(encoding, column), Texts(column)))],
            [.. encoding.Inputs.Where(static column => !HasInfluence(column)).Select(static column => column.Column)],
            [.. encoding.MissingWords.Where(static word => !string.IsNullOrWhiteSpace(word)).DistinctBy(static word => word.ToUpperInvariant(), StringComparer.Ordinal)],
            [.. encoding.Targets.Zip(encoding.TargetGroups, (target, group) => new RawTarget(target, outputs[group.Name]))]);
    }

    private static bool HasInfluence(ColumnEncoding column) => !column.IsConstant || column.MissingUnit;

    private static IReadOnlyList<double> MissingNumbers(TableEncoding encoding, ColumnEncoding column) =>
        column is NumberEncoding or DateEncoding ? encoding.MissingValuesOf(column) : [];

    private static IReadOnlyList<RawText> Texts(ColumnEncoding column) => column switch
    {
        { IsConstant: true } => [],
        BooleanEncoding boolean => [
            new(boolean.No, AnyCase: false, 0), new(boolean.Yes, AnyCase: false, 1),
            .. AnyCase(boolean.WordsFor(yes: false).Skip(1), 0), .. AnyCase(boolean.WordsFor(yes: true).Skip(1), 1)],
        CategoryEncoding { Identity: CategoryIdentity.YesOrNo } category => [
            .. category.Categories.Select(static (text, index) => new RawText(text, AnyCase: false, index)),
            .. Enumerable.Range(0, category.Categories.Count).SelectMany(index => AnyCase(category.WordsFor(index).Where(word => IsAnyCase(category, word)), index))],
        CategoryEncoding category => [
            .. category.Categories.Select(static (text, index) => new RawText(text, AnyCase: false, index)),
            .. Enumerable.Range(0, category.Categories.Count).SelectMany(index => category.WordsFor(index).Skip(1).Select(word => new RawText(word, AnyCase: false, index)))],
        _ => [],
    };

    private static bool IsAnyCase(CategoryEncoding category, string word) => category.IndexOf(word.ToUpperInvariant()) == category.IndexOf(word.ToLowerInvariant());

    private static IEnumerable<RawText> AnyCase(IEnumerable<string> words, int meaning) =>
        words.DistinctBy(static word => word.ToUpperInvariant(), StringComparer.Ordinal).Select(word => new RawText(word, AnyCase: true, meaning));
}

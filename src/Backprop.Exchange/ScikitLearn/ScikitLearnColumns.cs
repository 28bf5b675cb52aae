namespace Backprop.Exchange;

/// <summary>What a Python script says of the columns before the net: scaled numbers, and categories of which each value becomes one or several numbers.</summary>
internal static class ScikitLearnColumns
{
    /// <summary>
    /// Reads the list: {"name", "mean", "scale"} is (x − mean) / scale; {"name", "categories", "drop"} a number per category but the dropped one (−1 for
    /// none), 1 for that category and 0 for the others.
    /// </summary>
    public static IReadOnlyList<RawColumn> Read(ForeignJson json) => [.. json.Items().Select(Column)];

    /// <summary>The mean and the scale of a number; 0 and 1 where there are none.</summary>
    public static (double Mean, double Scale) Scale(ForeignJson column)
    {
        var mean = column.Find("mean") is { IsNull: false } written ? written.Number() : 0;
        if (column.Find("scale") is not { IsNull: false } scale)
            return (mean, 1);
        return scale.Number() > 0 ? (mean, scale.Number()) : throw scale.Wrong("a number above 0");
    }

    private static RawColumn Column(ForeignJson column)
    {
        var name = column["name"].Text();
        if (column.Find("categories") is not { IsNull: false } listed)
        {
            var (mean, scale) = Scale(column);
            return RawColumn.Number(name, mean, scale);
        }
        string[] categories = [.. listed.Items().Select(static category => category.Word())];
        var drop = column.Find("drop") is { IsNull: false } dropped && dropped.Number() >= 0 ? dropped.Count(Math.Max(0, categories.Length - 1)) : -1;
        return RawColumn.Category(name, categories, [.. Enumerable.Range(0, categories.Length).Where(category => category != drop).Select(static category => new Sender([(category, 1)], 0))]);
    }
}

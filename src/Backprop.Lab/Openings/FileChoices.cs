namespace Backprop.Lab;

/// <summary>What a lab that starts from files is told beside them.</summary>
internal sealed record FileChoices
{
    /// <summary>The most hidden layers and units of one.</summary>
    private const int MostLayers = 20, MostUnits = 10_000;

    private static readonly Phrase NoLayers = new("Hidden layers are numbers of units from 1 to {0}, as 4 or 8,4, or 0 for none, but were '{1}'.", "隐藏层是 1 到 {0} 的单元数，如 4 或 8,4；0 表示没有；但给出的是“{1}”。"),
        NoFunction = new("'{0}' is not a unit function; {1}.", "“{0}”不是单元函数：{1}。");

    /// <summary>Sizes of the hidden layers of a net that no file describes.</summary>
    public IReadOnlyList<int> Hidden { get; init; } = [4];

    /// <summary>The unit function of these layers; null for the usual one of the kind of file.</summary>
    public UnitFunction? Function { get; init; }

    /// <summary>Whether the inputs also send to the outputs directly.</summary>
    public bool Skip { get; init; }

    /// <summary>The column of a table that is to be predicted; null for the last one.</summary>
    public string? Target { get; init; }

    /// <summary>Reads the sizes of hidden layers: "4", "8,4", or "0" for none.</summary>
    /// <exception cref="UsageException">It is not such a text.</exception>
    public static IReadOnlyList<int> ReadHidden(string text)
    {
        var parts = text.Split(',', StringSplitOptions.TrimEntries);
        if (parts is ["0"]) return [];
        return parts.Length <= MostLayers && parts.All(static part => Numeral.TryRead<int>(part, out var size) && size is >= 1 and <= MostUnits)
            ? [.. parts.Select(static part => int.Parse(part, System.Globalization.CultureInfo.InvariantCulture))]
            : throw new Refusal(NoLayers, MostUnits, DisplayText.Name(text));
    }

    /// <summary>Reads the name of a unit function; empty for none.</summary>
    /// <exception cref="UsageException">There is no such function.</exception>
    public static UnitFunction? ReadFunction(string text) => text.Length == 0 ? null
        : UnitFunction.Find(text, [], out var problem) ?? throw new Refusal(NoFunction, DisplayText.Name(text), problem);
}

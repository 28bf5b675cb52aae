using System.Globalization;

namespace Backprop.Commands;

/// <summary>One condition of <c>--until</c>, as "within:0.2": its words, and the stop rule of the library that they stand for.</summary>
internal sealed record StopCondition
{
    /// <summary>What <c>--until</c> says where nothing but the limit of sweeps is to end the training.</summary>
    public const string LimitOnly = "sweeps";

    private const string WithinName = "within", RightName = "right", ErrorName = "error", NoBetterName = "no-better";

    private StopCondition(string name, double value) => (Name, Value) = (name, value);

    private string Name { get; }

    private double Value { get; }

    /// <summary>The distance that every output must keep below; null for other conditions.</summary>
    public double? Distance => Name == WithinName ? Value : null;

    /// <summary>The E that a sweep must stay below; null for other conditions.</summary>
    public double? Error => Name == ErrorName ? Value : null;

    /// <summary>The number of sweeps without a lower error that end the training; null for other conditions.</summary>
    public int? NoBetterSweeps => Name == NoBetterName ? (int)Value : null;

    /// <summary>Whether a net that meets it has learned; otherwise it only ends the training.</summary>
    public bool IsGoal => Name != NoBetterName;

    /// <summary>The rule of the library.</summary>
    public StopRule Rule => Name switch
    {
        WithinName => StopWhen.AllWithin(Value),
        RightName => StopWhen.AllOnRightSide,
        ErrorName => StopWhen.ErrorBelow(Value),
        _ => StopWhen.NoBetter((int)Value),
    };

    /// <summary>Every output nearer to its target than this.</summary>
    public static StopCondition Within(double distance) => new(WithinName, distance);

    /// <summary>Reads the value of the option: conditions separated by commas; empty for <see cref="LimitOnly"/>.</summary>
    /// <exception cref="UsageException">It is not such a list.</exception>
    public static IReadOnlyList<StopCondition> ReadAll(string text)
    {
        var parts = text.Split(',', StringSplitOptions.TrimEntries);
        if (parts is [LimitOnly])
            return [];
        if (parts.Contains(LimitOnly, StringComparer.Ordinal))
            throw new UsageException($"--until {LimitOnly} means that nothing but the limit of {LimitOnly} ends the training; leave it or the other conditions out.");
        StopCondition[] all = [.. parts.Select(Read)];
        return all.GroupBy(static condition => condition.Name, StringComparer.Ordinal).FirstOrDefault(static same => same.Count() > 1) is { } twice
            ? throw new UsageException($"--until has '{twice.Key}' twice; give it once.") : all;
    }

    /// <summary>The text that is read as these conditions.</summary>
    public static string Text(IReadOnlyList<StopCondition> conditions) => conditions.Count == 0 ? LimitOnly : string.Join(',', conditions);

    /// <summary>Why a net does not meet the condition, such as "not all within 0.2, the furthest 0.5 off"; null where there is nothing to say.</summary>
    public string? Unmet(Evaluation evaluation) => Name switch
    {
        WithinName when !(evaluation.GreatestDistance < Value) => string.Create(CultureInfo.InvariantCulture, $"not all within {Value}, the furthest {evaluation.GreatestDistance:G3} off"),
        RightName when !evaluation.AllOnRightSide => "not all on the right side of 0.5",
        ErrorName when !(evaluation.Error < Value) => string.Create(CultureInfo.InvariantCulture, $"E is {evaluation.Error:G4}, not below {Value}"),
        _ => null,
    };

    /// <inheritdoc/>
    public override string ToString() => Name == RightName ? Name : $"{Name}:{Numeral.Text(Value)}";

    private static StopCondition Read(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var (name, number) = colon < 0 ? (text, null) : (text[..colon], text[(colon + 1)..]);
        return name switch
        {
            RightName when number is null => new(name, 0),
            RightName => throw new UsageException($"--until {RightName} takes no number, but was '{DisplayText.Name(text)}'."),
            WithinName or ErrorName when number is not null && Numeral.TryRead<double>(number, out var value) && value > 0 => new(name, value),
            NoBetterName when number is not null && Numeral.TryRead<int>(number, out var sweeps) && sweeps > 0 => new(name, sweeps),
            WithinName or ErrorName => throw new UsageException($"--until {name} needs a number above 0, as {name}:0.2, but was '{DisplayText.Name(text)}'."),
            NoBetterName => throw new UsageException($"--until {NoBetterName} needs a whole number of sweeps, as {NoBetterName}:100, but was '{DisplayText.Name(text)}'."),
            _ => throw new UsageException($"--until must be {WithinName}:X, {RightName}, {ErrorName}:X, {NoBetterName}:N or {LimitOnly}, but was '{DisplayText.Name(text)}'{Hint(name)}"),
        };
    }

    private static string Hint(string name) =>
        NearestName.Hint(name, [WithinName, RightName, ErrorName, NoBetterName, LimitOnly]) is { Length: > 0 } hint ? hint : ".";
}

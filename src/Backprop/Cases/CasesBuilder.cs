namespace Backprop;

/// <summary>
/// Puts cases together group by group: given states of input groups, desired states of output groups, clamps, and a weight per case.
/// What it is given is copied, so that the caller may reuse a buffer.
/// </summary>
/// <example>
/// <code>
/// var cases = new CasesBuilder(count: 3)
///     .InputOneHot("word", [4, 0, 2], size: 5)        // in each case one unit of five is 1
///     .Input("position", [0.0, 0.5, 1.0], size: 1)
///     .TargetOneHot("class", [1, 0, 1], size: 2)
///     .Weights([1, 1, 2])                              // the third case counts twice
///     .ToCases();
/// </code>
/// </example>
public sealed class CasesBuilder
{
    private readonly int count;
    private readonly List<CaseValues> inputs = [];
    private readonly List<CaseValues> targets = [];
    private readonly List<CaseValues> clamps = [];
    private readonly HashSet<(CaseRole Role, string? Group)> given = [];
    private double[] weights = [];
    private IReadOnlyList<string> names = ValueList<string>.Empty;

    /// <summary>Creates an empty builder.</summary>
    /// <param name="count">The number of cases, at least 1.</param>
    /// <exception cref="CasesException">Fewer than 1.</exception>
    public CasesBuilder(int count) => this.count = count >= 1 ? count
        : throw new CasesException($"count must be at least 1, but was {count}.");

    /// <summary>Gives the states of an input group.</summary>
    /// <param name="group">The group's name; null: the only input group.</param>
    /// <param name="values">Finite values case by case, [case · size + unit].</param>
    /// <param name="size">Values per case: the number of units of the group.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="CasesException">Too many or too few values, one that is not finite, a group named twice.</exception>
    public CasesBuilder Input(string? group, ReadOnlySpan<double> values, int size) => Take(CaseRole.Input, group, values.ToArray(), size);

    /// <inheritdoc cref="Input(string?, ReadOnlySpan{double}, int)"/>
    public CasesBuilder Input(string? group, ReadOnlySpan<float> values, int size) => Take(CaseRole.Input, group, values.ToArray(), size);

    /// <summary>Gives the states of an input group in which one unit is 1 in each case and the others are 0.</summary>
    /// <param name="group">The group's name; null: the only input group.</param>
    /// <param name="units">For each case, the unit that is 1, counted from 0.</param>
    /// <param name="size">The number of units of the group.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="CasesException">Too many or too few, a unit that does not exist, a group named twice.</exception>
    public CasesBuilder InputOneHot(string? group, ReadOnlySpan<int> units, int size) => TakeOneHot(CaseRole.Input, group, units.ToArray(), size);

    /// <summary>Gives the desired states of an output group.</summary>
    /// <param name="group">The group's name; null: the only output group.</param>
    /// <param name="values">Values case by case, [case · size + unit]; NaN (<see cref="Cases.DontCare"/>): don't care.</param>
    /// <param name="size">Values per case: the number of units of the group.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="CasesException">Too many or too few values, an infinite one, a group named twice.</exception>
    public CasesBuilder Target(string? group, ReadOnlySpan<double> values, int size) => Take(CaseRole.Target, group, values.ToArray(), size);

    /// <inheritdoc cref="Target(string?, ReadOnlySpan{double}, int)"/>
    public CasesBuilder Target(string? group, ReadOnlySpan<float> values, int size) => Take(CaseRole.Target, group, values.ToArray(), size);

    /// <summary>Gives the desired states of an output group: in each case 1 for one unit and 0 for the others.</summary>
    /// <param name="group">The group's name; null: the only output group.</param>
    /// <param name="units">For each case, the unit whose desired state is 1, counted from 0.</param>
    /// <param name="size">The number of units of the group.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="CasesException">Too many or too few, a unit that does not exist, a group named twice.</exception>
    public CasesBuilder TargetOneHot(string? group, ReadOnlySpan<int> units, int size) => TakeOneHot(CaseRole.Target, group, units.ToArray(), size);

    /// <summary>Holds units of a group that is not an input at states; no derivative passes back through them.</summary>
    /// <param name="group">The group's name.</param>
    /// <param name="values">Values case by case, [case · size + unit]; NaN: not clamped.</param>
    /// <param name="size">Values per case: the number of units of the group.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="CasesException">Too many or too few values, an infinite one, a group named twice.</exception>
    public CasesBuilder Clamp(string group, ReadOnlySpan<double> values, int size) => Take(CaseRole.Clamp, group, values.ToArray(), size);

    /// <summary>Gives the factor of each case in E and its derivatives; 1 by default. A case of weight 0 is not learned, and stop rules do not wait for it.</summary>
    /// <param name="values">A finite factor, 0 or more, per case.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="CasesException">Too many or too few, one that is negative or not finite.</exception>
    public CasesBuilder Weights(ReadOnlySpan<double> values)
    {
        CheckWeights(values, count, "case");
        weights = values.ToArray();
        return this;
    }

    /// <summary>Gives each case a name, by which figures, tables and messages call it.</summary>
    /// <param name="values">A name per case; an empty one for a case that has none.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="CasesException">Too many or too few, a name with control characters or of blanks.</exception>
    public CasesBuilder Names(IReadOnlyList<string> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        CheckNames(values, count, "case");
        names = ValueList.Of(values);
        return this;
    }

    /// <summary>Creates the cases from what was given so far.</summary>
    /// <returns>The cases, which later calls of this builder do not change.</returns>
    public Cases ToCases() => new(count, [.. inputs], [.. targets], [.. clamps], weights, names);

    /// <summary>Adds values without a copy: for arrays that nobody else writes to.</summary>
    internal CasesBuilder Take<TStored>(CaseRole role, string? group, TStored[] values, int size)
        where TStored : unmanaged, IBinaryFloatingPointIeee754<TStored>
    {
        CheckNew(role, group, size);
        if (values.Length != (long)count * size)
            throw new CasesException($"{Of(role, group)}: {count} cases of {size} values are {(long)count * size}, but {values.Length} came.");
        CheckFinite(role, group, values, size, first: 0);
        List(role).Add(new DenseValues<TStored>(group, size, values));
        return this;
    }

    /// <summary>Adds the values of some cases, without a copy, where other processes have those of the others.</summary>
    /// <param name="role">What they are.</param>
    /// <param name="group">The group.</param>
    /// <param name="values">The values, case by case.</param>
    /// <param name="size">Values per case.</param>
    /// <param name="first">The first of the cases.</param>
    /// <param name="mostNonZeros">The most values that are not 0 in any case of all processes.</param>
    internal CasesBuilder TakeSome<TStored>(CaseRole role, string group, TStored[] values, int size, int first, int mostNonZeros)
        where TStored : unmanaged, IBinaryFloatingPointIeee754<TStored>
    {
        CheckNew(role, group, size);
        CheckFinite(role, group, values, size, first);
        List(role).Add(new DenseValues<TStored>(group, size, values, first, count, mostNonZeros));
        return this;
    }

    /// <summary>Adds a unit per case without a copy: for arrays that nobody else writes to.</summary>
    internal CasesBuilder TakeOneHot(CaseRole role, string? group, int[] units, int size)
    {
        CheckNew(role, group, size);
        if (units.Length != count)
            throw new CasesException($"{Of(role, group)}: the number of units is {units.Length}, but the number of cases is {count}; give one per case.");
        CheckUnits(role, group, units, size, first: 0);
        List(role).Add(new OneHotValues(group, size, units));
        return this;
    }

    /// <summary>Adds a unit for each of some cases, without a copy, where other processes have those of the others.</summary>
    internal CasesBuilder TakeSomeOneHot(CaseRole role, string group, int[] units, int size, int first)
    {
        CheckNew(role, group, size);
        CheckUnits(role, group, units, size, first);
        List(role).Add(new OneHotValues(group, size, units, first, count));
        return this;
    }

    private static void CheckFinite<TStored>(CaseRole role, string? group, TStored[] values, int size, int first)
        where TStored : unmanaged, IBinaryFloatingPointIeee754<TStored>
    {
        var mayBeNaN = role != CaseRole.Input;
        for (var k = 0; k < values.Length; k++)
        {
            if (!TStored.IsFinite(values[k]) && !(mayBeNaN && TStored.IsNaN(values[k])))
                throw new CasesException($"{Of(role, group)}: case {first + (k / size)}, unit {k % size} is {values[k]}; it must be a finite number{(mayBeNaN ? " or NaN (don't care)" : "")}.");
        }
    }

    private static void CheckUnits(CaseRole role, string? group, int[] units, int size, int first)
    {
        if (Array.FindIndex(units, unit => unit < 0 || unit >= size) is >= 0 and var wrong)
            throw new CasesException($"{Of(role, group)}: case {first + wrong} names unit {units[wrong]}, but the units are 0 … {size - 1}.");
    }

    internal static void CheckWeights(ReadOnlySpan<double> values, int count, string what)
    {
        if (values.Length != count)
            throw new CasesException($"There {Are(values.Length, "weight")} for {count} {what}s; give one per {what}.");
        for (var k = 0; k < values.Length; k++)
        {
            if (!(values[k] >= 0 && double.IsFinite(values[k])))
                throw new CasesException($"{what} {k} has the weight {values[k]}; it must be a finite number, 0 or more.");
        }
    }

    internal static void CheckNames(IReadOnlyList<string> values, int count, string what)
    {
        if (values.Count != count)
            throw new CasesException($"There {Are(values.Count, "name")} for {count} {what}s; give one per {what}.");
        for (var k = 0; k < values.Count; k++)
        {
            if (values[k] is not { } name || (name.Length > 0 && (string.IsNullOrWhiteSpace(name) || name.Any(char.IsControl))))
                throw new CasesException($"{what} {k} is called '{DisplayText.Name(values[k] ?? "null")}'; a name holds no control characters and not only blanks, and is empty where there is none.");
        }
    }

    private static string Are(int count, string what) => count == 1 ? $"is 1 {what}" : $"are {count} {what}s";

    private void CheckNew(CaseRole role, string? group, int size)
    {
        if (size < 1)
            throw new CasesException($"{Of(role, group)}: a case has {size} values; it needs at least 1.");
        if ((group is null && List(role).Count > 0) || given.Contains((role, null)) || !given.Add((role, group)))
            throw new CasesException($"{Of(role, group)}: the values are given twice; give them once.");
    }

    private List<CaseValues> List(CaseRole role) => role switch
    {
        CaseRole.Input => inputs,
        CaseRole.Target => targets,
        _ => clamps,
    };

    private static string Of(CaseRole role, string? group)
    {
        var values = role switch
        {
            CaseRole.Input => "inputs",
            CaseRole.Target => "targets",
            _ => "clamps",
        };
        return group is null ? values : $"{values} of group '{group}'";
    }
}

/// <summary>What values mean to a net: given states, desired states, or states that units are held at.</summary>
internal enum CaseRole
{
    Input,
    Target,
    Clamp,
}

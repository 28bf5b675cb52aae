namespace Backprop;

/// <summary>Puts cases together group by group. Arrays are taken over, not copied: do not change them afterwards.</summary>
public sealed class CasesBuilder
{
    private readonly int count;
    private readonly List<CaseValues> inputs = [];
    private readonly List<CaseValues> targets = [];
    private readonly List<CaseValues> clamps = [];
    private readonly HashSet<(string What, string? Group)> given = [];
    private double[] weights = [];

    /// <summary>Creates an empty builder.</summary>
    /// <param name="count">The number of cases, at least 1.</param>
    /// <exception cref="CasesException">Fewer than 1.</exception>
    public CasesBuilder(int count) => this.count = count >= 1 ? count
        : throw new CasesException($"count must be at least 1, but was {count}.");

    /// <summary>Gives the states of an input group.</summary>
    /// <param name="group">The group's name; null: the only input group.</param>
    /// <param name="values">Finite values case by case, [case · size + unit].</param>
    /// <param name="size">Values per case: the number of units of the group.</param>
    /// <exception cref="CasesException">Too many or too few values, one that is not finite, a group named twice.</exception>
    public CasesBuilder Input(string? group, double[] values, int size) => Add(inputs, "input", group, values, size, allowNaN: false);

    /// <inheritdoc cref="Input(string?, double[], int)"/>
    public CasesBuilder Input(string? group, float[] values, int size) => Add(inputs, "input", group, values, size, allowNaN: false);

    /// <summary>Gives the states of an input group in which one unit is 1 in each case and the others are 0.</summary>
    /// <param name="group">The group's name; null: the only input group.</param>
    /// <param name="ones">For each case, the unit that is 1, counted from 0.</param>
    /// <param name="size">The number of units of the group.</param>
    /// <exception cref="CasesException">Too many or too few, a unit that does not exist, a group named twice.</exception>
    public CasesBuilder Input(string? group, int[] ones, int size) => Add(inputs, "input", group, ones, size);

    /// <summary>Gives the desired states of an output group.</summary>
    /// <param name="group">The group's name; null: the only output group.</param>
    /// <param name="values">Values case by case, [case · size + unit]; NaN: don't care.</param>
    /// <param name="size">Values per case: the number of units of the group.</param>
    /// <exception cref="CasesException">Too many or too few values, an infinite one, a group named twice.</exception>
    public CasesBuilder Target(string? group, double[] values, int size) => Add(targets, "target", group, values, size, allowNaN: true);

    /// <inheritdoc cref="Target(string?, double[], int)"/>
    public CasesBuilder Target(string? group, float[] values, int size) => Add(targets, "target", group, values, size, allowNaN: true);

    /// <summary>Gives the desired states of an output group: in each case 1 for one unit and 0 for the others.</summary>
    /// <param name="group">The group's name; null: the only output group.</param>
    /// <param name="ones">For each case, the unit whose desired state is 1, counted from 0.</param>
    /// <param name="size">The number of units of the group.</param>
    /// <exception cref="CasesException">Too many or too few, a unit that does not exist, a group named twice.</exception>
    public CasesBuilder Target(string? group, int[] ones, int size) => Add(targets, "target", group, ones, size);

    /// <summary>Holds units of a group that is not an input at states; no derivative passes back through them.</summary>
    /// <param name="group">The group's name.</param>
    /// <param name="values">Values case by case, [case · size + unit]; NaN: not clamped.</param>
    /// <param name="size">Values per case: the number of units of the group.</param>
    /// <exception cref="CasesException">Too many or too few values, an infinite one, a group named twice.</exception>
    public CasesBuilder Clamp(string group, double[] values, int size) => Add(clamps, "clamp", group, values, size, allowNaN: true);

    /// <summary>The factor of each case in E and its derivatives; 1 by default.</summary>
    /// <param name="values">A finite factor, 0 or more, a case.</param>
    /// <exception cref="CasesException">Too many or too few, one that is negative or not finite.</exception>
    public CasesBuilder Weights(double[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (values.Length != count)
            throw new CasesException($"There are {values.Length} weights for {count} cases; give one a case.");
        if (Array.FindIndex(values, static value => !(value >= 0 && double.IsFinite(value))) is >= 0 and var wrong)
            throw new CasesException($"case {wrong} has the weight {values[wrong]}; it must be a finite number, 0 or more.");
        weights = values;
        return this;
    }

    /// <summary>The cases.</summary>
    public Cases ToCases() => new(count, [.. inputs], [.. targets], [.. clamps], weights);

    private CasesBuilder Add<TStored>(List<CaseValues> list, string what, string? group, TStored[] values, int size, bool allowNaN)
        where TStored : unmanaged, IBinaryFloatingPointIeee754<TStored>
    {
        ArgumentNullException.ThrowIfNull(values);
        CheckNew(list, what, group, size);
        if (values.Length != (long)count * size)
            throw new CasesException($"{Of(what, group)}: {count} cases of {size} values are {(long)count * size}, but {values.Length} came.");
        for (var k = 0; k < values.Length; k++)
        {
            if (!TStored.IsFinite(values[k]) && !(allowNaN && TStored.IsNaN(values[k])))
                throw new CasesException($"{Of(what, group)}: case {k / size}, unit {k % size} is {values[k]}; it must be a finite number{(allowNaN ? " or NaN (don't care)" : "")}.");
        }
        list.Add(new DenseValues<TStored>(group, size, values));
        return this;
    }

    private CasesBuilder Add(List<CaseValues> list, string what, string? group, int[] ones, int size)
    {
        ArgumentNullException.ThrowIfNull(ones);
        CheckNew(list, what, group, size);
        if (ones.Length != count)
            throw new CasesException($"{Of(what, group)}: there are {ones.Length} entries for {count} cases; give one a case.");
        if (Array.FindIndex(ones, one => one < 0 || one >= size) is >= 0 and var wrong)
            throw new CasesException($"{Of(what, group)}: case {wrong} names unit {ones[wrong]}, but the units are 0 … {size - 1}.");
        list.Add(new OneHotValues(group, size, ones));
        return this;
    }

    private void CheckNew(List<CaseValues> list, string what, string? group, int size)
    {
        if (size < 1)
            throw new CasesException($"{Of(what, group)}: a case has {size} values; it needs at least 1.");
        if ((group is null && list.Count > 0) || given.Contains((what, null)) || !given.Add((what, group)))
            throw new CasesException($"{Of(what, group)}: the values are given twice; give them once.");
    }

    private static string Of(string what, string? group) => group is null ? $"{what}s" : $"{what}s of group '{group}'";
}

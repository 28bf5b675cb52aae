namespace Backprop;

/// <summary>
/// What the cases say of an input group of which in every case few units are not 0: those units and their states alone.
/// Whether a group is kept so depends on the cases and the net, never on the machine: sums over cases are then in another order.
/// </summary>
internal sealed class SparseValues
{
    /// <summary>Units that a group has for each one that is not 0 in a case, at least; with fewer the dense products take no longer.</summary>
    internal const int Ratio = 24;

    private readonly CaseValues origin;
    private readonly int first;
    private readonly int[] units;
    private readonly double[]? values;

    /// <summary>Slots case by case, [case · slots + slot], of those that are held: units ascending, unused slots last with unit 0 and the value 0. No values: all are 1.</summary>
    internal SparseValues(CaseValues origin, int slots, int[] units, double[]? values)
    {
        this.origin = origin;
        first = origin.Held.First;
        Slots = slots;
        this.units = units;
        this.values = values;
    }

    /// <summary>Units that are not 0 in a case, at most.</summary>
    internal int Slots { get; }

    /// <summary>The slots of an input group's cases, or null where they do not pay: too many, or a projection or a window of sequences asks for each unit's state.</summary>
    internal static SparseValues? Of(Group group, CaseValues? values, Topology topology) =>
        values is null || group.Size < Ratio || topology.IsCarriedOn(group) || group.Outgoing.Any(static projection => projection.Weights.IsOneToOne)
            ? null : values.Sparse(group.Size / Ratio);

    /// <summary>Lays out the slots of chosen cases in rows of cases, [slot · stride + k] for the k-th of them; what is left of each row holds unit 0 and the value 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal unsafe void Gather<T>(ReadOnlySpan<int> cases, int* unitRows, T* valueRows, int stride)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (var slot = 0; slot < Slots; slot++, unitRows += stride, valueRows += stride)
        {
            for (var k = 0; k < cases.Length; k++)
            {
                var at = ((cases[k] - first) * Slots) + slot;
                unitRows[k] = units[at];
                valueRows[k] = values is null ? T.One : origin.Rounded<T>(values[at], cases[k], units[at]);
            }
            new Span<int>(unitRows + cases.Length, stride - cases.Length).Clear();
            new Span<T>(valueRows + cases.Length, stride - cases.Length).Clear();
        }
    }
}

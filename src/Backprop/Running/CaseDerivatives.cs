namespace Backprop;

/// <summary>
/// What the passes forward and back compute for every unit of a net in each of some cases: x (equation 1), y (2), ∂E/∂y (4 and 7), ∂E/∂x (5),
/// and ∂E/∂w over all of them (6); see <see cref="NetworkRunExtensions.Derive{T}"/>. They have the bits with which a trainer learns without noise.
/// All derivatives are NaN if E is not finite.
/// </summary>
/// <typeparam name="T">The precision of the net.</typeparam>
public sealed class CaseDerivatives<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly T[][] totalInputs;
    private readonly T[][] states;
    private readonly T[][] ofError;
    private readonly T[][] byState;
    private readonly T[][] byTotalInput;
    private readonly bool[] errorGivesTotalInput;
    private readonly T[] byWeight;

    private CaseDerivatives(Topology topology, int count)
    {
        Topology = topology;
        Count = count;
        states = Numbers(static _ => true);
        byState = Numbers(static _ => true);
        totalInputs = Numbers(static group => !group.IsInput);
        byTotalInput = Numbers(static group => !group.IsInput);
        ofError = Numbers(static group => group.IsOutput);
        errorGivesTotalInput = new bool[topology.Groups.Count];
        byWeight = new T[topology.WeightCount];

        T[][] Numbers(Predicate<Group> has) => [.. topology.Groups.Select(group => has(group) ? new T[checked(group.Size * count)] : [])];
    }

    /// <summary>The net's topology.</summary>
    public Topology Topology { get; }

    /// <summary>The number of cases.</summary>
    public int Count { get; }

    /// <summary>E over the cases, each counted by its weight (equation 3).</summary>
    public double Error { get; private set; }

    /// <summary>∂E/∂w over the cases, in the order of the flat vector (equation 6): shared weights summed or averaged as the net says, 0 for frozen and masked ones.</summary>
    public ReadOnlySpan<T> ByWeight => byWeight;

    /// <summary>The total inputs x of a group's units in a case (equation 1); of leaky units with the part that they keep. Empty for an input group, which has none.</summary>
    /// <param name="group">The group.</param>
    /// <param name="case">The case, from 0.</param>
    /// <returns>One number per unit.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such case.</exception>
    public ReadOnlySpan<T> TotalInputs(Group group, int @case) => Of(totalInputs, group, @case);

    /// <summary>The states y of a group's units in a case (equation 2), clamps and lesions applied.</summary>
    /// <param name="group">The group.</param>
    /// <param name="case">The case, from 0.</param>
    /// <returns>One number per unit.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such case.</exception>
    public ReadOnlySpan<T> States(Group group, int @case) => Of(states, group, @case);

    /// <summary>
    /// What the error measure itself gives for a group's units in a case: ∂E/∂y (equation 4), which <see cref="ByState"/> includes, or ∂E/∂x where
    /// <see cref="ErrorGivesTotalInput"/>, which <see cref="ByTotalInput"/> includes. 0 where there is no target; empty for a group that is not an output.
    /// </summary>
    /// <param name="group">The group.</param>
    /// <param name="case">The case, from 0.</param>
    /// <returns>One number per unit.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such case.</exception>
    public ReadOnlySpan<T> OfError(Group group, int @case) => Of(ofError, group, @case);

    /// <summary>Whether the error measure of an output group gives ∂E/∂x itself, as cross-entropy of logistic and softmax units does, so that its part does not pass the unit function.</summary>
    /// <param name="group">The group.</param>
    /// <returns>Whether <see cref="OfError"/> is ∂E/∂x; false for ∂E/∂y, and for groups without targets.</returns>
    public bool ErrorGivesTotalInput(Group group)
    {
        ArgumentNullException.ThrowIfNull(group);
        return errorGivesTotalInput[group.Index];
    }

    /// <summary>
    /// ∂E/∂y of a group's units in a case: what the error measure gives by the states (equation 4) and what every unit that receives from them sends back (7).
    /// Input groups have it too: it says how E depends on what the case gives.
    /// </summary>
    /// <param name="group">The group.</param>
    /// <param name="case">The case, from 0.</param>
    /// <returns>One number per unit.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such case.</exception>
    public ReadOnlySpan<T> ByState(Group group, int @case) => Of(byState, group, @case);

    /// <summary>
    /// ∂E/∂x of a group's units in a case (equation 5): 0 where a clamp or a lesion holds the state. Of leaky units the derivative by what they receive, τ times that by x.
    /// Empty for an input group, which has no total inputs.
    /// </summary>
    /// <param name="group">The group.</param>
    /// <param name="case">The case, from 0.</param>
    /// <returns>One number per unit.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such case.</exception>
    public ReadOnlySpan<T> ByTotalInput(Group group, int @case) => Of(byTotalInput, group, @case);

    internal static unsafe CaseDerivatives<T> Of(Network<T> network, Cases cases, ErrorMeasure error)
    {
        var topology = network.Topology;
        var result = new CaseDerivatives<T>(topology, cases.Count);
        var bound = new BoundCases(topology, cases, error);
        var blocks = CaseBlock<T>.All(bound);
        var propagation = new Propagation<T>(topology, blocks[0].Stride, error, StateUse.Derivatives(bound) with { KeepsTotalInputs = true });
        var gradient = new Gradient<T>(topology, blocks[0].IsDense);
        var weights = network.WeightBuffer.Pointer;
        var rows = new AlignedBuffer<T>(checked(topology.Groups.Max(static group => group.Size) * blocks[0].Stride));
        var first = 0;
        for (var index = 0; index < blocks.Length; index++)
        {
            var block = blocks[index];
            result.Error += propagation.Derive(block, weights, gradient, fresh: index == 0);
            if (cases.Sequences is not null && index + 1 < blocks.Length)
                propagation.CarryOn(block, blocks[index + 1]);
            foreach (var group in topology.Groups)
            {
                result.errorGivesTotalInput[group.Index] = block.Shape[group].HasTargets && propagation.StatesOf(group).Error!.DerivesTotalInput;
                if (propagation.States(block, group) is var own && own != null)
                    Copy(own, result.states[group.Index], group);
                else
                    CopySparse(result.states[group.Index], group);
                if (!group.IsInput)
                {
                    Copy(propagation.StatesOf(group).Totals, result.totalInputs[group.Index], group);
                    if (propagation.Derivatives(group) is var derivatives && derivatives != null)
                        Copy(derivatives, result.byTotalInput[group.Index], group);
                }
                if (block.Shape[group].HasTargets)
                {
                    propagation.DeriveError(block, group, rows.Matrix(group.Size, block.Width, block.Stride));
                    Copy(rows.Pointer, result.ofError[group.Index], group);
                }
                propagation.DeriveStates(block, group, weights, rows.Matrix(group.Size, block.Width, block.Stride));
                Copy(rows.Pointer, result.byState[group.Index], group);
            }
            first += block.Count;

            [MethodImpl(MethodImplOptions.AggressiveOptimization)]
            void Copy(T* source, T[] target, Group group)
            {
                for (var c = 0; c < block.Count; c++)
                {
                    for (var unit = 0; unit < group.Size; unit++)
                        target[((first + c) * group.Size) + unit] = source[((nint)unit * block.Stride) + c];
                }
            }

            void CopySparse(T[] target, Group group)
            {
                for (var c = 0; c < block.Count; c++)
                    block.Sparse(group.Index).WriteTo(target.AsSpan((first + c) * group.Size, group.Size), c);
            }
        }
        gradient.Finish();
        gradient.Values.CopyTo(result.byWeight);
        if (!double.IsFinite(result.Error))
        {
            foreach (var numbers in (T[][])[result.byWeight, .. result.ofError, .. result.byState, .. result.byTotalInput])
                numbers.AsSpan().Fill(T.NaN);
        }
        GC.KeepAlive(network);
        return result;
    }

    private ReadOnlySpan<T> Of(T[][] numbers, Group group, int @case)
    {
        ArgumentNullException.ThrowIfNull(group);
        ArgumentOutOfRangeException.ThrowIfNegative(@case, nameof(@case));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(@case, Count, nameof(@case));
        var all = numbers[group.Index];
        return all.Length == 0 ? [] : all.AsSpan(@case * group.Size, group.Size);
    }
}

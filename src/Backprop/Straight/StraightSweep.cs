using System.Diagnostics.CodeAnalysis;

namespace Backprop;

/// <summary>E and ∂E/∂w over all cases of one trainer by straight code, from the sweep on at which there is some.</summary>
internal sealed unsafe class StraightSweep<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The number of sweeps after which a trainer looks for code first, and between two looks later; they double on the way.</summary>
    private const int First = 32, Longest = 1024;

    private readonly Network<T> network;
    private readonly Propagation<T> propagation;
    private readonly CaseBlock<T> block;
    private readonly Gradient<T> gradient;
    private readonly ErrorMeasure error;
    private SweepCode<T>? code;
    private nint[] places = [];
    private RunSweep? run;
    private long statesPerSweep;
    private int wait = First;
    private int waited = First;
    private bool isFound;

    /// <param name="network">The net.</param>
    /// <param name="propagation">The plain way.</param>
    /// <param name="block">All cases, which stay.</param>
    /// <param name="gradient">Takes the gradient.</param>
    /// <param name="error">The error measure.</param>
    internal StraightSweep(Network<T> network, Propagation<T> propagation, CaseBlock<T> block, Gradient<T> gradient, ErrorMeasure error) =>
        (this.network, this.propagation, this.block, this.gradient, this.error) = (network, propagation, block, gradient, error);

    /// <summary>Whether the next sweep is run by straight code.</summary>
    internal bool HasCode => run is not null;

    /// <summary>Computes E and, in lanes, ∂E/∂w, if there is code for it; what else the plain way leaves, states for one, is not there then.</summary>
    /// <returns>Whether there is.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool TryRun(out double error)
    {
        error = 0;
        if (run is null && (--wait > 0 || !TryTake()))
            return false;
        fixed (nint* first = places)
            error = run!(first);
        return true;
    }

    /// <summary>Makes the code at once, for this trainer alone.</summary>
    /// <returns>Whether there is code for it.</returns>
    [RequiresDynamicCode(RowCode.Reason)]
    internal bool Make()
    {
        if (Shape(out var output, out var inputs) is not { } shape || !SweepCode<T>.IsPossible)
            return false;
        Place(output, inputs);
        run = new SweepCode<T>(shape, propagation.StatesOf(output).Error!).Make();
        return true;
    }

    /// <summary>Looks for code, and says how many sweeps were run without.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool TryTake()
    {
        if (!isFound)
            Find();
        isFound = true;
        run = code?.Take(waited * statesPerSweep);
        wait = waited = code is null ? int.MaxValue : Math.Min(2 * waited, Longest);
        return run is not null;
    }

    /// <summary>Finds the code of this shape, made or not; there may be none.</summary>
    private void Find()
    {
        if (Shape(out var output, out var inputs) is not { } shape)
            return;
        code = SweepCode<T>.Of(shape, propagation.StatesOf(output).Error!);
        statesPerSweep = (long)block.Width * shape.Groups.Sum(static group => group.Size);
        Place(output, inputs);
    }

    /// <summary>What code for these cases depends on; null where there is none.</summary>
    internal SweepShape? Shape(out Group output, out IReadOnlyList<Group> inputs)
    {
        (output, inputs) = (network.Topology.Outputs[0], []);
        if (propagation.PlainPlan(block, gradient) is not { } plan || SweepShape.Of(network.Topology, plan, error, block.Weights != null, block.Width / Gradient<T>.LaneCount, out inputs) is not { } shape)
            return null;
        output = plan.Error[0].Group;
        return shape;
    }

    private void Place(Group output, IReadOnlyList<Group> inputs)
    {
        places = new nint[SweepPlaces.Inputs + inputs.Count];
        places[SweepPlaces.Weights] = (nint)network.WeightBuffer.Pointer;
        places[SweepPlaces.Gradient] = (nint)gradient.Lanes;
        places[SweepPlaces.CaseWeights] = (nint)block.Weights;
        places[SweepPlaces.Targets] = (nint)block.Target(output.Index);
        for (var k = 0; k < inputs.Count; k++)
            places[SweepPlaces.Inputs + k] = (nint)block.Input(inputs[k]);
    }
}

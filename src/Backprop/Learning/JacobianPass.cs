namespace Backprop;

/// <summary>The derivatives of every output with a target by every weight, case by case: rows of the Jacobian of a sum of squares, each by the backward pass of a net whose error is that output.</summary>
internal sealed unsafe class JacobianPass<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Network<T> network;
    private readonly CaseBlock<T> block;
    private readonly Propagation<T> propagation;
    private readonly Gradient<T> gradient;
    private readonly (Group Group, Tolerance Tolerance)[] outputs;
    private readonly T[][] targets;

    /// <exception cref="TopologyException">An output group has another error measure than a sum of squares.</exception>
    /// <exception cref="CasesException">The cases are windows of sequences, or there is noise.</exception>
    internal JacobianPass(Network<T> network, BoundCases cases, ErrorMeasure error, LearningRule rule, Noise? noise)
    {
        if (noise is not null)
            throw new CasesException($"The rule '{rule.Name}' takes the derivatives of the outputs without noise, but noise is given; leave one out.");
        if (cases.Cases.Sequences is not null)
            throw new CasesException($"The rule '{rule.Name}' takes each case by itself, but these cases are windows of sequences that carry on from one another; unroll the net over as many iterations as the longest sequence has.");
        this.network = network;
        outputs = [.. network.Topology.Outputs.Where(group => cases.Target(group) is not null).Select(group => (group, ToleranceOf(error, group, rule)))];
        block = new CaseBlock<T>(cases, 1);
        propagation = new Propagation<T>(network.Topology, block.Stride, new WeightedStates(), StateUse.Derivatives(cases));
        gradient = new Gradient<T>(network.Topology, block.IsDense, sums: true);
        targets = [.. outputs.Select(static output => new T[output.Group.Size])];
    }

    /// <summary>Adds the rows of cases.</summary>
    /// <returns>How many there are: outputs within the tolerance have none.</returns>
    internal long Add(ReadOnlySpan<int> cases, NormalMatrix matrix)
    {
        var rows = 0L;
        for (var k = 0; k < cases.Length; k++)
            rows += AddOne(cases.Slice(k, 1), matrix);
        return rows;
    }

    private int AddOne(ReadOnlySpan<int> one, NormalMatrix matrix)
    {
        block.Fill(one);
        var factor = 1.0;
        if (block.Weights is not null)
        {
            factor = Math.Sqrt(double.CreateTruncating(*block.Weights));
            *block.Weights = T.One;
        }
        if (factor == 0)
            return 0;
        var rows = 0;
        for (var k = 0; k < outputs.Length; k++)
        {
            for (var unit = 0; unit < targets[k].Length; unit++)
            {
                targets[k][unit] = Target(k, unit);
                Target(k, unit) = T.NaN;
            }
        }
        propagation.Forward(block, network.WeightBuffer.Pointer);
        for (var k = 0; k < outputs.Length; k++)
        {
            for (var unit = 0; unit < targets[k].Length; unit++)
            {
                var state = propagation.States(block, outputs[k].Group)[(nint)unit * block.Stride];
                if (T.IsNaN(targets[k][unit]) || IsWithin(outputs[k].Tolerance, double.CreateTruncating(state), double.CreateTruncating(targets[k][unit])))
                    continue;
                rows++;
                Target(k, unit) = T.One;
                if (double.IsFinite(propagation.Derive(block, network.WeightBuffer.Pointer, gradient, fresh: true)))
                {
                    gradient.Finish();
                    matrix.Add<T>(gradient.Values, factor);
                }
                Target(k, unit) = T.NaN;
            }
        }
        return rows;
    }

    private ref T Target(int output, int unit) => ref block.Target(outputs[output].Group.Index)[(nint)unit * block.Stride];

    private static bool IsWithin(Tolerance tolerance, double state, double target) => tolerance != Tolerance.None && Math.Abs(state - target) <= tolerance.Band;

    private static Tolerance ToleranceOf(ErrorMeasure error, Group group, LearningRule rule) => error switch
    {
        SumOfSquares squares => squares.Tolerance,
        ErrorByGroup byGroup => ToleranceOf(byGroup.Groups.GetValueOrDefault(group.Name, byGroup.Otherwise), group, rule),
        _ => throw new TopologyException($"The rule '{rule.Name}' is for sums of squares, but the error measure of group '{group.Name}' is {error.Name}; L-BFGS and conjugate gradients take any."),
    };

    /// <summary>E = Σ d · y: its derivative by a state is the desired one, so that a target of 1 gives the derivatives of that state.</summary>
    private sealed record WeightedStates : ErrorMeasure
    {
        public override string Name => "weighted states";

        internal override ErrorKernel<TNumber> Bind<TNumber>(Group group) => ErrorKernel<TNumber>.Of(new Weighted());

        private readonly struct Weighted : IUnitError
        {
            public static bool DerivesTotalInput => false;

            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            public TLanes Error<TLanes, TNumber>(TLanes x, TLanes y, TLanes d)
                where TLanes : unmanaged, ILanes<TLanes, TNumber>
                where TNumber : unmanaged, IBinaryFloatingPointIeee754<TNumber> => d * y;

            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            public TLanes Derivative<TLanes, TNumber>(TLanes x, TLanes y, TLanes d)
                where TLanes : unmanaged, ILanes<TLanes, TNumber>
                where TNumber : unmanaged, IBinaryFloatingPointIeee754<TNumber> => d;
        }
    }
}

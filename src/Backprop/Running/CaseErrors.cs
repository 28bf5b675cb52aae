namespace Backprop;

/// <summary>E of each case alone, by output group; see <see cref="NetworkRunExtensions.EvaluateEach"/>.</summary>
public sealed class CaseErrors
{
    private readonly double[][] errors;

    private CaseErrors(Topology topology, int count)
    {
        Topology = topology;
        Count = count;
        errors = [.. topology.Groups.Select(group => group.IsOutput ? new double[count] : [])];
    }

    /// <summary>The net's topology.</summary>
    public Topology Topology { get; }

    /// <summary>The number of cases.</summary>
    public int Count { get; }

    /// <summary>E of a case over all output groups, without the weight of the case.</summary>
    /// <param name="case">The case, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such case.</exception>
    public double this[int @case] => Topology.Outputs.Sum(group => this[group, @case]);

    /// <summary>E of a case over one output group, without the weight of the case; 0 where the group has no targets.</summary>
    /// <param name="group">The output group.</param>
    /// <param name="case">The case, from 0.</param>
    /// <exception cref="ArgumentException">The group is not an output group.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such case.</exception>
    public double this[Group group, int @case]
    {
        get
        {
            ArgumentNullException.ThrowIfNull(group);
            if (!group.IsOutput)
                throw new ArgumentException($"group '{group.Name}' is not an output group, so it has no error.", nameof(group));
            ArgumentOutOfRangeException.ThrowIfNegative(@case, nameof(@case));
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(@case, Count, nameof(@case));
            return errors[group.Index][@case];
        }
    }

    internal static unsafe CaseErrors Of<T>(Network<T> network, Cases cases, ErrorMeasure error, Noise? noise)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var result = new CaseErrors(network.Topology, cases.Count);
        var blocks = CaseBlock<T>.All(new BoundCases(network.Topology, cases, error, noise, ignoresWeights: true));
        var propagation = new Propagation<T>(network.Topology, blocks[0].Stride, error, StateUse.OutputStates, noise: noise);
        var first = 0;
        for (var index = 0; index < blocks.Length; index++)
        {
            var block = blocks[index];
            propagation.DrawNoise(block, first);
            propagation.Forward(block, network.WeightBuffer.Pointer);
            if (cases.Sequences > 0 && index + 1 < blocks.Length)
                propagation.CarryOn(block, blocks[index + 1]);
            foreach (var group in network.Topology.Outputs)
            {
                if (block.Shape[group].HasTargets)
                    propagation.ErrorsOfCases(block, group, result.errors[group.Index].AsSpan(first, block.Count));
            }
            first += block.Count;
        }
        GC.KeepAlive(network);
        return result;
    }
}

namespace Backprop.WebAssembly;

/// <summary>Where a net has its states and derivatives, and what its passes need beside them.</summary>
internal sealed class NetMemory<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Places[] groups;

    /// <summary>Reserves the memory of a net.</summary>
    /// <param name="map">Where.</param>
    /// <param name="weights">Where its weights and their gradient are.</param>
    /// <param name="topology">The net.</param>
    /// <param name="error">The error measure.</param>
    /// <param name="rowBytes">The bytes of a unit's states in the largest block.</param>
    /// <param name="layout">How the gradient is kept.</param>
    /// <param name="noise">The noise of the training; null for none.</param>
    public NetMemory(MemoryMap map, WeightMemory weights, Topology topology, ErrorMeasure error, int rowBytes, GradientLayout layout, Noise? noise)
    {
        (Weights, Gradient) = (weights.Weights, weights.Gradient);
        Lanes = map.Reserve(layout == GradientLayout.Lanes ? (long)BlockShape.Padded(topology.WeightCount) * VectorCode<T>.BundleBytes : 0);
        groups = new Places[topology.Groups.Count];
        var (widest, largest) = (1L, 1L);
        foreach (var group in topology.Groups)
        {
            widest = Math.Max(widest, group.Size);
            foreach (var projection in group.Into)
                largest = Math.Max(largest, (long)group.Size * (projection.From.Size + 4));
            if (group.IsInput)
                continue;
            var bytes = (long)group.Size * rowBytes;
            var measure = group.IsOutput ? error.Bind<T>(group) : null;
            groups[group.Index] = new Places
            {
                Error = measure,
                States = map.Reserve(bytes),
                Totals = group.UnitFunction.UsesTotalInput || measure is { DerivesTotalInput: true } || group.Before is not null ? map.Reserve(bytes) : null,
                Free = group.ClampStrength < 1 || noise?.OfStates(group) > 0 ? map.Reserve(bytes) : null,
                NoiseOnTotals = noise?.OfTotalInputs(group) > 0 ? map.Reserve(bytes) : null,
                NoiseOnStates = noise?.OfStates(group) > 0 ? map.Reserve(bytes) : null,
                Derivatives = map.Reserve(bytes),
                Passed = group.Before is null ? null : groups[group.Before.Index]?.Passed ?? map.Reserve(bytes),
            };
        }
        // The lanes of two rows of a gradient; or the states of a group case by case, and a gradient whose rows are padded.
        RowLanes = map.Reserve(2 * widest * VectorCode<T>.BundleBytes);
        Transposed = map.Reserve((widest + 4) * rowBytes);
        PaddedGradient = map.Reserve(largest * VectorCode<T>.NumberBytes);
    }

    public int Weights { get; }

    public int Gradient { get; }

    /// <summary>The gradient of a small net in lanes, a bundle per weight.</summary>
    public int Lanes { get; }

    public int RowLanes { get; }

    public int Transposed { get; }

    public int PaddedGradient { get; }

    public Places this[Group group] => groups[group.Index];

    /// <summary>Where one group that is not an input has its states, [unit × case].</summary>
    internal sealed class Places
    {
        /// <summary>The error measure of an output group.</summary>
        public ErrorKernel<T>? Error { get; init; }

        public required int States { get; init; }

        /// <summary>Total inputs; null where the states take their place.</summary>
        public int? Totals { get; init; }

        /// <summary>Noise on the total inputs; null for none.</summary>
        public int? NoiseOnTotals { get; init; }

        /// <summary>Noise on the states; null for none.</summary>
        public int? NoiseOnStates { get; init; }

        /// <summary>States before soft clamps and noise; null where the states take their place.</summary>
        public int? Free { get; init; }

        /// <summary>∂E/∂y, then ∂E/∂x.</summary>
        public required int Derivatives { get; init; }

        /// <summary>Of leaky units what a copy passes back to the one before.</summary>
        public int? Passed { get; init; }
    }
}

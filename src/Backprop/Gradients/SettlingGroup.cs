namespace Backprop;

/// <summary>A group whose states settle, over the cases of a block: all buffers are [unit · block.Stride + case].</summary>
internal sealed unsafe class SettlingGroup<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly GroupKernels<T> function;
    private readonly AlignedBuffer<T> before;
    private readonly AlignedBuffer<T> free;
    private readonly T greatestChange;

    /// <param name="group">The group.</param>
    /// <param name="height">The longest way to an output group with desired states; 0 for such a group.</param>
    /// <param name="method">The settings.</param>
    /// <param name="stride">The most cases, padded.</param>
    internal SettlingGroup(Group group, int height, ContrastiveHebbian method, int stride)
    {
        (Group, Height) = (group, height);
        Strength = Math.Pow(method.Feedback, height);
        function = group.UnitFunction.Bind<T>();
        var rounding = double.CreateTruncating(T.BitIncrement(T.One) - T.One) * 2;
        greatestChange = T.CreateTruncating(Math.Max(method.Tolerance * Strength, rounding));
        var size = checked(group.Size * stride);
        (Given, Total, Back, States) = (new(size), new(size), new(size), new(size));
        (before, free) = (new(size), new(size));
    }

    internal Group Group { get; }

    internal int Height { get; }

    /// <summary>γ to the power of the height: how much of an error comes back.</summary>
    internal double Strength { get; }

    /// <summary>The part of total inputs that does not change.</summary>
    internal AlignedBuffer<T> Given { get; }

    /// <summary>Total inputs; after <see cref="Contrast"/> −γ^−h y times the weight of the case.</summary>
    internal AlignedBuffer<T> Total { get; }

    /// <summary>What comes back over one projection; after <see cref="Contrast"/> y̆ − y.</summary>
    internal AlignedBuffer<T> Back { get; }

    /// <summary>The states as they are.</summary>
    internal AlignedBuffer<T> States { get; }

    /// <summary>Starts with the states of the forward pass.</summary>
    internal void Enter(T* states, CaseBlock<T> block) => new ReadOnlySpan<T>(states, Length(block)).CopyTo(States.Span);

    /// <summary>Keeps the states of the free phase, from which the clamped one starts.</summary>
    internal void KeepFree(CaseBlock<T> block) => States.Span[..Length(block)].CopyTo(free.Span);

    /// <summary>Computes the states from the total inputs.</summary>
    /// <returns>Whether they have settled; those of clamped units have.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal bool Follow(CaseBlock<T> block, bool isClamped)
    {
        States.Span[..Length(block)].CopyTo(before.Span);
        function.Value(new Matrix<T>(Total.Pointer, Group.Size, block.Width, block.Stride), new Matrix<T>(States.Pointer, Group.Size, block.Width, block.Stride));
        foreach (var unit in Group.LesionedUnits)
            States.Span.Slice(unit * block.Stride, block.Width).Clear();
        var targets = isClamped ? block.Target(Group.Index) : null;
        var settled = true;
        for (nint unit = 0; unit < Group.Size; unit++)
        {
            for (var c = 0; c < block.Count; c++)
            {
                var at = (unit * block.Stride) + c;
                if (targets != null && !T.IsNaN(targets[at]))
                    States.Pointer[at] = targets[at];
                else
                    settled &= T.Abs(States.Pointer[at] - before.Pointer[at]) <= greatestChange;
            }
        }
        return settled;
    }

    /// <summary>What equation 6 takes: the clamped states and −γ^−h (y̆ − y) for each unit, times the weight of the case; and the two factors of what it leaves.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void Contrast(CaseBlock<T> block, T* states, T* derivatives)
    {
        var length = Length(block);
        States.Span[..length].CopyTo(new Span<T>(states, length));
        new Span<T>(derivatives, length).Clear();
        Total.Span[..length].Clear();
        Back.Span[..length].Clear();
        for (nint unit = 0; unit < Group.Size; unit++)
        {
            for (var c = 0; c < block.Count; c++)
            {
                var at = (unit * block.Stride) + c;
                var factor = T.CreateTruncating(-1 / Strength) * (block.Weights == null ? T.One : block.Weights[c]);
                Back.Pointer[at] = States.Pointer[at] - free.Pointer[at];
                derivatives[at] = factor * Back.Pointer[at];
                Total.Pointer[at] = factor * free.Pointer[at];
            }
        }
    }

    private int Length(CaseBlock<T> block) => Group.Size * block.Stride;
}

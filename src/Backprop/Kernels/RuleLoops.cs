namespace Backprop;

/// <summary>Adam's factors at one change, in the letters of its paper: −α/(1 − β₁ᵗ), β₁, 1 − β₁, β₂, 1 − β₂, 1/(1 − β₂ᵗ) and ϵ.</summary>
internal readonly record struct AdamFactors<T>(T NegatedRate, T Beta1, T OneMinusBeta1, T Beta2, T OneMinusBeta2, T SquareScale, T Epsilon);

/// <summary>iRPROP+'s factors at one change: η⁺, η⁻, the bounds of a step, and whether E has increased since the change before.</summary>
internal readonly record struct RpropFactors<T>(T Growth, T Shrinkage, T Least, T Greatest, bool Worse);

/// <content>Learning rules that remember more than the last change: one bundle of weights at a time, the last weights in a bundle that is padded with zeros.</content>
internal sealed unsafe partial class Kernels<TLanes, T>
{
    /// <inheritdoc/>
    [MethodImpl(Hot)]
    public override void StepAdam(T* w, T* g, T* means, T* squares, in AdamFactors<T> factors, int count)
    {
        var k = 0;
        for (; k + TLanes.Count <= count; k += TLanes.Count)
            AdamBundle(w + k, g + k, means + k, squares + k, factors);
        if (k == count)
            return;
        var room = stackalloc T[4 * TLanes.Count];
        var rest = count - k;
        AdamBundle(LoadPartial(room, 0, w + k, rest), LoadPartial(room, 1, g + k, rest), LoadPartial(room, 2, means + k, rest), LoadPartial(room, 3, squares + k, rest), factors);
        WriteBack(room, 0, w + k, rest);
        WriteBack(room, 2, means + k, rest);
        WriteBack(room, 3, squares + k, rest);
    }

    /// <inheritdoc/>
    [MethodImpl(Hot)]
    public override void StepRprop(T* w, T* g, T* steps, T* gradients, T* changes, in RpropFactors<T> factors, int count)
    {
        var k = 0;
        for (; k + TLanes.Count <= count; k += TLanes.Count)
            RpropBundle(w + k, g + k, steps + k, gradients + k, changes + k, factors);
        if (k == count)
            return;
        var room = stackalloc T[5 * TLanes.Count];
        var rest = count - k;
        RpropBundle(LoadPartial(room, 0, w + k, rest), LoadPartial(room, 1, g + k, rest), LoadPartial(room, 2, steps + k, rest), LoadPartial(room, 3, gradients + k, rest), LoadPartial(room, 4, changes + k, rest), factors);
        WriteBack(room, 0, w + k, rest);
        WriteBack(room, 2, steps + k, rest);
        WriteBack(room, 3, gradients + k, rest);
        WriteBack(room, 4, changes + k, rest);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AdamBundle(T* w, T* g, T* means, T* squares, in AdamFactors<T> factors)
    {
        var gradient = TLanes.Load(g);
        var mean = FlushSubnormal(TLanes.MultiplyAdd(TLanes.Broadcast(factors.Beta1), TLanes.Load(means), TLanes.Broadcast(factors.OneMinusBeta1) * gradient));
        var square = FlushSubnormal(TLanes.MultiplyAdd(TLanes.Broadcast(factors.Beta2), TLanes.Load(squares), TLanes.Broadcast(factors.OneMinusBeta2) * gradient * gradient));
        var quotient = mean / (TLanes.Sqrt(square * TLanes.Broadcast(factors.SquareScale)) + TLanes.Broadcast(factors.Epsilon));
        TLanes.Store(means, mean);
        TLanes.Store(squares, square);
        TLanes.Store(w, TLanes.MultiplyAdd(TLanes.Broadcast(factors.NegatedRate), quotient, TLanes.Load(w)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void RpropBundle(T* w, T* g, T* steps, T* gradients, T* changes, in RpropFactors<T> factors)
    {
        var (gradient, step) = (TLanes.Load(g), TLanes.Load(steps));
        // The product of this gradient and the last: below 0 after a turn, above 0 without one, 0 in the change after a turn.
        var turn = gradient * TLanes.Load(gradients);
        var turned = TLanes.LessThan(turn, TLanes.Zero);
        var grown = TLanes.Select(TLanes.LessThan(TLanes.Zero, turn), TLanes.Min(TLanes.Broadcast(factors.Greatest), step * TLanes.Broadcast(factors.Growth)), step);
        step = TLanes.Select(turned, TLanes.Max(TLanes.Broadcast(factors.Least), step * TLanes.Broadcast(factors.Shrinkage)), grown);
        var back = factors.Worse ? -TLanes.Load(changes) : TLanes.Zero;
        // A gradient that is NaN must stay visible, not count as 0.
        var onward = TLanes.Select(TLanes.LessThan(TLanes.Zero, gradient), -step, TLanes.Select(TLanes.LessThan(gradient, TLanes.Zero), step, gradient));
        var change = TLanes.Select(turned, back, onward);
        TLanes.Store(steps, step);
        TLanes.Store(gradients, TLanes.Select(turned, TLanes.Zero, gradient));
        TLanes.Store(changes, change);
        TLanes.Store(w, TLanes.Load(w) + change);
    }

    /// <summary>Copies a partial bundle into a row of the room and returns the row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T* LoadPartial(T* room, int row, T* source, int count)
    {
        var target = room + (row * TLanes.Count);
        for (var k = 0; k < count; k++)
            target[k] = source[k];
        return target;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void WriteBack(T* room, int row, T* target, int count)
    {
        for (var k = 0; k < count; k++)
            target[k] = room[(row * TLanes.Count) + k];
    }
}

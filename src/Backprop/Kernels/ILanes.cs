namespace Backprop;

/// <summary>
/// A fixed bundle of 64 bytes of numbers, 16 <see cref="float"/> or 8 <see cref="double"/>, on which every operation works at once.
/// It is one 512-bit, two 256-bit or four 128-bit vectors; every operation gives the same bits whichever it is.
/// Unit functions are written over it (<see cref="IUnitFunction"/>), so that a function of your own is compiled to the same machine code as those of the library.
/// </summary>
/// <typeparam name="TSelf">The bundle itself.</typeparam>
/// <typeparam name="T">The element, <see cref="float"/> or <see cref="double"/>.</typeparam>
public unsafe interface ILanes<TSelf, T>
    where TSelf : unmanaged, ILanes<TSelf, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Lanes in the bundle: 16 for <see cref="float"/>, 8 for <see cref="double"/>.</summary>
    static virtual int Count
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 64 / sizeof(T);
    }

    /// <summary>0 in every lane.</summary>
    static virtual TSelf Zero
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => default;
    }

    /// <summary>1 in every lane.</summary>
    static virtual TSelf One
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => TSelf.Broadcast(T.One);
    }

    /// <summary><paramref name="value"/> in every lane.</summary>
    /// <param name="value">A number.</param>
    /// <returns>The bundle.</returns>
    static abstract TSelf Broadcast(T value);

    /// <summary><paramref name="value"/>, rounded once to <typeparamref name="T"/>, in every lane; for constants.</summary>
    /// <param name="value">A number.</param>
    /// <returns>The bundle.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual TSelf Constant(double value)
    {
        return typeof(T) == typeof(float)
            ? TSelf.Broadcast(Unsafe.BitCast<float, T>((float)value))
            : TSelf.Broadcast(Unsafe.BitCast<double, T>(value));
    }

    /// <summary>a + b.</summary>
    /// <param name="a">The first operands, one per lane.</param>
    /// <param name="b">The second operands, one per lane.</param>
    /// <returns>The sum of each pair of lanes.</returns>
    static abstract TSelf operator +(TSelf a, TSelf b);

    /// <summary>a − b.</summary>
    /// <param name="a">The first operands, one per lane.</param>
    /// <param name="b">The second operands, one per lane.</param>
    /// <returns>The result in every lane.</returns>
    static abstract TSelf operator -(TSelf a, TSelf b);

    /// <summary>a · b.</summary>
    /// <param name="a">The first operands, one per lane.</param>
    /// <param name="b">The second operands, one per lane.</param>
    /// <returns>The product of each pair of lanes.</returns>
    static abstract TSelf operator *(TSelf a, TSelf b);

    /// <summary>a / b, correctly rounded.</summary>
    /// <param name="a">The first operands, one per lane.</param>
    /// <param name="b">The second operands, one per lane.</param>
    /// <returns>The quotient of each pair of lanes.</returns>
    static abstract TSelf operator /(TSelf a, TSelf b);

    /// <summary>−a: the sign bit flipped.</summary>
    /// <param name="a">The first operands, one per lane.</param>
    /// <returns>The result in every lane.</returns>
    static abstract TSelf operator -(TSelf a);

    /// <summary>a · b + c, rounded once. Use it wherever a product is added: a · b + c in two operations is another number.</summary>
    /// <param name="a">The first factors.</param>
    /// <param name="b">The second factors.</param>
    /// <param name="c">The terms to add to or to subtract from.</param>
    /// <returns>a · b + c in every lane.</returns>
    static abstract TSelf MultiplyAdd(TSelf a, TSelf b, TSelf c);

    /// <summary><see cref="MultiplyAdd"/> whose c is so large that the sum is a whole number, in the lowest bits: a · b rounded. Of lanes that carry derivatives it has the derivative 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static virtual TSelf MultiplyAddToWhole(TSelf a, TSelf b, TSelf c) => TSelf.MultiplyAdd(a, b, c);

    /// <summary>sum ← *factor · b + sum, each lane rounded once: <see cref="MultiplyAdd"/> in place, which keeps the sums of a loop in registers.</summary>
    internal static abstract void Accumulate(ref TSelf sum, T* factor, TSelf b);

    /// <summary>sum ← a · b + sum, likewise.</summary>
    internal static abstract void Accumulate(ref TSelf sum, TSelf a, TSelf b);

    /// <summary>*source in every lane, in one load.</summary>
    internal static abstract TSelf BroadcastFrom(T* source);

    /// <summary>sum ← a · b + sum with the lanes of b in memory, likewise: they need no register.</summary>
    internal static abstract void AccumulateFrom(ref TSelf sum, TSelf a, T* b);

    /// <summary>c − a · b, rounded once.</summary>
    /// <param name="a">The first factors.</param>
    /// <param name="b">The second factors.</param>
    /// <param name="c">The terms to add to or to subtract from.</param>
    /// <returns>c − a · b in every lane.</returns>
    static abstract TSelf NegatedMultiplyAdd(TSelf a, TSelf b, TSelf c);

    /// <summary>a where a &lt; b, else b; so b where either is NaN. Pass the bound first, and a NaN in the value stays NaN.</summary>
    /// <param name="a">The first operands; a bound, if one is.</param>
    /// <param name="b">The second operands, one per lane.</param>
    /// <returns>The lesser of each pair of lanes.</returns>
    static abstract TSelf Min(TSelf a, TSelf b);

    /// <summary>a where a &gt; b, else b; so b where either is NaN. Pass the bound first, and a NaN in the value stays NaN.</summary>
    /// <param name="a">The first operands; a bound, if one is.</param>
    /// <param name="b">The second operands, one per lane.</param>
    /// <returns>The greater of each pair of lanes.</returns>
    static abstract TSelf Max(TSelf a, TSelf b);

    /// <summary>|a|: the sign bit cleared.</summary>
    /// <param name="a">The arguments, one per lane.</param>
    /// <returns>The absolute value of every lane.</returns>
    static abstract TSelf Abs(TSelf a);

    /// <summary>√a, correctly rounded; NaN below zero.</summary>
    /// <param name="a">The arguments, one per lane.</param>
    /// <returns>The square root of every lane.</returns>
    static abstract TSelf Sqrt(TSelf a);

    /// <summary>The nearest integer, halves to even.</summary>
    /// <param name="a">The arguments, one per lane.</param>
    /// <returns>The nearest integer to every lane.</returns>
    static abstract TSelf RoundToNearest(TSelf a);

    /// <summary>Mask: all bits of a lane set where a &lt; b.</summary>
    /// <param name="a">The first operands, one per lane.</param>
    /// <param name="b">The second operands, one per lane.</param>
    /// <returns>The mask.</returns>
    static abstract TSelf LessThan(TSelf a, TSelf b);

    /// <summary>Mask: all bits of a lane set where a ≤ b.</summary>
    /// <param name="a">The first operands, one per lane.</param>
    /// <param name="b">The second operands, one per lane.</param>
    /// <returns>The mask.</returns>
    static abstract TSelf LessThanOrEqual(TSelf a, TSelf b);

    /// <summary>Mask: all bits of a lane set where a = b.</summary>
    /// <param name="a">The first operands, one per lane.</param>
    /// <param name="b">The second operands, one per lane.</param>
    /// <returns>The mask.</returns>
    static abstract TSelf Equal(TSelf a, TSelf b);

    /// <summary>Mask: all bits of a lane set where a is NaN.</summary>
    /// <param name="a">The arguments, one per lane.</param>
    /// <returns>The mask.</returns>
    static abstract TSelf IsNaN(TSelf a);

    /// <summary><paramref name="a"/> where the mask's bits are set, <paramref name="b"/> where they are clear.</summary>
    /// <param name="mask">A mask, as comparisons make it.</param>
    /// <param name="a">The lanes that a set mask selects.</param>
    /// <param name="b">The lanes that a clear mask selects.</param>
    /// <returns>The selected lanes.</returns>
    static abstract TSelf Select(TSelf mask, TSelf a, TSelf b);

    /// <summary>The lanes at <paramref name="source"/>; no alignment needed.</summary>
    internal static abstract TSelf Load(T* source);

    /// <summary>Writes the lanes to <paramref name="target"/>; no alignment needed.</summary>
    internal static abstract void Store(T* target, TSelf value);

    /// <summary>source[indices[l]] in lane l.</summary>
    internal static abstract TSelf Gather(T* source, int* indices);

    /// <summary>
    /// The sum of all lanes by one fixed tree of halves: lane l + lane l + Count/2, then the lower half likewise, down to one.
    /// </summary>
    internal static abstract T SumOfLanes(TSelf a);

    /// <summary>Lane k: <see cref="SumOfLanes"/> of bundle k of the <see cref="Count"/> that follow one another at <paramref name="bundles"/>.</summary>
    internal static abstract TSelf SumsOfLanes(T* bundles);

    /// <summary>The number in one lane.</summary>
    internal static virtual T Lane(TSelf a, int lane)
    {
        var numbers = stackalloc T[TSelf.Count];
        TSelf.Store(numbers, a);
        return numbers[lane];
    }

    /// <summary>a &amp; b, bit by bit; joins masks.</summary>
    internal static abstract TSelf And(TSelf a, TSelf b);

    /// <summary>The lane's bits shifted left until the lowest ones are the exponent field (23 for float, 52 for double).</summary>
    internal static abstract TSelf ShiftToExponent(TSelf a);

    /// <summary>The exponent field of a positive number as an integer shifted down to the lowest bits.</summary>
    internal static abstract TSelf ShiftFromExponent(TSelf a);

    /// <summary>a − b of the bits as integers, with wrap-around.</summary>
    internal static abstract TSelf SubtractBits(TSelf a, TSelf b);

    /// <summary>Whether a mask holds in any lane: the one question on which a function over lanes may take another way.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static virtual bool Any(TSelf mask) => TSelf.SumOfLanes(TSelf.And(mask, TSelf.One)) != T.Zero;

    /// <summary><see cref="AngleReduction"/> of every lane.</summary>
    /// <returns>The multiples of π/2.</returns>
    internal static virtual TSelf ReduceAngle(TSelf angle, out TSelf rest, out TSelf low)
    {
        T* x = stackalloc T[TSelf.Count], turns = stackalloc T[TSelf.Count], rests = stackalloc T[TSelf.Count], lows = stackalloc T[TSelf.Count];
        TSelf.Store(x, angle);
        for (var lane = 0; lane < TSelf.Count; lane++)
            (turns[lane], rests[lane], lows[lane]) = AngleReduction.Of(x[lane]);
        (rest, low) = (TSelf.Load(rests), TSelf.Load(lows));
        return TSelf.Load(turns);
    }
}

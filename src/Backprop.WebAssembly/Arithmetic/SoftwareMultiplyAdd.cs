namespace Backprop.WebAssembly;

/// <summary>Fused multiply-adds where the engine has no instruction that is known to round once.</summary>
internal abstract class SoftwareMultiplyAdd
{
    /// <summary>Leaves a · b + c on the stack, or c − a · b if <paramref name="negated"/>, rounded once.</summary>
    public abstract void Write(FunctionCode code, Local a, Local b, Local c, bool negated, WideValues wide);

    /// <summary>The function of a precision; its code is added to the module.</summary>
    public static SoftwareMultiplyAdd Of<T>(ModuleWriter module)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        typeof(T) == typeof(float) ? new SingleMultiplyAdd(module) : new DoubleMultiplyAdd(module);
}

/// <summary>Vectors of singles as two of doubles each, which several multiply-adds in a row share; a local that is in here must not be set again.</summary>
internal sealed class WideValues(FunctionCode code)
{
    private readonly Dictionary<Local, (Local Low, Local High)> known = [];

    public (Local Low, Local High) Of(Local vector)
    {
        if (!known.TryGetValue(vector, out var halves))
        {
            halves = (code.New(ValueType.V128), code.New(ValueType.V128));
            SingleMultiplyAdd.Promote(code, vector, 0);
            code.Set(halves.Low);
            SingleMultiplyAdd.Promote(code, vector, 1);
            code.Set(halves.High);
            known.Add(vector, halves);
        }
        return halves;
    }

    /// <summary>Takes a vector in whose lanes is the same number: its halves are one.</summary>
    public void AddSplat(Local vector)
    {
        var half = code.New(ValueType.V128);
        SingleMultiplyAdd.Promote(code, vector, 0);
        code.Set(half);
        known[vector] = (half, half);
    }

    /// <summary>Takes halves that others know.</summary>
    public void Add(WideValues others)
    {
        foreach (var (vector, halves) in others.known)
            known[vector] = halves;
    }
}

/// <summary>
/// In single precision: the product is exact in double, the sum is rounded to double, and that to single. Rounding twice differs from rounding once only where the double is
/// in the middle between two singles, or where singles are subnormal; there the sum is first rounded to odd by its error (Boldo and Melquiond 2008).
/// </summary>
internal sealed class SingleMultiplyAdd : SoftwareMultiplyAdd
{
    private readonly int exact;

    public SingleMultiplyAdd(ModuleWriter module)
    {
        var code = new FunctionCode([ValueType.V128, ValueType.V128, ValueType.V128], [ValueType.V128]);
        exact = module.Add(code);
        var halves = new Local[2];
        for (var half = 0; half < 2; half++)
        {
            Local p = code.New(ValueType.V128), c = code.New(ValueType.V128), s = code.New(ValueType.V128), t = code.New(ValueType.V128), e = code.New(ValueType.V128);
            Promote(code, code.Parameter(0), half);
            Promote(code, code.Parameter(1), half);
            code.Do(VectorOp.F64x2Multiply).Set(p);
            Promote(code, code.Parameter(2), half);
            code.Set(c);
            code.Get(p).Get(c).Do(VectorOp.F64x2Add).Set(s);
            code.Get(s).Get(p).Do(VectorOp.F64x2Subtract).Set(t);
            // What rounding took from s; NaN where s is not finite, which no comparison takes for inexact.
            code.Get(p).Get(s).Get(t).Do(VectorOp.F64x2Subtract).Do(VectorOp.F64x2Subtract).Get(c).Get(t).Do(VectorOp.F64x2Subtract).Do(VectorOp.F64x2Add).Set(e);
            RoundToOdd(code, s, e);
            code.Set(s);
            halves[half] = s;
        }
        Demote(code, halves[0], halves[1]);
    }

    /// <summary>Leaves s on the stack, where e is not 0 that of the two doubles around s + e whose last bit is 1; s is s + e rounded to nearest.</summary>
    public static void RoundToOdd(FunctionCode code, Local s, Local e) => code.Scope(() =>
    {
        var inexact = code.New(ValueType.V128);
        code.V128(0, 0).Get(e).Do(VectorOp.F64x2Abs).Do(VectorOp.F64x2Less).Set(inexact);
        // Towards 0 by one place where e has the other sign, then the last bit set.
        code.Get(s).Get(s).Get(e).Do(VectorOp.Xor).I32(63).Do(VectorOp.I64x2ShiftRightUnsigned).Get(inexact).Do(VectorOp.And).Do(VectorOp.I64x2Subtract);
        code.Get(inexact).V128(1, 1).Do(VectorOp.And).Do(VectorOp.Or);
    });

    public override void Write(FunctionCode code, Local a, Local b, Local c, bool negated, WideValues wide)
    {
        // In locals of the caller's scope, since it may go on with them.
        var (lowA, highA) = wide.Of(a);
        var (lowB, highB) = wide.Of(b);
        var (lowC, highC) = wide.Of(c);
        code.Scope(() =>
        {
            Local low = code.New(ValueType.V128), high = code.New(ValueType.V128), result = code.New(ValueType.V128);
            Sum(lowA, lowB, lowC, low);
            Sum(highA, highB, highC, high);
            Demote(code, low, high);
            code.Set(result);
            // The lower halves of all four sums: in the middle between two singles all their lowest 29 bits are 0 but the highest of these.
            code.Get(low).Get(high).Shuffle(0, 1, 2, 3, 8, 9, 10, 11, 16, 17, 18, 19, 24, 25, 26, 27);
            code.V128(0x1fffffff1fffffff, 0x1fffffff1fffffff).Do(VectorOp.And).V128(0x1000000010000000, 0x1000000010000000).Do(VectorOp.I32x4Equal);
            code.Get(result).Do(VectorOp.F32x4Abs).V128(0x0080000000800000, 0x0080000000800000).Do(VectorOp.F32x4LessOrEqual).Do(VectorOp.Or).Do(VectorOp.AnyTrue);
            code.If(() =>
            {
                code.Get(a);
                if (negated)
                    code.Do(VectorOp.F32x4Negate);
                code.Get(b).Get(c).Call(exact).Set(result);
            });
            code.Get(result);
        });

        void Sum(Local ofA, Local ofB, Local ofC, Local sum)
        {
            if (negated)
                code.Get(ofC).Get(ofA).Get(ofB).Do(VectorOp.F64x2Multiply).Do(VectorOp.F64x2Subtract).Set(sum);
            else
                code.Get(ofA).Get(ofB).Do(VectorOp.F64x2Multiply).Get(ofC).Do(VectorOp.F64x2Add).Set(sum);
        }
    }

    /// <summary>Leaves two lanes of a vector on the stack as doubles.</summary>
    public static void Promote(FunctionCode code, Local vector, int half)
    {
        code.Get(vector);
        if (half == 1)
            code.Get(vector).Shuffle(8, 9, 10, 11, 12, 13, 14, 15, 8, 9, 10, 11, 12, 13, 14, 15);
        code.Do(VectorOp.F64x2PromoteLowF32x4);
    }

    private static void Demote(FunctionCode code, Local low, Local high) =>
        code.Get(low).Do(VectorOp.F32x4DemoteF64x2Zero).Get(high).Do(VectorOp.F32x4DemoteF64x2Zero).Shuffle(0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23);
}

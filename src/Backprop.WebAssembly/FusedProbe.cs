namespace Backprop.WebAssembly;

/// <summary>
/// A small WebAssembly module that tells whether the engine's relaxed multiply-adds round once in both precisions, on this machine: it exports <c>fused() → i32</c>, 1 or 0.
/// An engine without relaxed SIMD refuses to compile it, which means 0 too; every engine of 2023 and later has it, and fuses on every processor with the instruction.
/// <code>
/// let fused = false;
/// try { fused = (await WebAssembly.instantiate(bytes)).instance.exports.fused() === 1; } catch { }
/// </code>
/// </summary>
public static class FusedProbe
{
    /// <summary>Writes the module.</summary>
    /// <returns>The module in the binary format.</returns>
    public static byte[] Write()
    {
        var module = new ModuleWriter();
        var code = new FunctionCode([], [ValueType.I32]);
        // (1 + ε)² − (1 + 2ε) is ε² where it is rounded once, and 0 where the product is rounded too; likewise with −ε, and where the product is subtracted.
        code.I32(1);
        Check<float>(code, 1 / 8388608f);
        Check<double>(code, 1 / 4503599627370496.0);
        module.Export("fused", module.Add(code));
        return module.ToArray();
    }

    private static void Check<T>(FunctionCode code, T place)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var vectors = new VectorCode<T>(code, software: null);
        var two = T.One + T.One;
        foreach (var small in (T[])[place, place * two, place * two * two, -place, -place * two])
        {
            var (factor, sum) = (T.One + small, T.One + (two * small));
            Local factors = Of(factor), sums = Of(sum), negatives = Of(-sum);
            vectors.MultiplyAdd(factors, factors, negatives).Constant(small * small).Equal();
            IsEverywhere();
            vectors.NegatedMultiplyAdd(factors, factors, sums).Constant(-(small * small)).Equal();
            IsEverywhere();
        }

        Local Of(T value)
        {
            var local = vectors.New();
            vectors.Constant(value).Set(local);
            return local;
        }

        // All lanes hold the same numbers; none may differ.
        void IsEverywhere() => code.V128(ulong.MaxValue, ulong.MaxValue).Do(VectorOp.Xor).Do(VectorOp.AnyTrue).Do(Op.I32EqualsZero).Do(Op.I32And);
    }
}

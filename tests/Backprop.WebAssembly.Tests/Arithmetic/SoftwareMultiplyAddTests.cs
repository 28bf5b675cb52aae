namespace Backprop.WebAssembly.Tests.Arithmetic;

public sealed class SoftwareMultiplyAddTests
{
    /// <summary>Numbers at the ends of every range, among them those between which double rounding shows.</summary>
    private static readonly double[] Special =
    [
        0, -0.0, 1, -1, 0.5, 3, 1e-300, -1e300, double.MaxValue, double.MinValue, double.Epsilon, -double.Epsilon, 2.2250738585072014e-308, 2.225073858507201e-308,
        double.PositiveInfinity, double.NegativeInfinity, double.NaN, float.MaxValue, float.Epsilon, 1.17549435e-38, 1.17549421e-38, 1 + 1.1920929e-7, 1 - 5.96046448e-8, 1 + 2.220446049250313e-16, 5.960464477539063e-8, 4503599627370497, 16777217,
    ];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Singles_are_rounded_once(bool negated) => Check<float>(MathF.FusedMultiplyAdd, negated);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Doubles_are_rounded_once(bool negated) => Check<double>(Math.FusedMultiplyAdd, negated);

    private static void Check<T>(Func<T, T, T, T> expected, bool negated)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        const int count = 120_000;
        var module = new ModuleWriter();
        var software = SoftwareMultiplyAdd.Of<T>(module);
        var code = new FunctionCode([], []);
        var vectors = new VectorCode<T>(code, software);
        var bytes = count * VectorCode<T>.NumberBytes;
        code.For(bytes, VectorCode<T>.VectorBytes, at =>
        {
            var operands = new Local[3];
            for (var operand = 0; operand < 3; operand++)
            {
                operands[operand] = vectors.New();
                code.Get(at);
                vectors.Load(operand * bytes).Set(operands[operand]);
            }
            code.Get(at);
            _ = negated ? vectors.NegatedMultiplyAdd(operands[0], operands[1], operands[2]) : vectors.MultiplyAdd(operands[0], operands[1], operands[2]);
            vectors.Store(3 * bytes);
        });
        module.Export("run", module.Add(code));
        module.MemoryBytes = 4 * bytes;
        var (a, b, c) = Operands<T>(count);
        using var engine = new Engine(module.ToArray());
        a.CopyTo(engine.Numbers<T>(0, count));
        b.CopyTo(engine.Numbers<T>(bytes, count));
        c.CopyTo(engine.Numbers<T>(2 * bytes, count));
        engine.Instance.GetAction("run")!();
        var results = engine.Numbers<T>(3 * bytes, count);
        for (var k = 0; k < count; k++)
        {
            var result = expected(negated ? -a[k] : a[k], b[k], c[k]);
            if (!(T.IsNaN(result) ? T.IsNaN(results[k]) : result == results[k] && T.IsNegative(result) == T.IsNegative(results[k])))
                Assert.Fail($"{a[k]:R} · {b[k]:R} + {c[k]:R} is {results[k]:R}, expected {result:R}");
        }
    }

    private static (T[] A, T[] B, T[] C) Operands<T>(int count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var random = new RandomSource(5);
        var (a, b, c) = (new T[count], new T[count], new T[count]);
        var k = 0;
        foreach (var x in Special)
        {
            foreach (var y in Special)
            {
                foreach (var z in Special)
                    (a[k], b[k], c[k++]) = (T.CreateTruncating(x), T.CreateTruncating(y), T.CreateTruncating(z));
            }
        }
        var single = typeof(T) == typeof(float);
        var (places, widest) = (single ? 24 : 53, single ? 140 : 1060);
        for (; k < count; k++)
        {
            // Of few places or all, of every size; and terms that are near the product, nearly cancel it, or are about half a place from it.
            var (ofA, ofB) = (Size(), k % 3 == 0 ? Size() : random.NextInt(20) - 10);
            (a[k], b[k]) = (Number(random.NextInt(places) + 1, ofA), Number(random.NextInt(places) + 1, ofB));
            c[k] = (k % 5) switch
            {
                0 => Number(random.NextInt(places) + 1, Size()),
                1 => -(a[k] * b[k]),
                2 => Number(random.NextInt(places) + 1, ofA + ofB + random.NextInt(4) - 2 + places),
                3 => Number(random.NextInt(places) + 1, ofA + ofB - random.NextInt(3 * places)),
                _ => T.CreateTruncating(random.NextInt(3) - 1) * Number(1, random.NextInt(10) - (single ? 150 : 1075)),
            };
        }
        return (a, b, c);

        int Size() => random.NextInt((2 * widest) + 1) - widest;

        T Number(int ofPlaces, int exponent)
        {
            var significand = (double)((random.NextBits() >> (64 - ofPlaces)) | 1UL | (1UL << (ofPlaces - 1)));
            return T.CreateTruncating(Math.ScaleB(random.NextInt(2) == 0 ? significand : -significand, exponent - ofPlaces));
        }
    }
}

using Backprop.SourceCode;

namespace Backprop.WebAssembly;

/// <summary>Writes loops over stretches of vectors as long as the weights.</summary>
internal sealed class StretchLoops<T>(VectorCode<T> vectors, int weightCount)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Vector = VectorCode<T>.VectorBytes, Bundle = 16, Chunk = 1 << 13;

    public VectorCode<T> Vectors => vectors;

    /// <summary>Computes a formula of the numbers of a stretch in vectors as long as the weights, whole vectors first, then one by one.</summary>
    /// <param name="stretch">The stretch.</param>
    /// <param name="arguments">Where the vectors begin whose numbers are the first arguments.</param>
    /// <param name="scalars">Vectors that are the same for all weights: the further arguments.</param>
    /// <param name="results">Where the vectors begin that receive the results.</param>
    /// <param name="function">The formula.</param>
    /// <param name="pads">Whether the formula leaves 0 where all numbers are 0, so that the room behind the last weight may be computed too.</param>
    public void Each(WeightStretch stretch, int[] arguments, Local[] scalars, int[] results, Func<TracedLanes<T>[], TracedLanes<T>[]> function, bool pads = true)
    {
        var code = vectors.Code;
        code.Scope(() =>
        {
            var formula = vectors.Prepare(arguments.Length + scalars.Length, function);
            var lanes = Vector / VectorCode<T>.NumberBytes;
            // Behind the last weight there may be room for more: zeros, which stay so.
            var padded = (stretch.Length + lanes - 1) / lanes * lanes;
            var count = pads && stretch.Offset + stretch.Length == weightCount && stretch.Offset + padded <= BlockShape.Padded(weightCount) ? padded : stretch.Length;
            var (first, whole) = (stretch.Offset * VectorCode<T>.NumberBytes, count / lanes);
            if (whole > 0)
                Run(whole * Vector, Vector, first, isOne: false);
            if (count % lanes > 0)
                Run(count % lanes * VectorCode<T>.NumberBytes, VectorCode<T>.NumberBytes, first + (whole * Vector), isOne: true);

            void Run(int end, int step, int from, bool isOne) => code.For(end, step, at => code.Scope(() =>
            {
                var loaded = new List<Local>();
                foreach (var argument in arguments)
                {
                    var local = vectors.New();
                    code.Get(at);
                    (isOne ? vectors.LoadOne(argument + from) : vectors.Load(argument + from)).Set(local);
                    loaded.Add(local);
                }
                var computed = formula.Of([.. loaded, .. scalars]);
                for (var k = 0; k < results.Length; k++)
                {
                    code.Get(at);
                    vectors.Get(computed[k]);
                    _ = isOne ? vectors.StoreOne(results[k] + from) : vectors.Store(results[k] + from);
                }
            }));
        });
    }

    /// <summary>Leaves the sum of the squares of a stretch on the stack, a double, added in the library's order: chunk by chunk, in 16 lanes each.</summary>
    /// <param name="stretch">The stretch.</param>
    /// <param name="vector">Where the vector begins.</param>
    public void SumOfSquares(WeightStretch stretch, int vector)
    {
        var code = vectors.Code;
        code.Scope(() =>
        {
            var (first, whole) = (vector + (stretch.Offset * VectorCode<T>.NumberBytes), stretch.Length / Chunk);
            var sum = code.New(ValueType.F64);
            code.F64(0).Set(sum);
            if (whole > 0)
                code.For(whole * Chunk * VectorCode<T>.NumberBytes, Chunk * VectorCode<T>.NumberBytes, at => AddChunk(sum, at, first, Chunk));
            if (stretch.Length % Chunk > 0)
                code.For(1, 1, at => AddChunk(sum, at, first + (whole * Chunk * VectorCode<T>.NumberBytes), stretch.Length % Chunk));
            code.Get(sum);
        });
    }

    private void AddChunk(Local sum, Local at, int first, int count)
    {
        var code = vectors.Code;
        code.Scope(() =>
        {
            var lanes = new Local[Bundle / 2];
            var square = vectors.New();
            for (var pair = 0; pair < lanes.Length; pair++)
            {
                lanes[pair] = vectors.New();
                code.V128(0, 0).Set(lanes[pair]);
            }
            var (whole, rest) = (count / Bundle, count % Bundle);
            if (whole > 0)
            {
                code.For(whole * Bundle * VectorCode<T>.NumberBytes, Bundle * VectorCode<T>.NumberBytes, within =>
                {
                    for (var pair = 0; pair < lanes.Length; pair++)
                        AddPair(pair, isOne: false, () => code.Get(at).Get(within).Do(Op.I32Add), first);
                });
            }
            for (var pair = 0; 2 * pair < rest; pair++)
                AddPair(pair, isOne: (2 * pair) + 1 == rest, () => code.Get(at), first + (whole * Bundle * VectorCode<T>.NumberBytes));
            // Both halves of the sixteen, then halves again.
            for (var pair = 0; pair < 4; pair++)
                code.Get(lanes[pair]).Get(lanes[pair + 4]).Do(VectorOp.F64x2Add).Set(lanes[pair]);
            code.Get(lanes[0]).Get(lanes[2]).Do(VectorOp.F64x2Add).Get(lanes[1]).Get(lanes[3]).Do(VectorOp.F64x2Add).Do(VectorOp.F64x2Add).Set(square);
            code.Get(sum).Get(square).Lane(VectorOp.F64x2ExtractLane, 0).Get(square).Lane(VectorOp.F64x2ExtractLane, 1).Do(Op.F64Add).Do(Op.F64Add).Set(sum);

            // Adds the squares of two numbers, or of one and 0.
            void AddPair(int pair, bool isOne, Action pushAddress, int from)
            {
                pushAddress();
                var offset = from + (2 * pair * VectorCode<T>.NumberBytes);
                if (VectorCode<T>.NumberBytes == 4)
                {
                    // The square of a float is exact in double.
                    code.At(isOne ? VectorOp.Load32Zero : VectorOp.Load64Zero, offset).Do(VectorOp.F64x2PromoteLowF32x4).Set(square);
                    code.Get(square).Get(square).Do(VectorOp.F64x2Multiply).Get(lanes[pair]).Do(VectorOp.F64x2Add).Set(lanes[pair]);
                    return;
                }
                code.At(isOne ? VectorOp.Load64Zero : VectorOp.Load, offset).Set(square);
                vectors.MultiplyAdd(square, square, lanes[pair]).Set(lanes[pair]);
            }
        });
    }
}

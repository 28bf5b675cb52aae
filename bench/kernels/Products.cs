using System.Diagnostics;
using System.Globalization;

namespace Backprop.Bench;

/// <summary>
/// <c>dotnet run -c Release --project bench/kernels -- products</c>: the three products of a projection at the shapes of W3 and W4 beside those of oneDNN, OpenBLAS and BLIS, on one thread, in turns in one process.
/// Before they are timed their results are compared.
/// </summary>
internal static unsafe class Products
{
    private const int Rounds = 15;
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(0.02);

    /// <summary>Receiving units, sending units, cases: the projections of 784-128-10 with batches of 64, and of 784-1024-1024-10 with batches of 256.</summary>
    private static readonly (string Work, int To, int From, int Cases)[] Shapes =
        [("W3", 128, 784, 64), ("W3", 10, 128, 64), ("W4", 1024, 784, 256), ("W4", 1024, 1024, 256), ("W4", 10, 1024, 256)];

    public static void Run(TextWriter output)
    {
        var peers = PeerProduct.Installed;
        output.WriteLine(FormattableString.Invariant($"GFLOP/s, the fastest of {Rounds} turns each; {(int)Lanes.Width}-bit vectors; one thread if OMP_NUM_THREADS, OPENBLAS_NUM_THREADS and BLIS_NUM_THREADS are 1"));
        output.WriteLine($"work product   shape              Backprop{string.Concat(peers.Select(static peer => $"{peer.Name,10}"))}   of the best");
        foreach (var shape in Shapes)
        {
            foreach (var product in (string[])["forward", "back", "gradient"])
                output.WriteLine(Line(product, shape, peers));
        }
    }

    private static string Line(string product, (string Work, int To, int From, int Cases) shape, IReadOnlyList<PeerProduct> peers)
    {
        var (work, to, from, cases) = shape;
        var (weights, senders, receivers) = (Random(to * from), Random(from * cases), Random(to * cases));
        var results = (float[])[.. Enumerable.Repeat(0f, Math.Max(to * from, Math.Max(from, to) * cases))];
        var result = new AlignedBuffer<float>(results.Length);
        var zero = new AlignedBuffer<float>(16);
        var kernels = Kernels<float>.Best;
        Matrix<float> w = weights.Matrix(to, from, from), y = senders.Matrix(from, cases, cases), dx = receivers.Matrix(to, cases, cases);

        Action ours = product switch
        {
            "forward" => () => kernels.Forward(w, y, result.Matrix(to, cases, cases), SumStart<float>.Same(zero.Pointer)),
            "back" => () => kernels.Back(w, dx, result.Matrix(from, cases, cases), SumStart<float>.Same(zero.Pointer)),
            _ => () => kernels.Gradient(dx, y, result.Matrix(to, from, from), ProductShape.UsesCaseOrder(to, from, cases), fresh: true, null),
        };
        Action Theirs(PeerProduct peer) => product switch
        {
            "forward" => () => peer.Multiply(false, false, to, cases, from, w.Pointer, from, y.Pointer, cases, result.Pointer, cases),
            "back" => () => peer.Multiply(true, false, from, cases, to, w.Pointer, from, dx.Pointer, cases, result.Pointer, cases),
            _ => () => peer.Multiply(false, true, to, from, cases, dx.Pointer, cases, y.Pointer, cases, result.Pointer, from),
        };
        Action[] all = [ours, .. peers.Select(Theirs)];
        ours();
        result.Span.CopyTo(results);
        foreach (var (peer, theirs) in peers.Zip(all.Skip(1)))
        {
            theirs();
            for (var k = 0; k < results.Length; k++)
            {
                if (!(Math.Abs(result.Span[k] - results[k]) <= 1e-3 * Math.Max(1, Math.Abs(results[k]))))
                    throw new InvalidOperationException(FormattableString.Invariant($"{peer.Name} computes {result.Span[k]} at {k} of the {product} product {to} × {from} × {cases}, Backprop {results[k]}."));
            }
        }
        var speeds = Fastest(all).Select(seconds => 2.0 * to * from * cases / seconds / 1e9).ToArray();
        GC.KeepAlive((weights, senders, receivers, result, zero));
        var best = speeds.Length > 1 ? speeds.Skip(1).Max() : double.NaN;
        return string.Create(CultureInfo.InvariantCulture, $"{work,-4} {product,-9} {$"{to} × {from} × {cases}",-18}{string.Concat(speeds.Select(static speed => speed.ToString("F1", CultureInfo.InvariantCulture).PadLeft(10)))}   {speeds[0] / best,10:P0}");
    }

    /// <summary>The fastest seconds per call, in turns, so that all meet the machine in the same states.</summary>
    private static double[] Fastest(Action[] all)
    {
        var fastest = Enumerable.Repeat(double.PositiveInfinity, all.Length).ToArray();
        for (var round = 0; round < Rounds; round++)
        {
            for (var one = 0; one < all.Length; one++)
            {
                var start = Stopwatch.GetTimestamp();
                TimeSpan elapsed;
                do
                {
                    var call = Stopwatch.GetTimestamp();
                    all[one]();
                    fastest[one] = Math.Min(fastest[one], Stopwatch.GetElapsedTime(call).TotalSeconds);
                    elapsed = Stopwatch.GetElapsedTime(start);
                }
                while (elapsed < Turn);
            }
        }
        return fastest;
    }

    private static AlignedBuffer<float> Random(int count)
    {
        var random = new RandomSource(1);
        var buffer = new AlignedBuffer<float>(count);
        foreach (ref var value in buffer.Span)
            value = (float)random.NextSigned();
        return buffer;
    }
}

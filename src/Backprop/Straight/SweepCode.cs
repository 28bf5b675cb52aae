using System.Diagnostics.CodeAnalysis;
using System.Runtime.Intrinsics.X86;

namespace Backprop;

/// <summary>
/// Code that computes E and ∂E/∂w of small nets of one shape over a block of cases, made while the program runs (<see cref="SweepEmitter{T}"/>). It has the bits of the plain way.
/// All trainers of that shape share it: what they run is counted together, and the code is made beside them, on a thread of the pool, once it pays.
/// </summary>
internal sealed class SweepCode<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The number of units' states, over all sweeps, from which the code is made: to make it takes about as long as the plain way takes for so many.</summary>
    internal const long Worth = 20_000_000;

    /// <summary>The most shapes of which code is made in one process, which keeps it.</summary>
    private const int Most = 64;

    private static readonly Dictionary<SweepShape, SweepCode<T>> All = [];

    private readonly SweepShape shape;
    private readonly ErrorKernel<T> error;
    private long work;
    private int isBegun;
    private volatile RunSweep? made;

    /// <summary>Code that no other trainer shares.</summary>
    /// <param name="shape">The shape.</param>
    /// <param name="error">The error measure of the group with targets.</param>
    internal SweepCode(SweepShape shape, ErrorKernel<T> error) => (this.shape, this.error) = (shape, error);

    /// <summary>Whether there is code at all: it would be compiled, and bundles are single vectors.</summary>
    internal static bool IsPossible => RowCode.IsCompiled && Lanes.Width == LaneWidth.Bits512 && Avx512F.IsSupported;

    /// <summary>Gets the code of a shape; null where there is none, or too much already.</summary>
    internal static SweepCode<T>? Of(SweepShape shape, ErrorKernel<T> error)
    {
        if (!IsPossible)
            return null;
        lock (All)
        {
            if (!All.TryGetValue(shape, out var code) && All.Count < Most)
                All.Add(shape, code = new SweepCode<T>(shape, error));
            return code;
        }
    }

    /// <summary>Counts states that were computed the plain way, and takes the code if it is made.</summary>
    /// <returns>The code; null if it is not made yet.</returns>
    internal RunSweep? Take(long more)
    {
        if (made is { } code)
            return code;
        if (Interlocked.Add(ref work, more) >= Worth && RowCode.IsPossible && Interlocked.Exchange(ref isBegun, 1) == 0)
            ThreadPool.UnsafeQueueUserWorkItem(Make, this, preferLocal: false);
        return null;
    }

    [RequiresDynamicCode(RowCode.Reason)]
    private static void Make(SweepCode<T> code) => code.Make();

    /// <summary>Makes the code.</summary>
    [RequiresDynamicCode(RowCode.Reason)]
    internal RunSweep Make()
    {
        var run = SweepEmitter<T>.Method(shape, error).CreateDelegate<RunSweep>();
        RuntimeHelpers.PrepareDelegate(run); // compiles it here, not at its first call
        return made = run;
    }
}

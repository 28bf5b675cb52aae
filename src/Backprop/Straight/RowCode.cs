using System.Diagnostics.CodeAnalysis;
using System.Runtime.Intrinsics;

namespace Backprop;

/// <summary>Runs one case.</summary>
/// <param name="inputs">The states of the input groups.</param>
/// <param name="outputs">Takes the states of the output groups.</param>
/// <returns>Whether all inputs are finite; if not, the outputs are left as they are.</returns>
internal unsafe delegate bool RunRow<T>(T* inputs, T* outputs)
    where T : unmanaged;

/// <summary>Whether there is code for rows.</summary>
internal static class RowCode
{
    internal const string Reason = "Code is made while the program runs.";

    /// <summary>Whether code can be made while the program runs: not in programs that are compiled ahead of time.</summary>
    [FeatureGuard(typeof(RequiresDynamicCodeAttribute))]
    internal static bool IsPossible => RuntimeFeature.IsDynamicCodeSupported;

    /// <summary>Whether such code is compiled; elsewhere, as in browsers, it would be interpreted.</summary>
    internal static bool IsCompiled => RuntimeFeature.IsDynamicCodeCompiled && !OperatingSystem.IsBrowser();
}

/// <summary>
/// Code that runs one case through nets of one shape, made while the program runs: one straight run of instructions without loops, in which the states of all groups stay in registers.
/// It calls the same operations over lanes as <see cref="GroupKernels{T}.RunOneCase"/>, in the same order, so that it has the same bits.
/// All runners of nets of that shape share it: what they run is counted together, and the code is made beside them, on a thread of the pool, once it pays.
/// </summary>
internal abstract unsafe class RowCode<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The number of cases from which the code is made: to make it takes about as long as the plain way takes for so many.</summary>
    internal const long Worth = 250_000;

    /// <summary>The most shapes of which code is made in one process, which keeps it.</summary>
    private const int Most = 64;

    private static readonly Dictionary<(UnitFunction Function, RowShape Shape), RowCode<T>> All = [];

    private long cases;
    private int isBegun;
    private volatile bool isMade;

    /// <summary>Gets the code of a shape; null where there is none: it would not be compiled, the net is not that small, its function takes too many operations, or there is too much code already.</summary>
    internal static RowCode<T>? Of(UnitFunction function, RowShape shape)
    {
        if (!RowCode.IsCompiled || !shape.IsSmall)
            return null;
        lock (All)
        {
            if (!All.TryGetValue((function, shape), out var code) && All.Count < Most && (code = function.Create(new FormulaFactory(shape))) is not null)
                All.Add((function, shape), code);
            return code;
        }
    }

    /// <summary>Counts cases that were run the plain way, and takes the code if it is made.</summary>
    /// <param name="more">The number of cases.</param>
    /// <param name="weights">The first weight of the net that is run; its place does not change.</param>
    /// <returns>The code for that net; null if it is not made yet.</returns>
    internal RunRow<T>? Take(long more, T* weights)
    {
        if (isMade)
            return Bind(weights);
        if (Interlocked.Add(ref cases, more) >= Worth && RowCode.IsPossible && Interlocked.Exchange(ref isBegun, 1) == 0)
            ThreadPool.UnsafeQueueUserWorkItem(Make, this, preferLocal: false);
        return null;
    }

    [RequiresDynamicCode(RowCode.Reason)]
    private static void Make(RowCode<T> code) => code.Make();

    /// <summary>Makes the code.</summary>
    [RequiresDynamicCode(RowCode.Reason)]
    internal void Make()
    {
        Compile();
        isMade = true;
    }

    /// <summary>The code for the weights of one net.</summary>
    internal abstract RunRow<T> Bind(T* weights);

    [RequiresDynamicCode(RowCode.Reason)]
    private protected abstract void Compile();

    /// <summary>Takes one vector for a group: a quarter of a bundle, or a bundle of 512 bits.</summary>
    private sealed class FormulaFactory(RowShape shape) : IFormulaFactory<RowCode<T>>
    {
        public RowCode<T>? Create<TFormula>(TFormula formula)
            where TFormula : struct, IUnitFormula =>
            !IsShort<TFormula>() ? null
            : shape.Widest <= Vector128<T>.Count ? new RowCode<TFormula, One128<T>, T>(formula, shape)
            : Lanes.Width == LaneWidth.Bits512 ? new RowCode<TFormula, Lanes512<T>, T>(formula, shape)
            : null;

        /// <summary>Whether a function is among those of so few operations that they fit into one method with those of the net (<see cref="RowShape.IsSmall"/>). A user's function may have any number.</summary>
        private static bool IsShort<TFormula>() =>
            typeof(TFormula) == typeof(Plain<LogisticFunction>) || typeof(TFormula) == typeof(Plain<TanhFunction>) || typeof(TFormula) == typeof(Plain<IdentityFunction>)
            || typeof(TFormula) == typeof(Plain<RectifiedLinearFunction>) || typeof(TFormula) == typeof(LeakyRectifiedLinearFunction) || typeof(TFormula) == typeof(ClipFunction);
    }
}

using System.Numerics;
using System.Runtime.CompilerServices;

namespace Backprop.SourceCode;

/// <summary>The steps that <see cref="TracedLanes{T}"/> write down on one thread; a step that is there already is not written twice.</summary>
internal sealed class FormulaTrace
{
    /// <summary>The number of the step that is the first argument; the others follow.</summary>
    public const int FirstArgument = 1;

    [ThreadStatic]
    private static FormulaTrace? current;

    private readonly List<FormulaStep> steps = [];
    private readonly Dictionary<FormulaStep, int> numbers = [];

    private FormulaTrace(int arguments)
    {
        Add(new FormulaStep(FormulaOperation.Constant));
        for (var argument = 0; argument < arguments; argument++)
            Add(new FormulaStep(FormulaOperation.Argument, Bits: argument));
    }

    /// <summary>The trace that is under way on this thread.</summary>
    public static FormulaTrace Current => current ?? throw new InvalidOperationException("No formula is being traced.");

    /// <summary>The steps so far.</summary>
    public IReadOnlyList<FormulaStep> Steps => steps;

    /// <summary>Writes down what a function does with its argument.</summary>
    /// <returns>The trace, and the number of the step that is the result.</returns>
    public static (FormulaTrace Trace, int Result) Of<T>(Func<TracedLanes<T>, TracedLanes<T>> function)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var (trace, results) = Of<T>(1, arguments => [function(arguments[0])]);
        return (trace, results[0]);
    }

    /// <summary>Writes down what a function of some arguments does, which may have several results.</summary>
    /// <returns>The trace, and the numbers of the steps that are the results.</returns>
    public static (FormulaTrace Trace, int[] Results) Of<T>(int arguments, Func<TracedLanes<T>[], TracedLanes<T>[]> function)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var (outer, trace) = (current, new FormulaTrace(arguments));
        current = trace;
        try
        {
            var results = function([.. Enumerable.Range(FirstArgument, arguments).Select(static step => new TracedLanes<T>(step))]);
            return (trace, [.. results.Select(static result => result.Step)]);
        }
        finally
        {
            current = outer;
        }
    }

    /// <summary>The bits of a number, those of a float in the lower half.</summary>
    public static long BitsOf<T>(T value)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        typeof(T) == typeof(float) ? Unsafe.BitCast<T, uint>(value) : Unsafe.BitCast<T, long>(value);

    /// <summary>Adds a step.</summary>
    /// <returns>Its number.</returns>
    public int Add(FormulaStep step)
    {
        if (numbers.TryGetValue(step, out var number))
            return number;
        number = steps.Count;
        steps.Add(step);
        numbers.Add(step, number);
        return number;
    }
}

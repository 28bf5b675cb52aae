using System.Numerics;
using System.Runtime.CompilerServices;

namespace Backprop.Cli;

/// <summary>W11: one change of so many weights by a rule that no cache holds what it reads and writes.</summary>
internal static class RuleWorks
{
    private const int Weights = 1 << 23;

    public static Work Adam<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Change<T>("W11a", "Adam", new Adam());

    public static Work AdamW<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Change<T>("W11b", "AdamW", new AdamW());

    /// <summary>The derivative is read; the weight and both means are read and written.</summary>
    private static Work Change<T>(string name, string rule, LearningRule by)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // Kept from run to run: memory that is new each time is slower for a while.
        var change = new Lazy<Action>(() =>
        {
            var (state, weights, gradient, changes) = (by.Start<T>(Weights), Numbers<T>(1), Numbers<T>(2), 0);
            return () => state.Change(new WeightChange<T> { Weights = weights, Gradient = gradient, Offset = 0, IsBias = false, Number = ++changes, Sweep = 1, Error = 1, PreviousError = 2 });
        });
        return new(name, $"one change of {Weights / 1e6:F1} million weights by {rule}", 0, () => change.Value)
        { Bytes = 7.0 * Unsafe.SizeOf<T>() * Weights };
    }

    private static T[] Numbers<T>(ulong seed)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var random = new RandomSource(seed);
        var numbers = new T[Weights];
        for (var k = 0; k < numbers.Length; k++)
            numbers[k] = T.CreateTruncating(random.NextSigned());
        return numbers;
    }
}

namespace Backprop.Experiments;

/// <summary>The cases of a task as plain numbers: case c asks for <c>Targets[c]</c> when given <c>Inputs[c]</c>.</summary>
internal sealed record Patterns(IReadOnlyList<double[]> Inputs, IReadOnlyList<double[]> Targets)
{
    /// <summary>All 2^<paramref name="length"/> binary vectors, counting upwards with the last unit as the lowest digit, and what each asks for.</summary>
    /// <param name="length">1 to 16.</param>
    /// <param name="target">The desired states for a vector.</param>
    public static Patterns OfAllBinary(int length, Func<double[], double[]> target)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, 16);
        var inputs = new double[1 << length][];
        for (var number = 0; number < inputs.Length; number++)
        {
            inputs[number] = new double[length];
            for (var unit = 0; unit < length; unit++) inputs[number][unit] = number >> (length - 1 - unit) & 1;
        }
        return new Patterns(inputs, [.. inputs.Select(target)]);
    }

    /// <summary>The same as cases for a net with one input and one output group.</summary>
    public Cases ToCases() => Cases.From([.. Inputs], [.. Targets]);
}

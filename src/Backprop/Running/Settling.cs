using System.Globalization;

namespace Backprop;

/// <summary>How an iterative net came to rest, or did not.</summary>
/// <param name="Iterations">The number of iterations that ran.</param>
/// <param name="IsSettled">Whether the states of the last iteration differ from those of the one before by no more than was asked for.</param>
/// <param name="Change">The greatest difference between a state of the last iteration and that of the one before; infinity after a single iteration, which has none before it.</param>
public readonly record struct Settling(int Iterations, bool IsSettled, double Change)
{
    /// <summary>"settled after 12 iterations", or "not settled after 100 iterations: states still change by 0.2".</summary>
    public override string ToString()
    {
        var after = string.Create(CultureInfo.InvariantCulture, $"settled after {Iterations} {(Iterations == 1 ? "iteration" : "iterations")}");
        return IsSettled ? after
            : double.IsInfinity(Change) ? $"not {after}: none before it to compare with"
            : string.Create(CultureInfo.InvariantCulture, $"not {after}: states still change by {Change:G3}");
    }
}

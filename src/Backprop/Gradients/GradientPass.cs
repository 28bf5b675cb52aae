namespace Backprop;

/// <summary>A <see cref="GradientMethod"/> at work: how E and ∂E/∂w of a block of cases come about. This class itself is the pass of equations 1 to 7.</summary>
/// <param name="propagation">What runs the cases forward; its states are those of the net without perturbations.</param>
internal unsafe class GradientPass<T>(Propagation<T> propagation)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    internal Propagation<T> Propagation { get; } = propagation;

    /// <summary>Whether <see cref="Propagation{T}.Derive"/> alone does it, with nothing to <see cref="Begin"/>.</summary>
    internal virtual bool IsPlain => true;

    /// <summary>Forward passes over a block since <see cref="StartCount"/>, by a pass that is not plain.</summary>
    internal double ForwardPasses { get; private protected set; }

    /// <summary>Backward passes over a block since <see cref="StartCount"/>, by a pass that is not plain; equation 6 alone counts half.</summary>
    internal double BackwardPasses { get; private protected set; }

    /// <summary>Counts passes from 0 again: a derivation begins.</summary>
    internal void StartCount() => (ForwardPasses, BackwardPasses) = (0, 0);

    /// <summary>Whether the gradient may be kept in lanes (<see cref="Gradient{T}.Lanes"/>); if not, the pass writes numbers.</summary>
    internal virtual bool AllowsLanes => true;

    /// <summary>Enters a derivation: the cases of one weight change.</summary>
    /// <param name="weights">The weights.</param>
    /// <param name="sweep">The sweep, from 1.</param>
    /// <param name="first">The number of its first case.</param>
    internal virtual void Begin(T* weights, int sweep, int first)
    {
    }

    /// <summary>Computes E of a block and, if that is finite, its ∂E/∂w, which is added to the gradient or, if <paramref name="fresh"/>, replaces it.</summary>
    /// <param name="block">The block.</param>
    /// <param name="cases">The numbers of its cases.</param>
    /// <param name="weights">The weights.</param>
    /// <param name="gradient">Takes ∂E/∂w.</param>
    /// <param name="fresh">Whether the block begins a gradient.</param>
    /// <param name="sweep">The sweep, from 1.</param>
    /// <returns>E without perturbations, or the first E that is not finite.</returns>
    internal virtual double Derive(CaseBlock<T> block, ReadOnlySpan<int> cases, T* weights, Gradient<T> gradient, bool fresh, int sweep)
    {
        ForwardPasses++;
        BackwardPasses++;
        return Propagation.Derive(block, weights, gradient, fresh);
    }
}

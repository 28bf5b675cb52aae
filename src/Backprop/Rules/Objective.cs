namespace Backprop;

/// <summary>
/// What a rule that searches minimizes: E over the cases of one weight change, plus the penalty, as a function of all weights. The rule sets <see cref="Weights"/> and asks for E there
/// (<see cref="Measure"/>, a forward pass) or for E and ∂E/∂w (<see cref="Derive"/>); the weights that it leaves are those that the net has then.
/// </summary>
/// <typeparam name="T">The precision of the net.</typeparam>
public sealed unsafe class Objective<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Network<T> network;
    private readonly IBatchPass<T> pass;
    private readonly PenaltyTerm<T> penalty;
    private readonly VectorWork<T> work;

    internal Objective(Network<T> network, IBatchPass<T> pass, PenaltyTerm<T> penalty, VectorWork<T> work) =>
        (this.network, this.pass, this.penalty, this.work) = (network, pass, penalty, work);

    /// <summary>All weights and biases, in the order of the flat vector. Frozen ones, and those that a mask leaves out, have the derivative 0 and stay as they are.</summary>
    public Span<T> Weights => network.Weights;

    /// <summary>∂E/∂w where E was last derived, as long as <see cref="Weights"/>; undefined after E that is not finite.</summary>
    public ReadOnlySpan<T> Gradient => new(pass.Gradient, network.Weights.Length);

    /// <summary>E where it was last derived: when the change begins, with the weights as they are.</summary>
    public double Error { get; private set; }

    /// <summary>t: the number of this weight change, from 1 (point 6).</summary>
    public long Number { get; private set; }

    /// <summary>The sweep in which it happens, from 1.</summary>
    public int Sweep { get; private set; }

    /// <summary>How often this trainer has derived E: each a forward and a backward pass over the cases of a change.</summary>
    public long Derivations { get; private set; }

    /// <summary>How often this trainer has measured E by a forward pass alone.</summary>
    public long Measurements { get; private set; }

    /// <summary>How many rows of a Jacobian this trainer has derived, each the backward pass of one case from one output: 0 but for <see cref="LevenbergMarquardt"/>. As many rows as there are cases cost one backward pass over them.</summary>
    public long JacobianRows { get; private set; }

    internal PenaltyTerm<T> Penalty => penalty;

    internal T* WeightPointer => network.WeightBuffer.Pointer;

    internal T* GradientPointer => pass.Gradient;

    internal VectorWork<T> Work => work;

    /// <summary>Computes E with the current <see cref="Weights"/>.</summary>
    /// <returns>E, which may be infinite or NaN far away.</returns>
    public double Measure()
    {
        Measurements++;
        return pass.Measure() + penalty.Error(WeightPointer);
    }

    /// <summary>Computes E and ∂E/∂w with the current <see cref="Weights"/>.</summary>
    /// <returns>E; where it is not finite, there is no gradient.</returns>
    public double Derive()
    {
        Derivations++;
        Error = pass.Derive() + penalty.Error(WeightPointer);
        if (double.IsFinite(Error))
            IncludePenalty();
        return Error;
    }

    /// <summary>Adds JᵀJ, J being the derivatives of all outputs with targets by the weights, with the current <see cref="Weights"/>.</summary>
    internal void AddJacobian(NormalMatrix matrix) => JacobianRows += pass.AddJacobian(matrix);

    /// <summary>Σ a · b, summed in double; the same bits with any number of threads.</summary>
    /// <param name="a">A vector.</param>
    /// <param name="b">Another one, as long.</param>
    /// <returns>The sum of the products.</returns>
    public double Dot(ReadOnlySpan<T> a, ReadOnlySpan<T> b)
    {
        SameLength(a.Length, b.Length, nameof(b));
        fixed (T* first = a, second = b)
            return work.Dot(first, second, a.Length);
    }

    /// <summary>target ← start + factor · direction, with threads where that pays off.</summary>
    /// <param name="target">The vector that is set; it may be one of the others.</param>
    /// <param name="start">A vector, as long.</param>
    /// <param name="factor">The factor.</param>
    /// <param name="direction">A vector, as long.</param>
    public void Combine(Span<T> target, ReadOnlySpan<T> start, T factor, ReadOnlySpan<T> direction)
    {
        SameLength(target.Length, start.Length, nameof(start));
        SameLength(target.Length, direction.Length, nameof(direction));
        fixed (T* to = target, from = start, along = direction)
            work.Combine(to, from, factor, along, target.Length);
    }

    /// <summary>Enters a change: E and ∂E/∂w have been derived with the weights as they are.</summary>
    internal void Begin(long number, int sweep, double error)
    {
        (Number, Sweep, Error) = (number, sweep, error + penalty.Error(WeightPointer));
        if (!pass.HasPenalty)
        {
            Derivations++;
            IncludePenalty();
        }
    }

    private void IncludePenalty()
    {
        penalty.AddTo(pass.Gradient, WeightPointer);
        pass.HasPenalty = true;
    }

    private static void SameLength(int expected, int actual, string name)
    {
        if (actual != expected)
            throw new ArgumentException($"The vectors have {expected} and {actual} numbers; they must have as many.", name);
    }
}

/// <summary>The cases of one weight change, which can be run again.</summary>
internal unsafe interface IBatchPass<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>∂E/∂w of the last <see cref="Derive"/>.</summary>
    T* Gradient { get; }

    /// <summary>Whether the penalty's derivative is in <see cref="Gradient"/>; false after each pass.</summary>
    bool HasPenalty { get; set; }

    /// <summary>E with the current weights.</summary>
    double Measure();

    /// <summary>Adds JᵀJ, J being the derivatives of all outputs with targets by the weights.</summary>
    /// <returns>The number of rows of J.</returns>
    long AddJacobian(NormalMatrix matrix);

    /// <summary>E and ∂E/∂w with the current weights; no gradient where E is not finite.</summary>
    double Derive();
}

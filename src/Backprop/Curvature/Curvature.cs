namespace Backprop;

/// <summary>
/// How ∂E/∂w changes along a direction v in the space of weights: products of the Hessian H = ∂²E/∂w², or of its Gauss–Newton part G, with vectors, exact and without the matrices (Pearlmutter 1994; Schraudolph 2002).
/// A product takes the time of a few gradients, whatever the number of weights, so that the curvature of nets with millions can be looked at:
/// the largest eigenvalue, the sharpness of a minimum, Newton directions by conjugate gradients.
/// </summary>
/// <remarks>
/// G = Σ Jᵀ L J over the cases, J the derivatives of the outputs by the weights and L the second derivative of the error measure by the outputs: by the states, or by the total inputs where cross-entropy is derived by them.
/// It leaves out that the net itself is curved. v·Gv is never below 0, and at a minimum where all errors are 0 G and H are equal; for a sum of squares G is JᵀJ, that of <see cref="LevenbergMarquardt"/>.
/// Weights that are frozen or that a mask leaves out do not move: what v has there counts as 0, and so it is in the product. Where the net takes the mean over shared copies (<see cref="SharedGradient.Mean"/>), so does the product.
/// At a corner, where a unit function or a tolerance bends, the derivative is that of one side.
/// </remarks>
/// <typeparam name="T">The precision of the net: <see cref="float"/> or <see cref="double"/>.</typeparam>
/// <example>
/// <code>
/// var cases = Cases.From([[0, 0], [0, 1], [1, 0], [1, 1]], [[0], [1], [1], [0]]);
/// var net = new Network&lt;double&gt;(Topology.Layered(2, 2, 1)).Randomize(seed: 1);
/// var curvature = new Curvature&lt;double&gt;(net, cases);
///
/// // The greatest eigenvalue by the power method: without momentum, steps with ε above 2 / λ grow along its direction.
/// double[] v = [.. net.Weights], product = new double[v.Length];
/// var greatest = 0.0;
/// for (var k = 0; k &lt; 100; k++)
/// {
///     var length = Math.Sqrt(v.Sum(x =&gt; x * x));
///     v = [.. v.Select(x =&gt; x / length)];
///     curvature.GaussNewtonTimes(v, product);
///     greatest = v.Zip(product, (a, b) =&gt; a * b).Sum();
///     product.CopyTo(v, 0);
/// }
/// Console.WriteLine($"λ = {greatest:F3}, ε below {2 / greatest:F2}");
/// </code>
/// </example>
public sealed unsafe class Curvature<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Network<T> network;
    private readonly CaseBlock<T>[] blocks;
    private readonly Propagation<T> propagation;
    private readonly Gradient<T> gradient;
    private readonly DirectionalPass<T> pass;
    private readonly Gradient<T> product;
    private readonly AlignedBuffer<T> direction;

    /// <summary>Lays out the cases for a net.</summary>
    /// <param name="network">The net; products are at the weights that it then has.</param>
    /// <param name="cases">Cases with targets.</param>
    /// <param name="error">The measure; <see cref="SumOfSquares"/> without tolerance by default.</param>
    /// <exception cref="CasesException">The cases do not fit the net, or are windows of sequences that carry on from one another.</exception>
    /// <exception cref="TopologyException">Weights lead to <see cref="UnitFunction.Threshold"/> units only, whose derivative is 0 while E jumps.</exception>
    public Curvature(Network<T> network, Cases cases, ErrorMeasure? error = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(cases);
        if (cases.Sequences is not null)
            throw new CasesException("The cases are windows of sequences, whose gradient leaves out what a window carries over to the next, so that it is not the derivative of E and has no Hessian; unroll the net over as many iterations as the longest sequence has.");
        StepUnits.Check(network.Topology);
        this.network = network;
        var topology = network.Topology;
        error ??= new SumOfSquares();
        var bound = new BoundCases(topology, cases, error);
        blocks = CaseBlock<T>.All(bound);
        propagation = new Propagation<T>(topology, blocks[0].Stride, error, StateUse.Derivatives(bound) with { KeepsTotalInputs = true });
        gradient = new Gradient<T>(topology, blocks[0].IsDense);
        pass = new DirectionalPass<T>(topology, propagation, blocks[0].Stride);
        product = new Gradient<T>(topology, dense: false);
        direction = new AlignedBuffer<T>(topology.WeightCount);
    }

    /// <summary>E over the cases at the last product; 0 before the first.</summary>
    public double Error { get; private set; }

    /// <summary>∂E/∂w at the last product, in the order of the flat vector.</summary>
    public ReadOnlySpan<T> Gradient => gradient.Values;

    /// <summary>H v: the derivative of ∂E/∂w along a direction, d/dr of the gradient at w + r·v.</summary>
    /// <param name="vector">v, as long as the flat vector of weights.</param>
    /// <param name="result">Takes the product, as long; NaN in all places if E is not finite. It may be <paramref name="vector"/>.</param>
    /// <exception cref="ArgumentException">A length is another one.</exception>
    public void HessianTimes(ReadOnlySpan<T> vector, Span<T> result) => Multiply(vector, result, wholly: true);

    /// <summary>G v, of the Gauss–Newton matrix.</summary>
    /// <param name="vector">v, as long as the flat vector of weights.</param>
    /// <param name="result">Takes the product, as long; NaN in all places if E is not finite. It may be <paramref name="vector"/>.</param>
    /// <exception cref="ArgumentException">A length is another one.</exception>
    public void GaussNewtonTimes(ReadOnlySpan<T> vector, Span<T> result) => Multiply(vector, result, wholly: false);

    private void Multiply(ReadOnlySpan<T> vector, Span<T> result, bool wholly)
    {
        Check(vector.Length, nameof(vector));
        Check(result.Length, nameof(result));
        SetDirection(vector);
        var weights = network.WeightBuffer.Pointer;
        product.Values.Clear();
        Error = 0;
        for (var index = 0; index < blocks.Length && double.IsFinite(Error); index++)
        {
            Error += propagation.Derive(blocks[index], weights, gradient, fresh: index == 0);
            if (double.IsFinite(Error))
                pass.Add(blocks[index], weights, direction.Pointer, product, wholly);
        }
        GC.KeepAlive(network);
        if (!double.IsFinite(Error))
        {
            gradient.Values.Fill(T.NaN);
            result.Fill(T.NaN);
            return;
        }
        gradient.Finish();
        product.Finish();
        product.Values.CopyTo(result);
    }

    /// <summary>Copies v, with 0 for what does not move.</summary>
    private void SetDirection(ReadOnlySpan<T> vector)
    {
        vector.CopyTo(direction.Span);
        foreach (var block in network.Topology.Blocks)
        {
            if (!block.Frozen && block.MaskArray is null && block.FrozenArray is null)
                continue;
            var part = direction.Span.Slice(block.Offset, block.Length);
            for (var k = 0; k < part.Length; k++)
            {
                if (block.IsFrozen(k) || block.MaskArray?[k] == false)
                    part[k] = T.Zero;
            }
        }
    }

    private void Check(int length, string name)
    {
        if (length != network.Topology.WeightCount)
            throw new ArgumentException($"The net has {network.Topology.WeightCount} weights, but {length} numbers are given; pass as many as there are weights.", name);
    }
}

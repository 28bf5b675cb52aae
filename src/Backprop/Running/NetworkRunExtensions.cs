namespace Backprop;

/// <summary>Runs a net on cases.</summary>
public static unsafe class NetworkRunExtensions
{
    /// <summary>
    /// Runs the net on one case in which nothing is clamped; <see cref="Run{T}(Network{T}, Cases, Noise?)"/> takes clamps. Of an unrolled iterative net the input groups are
    /// the copies of its inputs and the initial states, in the order of <see cref="Topology.Inputs"/>; <see cref="SequenceRunner{T}"/> takes it iteration by iteration.
    /// </summary>
    /// <param name="network">The net.</param>
    /// <param name="inputs">The states of all input groups, one group after the other.</param>
    /// <typeparam name="T">The precision of the net: <see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <returns>The states of all output groups, one group after the other.</returns>
    /// <exception cref="CasesException">Too many or too few inputs, or one that is not finite.</exception>
    public static T[] Run<T>(this Network<T> network, params ReadOnlySpan<T> inputs)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(network);
        var outputs = new T[network.Topology.Outputs.Sum(static group => group.Size)];
        network.Run(inputs, outputs);
        return outputs;
    }

    /// <summary>Runs the net on one case like <see cref="Run{T}(Network{T}, ReadOnlySpan{T})"/>, without allocating.</summary>
    /// <param name="network">The net.</param>
    /// <param name="inputs">The states of all input groups, one group after the other.</param>
    /// <param name="outputs">Takes the states of all output groups, one group after the other.</param>
    /// <typeparam name="T">The precision of the net: <see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <exception cref="CasesException">Too many or too few inputs or outputs, or an input that is not finite.</exception>
    public static void Run<T>(this Network<T> network, ReadOnlySpan<T> inputs, Span<T> outputs)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(network);
        var run = (SingleRun<T>?)Interlocked.Exchange(ref network.SpareRun, null) ?? new SingleRun<T>(network.Topology);
        run.Run(network, inputs, outputs);
        network.SpareRun = run;
    }

    /// <summary>Runs the net on cases, with their clamps, and keeps the states of every group. Targets and the weights of cases do not matter here.</summary>
    /// <typeparam name="T">The precision of the net: <see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="network">The net.</param>
    /// <param name="cases">The cases.</param>
    /// <param name="noise">Noise on total inputs and states; null, the default: none.</param>
    /// <returns>The states of every group in every case.</returns>
    /// <exception cref="CasesException">The cases do not fit the net.</exception>
    /// <exception cref="TopologyException">The noise does not fit the net.</exception>
    public static Activity<T> Run<T>(this Network<T> network, Cases cases, Noise? noise = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(cases);
        return Activity<T>.Of(network, cases, noise);
    }

    /// <summary>
    /// Tests an iterative net as one that settles: runs each case over its own iterations, then on, the inputs and clamps of its last one held,
    /// until no state of any unit differs from that of the iteration before by more than a limit.
    /// </summary>
    /// <param name="network">A net over an unrolled iterative net.</param>
    /// <param name="cases">Cases of its unrolled net, as <see cref="SequencesBuilder"/> makes them; a case ends with the last iteration for which it gives something, whose targets are those of the settled states.</param>
    /// <param name="within">The greatest change of a settled net, 0 or more; 0.001 by default.</param>
    /// <param name="most">The maximum number of iterations, those of the case among them, more than the net is unrolled over; 1000 by default.</param>
    /// <param name="error">The measure; <see cref="SumOfSquares"/> without tolerance by default.</param>
    /// <typeparam name="T">The precision of the net: <see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <returns>After how many iterations each case settled, its last states, and those against the targets.</returns>
    /// <exception cref="CasesException">The net is layered, the cases do not fit it or are windows of longer sequences, or only delayed projections send from an input group.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A limit is out of range.</exception>
    public static SettledCases<T> Settle<T>(this Network<T> network, Cases cases, double within = 0.001, int most = 1000, ErrorMeasure? error = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(cases);
        return SettledCases<T>.Of(network, cases, within, most, error);
    }

    /// <summary>Evaluates the net over cases, with their clamps. E counts a case by its weight; <see cref="Evaluation.GreatestDistance"/> and <see cref="Evaluation.AllOnRightSide"/> look at every case whose weight is not 0.</summary>
    /// <param name="network">The net.</param>
    /// <param name="cases">Cases with targets.</param>
    /// <param name="error">The measure; <see cref="SumOfSquares"/> without tolerance by default.</param>
    /// <typeparam name="T">The precision of the net: <see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="noise">Noise on total inputs and states; null, the default: none.</param>
    /// <returns>The error and the distances from the targets.</returns>
    /// <exception cref="CasesException">The cases do not fit the net.</exception>
    /// <exception cref="TopologyException">The noise does not fit the net.</exception>
    public static Evaluation Evaluate<T>(this Network<T> network, Cases cases, ErrorMeasure? error = null, Noise? noise = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(cases);
        return new Evaluator<T>(network, cases, error ?? new SumOfSquares(), noise).Evaluate();
    }

    /// <summary>Evaluates the net on each case alone, with its clamps: which cases, and which output groups of them, make up the error.</summary>
    /// <param name="network">The net.</param>
    /// <param name="cases">Cases with targets.</param>
    /// <param name="error">The measure; <see cref="SumOfSquares"/> without tolerance by default.</param>
    /// <typeparam name="T">The precision of the net: <see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="noise">Noise on total inputs and states; null, the default: none.</param>
    /// <returns>E of each case and output group, without the weights of the cases.</returns>
    /// <exception cref="CasesException">The cases do not fit the net.</exception>
    /// <exception cref="TopologyException">The noise does not fit the net.</exception>
    public static CaseErrors EvaluateEach<T>(this Network<T> network, Cases cases, ErrorMeasure? error = null, Noise? noise = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(cases);
        return CaseErrors.Of(network, cases, error ?? new SumOfSquares(), noise);
    }

    /// <summary>
    /// Runs the net on cases forward and back, with their clamps and without noise, and keeps what it computes for every unit: total inputs, states and the derivatives of E (equations 1 to 7).
    /// </summary>
    /// <param name="network">The net; its weights are not changed.</param>
    /// <param name="cases">Cases with targets. Windows of sequences each carry on from the one before, and their derivatives end where they begin, as in training.</param>
    /// <param name="error">The measure; <see cref="SumOfSquares"/> without tolerance by default.</param>
    /// <typeparam name="T">The precision of the net: <see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <returns>The numbers of every unit in every case, and ∂E/∂w over all cases.</returns>
    /// <exception cref="CasesException">The cases do not fit the net.</exception>
    /// <example>
    /// <code>
    /// var net = new Network&lt;float&gt;(Topology.Layered(2, 3, 1)).Randomize(seed: 1);
    /// var derivatives = net.Derive(Cases.From([[0, 1], [1, 1]], [[1], [0]]));
    /// float ofSecondHiddenUnit = derivatives.ByTotalInput(net.Topology["hidden"], 0)[1];
    /// </code>
    /// </example>
    public static CaseDerivatives<T> Derive<T>(this Network<T> network, Cases cases, ErrorMeasure? error = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(cases);
        return CaseDerivatives<T>.Of(network, cases, error ?? new SumOfSquares());
    }
}

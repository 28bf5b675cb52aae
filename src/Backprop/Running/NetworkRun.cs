namespace Backprop;

public sealed unsafe partial class Network<T>
{
    private RunRoom? spare;

    /// <summary>
    /// Runs the net on one case in which nothing is clamped; <see cref="Run(Cases)"/> takes clamps. Of an unrolled iterative net the input groups are
    /// the copies of its inputs and the initial states, in the order of <see cref="Topology.Inputs"/>; <see cref="SequenceRunner{T}"/> takes it iteration by iteration.
    /// </summary>
    /// <param name="inputs">The states of all input groups, one group after the other.</param>
    /// <returns>The states of all output groups, one group after the other.</returns>
    /// <exception cref="CasesException">Too many or too few inputs, or one that is not finite.</exception>
    public T[] Run(params ReadOnlySpan<T> inputs)
    {
        var outputs = new T[Topology.Outputs.Sum(static group => group.Size)];
        Run(inputs, outputs);
        return outputs;
    }

    /// <summary>Runs the net on one case like <see cref="Run(ReadOnlySpan{T})"/>, without allocating.</summary>
    /// <param name="inputs">The states of all input groups, one group after the other.</param>
    /// <param name="outputs">Takes the states of all output groups, one group after the other.</param>
    /// <exception cref="CasesException">Too many or too few inputs or outputs, or an input that is not finite.</exception>
    public void Run(ReadOnlySpan<T> inputs, Span<T> outputs)
    {
        var room = Interlocked.Exchange(ref spare, null) ?? new RunRoom(Topology);
        room.Run(this, inputs, outputs);
        spare = room;
    }

    /// <summary>Runs the net on cases, with their clamps, and keeps the states of every group. Targets and the weights of cases do not matter here.</summary>
    /// <exception cref="CasesException">The cases do not fit the net.</exception>
    public Activity<T> Run(Cases cases)
    {
        ArgumentNullException.ThrowIfNull(cases);
        return Activity<T>.Of(this, cases);
    }

    /// <summary>E and the like over cases, with their clamps. E counts a case by its weight; <see cref="Evaluation.GreatestDistance"/> and <see cref="Evaluation.AllOnRightSide"/> look at every case.</summary>
    /// <param name="cases">Cases with targets.</param>
    /// <param name="error">The measure; <see cref="SumOfSquares"/> without tolerance by default.</param>
    /// <exception cref="CasesException">The cases do not fit the net.</exception>
    public Evaluation Evaluate(Cases cases, ErrorMeasure? error = null)
    {
        ArgumentNullException.ThrowIfNull(cases);
        return new Evaluator<T>(this, cases, error ?? new SumOfSquares()).Evaluate();
    }

    /// <summary>Buffers for one case, handed from call to call; a second caller at the same time makes its own.</summary>
    private sealed class RunRoom
    {
        private readonly Group[] inputGroups;
        private readonly Group[] outputGroups;
        private readonly CaseBlock<T> block;
        private readonly Propagation<T> propagation;
        private readonly int inputCount;
        private readonly int outputCount;

        internal RunRoom(Topology topology)
        {
            inputGroups = [.. topology.Inputs];
            outputGroups = [.. topology.Outputs];
            block = CaseBlock<T>.One(topology);
            propagation = new Propagation<T>(topology, 1, error: null);
            inputCount = topology.Inputs.Sum(static group => group.Size);
            outputCount = topology.Outputs.Sum(static group => group.Size);
        }

        internal void Run(Network<T> network, ReadOnlySpan<T> inputs, Span<T> outputs)
        {
            if (inputs.Length != inputCount)
                throw new CasesException($"The net has {inputCount} input units, but {inputs.Length} values came.");
            if (outputs.Length != outputCount)
                throw new CasesException($"The net has {outputCount} output units, but there is room for {outputs.Length} values.");
            for (var k = 0; k < inputs.Length; k++)
            {
                if (!T.IsFinite(inputs[k]))
                    throw new CasesException($"Input {k} is {inputs[k]}; it must be a finite number.");
            }
            foreach (var group in inputGroups)
            {
                var states = block.Input(group);
                for (var unit = 0; unit < group.Size; unit++)
                    states[unit * block.Stride] = inputs[unit];
                inputs = inputs[group.Size..];
            }
            propagation.Forward(block, network.WeightBuffer.Pointer);
            foreach (var group in outputGroups)
            {
                var states = propagation.States(block, group);
                for (var unit = 0; unit < group.Size; unit++)
                    outputs[unit] = states[unit * block.Stride];
                outputs = outputs[group.Size..];
            }
            GC.KeepAlive(network);
        }
    }
}

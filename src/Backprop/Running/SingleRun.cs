namespace Backprop;

/// <summary>Buffers for one case, handed from call to call; a second caller at the same time makes its own.</summary>
internal sealed unsafe class SingleRun<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Group[] inputGroups;
    private readonly Group[] outputGroups;
    private readonly CaseBlock<T> block;
    private readonly Propagation<T> propagation;
    private readonly int inputCount;
    private readonly int outputCount;

    internal SingleRun(Topology topology)
    {
        inputGroups = [.. topology.Inputs];
        outputGroups = [.. topology.Outputs];
        block = CaseBlock<T>.One(topology);
        propagation = new Propagation<T>(topology, 1, error: null, StateUse.OutputStates);
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
            foreach (var unit in group.LesionedUnits)
                states[unit * block.Stride] = T.Zero;
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

namespace Backprop.Exchange;

/// <summary>A neuron as the file lists it.</summary>
/// <param name="InputCount">How many connections lead into it.</param>
/// <param name="Activation">The number of its activation function.</param>
/// <param name="Steepness">s.</param>
internal readonly record struct FannNeuron(int InputCount, int Activation, double Steepness);

/// <summary>A connection into the neuron whose turn it is.</summary>
/// <param name="From">The neuron that sends.</param>
/// <param name="Weight">Its weight.</param>
internal readonly record struct FannConnection(int From, double Weight);

/// <summary>Scales of inputs or of outputs: v → ((v − mean) / deviation + 1) · factor + least.</summary>
internal sealed record FannScale(double[] Mean, double[] Deviation, double[] Least, double[] Factor);

/// <summary>A network as FANN's file describes it.</summary>
internal sealed record FannNetwork
{
    /// <summary>Whether one bias neuron serves all layers, and every layer receives from all before it (network_type=1).</summary>
    public required bool IsShortcut { get; init; }

    /// <summary>Neurons a layer, bias neurons included.</summary>
    public required int[] LayerSizes { get; init; }

    /// <summary>Whether FANN finds the senders of a neuron by their place instead of the listed connections (connection_rate=1).</summary>
    public required bool IsFull { get; init; }

    public required FannNeuron[] Neurons { get; init; }

    /// <summary>The connections, those into the first neuron first.</summary>
    public required FannConnection[] Connections { get; init; }

    public FannScale? Inputs { get; init; }

    public FannScale? Outputs { get; init; }

    /// <summary>Places behind the binary point of weights and steepness; null in floating point.</summary>
    public int? DecimalPoint { get; init; }

    /// <summary>The other lines: settings of training.</summary>
    public required IReadOnlyDictionary<string, string> Settings { get; init; }

    /// <summary>Neurons of the first layer that are inputs: all but the bias.</summary>
    public int InputCount => LayerSizes[0] - 1;

    /// <summary>Neurons of the last layer that are outputs.</summary>
    public int OutputCount => IsShortcut ? LayerSizes[^1] : LayerSizes[^1] - 1;
}

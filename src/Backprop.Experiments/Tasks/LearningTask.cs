namespace Backprop.Experiments;

/// <summary>A net, its training cases and the procedure: everything that a run from a seed needs.</summary>
/// <param name="Name">"XOR 2-2-1": the task and the sizes of the layers.</param>
/// <param name="Net">The net.</param>
/// <param name="Cases">The cases.</param>
/// <param name="LearningRate">ε; with α = 0.9 and an update a sweep.</param>
/// <param name="Range">Weights and biases start uniformly within ± this.</param>
internal sealed record LearningTask(string Name, Topology Net, Cases Cases, double LearningRate, double Range)
{
    private GradientDescent Rule => new() { LearningRate = LearningRate, Momentum = 0.9 };

    /// <summary>A layered net named after its task and its layers.</summary>
    public static LearningTask Layered(string task, Patterns patterns, double learningRate, double range, params int[] layers) =>
        new($"{task} {string.Join('-', layers)}", Topology.Layered(layers), patterns.ToCases(), learningRate, range);

    /// <summary>Exclusive-or with one hidden unit beside direct connections from input to output.</summary>
    public static LearningTask ExclusiveOrDirect(double learningRate, double range) => new(
        "XOR 2-1-1 direct",
        Topology.Build(net =>
        {
            var input = net.Input("input", 2);
            var hidden = net.Group("hidden", 1).From(input);
            net.Output("output", 1).From(input, hidden);
        }),
        BooleanTasks.ExclusiveOr().ToCases(), learningRate, range);

    /// <summary>The net of a seed, before learning.</summary>
    public Network<T> Start<T>(ulong seed)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => new Network<T>(Net).Randomize(seed, Range);

    /// <summary>The net and the cases, trained until all outputs are within 0.2 of their targets.</summary>
    /// <param name="sweeps">The most sweeps.</param>
    public ExampleNet Example(int sweeps) =>
        new(ExampleNet.FileName(Name), Net, Cases, new ExampleTraining(ExampleNet.FileName(Name), Rule, Range, sweeps) { Within = 0.2 });

    /// <summary>The training of a net on this task.</summary>
    public Training<T> Training<T>(Network<T> net, CancellationToken cancellationToken)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => new(net, Cases, Rule, cancellationToken);
}

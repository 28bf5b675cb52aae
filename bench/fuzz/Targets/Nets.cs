namespace Backprop.Fuzz;

/// <summary>Small nets that the samples are made of.</summary>
internal static class Nets
{
    /// <summary>Skips, sharing, a mask, one to one, frozen, two outputs.</summary>
    public static Topology Layered { get; } = Topology.Build(static net =>
    {
        var left = net.Input("left", 3);
        var right = net.Input("right", 3);
        var a = net.Group("a", 2).From(left, share: "code");
        var b = net.Group("b", 2, UnitFunction.Tanh).From(right, share: "code");
        var c = net.Group("c", 3, UnitFunction.Softplus, biases: false).From(left, oneToOne: true, frozen: true).From(a, mask: new[,] { { true, false }, { false, true }, { true, true } }, frozenWeights: new[,] { { true, false }, { false, false }, { false, true } });
        net.Output("shares", 2, UnitFunction.Softmax).From(a, b, c);
        net.Output("number", 1, UnitFunction.Identity).From(c, left);
    });

    public static Topology Iterative { get; } = Topology.Iterative(static net =>
    {
        var hidden = net.Group("hidden", 3, initialState: 0.5).From(net.Input("in", 2), delay: 2);
        hidden.From(hidden, delay: 1, initial: Initialization.Glorot);
        net.Output("out", 1).From(hidden);
    }).Unroll(3, SharedGradient.Sum);

    public static Cases Cases { get; } = new CasesBuilder(4)
        .Input("left", [0, 1, 0.5, 1, 0, 0, 0.25, 1, 1, 0, 0, 1], 3)
        .InputOneHot("right", [0, 1, 2, 1], 3)
        .TargetOneHot("shares", [0, 1, 1, 0], 2)
        .Target("number", [0.5, -1, 2, 0.25], 1)
        .ToCases();

    public static Trainer<float> Trainer(Topology topology, Cases cases, LearningRule rule) =>
        new(new Network<float>(topology).Randomize(1), cases, rule, null, new TrainerOptions { Batch = Batch.Of(3), Shuffle = true, Validation = cases });

    /// <summary>The bytes that something writes to a file.</summary>
    public static byte[] Written(Action<string> write)
    {
        using var folder = new CaseFolder();
        var path = Path.Combine(folder.Path, "sample");
        write(path);
        return File.ReadAllBytes(path);
    }
}

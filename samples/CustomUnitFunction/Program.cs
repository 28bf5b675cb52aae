// A unit function of your own, written once over lanes and as fast as the library's: y = x/√(1 + x²), from −1 to 1 like tanh.
using System.Numerics;
using Backprop;

var root = UnitFunction.Of<InverseRoot>();
var topology = Topology.Build(net =>
{
    var bits = net.Input("bits", 4);
    var hidden = net.Group("hidden", 6, root).From(bits);
    net.Output("odd", 1).From(hidden);
});

// Parity: is the number of ones odd? Half of all 4-bit vectors are, and no single bit tells.
double[][] inputs = [.. Enumerable.Range(0, 16).Select(k => Enumerable.Range(0, 4).Select(bit => (double)((k >> bit) & 1)).ToArray())];
double[][] targets = [.. inputs.Select(bits => new[] { bits.Sum() % 2 })];
var parity = Cases.From(inputs, targets);

// Is the derivative right? The check compares every ∂E/∂w with central differences of E.
var net = new Network<double>(topology).Randomize(seed: 2, range: 0.5);
Console.WriteLine($"gradient check passed: {GradientCheck.Run(net, parity).Passes()}");

var history = new Trainer<double>(net, parity, new GradientDescent { LearningRate = 0.2, Momentum = 0.9 }).Run(StopWhen.AllWithin(0.2) | StopWhen.Sweeps(10_000));
Console.WriteLine($"{history.Stopped} after {history.Sweeps} sweeps");

// A file keeps the function's name; to read it, hand the function over.
var path = Path.Combine(Path.GetTempPath(), $"parity-{Guid.NewGuid():N}.safetensors");
new Model(net).Save(path);
Console.WriteLine($"units of 'hidden' in the file: {Model.Load(path, root).Topology["hidden"].UnitFunction}");
File.Delete(path);

/// <summary>y = x/√(1 + x²), dy/dx = 1/√(1 + x²)³.</summary>
internal readonly struct InverseRoot : IUnitFunction
{
    public static string Name => "inverse root";

    public static bool UsesTotalInput => true;

    public static TLanes Value<TLanes, T>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => x / TLanes.Sqrt(TLanes.MultiplyAdd(x, x, TLanes.One));

    public static TLanes Derivative<TLanes, T>(TLanes x, TLanes y)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var d = TLanes.Sqrt(TLanes.MultiplyAdd(x, x, TLanes.One));
        return TLanes.One / (d * d * d);
    }
}

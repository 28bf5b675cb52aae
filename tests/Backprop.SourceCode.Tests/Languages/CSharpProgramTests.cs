namespace Backprop.SourceCode.Tests;

/// <summary>Files in C# compile without a warning, need nothing but the framework, and have the bits of the net.</summary>
public sealed class CSharpProgramTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("backprop-cs-").FullName;

    private delegate void Run<T>(ReadOnlySpan<T> inputs, Span<T> outputs);

    public void Dispose() => Directory.Delete(folder, recursive: true);

    public static TheoryData<string> Names => [.. Nets.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_class_has_the_bits_of_the_net_in_single_precision(string net) => Compare<float>(net);

    [Theory]
    [MemberData(nameof(Names))]
    public void A_class_has_the_bits_of_the_net_in_double_precision(string net) => Compare<double>(net);

    [Fact]
    public void Sines_of_angles_of_every_size_have_the_bits_of_the_net_in_single_precision() => CompareAngles<float>(greatestExponent: 127);

    [Fact]
    public void Sines_of_angles_of_every_size_have_the_bits_of_the_net_in_double_precision() => CompareAngles<double>(greatestExponent: 1023);

    [Fact]
    public void A_unit_function_that_takes_a_mask_for_a_number_is_refused_by_name()
    {
        var network = new Network<float>(Topology.Build(static net => net.Output("bits", 1, UnitFunction.Of<MaskAsNumber>()).From(net.Input("in", 1))));

        Assert.Contains("'bits' has the unit function 'mask', which cannot be written in another language: it uses a mask as a number", Assert.Throws<TopologyException>(() => SourceFile.WriteCSharp(Model.Of(network), Path.Combine(folder, "net.cs"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_in_single_precision_can_be_written_in_double()
    {
        var network = Nets.Make<float>("layers");
        var path = Path.Combine(folder, "net.cs");
        SourceFile.WriteCSharp(Model.Of(network), path, new ProgramOptions { DoublePrecision = true });

        var run = Assemblies.Method<Run<double>>(Assemblies.TypeOf(path, "Net"), "Run");
        var outputs = new double[3];
        run([0.1, 0.2, 0.3, 0.4], outputs);

        Bits.AssertSame(new Runner<double>(network.Copy<double>()).Run(0.1, 0.2, 0.3, 0.4), outputs, "double");
    }

    [Fact]
    public void Inputs_that_are_not_finite_or_not_as_many_as_the_net_has_are_refused()
    {
        var path = Path.Combine(folder, "net.cs");
        SourceFile.WriteCSharp(Model.Of(Nets.Make<float>("xor")), path, new ProgramOptions { Name = "my first net" });
        var run = Assemblies.Method<Run<float>>(Assemblies.TypeOf(path, "MyFirstNet"), "Run");

        Assert.Contains("Input 1 is NaN", Assert.Throws<ArgumentException>(() => run([0, float.NaN], new float[1])).Message, StringComparison.Ordinal);
        Assert.Contains("2 inputs and 1 outputs, but 1 inputs", Assert.Throws<ArgumentException>(() => run([0], new float[1])).Message, StringComparison.Ordinal);
    }

    private void Compare<T>(string net)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var network = Nets.Make<T>(net);
        var path = Path.Combine(folder, "a net.cs");
        SourceFile.WriteCSharp(Model.Of(network), path);
        var run = Assemblies.Method<Run<T>>(Assemblies.TypeOf(path, "ANet"), "Run");
        var runner = new Runner<T>(network);
        var outputs = new T[runner.OutputCount];
        foreach (var row in Nets.Rows<T>(network.Topology, 60))
        {
            run(row, outputs);
            Bits.AssertSame(runner.Run(row), outputs, net);
        }
    }

    private void CompareAngles<T>(int greatestExponent)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var network = Nets.Make<T>("angles");
        network[network.Topology.Projections[0].Weights].Fill(T.One);
        network[network.Topology.Projections[1].Weights].Fill(T.One);
        var path = Path.Combine(folder, "net.cs");
        SourceFile.WriteCSharp(Model.Of(network), path);
        var run = Assemblies.Method<Run<T>>(Assemblies.TypeOf(path, "Net"), "Run");
        var runner = new Runner<T>(network);
        var (inputs, outputs, random) = (new T[12], new T[24], new Random(5));
        for (var row = 0; row < 4000; row++)
        {
            // Every fourth angle is near a multiple of π/2, where most digits cancel.
            foreach (ref var x in inputs.AsSpan())
            {
                x = T.CreateTruncating(Math.ScaleB((1 + random.NextDouble()) * ((2 * random.Next(2)) - 1), random.Next(-10, greatestExponent)));
                if (random.Next(4) == 0 && T.Abs(x) < T.CreateTruncating(1e30))
                    x = T.CreateTruncating(Math.Round(double.CreateTruncating(x) / (Math.PI / 2)) * (Math.PI / 2));
            }
            run(inputs, outputs);
            Bits.AssertSame(runner.Run(inputs), outputs, string.Join(' ', inputs));
        }
    }

    private readonly struct MaskAsNumber : IUnitFunction
    {
        public static string Name => "mask";

        public static bool UsesTotalInput => true;

        public static TLanes Value<TLanes, T>(TLanes x)
            where TLanes : unmanaged, ILanes<TLanes, T>
            where T : unmanaged, IBinaryFloatingPointIeee754<T> => TLanes.LessThan(x, TLanes.Zero) + TLanes.One;

        public static TLanes Derivative<TLanes, T>(TLanes x, TLanes y)
            where TLanes : unmanaged, ILanes<TLanes, T>
            where T : unmanaged, IBinaryFloatingPointIeee754<T> => TLanes.One;
    }
}

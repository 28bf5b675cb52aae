using System.Diagnostics;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Backprop.Tests;

/// <summary>
/// docs/determinism.md: the weights after some training have the same bytes whatever computes them.
/// Other machines are stood in for by child processes that run this class's last test with instruction sets or the optimiser switched off.
/// </summary>
public sealed class SameBitsTests
{
    private const string ExpectedVariable = "BACKPROP_EXPECTED_BITS";

    public static TheoryData<string, string> Environments() => new()
    {
        { "DOTNET_EnableAVX512", "0" },
        { "DOTNET_EnableAVX2", "0" },
        { "DOTNET_EnableHWIntrinsic", "0" },
        { "BACKPROP_LANES", "512" },
        { "BACKPROP_LANES", "256" },
        { "BACKPROP_LANES", "128" },
        { "DOTNET_JITMinOpts", "1" },
        { "DOTNET_TieredPGO", "0" },
    };

    [Theory]
    [MemberData(nameof(Environments))]
    public async Task Another_process_gets_the_same_bits(string variable, string value)
    {
        var start = new ProcessStartInfo(Path.ChangeExtension(typeof(SameBitsTests).Assembly.Location, OperatingSystem.IsWindows() ? ".exe" : null))
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            ArgumentList = { "-method", $"*.{nameof(SameBitsTests)}.{nameof(The_bits_are_those_expected)}" },
        };
        foreach (var inherited in start.Environment.Keys.Where(static name => name.StartsWith("TESTINGPLATFORM_", StringComparison.Ordinal)).ToArray())
            start.Environment.Remove(inherited);
        start.Environment[variable] = value;
        start.Environment[ExpectedVariable] = string.Join(';', Fingerprints(1));
        using var child = Process.Start(start)!;
        var error = child.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await child.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await child.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(child.ExitCode == 0 && output.Contains("Total: 1", StringComparison.Ordinal), $"With {variable}={value}:\n{output}\n{await error}");
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    public void Any_number_of_threads_gets_the_same_bits(int threads) => Assert.Equal(Fingerprints(1), Fingerprints(threads));

    [Fact]
    public void Running_on_gets_the_same_bits_as_running_through()
    {
        var through = Digits<float>(1);
        var inTwo = Digits<float>(1);
        for (var sweep = 0; sweep < 3; sweep++)
            through.Step();
        inTwo.Run(StopWhen.Sweeps(1));
        inTwo.Run(StopWhen.Sweeps(3));
        Assert.Equal(Fingerprint(through.Network), Fingerprint(inTwo.Network));
    }

    /// <summary>In a child process the parent's; otherwise those of a second training here.</summary>
    [Fact]
    public void The_bits_are_those_expected()
    {
        var expected = Environment.GetEnvironmentVariable(ExpectedVariable);
        Assert.Equal(expected?.Split(';') ?? Fingerprints(1), Fingerprints(1));
    }

    /// <summary>Each reference net in both precisions, and a net large enough for packed products and threads.</summary>
    private static string[] Fingerprints(int threads) =>
    [
        .. GoldenFile.Paths("layered").Select(GoldenFile.Read).SelectMany(golden => (string[])[Golden<float>(golden), Golden<double>(golden)]),
        Trained(Digits<float>(threads)),
        Trained(Digits<double>(threads)),
    ];

    private static string Golden<T>(GoldenFile golden)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Trained(new Trainer<T>(golden.Start<T>(golden.Topology), golden.Cases, new GradientDescent { WeightDecay = 0.002 }));

    private static Trainer<T> Digits<T>(int threads)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var random = new RandomSource(3);
        var inputs = new float[80 * 784];
        for (var k = 0; k < inputs.Length; k++)
            inputs[k] = (float)random.NextDouble();
        int[] answers = [.. Enumerable.Range(0, 80).Select(static c => c * 7 % 10)];
        var cases = new CasesBuilder(80).Input(null, inputs, 784).Target(null, answers, 10).ToCases();
        var network = new Network<T>(Topology.Layered(784, 64, 10)).Randomize(1, 0.1);
        return new Trainer<T>(network, cases, new GradientDescent { LearningRate = 0.01 }, options: new TrainerOptions { Batch = Batch.Of(48), Threads = threads });
    }

    private static string Trained<T>(Trainer<T> trainer)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (var sweep = 0; sweep < 3; sweep++)
            trainer.Step();
        return Fingerprint(trainer.Network);
    }

    private static string Fingerprint<T>(Network<T> network)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Convert.ToHexString(SHA256.HashData(MemoryMarshal.AsBytes(network.Weights)));
}

using System.Diagnostics;

namespace Backprop.Tests;

/// <summary>
/// docs/determinism.md: the weights after some training have the same bytes whatever computes them.
/// Other machines and other builds are stood in for by child processes that run this class's last test with instruction sets or the optimizer switched off,
/// or beside a library built otherwise.
/// </summary>
public sealed class SameBitsTests
{
    private const string ExpectedVariable = "BACKPROP_EXPECTED_BITS";

    private static readonly Lazy<string[]> Here = new(static () => Bits(threads: 1));

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
    public async Task Another_process_gets_the_same_bits(string variable, string value) =>
        await AssertSameBitsIn(AppContext.BaseDirectory, $"{variable}={value}", (variable, value));

    [Fact]
    public async Task Lanes_wider_than_the_machine_s_vectors_get_the_same_bits() =>
        await AssertSameBitsIn(AppContext.BaseDirectory, "512-bit lanes without AVX-512", ("DOTNET_EnableAVX512", "0"), ("BACKPROP_LANES", "512"));

    /// <summary>These tests run with an optimized library even where they are built for debugging; here it is built anew, as for a release and without optimization.</summary>
    [Theory]
    [InlineData("Release", "true")]
    [InlineData("Debug", "false")]
    public async Task Another_build_gets_the_same_bits(string configuration, string optimize)
    {
        using var folder = new TemporaryFolder();
        var built = folder["built"];
        await Finished("dotnet", [
            "build", Path.Combine(Repository.Root, "src", "Backprop"), "--configuration", configuration, "--artifacts-path", built,
            $"-property:Optimize={optimize}", "-property:RunAnalyzers=false", "-property:TreatWarningsAsErrors=false", "-nodeReuse:false", "-verbosity:quiet"]);
        var beside = Directory.CreateDirectory(folder["beside"]).FullName;
        Copy(AppContext.BaseDirectory, beside);
        File.Copy(Path.Combine(built, "bin", "Backprop", configuration.ToLowerInvariant(), "Backprop.dll"), Path.Combine(beside, "Backprop.dll"), overwrite: true);
        await AssertSameBitsIn(beside, $"{configuration} with Optimize={optimize}");
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    public void Any_number_of_threads_gets_the_same_bits(int threads) => Assert.Equal(Here.Value, Bits(threads));

    /// <summary>The second change is in the midst of a sweep where one takes two or three, and between two sweeps where one takes one.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Stopping_and_going_on_from_a_file_gets_the_same_bits(int changes)
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(Here.Value[..ReproducibleTrainings.All.Length], ReproducibleTrainings.All.Select(training => training.BitsThroughFile(folder["net.checkpoint"], changes)));
    }

    /// <summary>In a child process the parent's; otherwise those of a second training here.</summary>
    [Fact]
    public void The_bits_are_those_expected()
    {
        var expected = Environment.GetEnvironmentVariable(ExpectedVariable);
        Assert.Equal(expected?.Split(';') ?? Here.Value, Bits(threads: 1));
    }

    private static string[] Bits(int threads) => [.. ReproducibleTrainings.All.Select(training => training.Bits(threads)), .. ReproducibleEnsembles.All(threads)];

    /// <summary>Runs the last test in a process of its own, with the copy of this assembly and of the library that is in the folder.</summary>
    private static async Task AssertSameBitsIn(string folder, string what, params (string Variable, string Value)[] environment)
    {
        var output = await Finished(
            "dotnet",
            [Path.Combine(folder, Path.GetFileName(typeof(SameBitsTests).Assembly.Location)), "-method", $"*.{nameof(SameBitsTests)}.{nameof(The_bits_are_those_expected)}"],
            [(ExpectedVariable, string.Join(';', Here.Value)), .. environment]);
        Assert.True(output.Contains("Total: 1,", StringComparison.Ordinal), $"{what}:\n{output}");
    }

    /// <summary>What a program prints; a failure if it ends in one.</summary>
    private static async Task<string> Finished(string program, string[] arguments, params (string Variable, string Value)[] environment)
    {
        var start = new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var inherited in start.Environment.Keys.Where(static name => name.StartsWith("TESTINGPLATFORM_", StringComparison.Ordinal)).ToArray())
            start.Environment.Remove(inherited);
        foreach (var (variable, value) in environment)
            start.Environment[variable] = value;
        using var child = Process.Start(start)!;
        var error = child.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await child.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await child.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(child.ExitCode == 0, $"{program} {string.Join(' ', arguments)} with {string.Join(' ', environment)} ended with {child.ExitCode}:\n{output}\n{await error}");
        return output;
    }

    private static void Copy(string source, string target)
    {
        foreach (var folder in Directory.EnumerateDirectories(source, "*", SearchOption.AllDirectories))
            Directory.CreateDirectory(Path.Combine(target, Path.GetRelativePath(source, folder)));
        foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
            File.Copy(file, Path.Combine(target, Path.GetRelativePath(source, file)));
    }
}

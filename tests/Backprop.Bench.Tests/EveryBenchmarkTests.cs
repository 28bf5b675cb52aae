using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace Backprop.Bench.Tests;

/// <summary>Each benchmark of bench/kernels runs once, with each of its parameters, so that none breaks unseen. Nothing is measured.</summary>
public sealed class EveryBenchmarkTests
{
    public static TheoryData<Type> Classes =>
    [
        .. typeof(DenseBench).Assembly.GetTypes().Where(static type => type.GetMethods().Any(static method => method.IsDefined(typeof(BenchmarkAttribute), inherit: false))),
    ];

    [Theory]
    [MemberData(nameof(Classes))]
    public void Every_benchmark_of_a_class_runs(Type benchmarks)
    {
        var log = new AccumulationLogger();
        var artifacts = Directory.CreateTempSubdirectory("backprop-bench-").FullName;
        try
        {
            var config = ManualConfig.CreateEmpty()
                .AddJob(Job.Dry.WithToolchain(InProcessEmitToolchain.Instance))
                .AddLogger(log)
                .WithArtifactsPath(artifacts)
                .WithOptions(ConfigOptions.DisableLogFile);
            var summary = BenchmarkRunner.Run(benchmarks, config);
            Assert.False(summary.HasCriticalValidationErrors, log.GetLog());
            Assert.NotEmpty(summary.BenchmarksCases);
            Assert.True(summary.Reports.Count(static report => report.Success) == summary.BenchmarksCases.Length, log.GetLog());
        }
        finally
        {
            Directory.Delete(artifacts, recursive: true);
        }
    }
}

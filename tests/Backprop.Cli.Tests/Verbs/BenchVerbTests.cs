using System.Text.Json;

namespace Backprop.Cli.Tests;

public class BenchVerbTests
{
    [Theory]
    [InlineData("float")]
    [InlineData("double")]
    public void A_work_is_timed_beside_the_machine(string precision)
    {
        var run = Run.Of("bench", "W5b", "w1", "--seconds", "0", "--precision", precision, "--json");
        Assert.Equal(ExitCode.Done, run.ExitCode);
        using var json = JsonDocument.Parse(run.Out);
        Assert.True(json.RootElement.GetProperty("machine").GetProperty("operationsPerSecond").GetDouble() > 1e8);
        Assert.True(json.RootElement.GetProperty("machine").GetProperty("bytesPerSecond").GetDouble() > 1e7);
        var works = json.RootElement.GetProperty("works").EnumerateArray().ToArray();
        Assert.Equal(["W1", "W5b"], works.Select(work => work.GetProperty("work").GetString()));
        Assert.All(works, work => Assert.InRange(work.GetProperty("shareOfPeak").GetDouble(), 1e-9, 1.5));
        Assert.All(works, work => Assert.True(work.GetProperty("fastest").GetDouble() <= work.GetProperty("seconds").GetDouble()));
    }

    [Fact]
    public void Work_that_memory_bounds_is_compared_with_what_memory_reaches()
    {
        var run = Run.Of("bench", "W11", "--seconds", "0", "--json");
        using var json = JsonDocument.Parse(run.Out);
        var peak = json.RootElement.GetProperty("machine").GetProperty("updatedBytesPerSecond").GetDouble();
        var works = json.RootElement.GetProperty("works").EnumerateArray().ToArray();
        Assert.Equal(["W11a", "W11b"], works.Select(work => work.GetProperty("work").GetString()));
        Assert.All(works, work => Assert.Equal(7.0 * 4 * (1 << 23) / work.GetProperty("seconds").GetDouble(), work.GetProperty("bytesPerSecond").GetDouble(), 1.0));
        Assert.All(works, work => Assert.Equal(work.GetProperty("bytesPerSecond").GetDouble() / peak, work.GetProperty("shareOfPeak").GetDouble(), 1e-9));
    }

    [Fact]
    public void Without_json_a_line_a_work()
    {
        var run = Run.Of("bench", "W5b", "--seconds", "0");
        Assert.Contains("GFLOP/s of fused multiply-adds", run.Out, StringComparison.Ordinal);
        Assert.Single(run.Out.Split('\n'), line => line.StartsWith("W5b ", StringComparison.Ordinal));
    }

    [Fact]
    public void An_unknown_work_is_refused_with_the_known_ones()
    {
        var run = Run.Of("bench", "W12");
        Assert.NotEqual(ExitCode.Done, run.ExitCode);
        Assert.Contains("There is no benchmark 'W12'; the benchmarks are W1, W2, W3, W4, W5a, W5b, W6, W7, W8, W9, W10, W11a, W11b.", run.Error, StringComparison.Ordinal);
    }
}

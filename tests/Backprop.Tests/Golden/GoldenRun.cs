using System.Text.Json;

namespace Backprop.Tests;

/// <summary>A training run of a reference file as a trainer.</summary>
internal static class GoldenRun
{
    internal static ErrorMeasure Error(JsonElement element) => new SumOfSquares
    {
        Tolerance = element.TryGetProperty("tolerance", out var tolerance) && tolerance.GetString() == "dead" ? Tolerance.Dead(0.2) : Tolerance.None,
    };

    internal static Trainer<T> Trainer<T>(GoldenFile golden, JsonElement run, Topology topology, out ErrorMeasure error)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var schedule = run.GetProperty("schedule").EnumerateArray().ToList();
        var phases = schedule.Select((entry, index) => new Phase(
            entry.GetProperty("epsilon").GetDouble(),
            entry.GetProperty("alpha").GetDouble(),
            index + 1 < schedule.Count ? schedule[index + 1].GetProperty("from_sweep").GetInt32() - entry.GetProperty("from_sweep").GetInt32() : int.MaxValue));
        var rule = new GradientDescent
        {
            Phases = [.. phases],
            WeightDecay = run.GetProperty("decay").GetDouble(),
            DecayBiases = run.GetProperty("decay_biases").GetBoolean(),
        };
        error = Error(run);
        var batch = run.GetProperty("mode").GetString() == "batch" ? Batch.All : Batch.EachCase;
        return new Trainer<T>(golden.Start<T>(topology), golden.Cases, rule, error, new TrainerOptions { Batch = batch });
    }
}

using System.Diagnostics;
using System.Diagnostics.Metrics;
using Backprop.Data;

namespace Backprop.Services;

/// <summary>The metrics of a service, of the meter "Backprop". Each has the tag <c>model</c>, the name of the service. Recording allocates nothing.</summary>
internal sealed class ModelMetrics : RowWatch, IDisposable
{
    public const string Name = "Backprop";

    private readonly Meter? owned;
    private readonly KeyValuePair<string, object?> model;
    private readonly double far;
    private readonly Counter<long> predictions, refused, unseen, distant, loads;
    private readonly Histogram<double> duration;

    /// <param name="factory">Makes meters; null where the program has none.</param>
    /// <param name="model">The name of the service.</param>
    /// <param name="far">From how many deviations a number counts as far.</param>
    public ModelMetrics(IMeterFactory? factory, string model, double far)
    {
        var meter = factory?.Create(new MeterOptions(Name)) ?? (owned = new Meter(Name));
        this.model = new("model", model);
        this.far = far;
        predictions = meter.CreateCounter<long>("backprop.predictions", "{row}", "Rows that were answered.");
        refused = meter.CreateCounter<long>("backprop.refused", "{row}", "Rows that could not be answered: a value was not what its column holds, or the answer not finite.");
        unseen = meter.CreateCounter<long>("backprop.unseen_categories", "{value}", "Values that were categories not seen in training.");
        distant = meter.CreateCounter<long>("backprop.far_inputs", "{value}", "Numbers and dates many deviations away from the training rows.");
        loads = meter.CreateCounter<long>("backprop.model_loads", "{model}", "Models that were loaded, or could not be.");
        duration = meter.CreateHistogram<double>("backprop.prediction.duration", "s", "Duration of a call that answers one or many rows.", advice: new InstrumentAdvice<double>
        {
            HistogramBucketBoundaries = [1e-6, 2e-6, 5e-6, 1e-5, 2e-5, 5e-5, 1e-4, 2e-4, 5e-4, 1e-3, 1e-2, 0.1, 1],
        });
    }

    /// <summary>The time before a call; 0 where nobody listens.</summary>
    public long Start() => duration.Enabled ? Stopwatch.GetTimestamp() : 0;

    public void Answered(long start, int rows)
    {
        predictions.Add(rows, model);
        if (start != 0)
            duration.Record(Stopwatch.GetElapsedTime(start).TotalSeconds, model);
    }

    public void Refused() => refused.Add(1, model);

    public void Loaded(bool isLoaded) => loads.Add(1, model, new("outcome", isLoaded ? "loaded" : "failed"));

    public override void See(ColumnEncoding column, bool isUnseen, ReadOnlySpan<float> states)
    {
        if (isUnseen)
            unseen.Add(1, model, new("column", column.Column));
        else if (column is NumberEncoding or DateEncoding && Math.Abs(states[0]) >= far)
            distant.Add(1, model, new("column", column.Column));
    }

    public void Dispose() => owned?.Dispose();
}

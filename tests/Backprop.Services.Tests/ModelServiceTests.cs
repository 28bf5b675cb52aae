using System.Diagnostics.Metrics;
using Backprop.Data;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Backprop.Services.Tests;

public sealed class ModelServiceTests : IDisposable
{
    private static readonly Dictionary<string, object?> Row = new(StringComparer.Ordinal) { ["x"] = 2.0, ["color"] = "red" };
    private readonly ModelPlace place = new();
    private readonly Lines log = new();

    public void Dispose()
    {
        place.Dispose();
        log.Dispose();
    }

    private ServiceProvider Services(Action<ServedModelOptions>? configure = null, bool isTyped = true)
    {
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.AddProvider(log));
        services.AddMetrics();
        var backprop = services.AddBackprop(options =>
        {
            options.Path = place.Path;
            configure?.Invoke(options);
        });
        if (isTyped)
            backprop.For<Thing, Sort>();
        services.AddHealthChecks().AddBackprop();
        return services.BuildServiceProvider();
    }

    private static async Task<(HealthStatus Status, string? Description)> Health(IServiceProvider services)
    {
        var report = await services.GetRequiredService<HealthCheckService>().CheckHealthAsync();
        var entry = Assert.Single(report.Entries);
        Assert.Equal("backprop", entry.Key);
        return (entry.Value.Status, entry.Value.Description);
    }

    [Fact]
    public async Task A_service_answers_rows_and_objects_with_the_model_of_the_file()
    {
        Models.Save(Models.Of(5), place.Path);
        await using var services = Services();

        Assert.Equal("b", services.GetRequiredService<ModelService>().Predict(Row)[0].Text);
        var answer = services.GetRequiredService<RowService<Thing, Sort>>().Predict(new Thing(2, "red"));
        Assert.Equal("b", answer.Kind);
        Assert.True(answer.B > 0.99);
        Assert.Equal((HealthStatus.Healthy, "model 1 answers"), await Health(services));
        Assert.Equal([$"Information: Model 1 loaded from {place.Path}: 2 input columns, targets kind"], log.Written);
    }

    [Fact]
    public async Task A_new_file_takes_the_place_of_the_old_one()
    {
        Models.Save(Models.Of(5), place.Path);
        await using var services = Services();
        var service = services.GetRequiredService<ModelService>();
        var rows = services.GetRequiredService<RowService<Thing, Sort>>();
        Assert.Equal("b", rows.Predict(new Thing(2, "red")).Kind);
        Assert.False(service.Reload());

        Models.Save(Models.Of(-5), place.Path);

        Assert.True(service.Reload());
        Assert.Equal("a", service.Predict(Row)[0].Text);
        Assert.Equal("a", rows.Predict(new Thing(2, "red")).Kind);
        Assert.Equal(2, service.Current.Version);
        Assert.Equal((HealthStatus.Healthy, "model 2 answers"), await Health(services));
    }

    [Fact]
    public async Task A_damaged_file_leaves_the_model_that_answers_and_says_so_once()
    {
        Models.Save(Models.Of(5), place.Path);
        await using var services = Services();
        var service = services.GetRequiredService<ModelService>();

        await File.WriteAllTextAsync(place.Path, "no model");
        Assert.False(service.Reload());
        Assert.False(service.Reload());

        Assert.Equal("b", service.Predict(Row)[0].Text);
        var (status, description) = await Health(services);
        Assert.Equal(HealthStatus.Degraded, status);
        Assert.StartsWith($"model 1 answers; the file cannot be loaded: {place.Path}: ", description, StringComparison.Ordinal);
        Assert.Equal(2, log.Written.Count);
        Assert.StartsWith("Error: The model cannot be loaded:", log.Written[1], StringComparison.Ordinal);

        Models.Save(Models.Of(-5), place.Path);
        Assert.True(service.Reload());
        Assert.Null(service.Problem);
        Assert.Equal("a", service.Predict(Row)[0].Text);
    }

    [Fact]
    public async Task A_model_that_does_not_fit_the_types_is_not_taken()
    {
        Models.Save(Models.Of(5), place.Path);
        await using var services = Services();
        var service = services.GetRequiredService<ModelService>();

        Models.Save(Models.Of(-5, color: "taste"), place.Path);

        Assert.False(service.Reload());
        Assert.Contains("Thing has no column 'taste', which the model needs", service.Problem, StringComparison.Ordinal);
        Assert.Equal("b", services.GetRequiredService<RowService<Thing, Sort>>().Predict(new Thing(2, "red")).Kind);
    }

    [Fact]
    public async Task Without_a_file_a_program_does_not_start_unless_it_may_be_missing()
    {
        await using (var services = Services())
            Assert.Equal($"{place.Path}: there is no such file", Assert.Throws<ModelFileException>(services.GetRequiredService<ModelService>).Message);

        await using var waiting = Services(options => options.MayBeMissing = true);
        var service = waiting.GetRequiredService<ModelService>();
        Assert.False(service.IsReady);
        Assert.Equal($"{place.Path}: there is no model yet: there is no such file", Assert.Throws<ModelFileException>(() => service.Predict(Row)).Message);
        Assert.Equal(HealthStatus.Unhealthy, (await Health(waiting)).Status);

        Models.Save(Models.Of(5), place.Path);
        Assert.True(service.Reload());
        Assert.Equal("b", service.Predict(Row)[0].Text);
    }

    [Fact]
    public async Task A_host_looks_at_the_file_at_every_interval()
    {
        Models.Save(Models.Of(5), place.Path);
        var time = new SteppedTime();
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services.AddSingleton<TimeProvider>(time);
        builder.Services.AddBackprop(options => (options.Path, options.CheckInterval) = (place.Path, TimeSpan.FromSeconds(7)));
        using var host = builder.Build();
        await host.StartAsync();
        var service = host.Services.GetRequiredService<ModelService>();
        await time.Made;
        Models.Save(Models.Of(-5), place.Path);

        Assert.Equal(1, service.Current.Version);
        Assert.Equal(TimeSpan.FromSeconds(7), time.Period);
        time.Step();
        while (service.Current.Version == 1)
            await Task.Yield();

        Assert.Equal("a", service.Predict(Row)[0].Text);
        await host.StopAsync();
    }

    [Fact]
    public async Task Models_by_name_stand_side_by_side()
    {
        using var other = new ModelPlace();
        Models.Save(Models.Of(5), place.Path);
        Models.Save(Models.Of(-5), other.Path);
        var collection = new ServiceCollection();
        collection.AddBackprop("one", options => options.Path = place.Path).For<Thing, Sort>();
        collection.AddBackprop("two", options => options.Path = other.Path).For<Thing, Sort>();
        collection.AddLogging().AddHealthChecks().AddBackprop("one").AddBackprop("two");
        await using var services = collection.BuildServiceProvider();

        Assert.Equal("b", services.GetRequiredKeyedService<RowService<Thing, Sort>>("one").Predict(new Thing(2, "red")).Kind);
        Assert.Equal("a", services.GetRequiredKeyedService<RowService<Thing, Sort>>("two").Predict(new Thing(2, "red")).Kind);
        Assert.Equal(["backprop one", "backprop two"], (await services.GetRequiredService<HealthCheckService>().CheckHealthAsync()).Entries.Keys);
    }

    [Theory]
    [InlineData("", 1, 6, "A served model needs the path of its file: set the option Path.")]
    [InlineData(null, 1, 6, "A served model needs the path of its file: set the option Path.")] // as a setting that the configuration lacks
    [InlineData("x", 0, 6, "The interval at which the file of a model is looked at must be above 0, or infinite.")]
    [InlineData("x", 1, 0, "The deviations from which a number counts as far must be above 0.")]
    public async Task Options_that_make_no_sense_are_refused(string? path, int seconds, double far, string expected)
    {
        var collection = new ServiceCollection();
        collection.AddBackprop(options => (options.Path, options.CheckInterval, options.FarDeviations) = (path!, TimeSpan.FromSeconds(seconds), far));
        await using var services = collection.BuildServiceProvider();

        Assert.Equal(expected, Assert.Throws<OptionsValidationException>(services.GetRequiredService<ModelService>).Message);
    }

    [Fact]
    public async Task Metrics_count_rows_refusals_unseen_categories_and_far_numbers()
    {
        Models.Save(Models.Of(5), place.Path);
        await using var services = Services();
        using var counts = new Counts();
        var service = services.GetRequiredService<ModelService>();
        var rows = services.GetRequiredService<RowService<Thing, Sort>>();

        service.Predict(Row);
        rows.Predict([new Thing(1, "red"), new Thing(-7, "blue")], new Sort[2]);
        Assert.Throws<DataException>(() => rows.Predict(new Thing(1, "green")));
        Assert.Equal("row 2: column 'color' holds 'green', which is not one of the categories seen in training (blue, red)", Assert.Throws<DataException>(() => rows.Predict([new Thing(1, "red"), new Thing(1, "green")], new Sort[2])).Message);
        Assert.Throws<DataException>(() => service.Predict(new Dictionary<string, object?>(StringComparer.Ordinal) { ["x"] = "many", ["color"] = "red" }));

        Assert.Equal(
            [
                "backprop.far_inputs model= column=x: 1",
                "backprop.model_loads model= outcome=loaded: 1",
                "backprop.prediction.duration model=: 2 times",
                "backprop.predictions model=: 3",
                "backprop.refused model=: 3",
                "backprop.unseen_categories model= column=color: 2",
            ],
            counts.Lines);
    }

    [Fact]
    public async Task Unseen_categories_are_counted_where_they_are_encoded_as_zeros()
    {
        Models.Save(Models.Of(5), place.Path);
        await using var services = Services(options => options.Unseen = UnseenCategory.AllOff);
        using var counts = new Counts();

        services.GetRequiredService<RowService<Thing, Sort>>().Predict(new Thing(1, "green"));
        services.GetRequiredService<ModelService>().Predict(new Dictionary<string, object?>(StringComparer.Ordinal) { ["x"] = 1, ["color"] = "green" });

        Assert.Contains("backprop.unseen_categories model= column=color: 2", counts.Lines);
    }

    [Fact]
    public async Task A_prediction_allocates_nothing_while_metrics_are_collected()
    {
        Models.Save(Models.Of(5), place.Path);
        await using var services = Services();
        using var counts = new Counts(isCounting: false);
        var rows = services.GetRequiredService<RowService<Thing, Sort>>();
        Thing[] things = [new(1, "red"), new(-7, "blue")];
        var answers = new Sort[2];
        for (var i = 0; i < 200; i++)
        {
            rows.Predict(things, answers);
            rows.Predict(things[0]);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        rows.Predict(things, answers);
        rows.Predict(things[0]);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public async Task Requests_go_on_while_the_model_is_replaced()
    {
        Models.Save(Models.Of(5), place.Path);
        await using var services = Services();
        var service = services.GetRequiredService<ModelService>();
        var rows = services.GetRequiredService<RowService<Thing, Sort>>();
        using var ended = new CancellationTokenSource();
        var kinds = new bool[2];
        var asking = Enumerable.Range(0, 2).Select(_ => Task.Run(() =>
        {
            while (!ended.IsCancellationRequested)
                kinds[rows.Predict(new Thing(2, "red")).Kind[0] - 'a'] = true; // anything else is out of range
        })).ToArray();

        for (var i = 0; i < 50; i++)
        {
            Models.Save(Models.Of(i % 2 == 0 ? -5 : 5), place.Path);
            Assert.True(service.Reload());
            rows.Predict(new Thing(2, "red"));
        }
        await ended.CancelAsync();
        await Task.WhenAll(asking);

        Assert.Equal(51, service.Current.Version);
        Assert.Null(service.Problem);
    }

    /// <summary>A time whose one timer ticks when it is told to.</summary>
    private sealed class SteppedTime : TimeProvider
    {
        private readonly TaskCompletionSource made = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private Action tick = static () => { };

        public Task Made => made.Task;

        public TimeSpan Period { get; private set; }

        public void Step() => tick();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            (tick, Period) = (() => callback(state), period);
            made.TrySetResult();
            return new Timer();
        }

        private sealed class Timer : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose() { }

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }

    /// <summary>The lines of the log of this library.</summary>
    private sealed class Lines : ILoggerProvider, ILogger
    {
        public List<string> Written { get; } = [];

        public ILogger CreateLogger(string categoryName) => categoryName == "Backprop.Services.ModelService" ? this : Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => Written.Add($"{logLevel}: {formatter(state, exception)}");

        public void Dispose() { }
    }

    /// <summary>What the meter of this thread's test has counted.</summary>
    private sealed class Counts : IDisposable
    {
        private readonly MeterListener listener = new();
        private readonly Dictionary<string, long> counts = new(StringComparer.Ordinal);
        private readonly int thread = Environment.CurrentManagedThreadId;

        public Counts(bool isCounting = true)
        {
            listener.InstrumentPublished = static (instrument, listener) =>
            {
                if (instrument.Meter.Name == "Backprop")
                    listener.EnableMeasurementEvents(instrument);
            };
            listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Count(isCounting, instrument, value, tags));
            listener.SetMeasurementEventCallback<double>((instrument, _, tags, _) => Count(isCounting, instrument, 1, tags));
            listener.Start();
        }

        public IEnumerable<string> Lines => counts.Select(static count => $"{count.Key}: {count.Value}{(count.Key.Contains("duration", StringComparison.Ordinal) ? " times" : "")}").Order(StringComparer.Ordinal);

        public void Dispose() => listener.Dispose();

        private void Count(bool isCounting, Instrument instrument, long value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            if (!isCounting || Environment.CurrentManagedThreadId != thread)
                return;
            var key = $"{instrument.Name} {string.Join(' ', tags.ToArray().Select(static tag => $"{tag.Key}={tag.Value}"))}";
            counts[key] = counts.GetValueOrDefault(key) + value;
        }
    }
}

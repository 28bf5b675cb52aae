using System.Collections.Frozen;
using System.Diagnostics.Metrics;
using Backprop.Data;
using Microsoft.Extensions.Logging;

namespace Backprop.Services;

/// <summary>Answers with the model of a file, and with its successor once there is one. Thread-safe: a call that has begun ends with the model that it began with.</summary>
public sealed class ModelService : IDisposable
{
    private readonly ServedModelOptions options;
    private readonly ILogger logger;
    private readonly TimeProvider time;
    private readonly Lock loading = new();
    private volatile ServedModel? current;
    private volatile string? problem;
    private ModelStamp loaded, reported;

    internal ModelService(string name, ServedModelOptions options, ILogger<ModelService> logger, IMeterFactory? meters, TimeProvider time)
    {
        Name = name;
        this.options = options;
        this.logger = logger;
        this.time = time;
        Metrics = new ModelMetrics(meters, name, options.FarDeviations);
        try
        {
            LoadIfChanged();
        }
        catch (BackpropException e) when (options.MayBeMissing)
        {
            ModelLog.Missing(logger, e.Message);
        }
        catch
        {
            Metrics.Dispose();
            throw;
        }
    }

    /// <summary>The name under which the service was added; empty for the only one.</summary>
    public string Name { get; }

    /// <summary>The model that answers now.</summary>
    /// <exception cref="ModelFileException">There is none yet; the message says why.</exception>
    public ServedModel Current => current ?? throw new ModelFileException(options.Path, $"there is no model yet: {WithoutPath(problem)}");

    /// <summary>Whether there is a model.</summary>
    public bool IsReady => current is not null;

    /// <summary>Why the file, as it is now, could not be loaded; null where it could.</summary>
    public string? Problem => problem;

    internal ModelMetrics Metrics { get; }

    internal UnseenCategory Unseen => options.Unseen;

    internal TimeSpan CheckInterval => options.CheckInterval;

    internal TimeProvider Time => time;

    /// <summary>Answers a raw row; see <see cref="TableModel.Predict"/>.</summary>
    /// <param name="row">A value for each input column, by its name.</param>
    /// <returns>A prediction for each target.</returns>
    /// <exception cref="DataException">The row is not what the model needs, or the net's answer is not finite.</exception>
    /// <exception cref="ModelFileException">There is no model yet.</exception>
    public IReadOnlyList<Prediction> Predict(IReadOnlyDictionary<string, object?> row)
    {
        var model = Current.Model;
        var start = Metrics.Start();
        try
        {
            var answer = model.Answer(row, options.Unseen, Metrics);
            Metrics.Answered(start, 1);
            return answer;
        }
        catch (DataException)
        {
            Metrics.Refused();
            throw;
        }
    }

    /// <summary>Looks at the file now, and loads it if it is not the one of <see cref="Current"/>. Where that fails, <see cref="Current"/> stays and <see cref="Problem"/> says why.</summary>
    /// <returns>Whether a model was loaded.</returns>
    public bool Reload()
    {
        try
        {
            return LoadIfChanged();
        }
        catch (BackpropException)
        {
            return false; // it is logged, and the file is tried again
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Metrics.Dispose();

    /// <summary>Why a model could not be loaded, for a message that has named the file already.</summary>
    private string? WithoutPath(string? message) => message is not null && message.StartsWith($"{options.Path}: ", StringComparison.Ordinal) ? message[(options.Path.Length + 2)..] : message;

    private bool LoadIfChanged()
    {
        lock (loading)
        {
            var stamp = ModelStamp.Of(options.Path);
            if (current is not null && stamp == loaded)
                return false;
            try
            {
                var model = TableModel.Load(options.Path);
                var bindings = options.Bindings.ToFrozenDictionary(static binding => binding.Key, binding => Bound(binding.Value, model));
                if (ModelStamp.Of(options.Path) != stamp && current is not null)
                    return false; // it is being written; the next look finds it whole
                loaded = stamp;
                current = new ServedModel(model, bindings, (current?.Version ?? 0) + 1, time.GetUtcNow());
                problem = null;
            }
            catch (BackpropException e)
            {
                problem = e.Message;
                if (stamp != reported && current is not null)
                    ModelLog.KeptOld(logger, e.Message, current.Version);
                if (stamp != reported)
                    Metrics.Loaded(isLoaded: false);
                reported = stamp;
                throw;
            }
            Metrics.Loaded(isLoaded: true);
            ModelLog.Loaded(logger, current.Version, options.Path, current.Model.Encoding.Inputs.Count, string.Join(", ", current.Model.Encoding.Targets.Select(static target => target.Column)));
            return true;
        }
    }

    private object Bound(Func<TableModel, object> bind, TableModel model)
    {
        try
        {
            return bind(model);
        }
        catch (DataException e)
        {
            throw new DataException(e.Message, options.Path, innerException: e);
        }
    }
}

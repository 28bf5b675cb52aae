using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Backprop.Experiments;

/// <summary>The result of an experiment: settings, runs, summary, and the claims of the paper beside it.</summary>
internal abstract record Report
{
    private protected Report(string experiment, IReadOnlyList<Claim> claims) => (Experiment, Claims) = (experiment, claims);

    /// <summary>The experiment's name: "symmetry".</summary>
    [JsonPropertyOrder(-1)]
    public string Experiment { get; }

    /// <summary>The settings.</summary>
    [JsonIgnore]
    public abstract ExperimentSettings AnySettings { get; }

    /// <summary>The claims of the paper, and what was measured.</summary>
    [JsonPropertyOrder(3)]
    public IReadOnlyList<Claim> Claims { get; }

    /// <summary>Lines to print after the claims about this run on this machine, such as times; no part of the results. None by default.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>What is known of the types of settings, runs and summary, to write them as JSON.</summary>
    internal IJsonTypeInfoResolver Json { get; init; } = ReportJson.Default;

    /// <summary>One JSON object with <c>experiment</c>, <c>settings</c>, <c>runs</c> (one entry per seed), <c>summary</c> and <c>claims</c>.</summary>
    public string ToJson()
    {
        var shape = new JsonSerializerOptions
        {
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            DictionaryKeyPolicy = null,
            WriteIndented = true,
            NewLine = "\n",
            // Claims hold ± and ε; this JSON is never inserted into HTML unescaped.
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            TypeInfoResolver = Json,
        };
        return JsonSerializer.Serialize(this, shape.GetTypeInfo(GetType()));
    }
}

/// <inheritdoc cref="Report"/>
/// <typeparam name="TSettings">The experiment's settings.</typeparam>
/// <typeparam name="TRun">The result of one run (one seed).</typeparam>
/// <typeparam name="TSummary">The summary of all runs.</typeparam>
internal sealed record Report<TSettings, TRun, TSummary> : Report
    where TSettings : ExperimentSettings
{
    internal Report(string experiment, TSettings settings, IReadOnlyList<TRun> runs, TSummary summary, IReadOnlyList<Claim> claims)
        : base(experiment, claims) => (Settings, Runs, Summary) = (settings, runs, summary);

    /// <inheritdoc/>
    [JsonIgnore]
    public override ExperimentSettings AnySettings => Settings;

    /// <inheritdoc cref="Report.AnySettings"/>
    [JsonPropertyOrder(0)]
    public TSettings Settings { get; }

    /// <summary>One entry per seed, in the order of the seeds.</summary>
    [JsonPropertyOrder(1)]
    public IReadOnlyList<TRun> Runs { get; }

    /// <summary>The summary of the runs.</summary>
    [JsonPropertyOrder(2)]
    public TSummary Summary { get; }
}

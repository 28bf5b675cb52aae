using System.Text.Json.Serialization;

namespace Backprop.Experiments;

/// <summary>The number type that an experiment trains in.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Precision>))]
internal enum Precision
{
    /// <summary>32 bits.</summary>
    [JsonStringEnumMemberName("float")] Float,
    /// <summary>64 bits.</summary>
    [JsonStringEnumMemberName("double")] Double,
}

/// <summary>The settings of every experiment. The results depend on nothing else: not on the number of threads, not on the machine.</summary>
internal abstract record ExperimentSettings
{
    /// <summary>Number of runs, each from its own seed; at least 1.</summary>
    public int Seeds { get; init; }

    /// <summary>The seed of the first run; the others follow one by one. Default 1.</summary>
    public ulong FirstSeed { get; init; } = 1;

    /// <summary>Maximum number of sweeps per run; at least 1.</summary>
    public int Sweeps { get; init; }

    /// <summary>What <see cref="Sweeps"/> limits, in words: "sweeps".</summary>
    [JsonIgnore]
    public virtual string LimitUnit => "sweeps";

    /// <summary>The number type. Default <see cref="Precision.Float"/>.</summary>
    public Precision Precision { get; init; }
}

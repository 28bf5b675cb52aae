using Backprop.Data;

namespace Backprop.Services;

/// <summary>Which model a service answers with, and how.</summary>
public sealed class ServedModelOptions
{
    /// <summary>The path of the model file. Required.</summary>
    public string Path { get; set; } = "";

    /// <summary>How often the file is looked at; a new one takes the place of the old. <see cref="Timeout.InfiniteTimeSpan"/>: never. Default: every second.</summary>
    public TimeSpan CheckInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Whether the program starts without the file, and answers once it is there. Default: false, the start fails with what is wrong.</summary>
    public bool MayBeMissing { get; set; }

    /// <summary>What to do with a category not seen in training. Default: an error, as wherever a program asks about one row.</summary>
    public UnseenCategory Unseen { get; set; }

    /// <summary>From how many standard deviations of the training rows a number counts as far in the metrics. Default: 6.</summary>
    public double FarDeviations { get; set; } = 6;

    /// <summary>The types that models are bound to when they are loaded, so that a model that does not fit them is not taken.</summary>
    internal Dictionary<Type, Func<TableModel, object>> Bindings { get; } = [];
}

namespace Backprop.Exchange;

/// <summary>A network of Lens as a script builds it.</summary>
internal sealed class LensNet(string name)
{
    /// <summary>For how many ticks an example can run: each is a copy of the net.</summary>
    public const int MostTicks = 2000;

    public string Name { get; } = name;

    /// <summary>For how many intervals an example runs at most.</summary>
    public int Intervals { get; init; } = 1;

    /// <summary>How many ticks an interval has.</summary>
    public int Ticks { get; init; } = 1;

    /// <summary>Whether all groups are computed from the states of the tick before.</summary>
    public bool IsContinuous { get; init; }

    /// <summary>Whether derivatives reach back through the whole example.</summary>
    public bool ReachesBack { get; init; }

    /// <summary>The groups in the order in which they are computed.</summary>
    public List<LensGroup> Groups { get; } = [];

    /// <summary>The links in the order in which they were made, those from the bias apart.</summary>
    public List<LensLinks> Links { get; } = [];

    /// <summary>What setObj says of the network, by name.</summary>
    public Dictionary<string, double> Settings { get; } = new(StringComparer.Ordinal);

    /// <summary>Training algorithm.</summary>
    public string Algorithm { get; set; } = "dougsMomentum";

    public LensGroup? Find(string group) => Groups.Find(each => each.Name == group);

    public double Setting(string key, double otherwise) => Settings.GetValueOrDefault(key, otherwise);

    /// <summary>How many ticks ago the state was that a group receives.</summary>
    public int Delay(LensGroup from, LensGroup to) => IsContinuous || Groups.IndexOf(from) >= Groups.IndexOf(to) ? 1 : 0;

    /// <summary>Whether states of the tick before count.</summary>
    public bool IsRecurrent => Links.Exists(link => Delay(link.From, link.To) > 0) || Groups.Exists(group => group.Source is { } source && Delay(source, group) > 0);
}

/// <summary>A group of units.</summary>
internal sealed class LensGroup(string name, int size, long line)
{
    public string Name { get; } = name;

    public int Size { get; } = size;

    public long Line { get; } = line;

    public bool IsInput { get; set; }

    public bool IsOutput { get; set; }

    /// <summary>Whether it copies the states of another group.</summary>
    public bool IsContext { get; set; }

    public bool HasBias { get; set; }

    public UnitFunction Function { get; set; } = UnitFunction.Logistic;

    /// <summary>SUM_SQUARED, CROSS_ENTROPY or DIVERGENCE; null for the default of its function.</summary>
    public string? Error { get; set; }

    /// <summary>Whether total inputs move toward what is received by a fraction of the difference.</summary>
    public bool IntegratesInput { get; set; }

    /// <summary>The state before the first tick, where the script says it.</summary>
    public double? InitialOutput { get; set; }

    /// <summary>Whose states it copies.</summary>
    public LensGroup? Source { get; set; }

    /// <summary>The state before the first tick.</summary>
    public double InitialState => InitialOutput ?? (Function == UnitFunction.Logistic ? 0.5 : Function == UnitFunction.Softmax ? 1.0 / Size : 0);

    /// <summary>Whether its error is the sum of squares.</summary>
    public bool IsSquared => (Error ?? (Function == UnitFunction.Logistic || Function == UnitFunction.Softmax ? "CROSS_ENTROPY" : "SUM_SQUARED")) == "SUM_SQUARED";
}

/// <summary>Links from one group to another.</summary>
/// <param name="From">The sending group.</param>
/// <param name="To">The receiving group.</param>
internal sealed record LensLinks(LensGroup From, LensGroup To)
{
    public bool IsOneToOne { get; init; }

    public bool IsFrozen { get; set; }

    /// <summary>The fraction of all links that there are, at random; 1 for all.</summary>
    public double Strength { get; init; } = 1;

    /// <summary>The mean of starting weights.</summary>
    public double Mean { get; init; }

    /// <summary>By how much starting weights differ from their mean at most; null for what holds in the whole network.</summary>
    public double? Range { get; init; }
}

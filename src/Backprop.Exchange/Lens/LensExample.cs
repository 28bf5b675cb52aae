namespace Backprop.Exchange;

/// <summary>The examples of a file.</summary>
/// <param name="Examples">The examples, at least one.</param>
/// <param name="Notes">What is left out.</param>
internal sealed record LensExampleSet(IReadOnlyList<LensExample> Examples, IReadOnlyList<string> Notes);

/// <summary>An example: events one after the other.</summary>
/// <param name="Name">Its name; null for none.</param>
/// <param name="Events">At least one event.</param>
/// <param name="Line">The line on which it begins.</param>
internal sealed record LensExample(string? Name, IReadOnlyList<LensEvent> Events, long Line);

/// <summary>What units have during an event: a default, and ranges of units that have something else.</summary>
internal sealed record LensEvent
{
    /// <summary>How long the event lasts, in intervals of time.</summary>
    public double MaxTime { get; set; } = double.NaN;

    /// <summary>For how long the event lasts at least.</summary>
    public double MinTime { get; set; } = double.NaN;

    /// <summary>For how long its targets do not count.</summary>
    public double GraceTime { get; set; } = double.NaN;

    public double DefaultInput { get; set; }

    public double ActiveInput { get; set; } = 1;

    public double DefaultTarget { get; set; }

    public double ActiveTarget { get; set; } = 1;

    /// <summary>The ranges of inputs; null where none were given.</summary>
    public List<LensRange>? Inputs { get; set; }

    /// <summary>The ranges of targets; null where none were given.</summary>
    public List<LensRange>? Targets { get; set; }
}

/// <summary>Values of consecutive units, or units of one value.</summary>
internal sealed record LensRange(long Line)
{
    /// <summary>The group; null: all units of inputs, or of outputs, in order.</summary>
    public string? Group { get; set; }

    /// <summary>Of a dense range: the first unit, from 0.</summary>
    public int First { get; set; }

    /// <summary>Of a dense range: a value for each unit from the first on; null for a sparse range.</summary>
    public List<double>? Values { get; set; }

    /// <summary>Of a sparse range: the value of its units.</summary>
    public double Value { get; set; }

    /// <summary>Of a sparse range: the first and last units of spans.</summary>
    public List<(int First, int Last)> Spans { get; } = [];

    /// <summary>Of a sparse range: whether all units are meant.</summary>
    public bool IsAll { get; set; }

    /// <summary>The units that the range needs there to be.</summary>
    public int Size => Values is { } dense ? First + dense.Count : Spans.Count == 0 ? 0 : Spans.Max(static span => span.Last) + 1;

    /// <summary>Writes the range into the states of its group, or of all groups.</summary>
    public void WriteTo(Span<double> states)
    {
        if (Values is { } dense)
        {
            for (var k = 0; k < dense.Count; k++) states[First + k] = dense[k];
            return;
        }
        if (IsAll) states.Fill(Value);
        foreach (var (first, last) in Spans) states[first..(last + 1)].Fill(Value);
    }
}

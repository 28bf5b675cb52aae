namespace Backprop.Lab;

/// <summary>E sweep by sweep in bounded memory: spans of equally many sweeps, which become longer as the course does.</summary>
internal sealed class Course
{
    /// <summary>The most spans; even, so that they join in pairs.</summary>
    internal const int MostSpans = 1024;

    private readonly List<CourseSpan> spans = [];

    /// <summary>Sweeps taken.</summary>
    public int Sweeps { get; private set; }

    /// <summary>Sweeps of a span; the last span may have fewer so far.</summary>
    public int SweepsASpan { get; private set; } = 1;

    /// <summary>The spans: entry k begins after k · <see cref="SweepsASpan"/> sweeps.</summary>
    public IReadOnlyList<CourseSpan> Spans => spans;

    /// <summary>Takes what a history has more than before; all of it where it has less, as after undo.</summary>
    public void Take(IReadOnlyList<double> errors)
    {
        if (errors.Count < Sweeps)
        {
            spans.Clear();
            (Sweeps, SweepsASpan) = (0, 1);
        }
        for (var sweep = Sweeps; sweep < errors.Count; sweep++)
            Add(errors[sweep]);
    }

    /// <summary>The span in which a sweep is, from 1, and the sweeps of the span.</summary>
    public (CourseSpan Span, int First, int Last) At(int sweep)
    {
        var index = Math.Clamp((sweep - 1) / SweepsASpan, 0, spans.Count - 1);
        return (spans[index], (index * SweepsASpan) + 1, Math.Min(Sweeps, (index + 1) * SweepsASpan));
    }

    private void Add(double error)
    {
        if (Sweeps % SweepsASpan == 0)
        {
            if (spans.Count == MostSpans) Join();
            spans.Add(new(error, error, error));
        }
        else spans[^1] = new(Math.Min(spans[^1].Least, error), Math.Max(spans[^1].Greatest, error), error);
        Sweeps++;
    }

    private void Join()
    {
        for (var pair = 0; pair < MostSpans / 2; pair++)
        {
            var (first, second) = (spans[2 * pair], spans[(2 * pair) + 1]);
            spans[pair] = new(Math.Min(first.Least, second.Least), Math.Max(first.Greatest, second.Greatest), second.Last);
        }
        spans.RemoveRange(MostSpans / 2, MostSpans / 2);
        SweepsASpan *= 2;
    }
}

/// <summary>The least, the greatest and the last E of some sweeps.</summary>
internal readonly record struct CourseSpan(double Least, double Greatest, double Last);

using System.Globalization;

namespace Backprop;

/// <summary>How a learning rate goes over the sweeps: a factor of the rule's own rate, the same for all changes of a sweep.</summary>
/// <example>
/// <code>
/// LearningRule rule = new Adam { LearningRate = 0.01, Schedule = RateSchedule.WarmUp(20).Then(RateSchedule.Cosine(480)) };
/// LearningRule halved = new Nesterov { Schedule = RateSchedule.Steps(every: 100, factor: 0.5) };
/// </code>
/// </example>
public abstract record RateSchedule
{
    private RateSchedule()
    {
    }

    /// <summary>From 1/n in the first of n sweeps to 1 in the last in equal steps, then 1.</summary>
    /// <param name="sweeps">n, 1 or more.</param>
    /// <returns>The schedule.</returns>
    public static RateSchedule WarmUp(int sweeps) => new RisingSchedule(sweeps);

    /// <summary>Along half a cosine from 1 in the first sweep to <paramref name="end"/> after n sweeps, where it stays (Loshchilov and Hutter 2017, without restarts).</summary>
    /// <param name="sweeps">n, 1 or more.</param>
    /// <param name="end">The factor at the end; from 0 to 1, 0 by default.</param>
    /// <returns>The schedule.</returns>
    public static RateSchedule Cosine(int sweeps, double end = 0) => new CosineSchedule(sweeps, end);

    /// <summary>Multiplied by a factor after every n sweeps.</summary>
    /// <param name="every">n, 1 or more.</param>
    /// <param name="factor">More than 0, at most 1.</param>
    /// <returns>The schedule.</returns>
    public static RateSchedule Steps(int every, double factor) => new StepSchedule(every, factor);

    /// <summary>A factor for some sweeps, then the next; the last one without end.</summary>
    /// <param name="phases">Each with its factor, 0 or more, and its sweeps, 1 or more.</param>
    /// <returns>The schedule.</returns>
    public static RateSchedule Phases(params IEnumerable<RatePhase> phases) => new PhasedSchedule(new ValueList<RatePhase>([.. phases ?? throw new ArgumentNullException(nameof(phases))]));

    /// <summary>This schedule to its end, then another one, whose sweeps are counted from there. <see cref="Steps"/> has no end.</summary>
    /// <param name="next">The schedule that follows.</param>
    /// <returns>The schedule.</returns>
    public RateSchedule Then(RateSchedule next) => new JoinedSchedule(this, next ?? throw new ArgumentNullException(nameof(next)));

    /// <summary>
    /// Reads a schedule as <see cref="ToString"/> writes it: parts that follow one another, separated by commas, each "warm-up:sweeps", "cosine:sweeps", "cosine:sweeps:end", "steps:every:factor" or "factor:sweeps";
    /// a last "factor" lasts to the end. For example "warm-up:20,cosine:480" or "1:100,0.1".
    /// </summary>
    /// <param name="text">The schedule.</param>
    /// <returns>The schedule.</returns>
    /// <exception cref="FormatException">It is not one; the message says which part.</exception>
    public static RateSchedule Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        RateSchedule? schedule = null;
        var phases = new List<RatePhase>();
        var parts = text.Split(',', StringSplitOptions.TrimEntries);
        for (var k = 0; k < parts.Length; k++)
        {
            if (ReadPhase(parts[k], isLast: k == parts.Length - 1) is { } phase)
            {
                phases.Add(phase);
                continue;
            }
            Append(phases.Count == 0 ? null : Phases(phases));
            phases.Clear();
            Append(ReadPart(parts[k]));
        }
        Append(phases.Count == 0 ? null : Phases(phases));
        try
        {
            schedule!.Validate();
        }
        catch (ArgumentException e)
        {
            throw new FormatException($"the schedule '{DisplayText.Name(text)}' is impossible: {e.Message.Split('\n')[0]}", e);
        }
        return schedule;

        void Append(RateSchedule? next) => schedule = next is null ? schedule : schedule is null ? next : schedule.Then(next);
    }

    private static RatePhase? ReadPhase(string part, bool isLast)
    {
        var numbers = part.Split(':');
        if (!double.TryParse(numbers[0], NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var factor))
            return null;
        if (numbers.Length == 1 && isLast)
            return new RatePhase(factor);
        return numbers.Length == 2 && int.TryParse(numbers[1], NumberStyles.None, CultureInfo.InvariantCulture, out var sweeps) ? new RatePhase(factor, sweeps)
            : throw new FormatException($"the part '{DisplayText.Name(part)}' of a schedule is a factor, which needs its sweeps unless it is the last: factor:sweeps, as 0.5:100");
    }

    private static RateSchedule ReadPart(string part)
    {
        var words = part.Split(':');
        if (words is ["warm-up" or "cosine" or "steps", _, ..] && int.TryParse(words[1], NumberStyles.None, CultureInfo.InvariantCulture, out var sweeps))
        {
            var isNumber = double.TryParse(words.ElementAtOrDefault(2), NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var number);
            switch (words)
            {
                case ["warm-up", _]:
                    return WarmUp(sweeps);
                case ["cosine", _]:
                    return Cosine(sweeps);
                case ["cosine", _, _] when isNumber:
                    return Cosine(sweeps, number);
                case ["steps", _, _] when isNumber:
                    return Steps(sweeps, number);
            }
        }
        throw new FormatException($"the part '{DisplayText.Name(part)}' of a schedule is not known; a part is warm-up:sweeps, cosine:sweeps, cosine:sweeps:end, steps:every:factor or factor:sweeps");
    }

    /// <summary>The factor in a sweep.</summary>
    /// <param name="sweep">The sweep, from 1.</param>
    /// <returns>0 or more.</returns>
    public abstract double Factor(int sweep);

    /// <summary>Sweeps to its end; null: it has none.</summary>
    internal abstract int? Length { get; }

    /// <summary>The factor as runs of sweeps in which it is the same; the last one has no end.</summary>
    internal abstract IEnumerable<RatePhase> Runs { get; }

    /// <summary>At most how many <see cref="Runs"/> there are.</summary>
    internal abstract long RunCount { get; }

    internal abstract void Validate();

    /// <summary>The schedule as settings print it, for example "warm-up:20,cosine:480"; <see cref="Parse"/> reads it.</summary>
    public abstract override string ToString();

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static void Require(bool condition, string parameter, double value, string interval)
    {
        if (!condition)
            throw new ArgumentOutOfRangeException(parameter, value, $"{parameter} of the schedule must be {interval}.");
    }

    private sealed record RisingSchedule(int Sweeps) : RateSchedule
    {
        internal override int? Length => Sweeps;

        internal override IEnumerable<RatePhase> Runs => [.. Enumerable.Range(1, Sweeps).Select(sweep => new RatePhase(Factor(sweep), 1)), new RatePhase(1)];

        internal override long RunCount => Sweeps + 1L;

        public override double Factor(int sweep) => sweep >= Sweeps ? 1 : (double)sweep / Sweeps;

        internal override void Validate() => Require(Sweeps >= 1, nameof(Sweeps), Sweeps, "1 or more");

        public override string ToString() => Text($"warm-up:{Sweeps}");
    }

    private sealed record CosineSchedule(int Sweeps, double End) : RateSchedule
    {
        internal override int? Length => Sweeps;

        internal override IEnumerable<RatePhase> Runs => [.. Enumerable.Range(1, Sweeps).Select(sweep => new RatePhase(Factor(sweep), 1)), new RatePhase(End)];

        internal override long RunCount => Sweeps + 1L;

        public override double Factor(int sweep)
        {
            if (sweep > Sweeps)
                return End;
            // The library's own cosine has the same bits on every machine.
            return End + ((1 - End) * 0.5 * (1 + Cosine<Lanes128<double>>(Math.PI * (sweep - 1) / Sweeps)));
        }

        internal override void Validate()
        {
            Require(Sweeps >= 1, nameof(Sweeps), Sweeps, "1 or more");
            Require(End is >= 0 and <= 1, nameof(End), End, "from 0 to 1");
        }

        public override string ToString() => End == 0 ? Text($"cosine:{Sweeps}") : Text($"cosine:{Sweeps}:{End}");

        private static unsafe double Cosine<TLanes>(double angle)
            where TLanes : unmanaged, ILanes<TLanes, double>
        {
            var cosines = stackalloc double[TLanes.Count];
            TLanes.Store(cosines, Elementary.Cos<TLanes, double>(TLanes.Broadcast(angle)));
            return cosines[0];
        }
    }

    private sealed record StepSchedule(int Every, double Ratio) : RateSchedule
    {
        internal override int? Length => null;

        internal override IEnumerable<RatePhase> Runs
        {
            get
            {
                var factor = 1.0;
                // The smallest numbers are rounded to themselves.
                for (; factor > 0 && factor * Ratio != factor; factor *= Ratio)
                    yield return new RatePhase(factor, Every);
                yield return new RatePhase(factor);
            }
        }

        internal override long RunCount => Runs.LongCount();

        public override double Factor(int sweep)
        {
            var factor = 1.0;
            for (var step = (sweep - 1) / Every; step > 0 && factor > 0 && Ratio < 1; step--)
                factor *= Ratio;
            return factor;
        }

        internal override void Validate()
        {
            Require(Every >= 1, nameof(Every), Every, "1 or more sweeps");
            Require(Ratio is > 0 and <= 1, "Factor", Ratio, "more than 0 and at most 1");
        }

        public override string ToString() => Text($"steps:{Every}:{Ratio}");
    }

    private sealed record PhasedSchedule(ValueList<RatePhase> List) : RateSchedule
    {
        internal override int? Length => List.Count == 0 || List[^1].Sweeps == int.MaxValue ? null : (int)Math.Min(int.MaxValue, List.Sum(static phase => (long)phase.Sweeps));

        internal override IEnumerable<RatePhase> Runs => [.. List.SkipLast(1), List[^1] with { Sweeps = int.MaxValue }];

        internal override long RunCount => List.Count;

        public override double Factor(int sweep)
        {
            long end = 0;
            foreach (var phase in List)
            {
                end += phase.Sweeps;
                if (sweep <= end)
                    return phase.Factor;
            }
            return List[^1].Factor;
        }

        internal override void Validate()
        {
            Require(List.Count > 0, nameof(Phases), List.Count, "1 or more");
            foreach (var phase in List)
            {
                Require(phase.Factor >= 0 && double.IsFinite(phase.Factor), nameof(phase.Factor), phase.Factor, "a finite number, 0 or more");
                Require(phase.Sweeps >= 1, nameof(phase.Sweeps), phase.Sweeps, "1 or more");
            }
        }

        public override string ToString() => string.Join(',', List.Select(static phase => phase.Sweeps == int.MaxValue ? Text($"{phase.Factor}") : Text($"{phase.Factor}:{phase.Sweeps}")));
    }

    private sealed record JoinedSchedule(RateSchedule First, RateSchedule Next) : RateSchedule
    {
        internal override int? Length => Next.Length is { } rest ? (int)Math.Min(int.MaxValue, (long)First.Length! + rest) : null;

        internal override IEnumerable<RatePhase> Runs
        {
            get
            {
                long left = First.Length!.Value;
                foreach (var run in First.Runs)
                {
                    if (left > 0)
                        yield return run with { Sweeps = (int)Math.Min(run.Sweeps, left) };
                    left -= run.Sweeps;
                }
                foreach (var run in Next.Runs)
                    yield return run;
            }
        }

        internal override long RunCount => First.RunCount + Next.RunCount;

        public override double Factor(int sweep) => sweep <= First.Length ? First.Factor(sweep) : Next.Factor(sweep - First.Length!.Value);

        internal override void Validate()
        {
            First.Validate();
            Next.Validate();
            if (First.Length is null)
                throw new ArgumentException($"The schedule '{First}' has no end, so nothing can follow it.", nameof(LearningRule.Schedule));
        }

        public override string ToString() => $"{First},{Next}";
    }
}

/// <summary>A factor of the learning rate for some sweeps.</summary>
/// <param name="Factor">0 or more.</param>
/// <param name="Sweeps">How many sweeps it lasts; without end by default.</param>
public readonly record struct RatePhase(double Factor, int Sweeps = int.MaxValue);

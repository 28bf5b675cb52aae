using System.Globalization;

namespace Backprop;

/// <summary>Decides when a training stops. <see cref="StopWhen"/> creates rules; <c>|</c> combines two, and the first that holds stops the training.</summary>
public abstract class StopRule
{
    /// <summary>The condition in words, for example "all within 0.2".</summary>
    public abstract string Name { get; }

    /// <summary>What the rule reads besides counters; the trainer computes nothing else for it.</summary>
    internal virtual StopNeeds Needs => StopNeeds.None;

    /// <summary>Outside of which the rule does not hold, so that it need not be asked. By default it may always hold.</summary>
    internal virtual StopBounds Bounds => StopBounds.None;

    /// <summary>The rule that holds now: this one, or one of those it joins; null if none does.</summary>
    internal abstract StopRule? Holds(in TrainingStatus status);

    /// <summary>Combines two rules: the first that holds stops the training.</summary>
    /// <param name="left">The rule that is the reason where both hold.</param>
    /// <param name="right">The other rule.</param>
    /// <returns>A rule that holds where either does.</returns>
    public static StopRule operator |(StopRule left, StopRule right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        return new EitherRule(left, right);
    }

    /// <summary>Combines this rule with another, like <c>|</c>.</summary>
    /// <param name="other">The other rule.</param>
    /// <returns>A rule that holds where either does.</returns>
    public StopRule Or(StopRule other) => this | other;

    /// <inheritdoc/>
    public override string ToString() => Name;

    private sealed class EitherRule(StopRule left, StopRule right) : StopRule
    {
        public override string Name => $"{left} or {right}";

        internal override StopNeeds Needs => left.Needs | right.Needs;

        internal override StopBounds Bounds => left.Bounds | right.Bounds;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        internal override StopRule? Holds(in TrainingStatus status) => left.Holds(status) ?? right.Holds(status);
    }
}

[Flags]
internal enum StopNeeds
{
    None = 0,

    /// <summary>E over the training cases.</summary>
    Error = 1,

    /// <summary>The greatest distance of an output from its target.</summary>
    Distance = 2,

    /// <summary>Whether all outputs are on the right side of 0.5.</summary>
    Side = 4,

    /// <summary>The time since the run began.</summary>
    Clock = 8,

    /// <summary>The error by which sweeps are compared: that of the validation cases, which is measured anyway; without them <see cref="Error"/>.</summary>
    BestError = 16,
}

/// <summary>The state of a training between two sweeps, as stop rules see it.</summary>
public readonly record struct TrainingStatus
{
    // A constructor: an object initializer is built elsewhere and copied, which takes measurable time in a sweep of a tiny net.
    internal TrainingStatus(int sweeps, double error, double validationError, int bestSweep, TimeSpan elapsed, double greatestDistance, bool onRightSide)
    {
        (Sweeps, Error, ValidationError, BestSweep, Elapsed) = (sweeps, error, validationError, bestSweep, elapsed);
        (GreatestDistance, OnRightSide) = (greatestDistance, onRightSide);
    }

    /// <summary>Sweeps made since the trainer began.</summary>
    public int Sweeps { get; init; }

    /// <summary>E over all cases with the current weights.</summary>
    public double Error { get; init; }

    /// <summary>E over the validation cases with the current weights; NaN without such cases.</summary>
    public double ValidationError { get; init; }

    /// <summary>The sweep after which the error (of the validation cases, if there are any) was least.</summary>
    public int BestSweep { get; init; }

    /// <summary>Time since <see cref="Trainer{T}.Run"/> was called.</summary>
    public TimeSpan Elapsed { get; init; }

    internal double GreatestDistance { get; init; }

    internal bool OnRightSide { get; init; }
}

/// <summary>The stop rules by name.</summary>
/// <example>
/// <code>
/// StopRule stop = StopWhen.AllWithin(0.2) | StopWhen.NoBetter(50) | StopWhen.Time(TimeSpan.FromMinutes(10));
/// StopRule small = StopWhen.Condition("E below 0.01 after 100 sweeps", status =&gt; status.Sweeps &gt;= 100 &amp;&amp; status.Error &lt; 0.01);
/// </code>
/// </example>
public static class StopWhen
{
    /// <summary>Stops when every output with a target is strictly on the right side of 0.5; cases of weight 0 do not count.</summary>
    public static StopRule AllOnRightSide { get; } = new NamedRule("all on the right side of 0.5", StopNeeds.Side, static status => status.OnRightSide, StopBounds.Never with { Side = true });

    /// <summary>Stops when every output is strictly nearer to its target than the tolerance; outputs without a target and cases of weight 0 do not count.</summary>
    /// <param name="tolerance">More than 0.</param>
    /// <returns>The rule; combine rules with <c>|</c>.</returns>
    public static StopRule AllWithin(double tolerance)
    {
        Check(tolerance > 0, nameof(tolerance), tolerance, "more than 0");
        return new NamedRule(Text($"all within {tolerance}"), StopNeeds.Distance, status => status.GreatestDistance < tolerance, StopBounds.Never with { Distance = tolerance });
    }

    /// <summary>Stops once the trainer has made this many sweeps, counting earlier runs.</summary>
    /// <param name="sweeps">0 or more.</param>
    /// <returns>The rule; combine rules with <c>|</c>.</returns>
    public static StopRule Sweeps(int sweeps)
    {
        Check(sweeps >= 0, nameof(sweeps), sweeps, "0 or more");
        return new SweepsRule(sweeps);
    }

    /// <summary>Stops when E over all cases is below a value.</summary>
    /// <param name="error">More than 0.</param>
    /// <returns>The rule; combine rules with <c>|</c>.</returns>
    public static StopRule ErrorBelow(double error)
    {
        Check(error > 0, nameof(error), error, "more than 0");
        return new NamedRule(Text($"error below {error}"), StopNeeds.Error, status => status.Error < error, StopBounds.Never with { Error = error });
    }

    /// <summary>Stops when the lowest error (of the validation cases, if there are any) has not improved for this many sweeps.</summary>
    /// <param name="sweeps">1 or more.</param>
    /// <returns>The rule; combine rules with <c>|</c>.</returns>
    public static StopRule NoBetter(int sweeps)
    {
        Check(sweeps >= 1, nameof(sweeps), sweeps, "1 or more");
        return new NamedRule(Text($"no better for {Counted(sweeps)}"), StopNeeds.BestError, status => status.Sweeps - status.BestSweep >= sweeps);
    }

    /// <summary>Stops when the run has taken this long. The only rule whose effect depends on the machine.</summary>
    /// <param name="time">More than zero.</param>
    /// <returns>The rule; combine rules with <c>|</c>.</returns>
    public static StopRule Time(TimeSpan time)
    {
        Check(time > TimeSpan.Zero, nameof(time), time.TotalSeconds, "more than 0 seconds");
        return new NamedRule(Text($"{time.TotalSeconds} seconds"), StopNeeds.Clock, status => status.Elapsed >= time);
    }

    /// <summary>Stops when a custom condition holds, which is checked between sweeps.</summary>
    /// <param name="name">The condition in words, for <see cref="StopRule.Name"/>.</param>
    /// <param name="holds">Whether to stop.</param>
    /// <returns>The rule; combine rules with <c>|</c>.</returns>
    public static StopRule Condition(string name, Func<TrainingStatus, bool> holds)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(holds);
        return new NamedRule(name, StopNeeds.Error | StopNeeds.Clock, holds);
    }

    /// <summary>What <see cref="History.Stopped"/> says of a run that was canceled.</summary>
    public static StopRule Canceled { get; } = new NamedRule("canceled", StopNeeds.None, static _ => false, StopBounds.Never);

    /// <summary>What <see cref="History.Stopped"/> says of a run whose rule searches and has found that E falls no further in this precision; see <see cref="SearchState{T}.HasEnded"/>.</summary>
    public static StopRule NoDescent { get; } = new NamedRule("no lower E found", StopNeeds.None, static _ => false, StopBounds.Never);

    private static void Check(bool good, string name, double value, string expected)
    {
        if (!good)
            throw new ArgumentOutOfRangeException(name, value, $"'{name}' must be {expected}.");
    }

    private static string Counted(int sweeps) => Text($"{sweeps} {(sweeps == 1 ? "sweep" : "sweeps")}");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    /// <summary>The rule of nearly every run, without the call of a delegate.</summary>
    private sealed class SweepsRule(int sweeps) : StopRule
    {
        public override string Name => Counted(sweeps);

        internal override StopBounds Bounds => StopBounds.Never with { Sweeps = sweeps };

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        internal override StopRule? Holds(in TrainingStatus status) => status.Sweeps >= sweeps ? this : null;
    }

    private sealed class NamedRule(string name, StopNeeds needs, Func<TrainingStatus, bool> holds, StopBounds? bounds = null) : StopRule
    {
        public override string Name => name;

        internal override StopNeeds Needs => needs;

        internal override StopBounds Bounds => bounds ?? StopBounds.None;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        internal override StopRule? Holds(in TrainingStatus status) => holds(status) ? this : null;
    }
}

using System.Globalization;

namespace Backprop.Mutation;

/// <summary>How many mutants ended how.</summary>
internal readonly record struct Score(int Mutants, int Killed, int ByTime, int Justified)
{
    internal static Score Of(Outcome outcome, bool isJustified)
    {
        var isKilled = outcome is Outcome.Killed or Outcome.TimedOut;
        return new Score(1, isKilled ? 1 : 0, outcome == Outcome.TimedOut ? 1 : 0, !isKilled && isJustified ? 1 : 0);
    }

    public static Score operator +(Score one, Score other) =>
        new(one.Mutants + other.Mutants, one.Killed + other.Killed, one.ByTime + other.ByTime, one.Justified + other.Justified);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Mutants} | {Killed} | {ByTime} | {Mutants - Killed} | {Justified} | {100.0 * Killed / Mutants:F1} % | {100.0 * Killed / (Mutants - Justified):F1} %");
}

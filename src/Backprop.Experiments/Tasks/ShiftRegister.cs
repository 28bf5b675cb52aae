namespace Backprop.Experiments;

/// <summary>The shift register of PDP ch. 8: after a number of iterations the pattern over a ring of units has moved by as many places.</summary>
public static class ShiftRegister
{
    /// <summary>All 2^<paramref name="units"/> initial states, and the states wanted after <paramref name="places"/> iterations: unit i + places takes the state that unit i had (unit numbers wrap around).</summary>
    public static Patterns Cases(int units, int places = 2) => Patterns.OfAllBinary(
        units, state => [.. Enumerable.Range(0, units).Select(unit => state[(unit + units - places % units) % units])]);
}

namespace Backprop.Experiments;

/// <summary>The shift register of PDP ch. 8: after a number of iterations the pattern over a ring of units has moved by as many places.</summary>
internal static class ShiftRegister
{
    /// <summary>All 2^<paramref name="units"/> initial states, and the target states after <paramref name="places"/> iterations: unit i + places takes the state that unit i had (unit numbers wrap around).</summary>
    public static Patterns Patterns(int units, int places = 2) => Backprop.Experiments.Patterns.OfAllBinary(
        units, state => [.. Enumerable.Range(0, units).Select(unit => state[(unit + units - places % units) % units])]);

    /// <summary>Units that are all connected, themselves included, with a delay of one iteration, unrolled.</summary>
    public static Topology Net(int units, int iterations) => Topology.Iterative(net =>
    {
        var register = net.Output("units", units);
        register.From(register, delay: 1);
    }).Unroll(iterations);

    /// <summary>All patterns as initial states, and as targets at the last iteration where they should be by then.</summary>
    public static Cases ToCases(int units, int iterations)
    {
        var patterns = Patterns(units, iterations);
        var builder = new SequencesBuilder(Net(units, iterations), patterns.Inputs.Count);
        for (var c = 0; c < patterns.Inputs.Count; c++)
            builder.InitialState(c, "units", patterns.Inputs[c]).Target(c, "units", [patterns.Targets[c]], first: iterations);
        return builder.ToCases();
    }
}

namespace Backprop.Exchange;

/// <summary>Rows that follow each other in an iterative net, over all units in order.</summary>
/// <param name="Name">The name of the sequence; empty for none.</param>
/// <param name="Inputs">[row][unit], over all input groups in the order in which they are declared.</param>
/// <param name="Targets">[row][unit], over all output groups; NaN: don't care. Empty: there are none.</param>
/// <param name="Clamps">States at which units are held, [row][unit], by the name of the group; null and NaN: not held.</param>
internal sealed record UnitSequence(string Name, IReadOnlyList<double[]> Inputs, IReadOnlyList<double[]> Targets, IReadOnlyDictionary<string, IReadOnlyList<double[]?>> Clamps);

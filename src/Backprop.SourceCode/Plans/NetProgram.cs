namespace Backprop.SourceCode;

/// <summary>All that a program is written from, whatever its language.</summary>
/// <param name="Name">What the program is called, as the user says it.</param>
/// <param name="Plan">What it computes, from states to states.</param>
/// <param name="Table">The raw values that it takes and gives; null for states alone.</param>
/// <param name="Formulas">The unit functions.</param>
internal sealed record NetProgram(string Name, NetPlan Plan, RawTable? Table, UnitFormulas Formulas);

namespace Backprop.Lab;

/// <summary>Everything but the net and the cases that decides what the weights become.</summary>
/// <param name="Training">How the net learns.</param>
/// <param name="Seed">Fixes the starting weights, the orders of the cases and the noise.</param>
internal sealed record LabSettings(CaseTraining Training, ulong Seed)
{
    /// <summary>Whether these differ from others in what decides how a net starts.</summary>
    public bool StartsAgain(LabSettings others) =>
        Seed != others.Seed || Training.IsDouble != others.Training.IsDouble || !Training.Range.Equals(others.Training.Range);
}

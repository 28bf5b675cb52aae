namespace Backprop.Commands;

/// <summary>What a model keeps of the cases that it was trained on.</summary>
/// <param name="File">The case file.</param>
/// <param name="Count">The number of cases, or of sequences.</param>
internal sealed record TrainedCases(KnownFile File, int Count);

namespace Backprop.Mpi;

/// <summary>What is known of a message before it is received.</summary>
/// <param name="From">The rank that sent it.</param>
/// <param name="Tag">Its tag.</param>
/// <param name="Length">Its bytes.</param>
public readonly record struct MessageEnvelope(int From, int Tag, int Length);

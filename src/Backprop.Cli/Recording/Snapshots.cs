namespace Backprop.Cli;

/// <summary>What <c>train</c> records while it trains.</summary>
/// <param name="Recording">What is recorded.</param>
/// <param name="Every">Sweeps from one snapshot to the next.</param>
/// <param name="Path">The file.</param>
internal sealed record Snapshots(Recording Recording, int Every, string Path);

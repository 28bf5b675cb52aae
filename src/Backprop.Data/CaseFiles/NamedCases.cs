namespace Backprop.Data;

/// <summary>What a case file holds.</summary>
/// <param name="Cases">The cases.</param>
/// <param name="Topology">The net that they were read for, with the names that the file gives to its units.</param>
public sealed record NamedCases(Cases Cases, Topology Topology);

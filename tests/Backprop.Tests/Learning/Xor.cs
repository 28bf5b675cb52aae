namespace Backprop.Tests;

/// <summary>Exclusive or, which most tests of learning use.</summary>
internal static class Xor
{
    internal static Cases Cases { get; } = Cases.From([[0, 0], [0, 1], [1, 0], [1, 1]], [[0], [1], [1], [0]]);

    internal static Network<T> Net<T>(ulong seed = 1)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => new Network<T>(Topology.Layered(2, 3, 1)).Randomize(seed, 0.5);
}

using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Backprop.Cli;

/// <summary>What a trainer goes on from, as a text by which ranks find out that theirs differ.</summary>
internal static class RankState
{
    /// <summary>Sweeps, changes, and digests of the weights and of what the rule remembers.</summary>
    public static string Of<T>(Trainer<T> trainer)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        string.Create(CultureInfo.InvariantCulture, $"{trainer.History.Sweeps} {trainer.Changes} {Digest<T>(trainer.Network.Weights)} {string.Join(' ', trainer.RuleState.Vectors.Select(static vector => Digest<T>(vector.Values.Span)))}");

    private static string Digest<T>(ReadOnlySpan<T> values)
        where T : unmanaged => Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(values)));
}

using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Backprop;

/// <summary>SHA-256 of all that cases say, by which a checkpoint knows the cases it was made with.</summary>
internal static class CasesFingerprint
{
    private static readonly ConditionalWeakTable<Cases, string> Known = [];

    /// <summary>The fingerprint, 64 hexadecimal digits. Cases never change, so it is computed once.</summary>
    public static string Of(Cases cases) => cases.Held is { } held ? held.Fingerprint : Known.GetValue(cases, static cases => Compute(cases));

    /// <summary>The fingerprint of cases that are cut into shares, each of which has a digest of its own, so that a process can compute it that holds those of some shares alone.</summary>
    public static string Of(Cases cases, ShareCases shares) =>
        cases.Held is { } held ? held.Fingerprint : Of(cases, [.. Enumerable.Range(0, shares.Shares).SelectMany(share => DigestOf(cases, shares.First(share), shares.First(share + 1)))]);

    /// <summary>The same where each process has the values of its own shares. Every rank calls it.</summary>
    public static string Of(Cases cases, ShareCases shares, IRanks ranks, CancellationToken cancellationToken)
    {
        var (first, end) = shares.SharesOf(ranks.Rank);
        byte[] own = [.. Enumerable.Range(first, end - first).SelectMany(share => DigestOf(cases, shares.First(share), shares.First(share + 1)))];
        return Of(cases, ranks.GatherAll(own, rank => shares.SharesOf(rank) is var its ? SHA256.HashSizeInBytes * (its.End - its.First) : 0, cancellationToken));
    }

    private static string Of(Cases cases, ReadOnlySpan<byte> digests)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, cases.Count);
        foreach (var (kind, all) in Kinds(cases))
            foreach (var values in all) AppendName(hash, kind, values);
        Append(hash, cases.Weights);
        hash.AppendData(digests);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>The digest of the values of some neighboring cases.</summary>
    private static byte[] DigestOf(Cases cases, int first, int end)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (_, all) in Kinds(cases))
            foreach (var values in all) AppendValues(hash, values, first, end);
        return hash.GetHashAndReset();
    }

    private static (string Kind, IReadOnlyList<CaseValues> All)[] Kinds(Cases cases) => [("inputs", cases.Inputs), ("targets", cases.Targets), ("clamps", cases.Clamps)];

    private static string Compute(Cases cases)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, cases.Count);
        Append(hash, cases.Sequences ?? 0);
        foreach (var (kind, all) in Kinds(cases))
        {
            foreach (var values in all)
            {
                AppendName(hash, kind, values);
                AppendValues(hash, values, 0, values.Count);
            }
        }
        Append(hash, cases.Weights);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void AppendName(IncrementalHash hash, string kind, CaseValues values)
    {
        hash.AppendData(Encoding.UTF8.GetBytes($"{kind} {values.Group}\n"));
        Append(hash, values.Size);
        Append(hash, values.IsOneHot ? 1 : 0);
    }

    private static void AppendValues(IncrementalHash hash, CaseValues values, int first, int end)
    {
        var row = new double[values.IsOneHot ? 1 : values.Size];
        for (var @case = first; @case < end; @case++)
        {
            if (values.IsOneHot) row[0] = values.One(@case);
            else for (var unit = 0; unit < row.Length; unit++) row[unit] = values[@case, unit];
            Append(hash, row);
        }
    }

    private static void Append(IncrementalHash hash, int value) => Append(hash, [value]);

    private static void Append(IncrementalHash hash, ReadOnlySpan<double> values)
    {
        if (BitConverter.IsLittleEndian)
        {
            hash.AppendData(MemoryMarshal.AsBytes(values));
            return;
        }
        var bytes = MemoryMarshal.AsBytes(values).ToArray();
        LittleEndian.Convert(bytes, sizeof(double));
        hash.AppendData(bytes);
    }
}

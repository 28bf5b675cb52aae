using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Backprop;

/// <summary>SHA-256 of all that cases say, by which a checkpoint knows the cases it was made with.</summary>
internal static class CasesFingerprint
{
    private static readonly ConditionalWeakTable<Cases, string> Known = [];

    /// <summary>The fingerprint, 64 hexadecimal digits. Cases never change, so it is computed once.</summary>
    public static string Of(Cases cases) => Known.GetValue(cases, static cases => Compute(cases));

    private static string Compute(Cases cases)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, cases.Count);
        Append(hash, cases.Sequences ?? 0);
        foreach (var (kind, all) in new[] { ("inputs", cases.Inputs), ("targets", cases.Targets), ("clamps", cases.Clamps) })
            foreach (var values in all) Append(hash, kind, values);
        Append(hash, cases.Weights);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void Append(IncrementalHash hash, string kind, CaseValues values)
    {
        hash.AppendData(Encoding.UTF8.GetBytes($"{kind} {values.Group}\n"));
        Append(hash, values.Size);
        Append(hash, values.IsOneHot ? 1 : 0);
        var row = new double[values.IsOneHot ? 1 : values.Size];
        for (var @case = 0; @case < values.Count; @case++)
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

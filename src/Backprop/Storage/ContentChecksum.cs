using System.Security.Cryptography;

namespace Backprop;

/// <summary>
/// The metadata entry <c>checksum</c>: SHA-256 of the whole file, in 64 lower-case hexadecimal digits, taken with those digits
/// themselves set to '0'. It detects an altered file, which the format itself cannot.
/// </summary>
internal static class ContentChecksum
{
    public const string Key = "checksum";
    public const int Digits = 64;

    public static string Blank => new('0', Digits);

    /// <summary>Over the eight bytes of the header's length, the header with a blank checksum, and the data.</summary>
    public static string Of(ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> header, int checksumAt, Action<IncrementalHash> appendData)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> zeros = stackalloc byte[Digits];
        zeros.Fill((byte)'0');
        hash.AppendData(prefix);
        hash.AppendData(header[..checksumAt]);
        hash.AppendData(zeros);
        hash.AppendData(header[(checksumAt + Digits)..]);
        appendData(hash);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}

using System.Text;

namespace Backprop.Tests;

/// <summary>Seeded damage to good files: what disks, networks, editors and attackers do.</summary>
internal static class Mutation
{
    private static readonly System.Buffers.SearchValues<byte> HexadecimalDigits = System.Buffers.SearchValues.Create("0123456789abcdef"u8);

    private static readonly string[] Words =
        ["0", "-1", "1e9", "99999999999999999999", "9223372036854775807", "null", "[]", "{}", "\"\"", "\\u0000", "\\ud800", "F64", "F16", "__metadata__", "checksum", "}", "]", ",", ":"];

    public static byte[] Of(byte[] file, Random random)
    {
        var bytes = file.ToList();
        for (var times = random.Next(1, 4); times > 0; times--)
        {
            if (bytes.Count == 0) break;
            var at = random.Next(bytes.Count);
            var length = Math.Min(random.Next(1, 40), bytes.Count - at);
            switch (random.Next(9))
            {
                case 0: bytes[at] ^= (byte)(1 << random.Next(8)); break;
                case 1: bytes[at] = (byte)random.Next(256); break;
                case 2: bytes.RemoveRange(at, bytes.Count - at); break;
                case 3: bytes.RemoveRange(at, length); break;
                case 4: bytes.InsertRange(at, bytes.GetRange(at, length)); break;
                case 5: bytes.InsertRange(at, Encoding.UTF8.GetBytes(Words[random.Next(Words.Length)])); break;
                case 6: bytes[random.Next(Math.Min(8, bytes.Count))] = (byte)random.Next(256); break;
                case 7: ReplaceNumber(bytes, at, random); break;
                default: bytes.AddRange(Enumerable.Repeat((byte)random.Next(256), length)); break;
            }
        }
        return [.. bytes];
    }

    /// <summary>Where the checksum still stands in its place, writes the right one; docs/model-file.md tells how.</summary>
    public static bool MakeChecksumRight(byte[] file)
    {
        var at = file.AsSpan().IndexOf("\"checksum\":\""u8) + 12;
        if (at < 12 || at + 64 > file.Length || file.AsSpan(at, 64).ContainsAnyExcept(HexadecimalDigits)) return false;
        file.AsSpan(at, 64).Fill((byte)'0');
        Encoding.ASCII.GetBytes(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(file))).CopyTo(file, at);
        return true;
    }

    // The next digit in the file becomes another number: lengths, offsets, sizes, versions.
    private static void ReplaceNumber(List<byte> bytes, int at, Random random)
    {
        var digit = bytes.FindIndex(at, value => value is >= (byte)'0' and <= (byte)'9');
        if (digit < 0) return;
        bytes.RemoveAt(digit);
        bytes.InsertRange(digit, Encoding.UTF8.GetBytes(Words[random.Next(5)]));
    }
}

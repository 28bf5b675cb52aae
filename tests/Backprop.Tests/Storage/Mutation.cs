using System.Text;

namespace Backprop.Tests;

/// <summary>Seeded damage to good files: what disks, networks, editors and attackers do.</summary>
internal static class Mutation
{
    private static readonly System.Buffers.SearchValues<byte> HexadecimalDigits = System.Buffers.SearchValues.Create("0123456789abcdef"u8);

    private static readonly string[] Words =
        ["0", "-1", "1e9", "99999999999999999999", "9223372036854775807", "null", "[]", "{}", "\"\"", "\\u0000", "\\ud800", "F64", "F16", "__metadata__", "checksum", "}", "]", ",", ":"];

    /// <summary>A copy with one to three changes.</summary>
    /// <param name="file">The good file.</param>
    /// <param name="random">What the changes follow from.</param>
    /// <param name="words">Words to put in, one byte per character up to U+00FF, else UTF-8; by default those of JSON and safetensors.</param>
    public static byte[] Of(byte[] file, Random random, string[]? words = null)
    {
        words ??= Words;
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
                case 5: bytes.InsertRange(at, Bytes(words[random.Next(words.Length)])); break;
                case 6: bytes[random.Next(Math.Min(8, bytes.Count))] = (byte)random.Next(256); break;
                case 7: ReplaceNumber(bytes, at, random); break;
                default: bytes.AddRange(Enumerable.Repeat((byte)random.Next(256), length)); break;
            }
        }
        return [.. bytes];
    }

    private static byte[] Bytes(string word) => word.All(static c => c <= '\u00ff') ? Encoding.Latin1.GetBytes(word) : Encoding.UTF8.GetBytes(word);

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

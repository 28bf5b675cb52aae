using System.Security.Cryptography;

namespace Backprop.Commands;

/// <summary>What a model keeps of a file that it was trained on, to recognize it: its length and SHA-256.</summary>
/// <param name="Bytes">The length of the file.</param>
/// <param name="Sha256">The SHA-256 of its bytes, lower-case hexadecimal.</param>
internal sealed record KnownFile(long Bytes, string Sha256)
{
    /// <summary>Reads a file to recognize it later.</summary>
    public static KnownFile Of(string path)
    {
        using var content = File.OpenRead(path);
        return new(content.Length, Convert.ToHexStringLower(SHA256.HashData(content)));
    }

    /// <summary>A file of this content.</summary>
    public static KnownFile Of(ReadOnlySpan<byte> content) => new(content.Length, Convert.ToHexStringLower(SHA256.HashData(content)));

    /// <summary>Whether a file has the same bytes, by whatever path; false for a pipe, which is not opened.</summary>
    public bool Is(string path) => FileStatus.Of(path) is { Kind: FileKind.Regular } && new FileInfo(path).Length == Bytes && Of(path) == this;
}

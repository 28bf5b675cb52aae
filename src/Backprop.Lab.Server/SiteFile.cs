using System.Security.Cryptography;

namespace Backprop.Lab.Server;

/// <summary>A file of the site in memory, as it is and as it was compressed when it was published.</summary>
/// <param name="ContentType">What it is, as HTTP says it.</param>
/// <param name="Forms">Its content by encoding, preferred ones first; the last is the file as it is, with the encoding "identity".</param>
internal sealed record SiteFile(string ContentType, IReadOnlyList<SiteFile.Form> Forms)
{
    /// <summary>The content in one encoding.</summary>
    /// <param name="Encoding">The encoding, as HTTP names it.</param>
    /// <param name="Content">The bytes.</param>
    /// <param name="Tag">Tells it from every other content.</param>
    internal sealed record Form(string Encoding, byte[] Content, string Tag);

    private static readonly (string Encoding, string End)[] Compressed = [("br", ".br"), ("gzip", ".gz")];

    /// <summary>Whether a file holds another one, compressed.</summary>
    public static bool IsCompressed(string path) =>
        Array.Exists(Compressed, compressed => path.EndsWith(compressed.End, StringComparison.Ordinal) && File.Exists(path[..^compressed.End.Length]));

    /// <summary>Reads the file and its compressed forms.</summary>
    public static SiteFile Read(string path, string contentType)
    {
        var forms = new List<Form>();
        foreach (var (encoding, end) in Compressed)
        {
            if (File.Exists(path + end)) forms.Add(ReadForm(encoding, path + end));
        }
        forms.Add(ReadForm("identity", path));
        return new SiteFile(contentType, forms);
    }

    private static Form ReadForm(string encoding, string path)
    {
        var content = File.ReadAllBytes(path);
        return new Form(encoding, content, $"\"{Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 16))}\"");
    }
}

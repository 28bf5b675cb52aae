using System.IO.Compression;
using System.Text;

namespace Backprop.Data.Tests;

/// <summary>A file for one test, deleted after it.</summary>
internal sealed class TemporaryFile : IDisposable
{
    public TemporaryFile(string text, Encoding? encoding = null) : this((encoding ?? new UTF8Encoding(false)).GetBytes(text)) { }

    public TemporaryFile(byte[] bytes, bool zipped = false)
    {
        Path = System.IO.Path.Combine(System.IO.Path.GetTempPath(), System.IO.Path.GetRandomFileName() + ".csv");
        using var file = File.Create(Path);
        using var content = zipped ? new GZipStream(file, CompressionLevel.Fastest) : (Stream)file;
        content.Write(bytes);
    }

    public string Path { get; }

    public static string Public(string name) => System.IO.Path.Combine(AppContext.BaseDirectory, "tables", name);

    public void Dispose() => File.Delete(Path);
}

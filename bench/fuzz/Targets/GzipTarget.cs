using System.IO.Compression;

namespace Backprop.Fuzz;

/// <summary>Tables packed by gzip: damaged before or after packing.</summary>
internal sealed class GzipTarget : Target
{
    private readonly CsvTarget inner = new();

    public override string Name => "gzip";

    public override void Run(string path) => CsvTarget.Use(path);

    public override bool IsDocumented(Exception exception) => inner.IsDocumented(exception);

    public override byte[] Damage(byte[] sample, Random random) => random.Next(3) switch
    {
        0 => base.Damage(sample, random),
        1 => Packed(inner.Damage(Unpacked(sample), random)),
        _ => Packed([.. Unpacked(sample), .. Enumerable.Repeat((byte)",;\n \t\"a"[random.Next(7)], random.Next(1_000_000))]),
    };

    public override long Size(byte[] file) => file.Length + Unpacked(file).Length;

    protected override IEnumerable<byte[]> MakeSamples() => inner.Samples.Select(Packed);

    private static byte[] Packed(byte[] text)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write(text);
        return packed.ToArray();
    }

    /// <summary>What can be unpacked of a file.</summary>
    private static byte[] Unpacked(byte[] file)
    {
        using var text = new MemoryStream();
        try
        {
            using var gzip = new GZipStream(new MemoryStream(file), CompressionMode.Decompress);
            gzip.CopyTo(text);
        }
        catch (InvalidDataException)
        {
            // Damaged: as far as it goes.
        }
        return text.ToArray();
    }
}

using Backprop.Data;

namespace Backprop.Fuzz;

/// <summary>IDX files: read as inputs and as labels.</summary>
internal sealed class IdxTarget : Target
{
    public override string Name => "idx";

    protected override string[] Words => ["\u0000", "\u0001", "\u007f\u00ff\u00ff\u00ff", "\u0000\u0000\u0008\u0001", "\u000e", "\u0008", "\u0000\u0001\u0000\u0000"];

    public override void Run(string path)
    {
        var file = IdxFile.Read(path);
        _ = file[file.Length - 1];
        if (file.Sizes.Count == 1)
            _ = IdxTable.Read(path, path);
        _ = IdxTable.Read(path);
    }

    public override bool IsDocumented(Exception exception) => exception is DataException;

    protected override IEnumerable<byte[]> MakeSamples()
    {
        yield return [0, 0, 8, 3, 0, 0, 0, 3, 0, 0, 0, 2, 0, 0, 0, 2, .. Enumerable.Range(0, 12).Select(static k => (byte)(k * 20))];
        yield return [0, 0, 8, 1, 0, 0, 0, 4, 1, 0, 1, 2];
        yield return [0, 0, 0x0D, 2, 0, 0, 0, 2, 0, 0, 0, 2, .. Enumerable.Repeat((byte[])[0x3F, 0x80, 0, 0], 4).SelectMany(static bytes => bytes)];
    }
}

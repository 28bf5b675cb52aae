using System.Text;

namespace Backprop.Data;

/// <summary>Attribute-relation files (ARFF), as Weka writes them: declared attributes, then rows, whole or sparse.</summary>
internal sealed class Arff : TableKind
{
    public override string Name => "an ARFF file";

    public override bool IsText => true;

    public override IReadOnlyList<string> Endings => [".arff"];

    public override bool Is(ReadOnlySpan<byte> start, string file)
    {
        if (start.StartsWith("\uFEFF"u8))
            start = start[3..];
        while (!start.IsEmpty)
        {
            var end = start.IndexOf((byte)'\n');
            var line = (end < 0 ? start : start[..end]).Trim(" \t\r"u8);
            if (!line.IsEmpty && line[0] != '%')
                return ArffHeader.Is(line, "@relation"u8);
            start = end < 0 ? [] : start[(end + 1)..];
        }
        return false;
    }

    public override TableSource Open(TableInput input, SourceOptions options)
    {
        Stream Text(Stream stream) => (options.Encoding ?? input.Encoding) is var encoding and not UTF8Encoding ? Encoding.CreateTranscodingStream(stream, encoding, Encoding.UTF8) : stream;
        var start = input.Path is { } path && options.Columns is null ? DataFile.OpenUnpacked(path) : new MemoryStream(input.Start.ToArray());
        var weights = ArffLine.HaveWeights(Text(start)) ? ArffWeights.Read : options.Columns is null ? ArffWeights.Refused : ArffWeights.Skipped;
        return new ArffRows(new ArffLine(Text(input.Stream), input.Name), weights);
    }

    public override void Write(TableOutput table, Stream stream) => ArffOutput.Write(table, stream);
}

namespace Backprop.Tests;

/// <summary>Models in streams and arrays.</summary>
public sealed class ModelStreamTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_stream_an_array_and_a_file_hold_the_same_bytes_and_give_the_same_model()
    {
        var model = Model.Of(new Network<float>(ModelTests.Rich()).Randomize(seed: 5)) with { Encodings = """{"a":1}""" };
        var path = folder["net.safetensors"];
        model.Save(path);
        using var stream = new MemoryStream();
        stream.Write([1, 2, 3]);
        model.Save(stream);

        Assert.Equal(File.ReadAllBytes(path), model.ToBytes());
        Assert.Equal(model.ToBytes(), stream.ToArray()[3..]);
        stream.Position = 3;
        using var forward = new ForwardOnly(model.ToBytes());
        foreach (var loaded in (Model[])[Model.Load(stream), Model.Load(model.ToBytes()), Model.Load(forward)])
        {
            Assert.Equal(model.Encodings, loaded.Encodings);
            Assert.Equal(model.Network<float>().Weights.ToArray(), loaded.Network<float>().Weights.ToArray());
        }
        Assert.True(stream.CanRead);
    }

    [Fact]
    public void A_stream_that_holds_no_model_is_refused_by_name()
    {
        var good = Model.Of(new Network<float>(ModelTests.Rich()).Randomize(seed: 5)).ToBytes();
        Refused("the stream: it is empty", []);
        Refused("the stream: it is not a safetensors file", [.. new byte[100]]);
        Refused("the stream: its tensors need", good[..^1]);
        Refused("the stream: its content does not match its checksum", [.. good[..^1], (byte)(good[^1] ^ 1)]);
        using var endless = new Endless();
        Assert.StartsWith("the stream: it is not a safetensors file", Assert.Throws<ModelFileException>(() => Model.Load(endless)).Message, StringComparison.Ordinal);
        Assert.InRange(endless.Given, 9, 1 << 20);
        using var file = File.Create(folder["net.bin"]);
        Assert.StartsWith(folder["net.bin"] + ": it is empty", Assert.Throws<ModelFileException>(() => Model.Load(file)).Message, StringComparison.Ordinal);

        static void Refused(string problem, byte[] content)
        {
            using var forward = new ForwardOnly(content);
            Assert.StartsWith(problem, Assert.Throws<ModelFileException>(() => Model.Load(forward)).Message, StringComparison.Ordinal);
            Assert.StartsWith(problem, Assert.Throws<ModelFileException>(() => Model.Load(content)).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_model_that_cannot_be_saved_writes_nothing_to_a_stream()
    {
        var network = new Network<float>(ModelTests.Rich());
        network.Weights[0] = float.NaN;
        using var stream = new MemoryStream();

        Assert.StartsWith("the stream: not saved: ", Assert.Throws<ModelFileException>(() => Model.Of(network).Save(stream)).Message, StringComparison.Ordinal);
        Assert.Equal(0, stream.Length);
    }

    /// <summary>A stream that cannot seek and gives few bytes at a time, like a network.</summary>
    private sealed class ForwardOnly(byte[] content) : MemoryStream(content)
    {
        public override bool CanSeek => false;

        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(7, buffer.Length)]);

        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(7, count));
    }

    /// <summary>Zeros without end.</summary>
    private sealed class Endless : Stream
    {
        public long Given { get; private set; }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override void Flush() { }

        public override int Read(byte[] buffer, int offset, int count)
        {
            Given += count;
            return count;
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}

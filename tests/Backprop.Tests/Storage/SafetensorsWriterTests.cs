using System.Text;
using System.Text.Json.Nodes;

namespace Backprop.Tests;

public sealed class SafetensorsWriterTests
{
    internal static byte[] Bytes(SafetensorsWriter writer)
    {
        using var stream = new MemoryStream();
        writer.Write(stream);
        return stream.ToArray();
    }

    internal static SafetensorsWriter Sample(int partLength = SafetensorsWriter.PartLength)
    {
        var writer = new SafetensorsWriter(partLength);
        writer.Add<float>("input->hidden", [1f, -2f, 3f, 0.5f, float.Epsilon, -0f], 2, 3);
        writer.Add<double>("Δw", [Math.PI], 1);
        writer.Add<byte>("bytes", [1, 2, 3], 3);
        writer.Add<ulong>("generator", [1, 2, 3, ulong.MaxValue], 4);
        writer.Add<float>("empty", [], 0, 7);
        writer.Add("format", "test");
        writer.Add("note", "\"quoted\" ✓\n");
        return writer;
    }

    [Fact]
    public void The_layout_is_length_then_json_header_then_tensors_of_wider_elements_first()
    {
        var file = Bytes(Sample());
        var length = (int)BitConverter.ToUInt64(file);
        Assert.Equal(0, length % 8);
        var header = JsonNode.Parse(Encoding.UTF8.GetString(file.AsSpan(8, length)))!.AsObject();
        Assert.Equal(["__metadata__", "Δw", "generator", "input->hidden", "empty", "bytes"], header.Select(entry => entry.Key));
        Assert.Equal("test", (string)header["__metadata__"]!["format"]!);
        Assert.Equal("F64", (string)header["Δw"]!["dtype"]!);
        Assert.Equal([2, 3], header["input->hidden"]!["shape"]!.AsArray().Select(n => (int)n!));
        Assert.Equal([40, 64], header["input->hidden"]!["data_offsets"]!.AsArray().Select(n => (int)n!));
        Assert.Equal(-2f, BitConverter.ToSingle(file, 8 + length + 40 + 4));
        Assert.Equal(8 + length + 67, file.Length);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void A_tensor_larger_than_an_array_is_written_and_read_in_parts(int partLength)
    {
        var file = Bytes(Sample(partLength));
        Assert.Equal(Bytes(Sample()), file);
        using var reader = SafetensorsReader.Open("net.safetensors", new MemoryStream(file));
        reader.Verify();
        var values = new float[6];
        reader.Read(reader.Find("input->hidden")!, values.AsSpan(), partLength);
        Assert.Equal([1f, -2f, 3f, 0.5f, float.Epsilon, -0f], values);
    }

    [Fact]
    public void The_same_content_gives_the_same_bytes() => Assert.Equal(Bytes(Sample()), Bytes(Sample()));

    [Fact]
    public void The_checksum_is_SHA_256_of_the_file_with_its_digits_set_to_zero()
    {
        // As docs/model-file.md tells users to compute it.
        var file = Bytes(Sample());
        var at = file.AsSpan().IndexOf("\"checksum\":\""u8) + 12;
        var stored = Encoding.ASCII.GetString(file, at, 64);
        file.AsSpan(at, 64).Fill((byte)'0');
        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(file)), stored);
    }

    [Fact]
    public void Names_twice_and_shapes_of_another_size_are_refused()
    {
        var writer = Sample();
        Assert.Throws<ArgumentException>(() => writer.Add<float>("bytes", [], 0));
        Assert.Throws<ArgumentException>(() => writer.Add<float>("__metadata__", [], 0));
        Assert.Throws<ArgumentException>(() => writer.Add<float>("x", [1f], 2));
        Assert.Throws<ArgumentException>(() => writer.Add("note", ""));
        Assert.Throws<ArgumentException>(() => writer.Add("checksum", ""));
    }
}

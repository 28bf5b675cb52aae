using System.Buffers.Binary;
using System.Text;

namespace Backprop.Tests;

public sealed class SafetensorsReaderTests
{
    private static SafetensorsReader Open(byte[] file) => SafetensorsReader.Open("net.safetensors", new MemoryStream(file));

    private static byte[] FileOf(string header, int dataLength)
    {
        var json = Encoding.UTF8.GetBytes(header);
        var file = new byte[8 + json.Length + dataLength];
        BinaryPrimitives.WriteUInt64LittleEndian(file, (ulong)json.Length);
        json.CopyTo(file, 8);
        return file;
    }

    private static string ErrorOf(byte[] file)
    {
        var error = Assert.Throws<ModelFileException>(() =>
        {
            using var reader = Open(file);
            reader.Verify();
        });
        Assert.Equal("net.safetensors", error.Path);
        Assert.StartsWith("net.safetensors: ", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
        return error.Message["net.safetensors: ".Length..];
    }

    [Fact]
    public void What_was_written_is_read_back_bit_for_bit()
    {
        using var reader = Open(SafetensorsWriterTests.Bytes(SafetensorsWriterTests.Sample()));
        reader.Verify();
        var weights = new float[6];
        reader.Read(reader.Find("input->hidden")!, weights);
        Assert.Equal([1f, -2f, 3f, 0.5f, float.Epsilon, -0f], weights);
        Assert.True(float.IsNegative(weights[5]));
        var generator = new ulong[4];
        reader.Read(reader.Find("generator")!, generator);
        Assert.Equal([1, 2, 3, ulong.MaxValue], generator);
        Assert.Equal([0, 7], reader.Find("empty")!.Shape);
        Assert.Equal("\"quoted\" ✓\n", reader.Metadata["note"]);
        Assert.Null(reader.Find("bias"));
    }

    [Fact]
    public void Another_type_or_number_of_elements_is_refused_by_name()
    {
        using var reader = Open(SafetensorsWriterTests.Bytes(SafetensorsWriterTests.Sample()));
        var tensor = reader.Find("input->hidden")!;
        Assert.EndsWith("tensor 'input->hidden' has dtype F32, expected F64", Assert.Throws<ModelFileException>(() => reader.Read(tensor, new double[6])).Message, StringComparison.Ordinal);
        Assert.EndsWith("tensor 'input->hidden' has 6 elements, expected 5", Assert.Throws<ModelFileException>(() => reader.Read(tensor, new float[5])).Message, StringComparison.Ordinal);
    }

    // Each header is followed by 8 bytes of data.
    [Theory]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", "'b' begins at byte 0")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", "'a' begins at byte 4")]
    [InlineData("""{"a":{"dtype":"U8","shape":[3],"data_offsets":[0,3]},"b":{"dtype":"U8","shape":[4],"data_offsets":[4,8]}}""", "'b' begins at byte 4 of the data, but the one before it ends at 3")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", "need 4 bytes of data, but the file holds 8")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4],"data_offsets":[0,16]}}""", "need 16 bytes of data, but the file holds 8: it is cut short")]
    [InlineData("""{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}""", "of shape [3] and dtype F32 has 12 bytes, but its data_offsets span 8")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}""", "span -8")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,8]}}""", "absurd shape")]
    [InlineData("""{"a":{"dtype":"F32","shape":[9223372036854775807,9223372036854775807,0],"data_offsets":[0,8]}}""", "absurd shape")]
    [InlineData("""{"a":{"dtype":"F32","shape":[92233720368547758079],"data_offsets":[0,8]}}""", "whole numbers from 0")]
    [InlineData("""{"a":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}""", "whole numbers from 0")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1,1,1,1,1,1,1,1,2],"data_offsets":[0,8]}}""", "at most 8")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2,"x"],"data_offsets":[0,8]}}""", "whole numbers only")]
    [InlineData("""{"a":{"dtype":"F31","shape":[2],"data_offsets":[0,8]}}""", "unknown dtype 'F31'")]
    [InlineData("""{"a":{"dtype":"0","shape":[1],"data_offsets":[0,8]}}""", "unknown dtype '0'")]
    [InlineData("""{"a":{"dtype":8,"shape":[2],"data_offsets":[0,8]}}""", "the dtype of tensor 'a' must be a string")]
    [InlineData("""{"a":{"dtype":"F32","shape":2,"data_offsets":[0,8]}}""", "the shape of tensor 'a' must be a list")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8,9]}}""", "two data_offsets")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2]}}""", "two data_offsets")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8],"more":1}}""", "unknown entry 'more'")]
    [InlineData("""{"a":{"dtype":"F32","dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", "'dtype' twice")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", "'a' twice")]
    [InlineData("""{"__metadata__":{"a":1}}""", "metadata 'a' must be a string")]
    [InlineData("""{"__metadata__":{"a":"1","a":"2"}}""", "'a' twice")]
    [InlineData("""{"__metadata__":[]}""", "__metadata__ must be a JSON object")]
    [InlineData("""{"a":[]}""", "tensor 'a' must be a JSON object")]
    [InlineData("""{"a":{"dtype":"F32","shape":[[[[]]]],"data_offsets":[0,8]}}""", "whole numbers only")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}} x""", "not the JSON of a safetensors file")]
    [InlineData("""{"\ud800":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", "not the JSON of a safetensors file")]
    [InlineData("{", "not the JSON of a safetensors file")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", "has no checksum")]
    [InlineData("""{"__metadata__":{"checksum":"12"},"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", "its checksum is not 64")]
    [InlineData("""{"__metadata__":{"checksum":"\u0030000000000000000000000000000000000000000000000000000000000000000"},"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", "its checksum is not 64")]
    [InlineData("""{"__metadata__":{"checksum":"0000000000000000000000000000000000000000000000000000000000000000"},"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", "does not match its checksum")]
    public void A_header_that_lies_is_refused_with_the_lie_named(string header, string problem) =>
        Assert.Contains(problem, ErrorOf(FileOf(header, 8)), StringComparison.Ordinal);

    [Fact]
    public void Files_of_another_kind_are_told_so()
    {
        Assert.Equal("it is empty", ErrorOf([]));
        Assert.Contains("too short", ErrorOf([1, 2, 3]), StringComparison.Ordinal);
        Assert.Contains("not a safetensors file", ErrorOf(Encoding.UTF8.GetBytes("sepal length,sepal width\n5.1,3.5\n")), StringComparison.Ordinal);
        Assert.Contains("not a safetensors file", ErrorOf(new byte[1000]), StringComparison.Ordinal);
        Assert.Contains("not the JSON", ErrorOf(FileOf("{\"\u00ff", 0).Select(b => b == 0xC3 ? (byte)0xFF : b).ToArray()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ulong.MaxValue)]
    [InlineData(1UL << 63)]
    [InlineData(100_000_001UL)]
    [InlineData(99_999_999UL)]
    public void A_lying_header_length_allocates_nothing(ulong length)
    {
        var file = FileOf("{}      ", 1000);
        BinaryPrimitives.WriteUInt64LittleEndian(file, length);
        _ = ErrorOf(file); // warm
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains($"claim a header of {length} bytes", ErrorOf(file), StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 50_000);
    }

    [Fact]
    public void A_missing_file_and_a_folder_are_named()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal($"{folder["no.safetensors"]}: there is no such file", Assert.Throws<ModelFileException>(() => SafetensorsReader.Open(folder["no.safetensors"])).Message);
        Directory.CreateDirectory(folder["sub"]);
        Assert.EndsWith("it is a folder, not a model file", Assert.Throws<ModelFileException>(() => SafetensorsReader.Open(folder["sub"])).Message, StringComparison.Ordinal);
    }
}

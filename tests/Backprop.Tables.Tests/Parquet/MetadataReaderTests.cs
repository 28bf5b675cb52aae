using Backprop.Data.Parquet;

namespace Backprop.Tables.Tests.Parquet;

public class MetadataReaderTests
{
    /// <summary>A number, a text, a flag, a list of numbers, a list of structures, a number of 64 bits.</summary>
    private static readonly Shape Shape = new(
        new(PartKind.Number), new(PartKind.Text), new(PartKind.Flag), new(PartKind.Number, IsList: true), new(PartKind.Struct, new Shape(new Part(PartKind.Byte), new(PartKind.Double)), IsList: true), new(PartKind.Long));

    private static (long Count, List<(int Field, long Number)> Numbers) Read(params byte[] bytes)
    {
        var numbers = new List<(int, long)>();
        using var stream = new MemoryStream(bytes);
        var count = new MetadataReader(stream, bytes.Length, (shape, field, number) =>
        {
            if (shape == Shape)
                numbers.Add((field, number));
        }).Read(Shape);
        Assert.Equal(count, stream.Position);
        return (count, numbers);
    }

    private static string Refused(params byte[] bytes) => Assert.Throws<InvalidDataException>(() => Read(bytes)).Message;

    [Fact]
    public void Every_kind_of_field_is_read_to_its_end()
    {
        var (count, numbers) = Read([0x15, 0x06, 0x18, 2, 7, 7, 0x11, 0x19, 0x25, 0x01, 0x80, 0x01, 0x19, 0x1C, 0x13, 9, 0x17, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x16, 0x03, 0, 99]);

        Assert.Equal(29, count);
        Assert.Equal([(0, 0), (1, 3), (3, 1), (4, -1), (4, 64), (6, -2)], numbers);
    }

    [Fact]
    public void Unknown_fields_are_skipped()
    {
        var (count, numbers) = Read([0x75, 40, 0x13, 5, 0x16, 2, 0x18, 1, 7, 0x11, 0x17, 0, 0, 0, 0, 0, 0, 0, 0, 0x19, 0x15, 2, 0x1C, 0, 0x05, 2, 6, 0]);

        Assert.Equal(28, count);
        Assert.Equal([(0, 0), (1, 3)], numbers);
    }

    [Theory]
    [InlineData("its metadata does not end", new byte[] { 0x15, 2 })]
    [InlineData("its metadata does not end", new byte[] { 0x15, 0x80 })]
    [InlineData("a number of its metadata has more than 10 bytes", new byte[] { 0x15, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0, 0 })]
    [InlineData("its metadata has the number 4,294,967,296 in 32 bits", new byte[] { 0x15, 0x80, 0x80, 0x80, 0x80, 0x20, 0 })]
    [InlineData("it says that a text of its metadata has 5 bytes, but has 1 left", new byte[] { 0x28, 5, 0 })]
    [InlineData("it says that a text of its metadata has 5 bytes, but has 1 left", new byte[] { 0x78, 5, 0 })]
    [InlineData("it says that a list of its metadata has 300 entries, but has 1 bytes left for them", new byte[] { 0x49, 0xF5, 0xAC, 2, 0 })]
    [InlineData("it says that a list of its metadata has 3 entries, but has 1 bytes left for them", new byte[] { 0x79, 0x31, 0 })]
    [InlineData("its metadata has a field of an unknown type, 14", new byte[] { 0x7E, 0, 0 })]
    [InlineData("its metadata holds lists within lists without end", new byte[] { 0x79, 0x19, 0x19, 0x19, 0x19, 0x19, 0x19, 0x19, 0x19, 0x19, 0x19, 0x19, 0x19, 0x19, 0x19, 0x19, 0x19, 0x15, 0, 0 })]
    public void What_has_no_end_or_claims_more_than_it_holds_is_refused(string expected, byte[] bytes) => Assert.Equal(expected, Refused(bytes));
}

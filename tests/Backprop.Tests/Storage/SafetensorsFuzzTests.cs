namespace Backprop.Tests;

public sealed class SafetensorsFuzzTests
{
    [Fact]
    public void No_mutation_of_a_good_file_crashes_passes_or_allocates_much()
    {
        var good = SafetensorsWriterTests.Bytes(SafetensorsWriterTests.Sample());
        var random = new Random(1986);
        for (var run = 0; run < 20_000; run++)
        {
            var file = Mutation.Of(good, random);
            if (file.AsSpan().SequenceEqual(good)) continue;
            var before = GC.GetAllocatedBytesForCurrentThread();
            var error = Assert.Throws<ModelFileException>(() =>
            {
                using var reader = SafetensorsReader.Open("net.safetensors", new MemoryStream(file));
                reader.Verify();
            });
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 200_000);
            Assert.DoesNotContain('\n', error.Message);
        }
    }
}

using System.Text;

namespace Backprop.Tests;

/// <summary>Files that hold no model, and models of which some bytes are other ones.</summary>
public sealed class DamagedModelTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    // Each file is whole and has a right checksum, but does not hold what a model holds.
    private static readonly Dictionary<string, Action<SafetensorsWriter>> Liars = new(StringComparer.Ordinal)
    {
        ["not a Backprop model"] = file => file.Add("format", "pt"),
        ["version '2'"] = file => Head(file, version: "2"),
        ["no topology"] = file => Head(file),
        ["its topology is not a valid network"] = file => Head(file, "{}"),
        ["at most 100,000 are possible"] = file => Head(file, """{"iterations":2000000000,"groups":[{"name":"in","size":1,"role":"input"},{"name":"out","size":1,"role":"output"}],"projections":[{"from":"in","to":"out"}]}"""),
        ["no such tensor"] = file => Head(file, Net(1)),
        ["shape [2, 1], but the topology asks for [1, 1]"] = file => { Head(file, Net(1)); file.Add<float>("in->out", [1, 2], 2, 1); file.Add<float>("out", [1], 1); },
        ["the topology asks for [1, 2000000000]"] = file => { Head(file, Net(2_000_000_000)); file.Add<float>("in->out", [1, 2], 2, 1); file.Add<float>("out", [1], 1); },
        ["beyond"] = file => Head(file, Net(2_000_000_000, 2_000_000_000)),
        ["dtype F64, expected F32"] = file => { Head(file, Net(1)); file.Add<float>("in->out", [1], 1, 1); file.Add<double>("out", [1], 1); },
        ["not finite"] = file => { Head(file, Net(1)); file.Add<float>("in->out", [float.NaN], 1, 1); file.Add<float>("out", [1], 1); },
        ["'extra', for which"] = file => { Head(file, Net(1)); file.Add<float>("in->out", [1], 1, 1); file.Add<float>("out", [1], 1); file.Add<float>("extra", [1], 1); },
        ["its 'encodings' is not JSON"] = file => { Head(file, Net(1)); file.Add("encodings", "{"); file.Add<float>("in->out", [1], 1, 1); file.Add<float>("out", [1], 1); },
        ["it says 3 sweeps, but the curve has 0"] = file => { Head(file, Net(1)); file.Add("history", """{"sweeps":3,"bestSweep":0}"""); file.Add<float>("in->out", [1], 1, 1); file.Add<float>("out", [1], 1); },
    };

    public static TheoryData<string> Lies => [.. Liars.Keys];

    private static void Head(SafetensorsWriter file, string? topology = null, string version = "1")
    {
        file.Add("format", "backprop model");
        file.Add("version", version);
        if (topology is not null) file.Add("topology", topology);
    }

    private static string Net(int inputs, int outputs = 1) =>
        $$"""{"groups":[{"name":"in","size":{{inputs}},"role":"input"},{"name":"out","size":{{outputs}},"role":"output"}],"projections":[{"from":"in","to":"out"}]}""";

    [Theory]
    [MemberData(nameof(Lies))]
    public void A_whole_file_that_holds_no_model_is_refused_without_making_room_for_it(string problem)
    {
        var writer = new SafetensorsWriter();
        Liars[problem](writer);
        writer.Save(folder["net.safetensors"]);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var error = Assert.Throws<ModelFileException>(() => Model.Load(folder["net.safetensors"]));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 2_000_000);
        Assert.StartsWith(folder["net.safetensors"] + ": ", error.Message, StringComparison.Ordinal);
        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void No_mutation_of_a_good_file_crashes_passes_or_allocates_much()
    {
        var trainer = new Trainer<float>(new Network<float>(ModelTests.Rich()).Randomize(seed: 5), ModelTests.RichCases(20), new GradientDescent());
        trainer.Run(StopWhen.Sweeps(3));
        var good = (Model.Of(trainer) with { Encodings = "{}" }).ToBytes();
        var random = new Random(1987);
        for (var run = 0; run < 3_000; run++)
        {
            var file = Mutation.Of(good, random);
            if (file.AsSpan().SequenceEqual(good)) continue;
            // Half of them with the checksum made right again, as one would who means it.
            var meant = run % 2 == 0 && Mutation.MakeChecksumRight(file);
            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                using var reader = SafetensorsReader.Open("net.safetensors", new MemoryStream(file));
                _ = ModelFile.Read(reader, []);
                Assert.True(meant, "an altered file was read");
            }
            catch (ModelFileException e)
            {
                Assert.DoesNotContain('\n', e.Message);
            }
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 2_000_000);
        }
    }

    [Fact]
    public void The_message_for_bytes_of_another_kind_is_one_line() =>
        Assert.EndsWith("it is not a safetensors file (no JSON header after the first 8 bytes)", Assert.Throws<ModelFileException>(() =>
        {
            File.WriteAllBytes(folder["a.csv"], Encoding.UTF8.GetBytes("a,b\n1,2\n3,4\n"));
            Model.Load(folder["a.csv"]);
        }).Message, StringComparison.Ordinal);
}

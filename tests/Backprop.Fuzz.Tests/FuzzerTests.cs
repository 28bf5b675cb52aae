namespace Backprop.Fuzz.Tests;

public sealed class FuzzerTests : IDisposable
{
    private readonly CaseFolder folder = new();

    private Fuzzer Fuzzer => new(folder.Path, judgesTime: false);

    public static TheoryData<string> Names => [.. Targets.All.Select(static target => target.Name)];

    public void Dispose() => folder.Dispose();

    [Theory]
    [MemberData(nameof(Names))]
    public void A_damaged_file_is_refused_as_documented_or_read(string name)
    {
        var target = Targets.All.Single(target => target.Name == name);
        Fuzzer.WarmUp(target);
        for (var number = 0; number < 150; number++)
        {
            var finding = Fuzzer.Try(target, seed: 1986, number);
            Assert.True(finding is null, $"{name} --seed 1986 --case {number}: {finding?.Problem}");
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_case_follows_from_its_seed_and_number(string name)
    {
        var target = Targets.All.Single(target => target.Name == name);
        Assert.Equal(Fuzz.Fuzzer.Case(target, 7, 3), Fuzz.Fuzzer.Case(target, 7, 3));
        Assert.True(Enumerable.Range(0, 20).Select(number => Convert.ToBase64String(Fuzz.Fuzzer.Case(target, 7, number))).Distinct().Count() > 15);
    }

    [Theory]
    [InlineData('q', "InvalidOperationException in Careless.Run")]
    [InlineData('l', "message")]
    [InlineData('m', "memory")]
    public void What_is_not_as_documented_is_found_and_made_small(char trigger, string kind)
    {
        var file = System.Text.Encoding.ASCII.GetBytes($"a text {trigger} before and behind");
        var judged = Fuzzer.Judge(new Careless(), file);
        Assert.Equal(kind, judged?.Kind);
        Assert.Null(Fuzzer.Judge(new Careless(), "a text"u8.ToArray()));

        var minimal = Shrinker.Shrink(Fuzzer, new Finding(new Careless(), 1, 1, kind, "", file));

        Assert.Equal([(byte)trigger], minimal);
    }

    /// <summary>A reader with faults.</summary>
    private sealed class Careless : Target
    {
        public override string Name => "careless";

        public override void Run(string path)
        {
            var text = File.ReadAllText(path);
            if (text.Contains('q', StringComparison.Ordinal))
                throw new InvalidOperationException("a fault");
            if (text.Contains('l', StringComparison.Ordinal))
                throw new DataExceptionOfTwoLines();
            if (text.Contains('m', StringComparison.Ordinal))
                GC.KeepAlive(new byte[200_000_000]);
        }

        public override bool IsDocumented(Exception exception) => exception is DataExceptionOfTwoLines;

        protected override IEnumerable<byte[]> MakeSamples() => ["a"u8.ToArray()];
    }

    private sealed class DataExceptionOfTwoLines() : Exception("one line\nand another");
}

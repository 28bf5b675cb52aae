using System.Globalization;

namespace Backprop.Data.Tests;

/// <summary>Cases that were written are read back equal.</summary>
public sealed class CaseFileWriterTests
{
    private static readonly string[] Words = ["plain", "two words", "quote\"d", "a|b", "x=1", "7", "3-5", "hold", "*", "NaN", "#5", "é-ü", "->", "{b}", "1e3", "case", "a:b", "\\", ","];

    private static readonly Topology Small = Topology.Layered(2, 2, 1);

    [Fact]
    public void A_small_net_is_written_as_people_write_it() =>
        Assert.Equal(
            "\"zero and one\" *2 0 1 -> 1\n1 0.5 -> ?\n",
            Written(new CasesBuilder(2).Input(null, [0, 1, 1, 0.5], 2).Target("output", [1, double.NaN], 1).Names(["zero and one", ""]).Weights([2, 1]).ToCases(), Small));

    [Fact]
    public void Of_large_groups_the_few_units_that_are_not_0_are_written()
    {
        var topology = Topology.Build(static net => net.Output("next", 12).From(net.Input("word", 12, unitNames: [.. "abcdefghijk".Select(static c => $"{c}"), "two words"])));
        var states = new double[24];
        (states[0], states[11], states[12 + 3]) = (1, 0.5, 1);
        var targets = new double[24];
        (targets[2], targets[23]) = (1, -0.0);

        Assert.Equal(
            "names word: a b c d e f g h i j k \"two words\"\nword: a \"two words\"=0.5 -> next: {3}\nword: d -> next: {12=-0}\n",
            Written(new CasesBuilder(2).Input(null, states, 12).Target(null, targets, 12).ToCases(), topology));
    }

    [Fact]
    public void Groups_that_the_cases_leave_out_are_left_out_of_the_header()
    {
        var topology = Topology.Build(static net => { var y = net.Output("y", 1).From(net.Input("a", 2), net.Input("b", 1, initialState: 0.25)); net.Output("z", 2).From(y); });

        Assert.Equal("[a -> z]\n1 0 -> 1 0\n", Written(new CasesBuilder(1).Input("a", [1.0, 0], 2).Target("z", [1.0, 0], 2).ToCases(), topology));
    }

    [Fact]
    public void Sequences_are_written_iteration_by_iteration()
    {
        var topology = Iterative(["a", "b", "c"], "state", 4);
        double[] b = [0, 1, 0];

        var cases = new SequencesBuilder(topology, 2).Names(["first", ""]).InitialState(0, "state", [0.5, 0]).Input(0, "letter", [b, b, b]).Target(0, "out", [[1]], first: 4)
            .Clamp(1, "state", [[double.NaN, 1]], first: 2).ToCases();

        Assert.Equal("""
            sequence "first"
              initial state: 0.5 0
              hold 3 letter: 0 1 0 ->
              -> 1

            sequence
              ->
              clamp state: ? 1 ->

            """, Written(cases, topology));
    }

    [Fact]
    public void Random_cases_come_back_to_the_last_bit()
    {
        for (var seed = 0UL; seed < 200; seed++)
        {
            var random = new RandomSource(seed);
            var topology = RandomLayered(random);
            var count = 1 + random.NextInt(5);
            var builder = new CasesBuilder(count);
            foreach (var group in topology.Inputs)
            {
                if (group.InitialState is null || random.NextInt(2) == 0)
                    builder.Input(group.Name, Values(random, count * group.Size, mayBeOpen: false), group.Size);
            }
            foreach (var group in topology.Outputs.Where(_ => random.NextInt(4) > 0))
                builder.Target(group.Name, Values(random, count * group.Size, mayBeOpen: true), group.Size);
            foreach (var group in topology.Groups.Where(group => !group.IsInput && random.NextInt(4) == 0))
                builder.Clamp(group.Name, Values(random, count * group.Size, mayBeOpen: true), group.Size);
            Label(random, count, names => builder.Names(names), weights => builder.Weights(weights));

            AssertComesBack(builder.ToCases(), topology);
        }
    }

    [Fact]
    public void Random_sequences_come_back_to_the_last_bit()
    {
        for (var seed = 0UL; seed < 200; seed++)
        {
            var random = new RandomSource(seed);
            var topology = Iterative(RandomNames(random, 3), Words[random.NextInt(Words.Length)] is var name && name.Contains("->", StringComparison.Ordinal) ? "state" : name, 1 + random.NextInt(4));
            var state = topology.Groups.First(static group => group.Size == 2).Origin;
            var (count, length) = (1 + random.NextInt(3), 1 + random.NextInt(9));
            var builder = new SequencesBuilder(topology, count, Math.Max(length, topology.Unrolling!.Iterations));
            for (var sequence = 0; sequence < count; sequence++)
            {
                builder.Input(sequence, "letter", Rows(random, length, 3, mayBeOpen: false)).Target(sequence, "out", Rows(random, length, 1, mayBeOpen: true));
                if (random.NextInt(2) == 0)
                    builder.Input(sequence, "late", Rows(random, length, 1, mayBeOpen: false));
                if (random.NextInt(3) == 0)
                    builder.Clamp(sequence, state, Rows(random, length, 2, mayBeOpen: true));
                if (random.NextInt(2) == 0)
                    builder.InitialState(sequence, state, Values(random, 2, mayBeOpen: false)).InitialState(sequence, "late", Values(random, 1, mayBeOpen: false), iteration: -1);
            }
            for (var sequence = 0; sequence < count; sequence++)
            {
                if (random.NextInt(2) == 0)
                    builder.InitialTotalInput(sequence, state, Values(random, 2, mayBeOpen: false));
            }
            Label(random, count, names => builder.Names(names), weights => builder.Weights(weights));

            AssertComesBack(builder.ToCases(), topology);
        }
    }

    [Fact]
    public void Chosen_sequences_are_written_as_sequences()
    {
        var topology = Iterative(["a", "b", "c"], "state", 2);
        var sequences = new SequencesBuilder(topology, 2).Names(["first", "second"]).Input(0, "letter", [[0, 0, 1]]).Input(1, "letter", [[0, 1, 0]]).ToCases();

        Assert.Equal("sequence \"second\"\n  letter: 0 1 0 ->\n", Written(sequences.Subset([1]), topology));
    }

    [Fact]
    public void A_file_is_written_whole()
    {
        using var file = new TemporaryFile("");
        var cases = Cases.From([[0, 1]], [[1]]);

        CaseFile.Write(file.Path, cases, Small);

        CaseComparison.AssertAlike(Small, cases, CaseFile.Read(file.Path, Small));
        Assert.StartsWith(Path.Combine(file.Path, "below"), Assert.Throws<DataException>(() => CaseFile.Write(Path.Combine(file.Path, "below"), cases, Small)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_read_back_is_refused()
    {
        var twice = new CasesBuilder(1).Input(null, [0.0, 1], 2).Names(["a"]).ToCases().Subset([0, 0]);
        Assert.Equal("Two cases are called 'a', but in a file each has a name of its own; give them other names.", Assert.Throws<CasesException>(() => Written(twice, Small)).Message);

        var other = new CasesBuilder(1).Input("inputs", [0.0, 1], 2).ToCases();
        Assert.Equal("The cases give inputs of 2 units for group 'inputs', which the net does not have; give the net that they were made for.", Assert.Throws<CasesException>(() => Written(other, Small)).Message);

        var sequences = new SequencesBuilder(Iterative(["a", "b", "c"], "state", 2), 1).ToCases();
        Assert.Equal("The cases are sequences of a net unrolled over 2 iterations, but the net is layered; give the net that they were made with.", Assert.Throws<CasesException>(() => Written(sequences, Small)).Message);
    }

    private static void AssertComesBack(Cases cases, Topology topology)
    {
        var text = Written(cases, topology);
        foreach (var net in (Topology[])[topology, topology.WithUnitNames(topology.Groups.Select(static group => group.Origin).Distinct().ToDictionary(static name => name, static _ => (IReadOnlyList<string>)[]))])
        {
            using var reader = new StringReader(text);
            try
            {
                CaseComparison.AssertAlike(topology, cases, CaseFile.Read(reader, "written", net));
            }
            catch (DataException problem)
            {
                Assert.Fail($"{problem.Message}\n{text}");
            }
        }
    }

    private static string Written(Cases cases, Topology topology)
    {
        using var writer = new StringWriter(CultureInfo.InvariantCulture);
        CaseFile.Write(writer, cases, topology);
        return writer.ToString();
    }

    /// <summary>One to three inputs and outputs of small and large groups, some with names of units that mean something else in a file.</summary>
    private static Topology RandomLayered(RandomSource random) => Topology.Build(net =>
    {
        var inputs = new List<GroupBuilder>();
        for (var k = random.NextInt(3); k >= 0; k--)
        {
            var size = random.NextInt(2) == 0 ? 1 + random.NextInt(4) : 9 + random.NextInt(30);
            inputs.Add(net.Input(GroupName(random, $"in {k}"), size, inputs.Count > 0 && random.NextInt(3) == 0 ? 0.25 : null, random.NextInt(2) == 0 ? RandomNames(random, size) : null));
        }
        var hidden = net.Group(GroupName(random, "hidden"), 12, unitNames: random.NextInt(2) == 0 ? RandomNames(random, 12) : null).From([.. inputs]);
        for (var k = random.NextInt(3); k >= 0; k--)
        {
            var size = random.NextInt(2) == 0 ? 1 + random.NextInt(4) : 9 + random.NextInt(30);
            net.Output(GroupName(random, $"out {k}"), size, unitNames: random.NextInt(2) == 0 ? RandomNames(random, size) : null).From(hidden);
        }
    });

    private static Topology Iterative(string[] letters, string state, int iterations) => Topology.Iterative(net =>
    {
        var units = net.Group(state, 2, leakRate: 0.5).From(net.Input("letter", 3, unitNames: letters)).From(net.Input("late", 1, initialState: 0.5), delay: 2);
        units.From(units, delay: 1);
        net.Output("out", 1).From(units);
    }).Unroll(iterations);

    private static string GroupName(RandomSource random, string name) => random.NextInt(3) > 0 ? name : $"{Words[random.NextInt(Words.Length)].Replace("->", "", StringComparison.Ordinal)} {name}";

    private static string[] RandomNames(RandomSource random, int size)
    {
        var names = Enumerable.Range(0, size).Select(static unit => $"u{unit}").ToArray();
        for (var k = 0; k < size; k++)
            names[k] = random.NextInt(2) == 0 && Words[random.NextInt(Words.Length)] is var word && !names.Contains(word) ? word : names[k];
        return names;
    }

    private static double[] Values(RandomSource random, int count, bool mayBeOpen)
    {
        var share = random.NextInt(3) == 0 ? 12 : 2;
        return [.. Enumerable.Range(0, count).Select(_ => random.NextInt(share) > 0 ? (random.NextInt(9) == 0 ? -0.0 : 0) : random.NextInt(4) switch
        {
            0 when mayBeOpen => double.NaN,
            0 or 1 => 1,
            2 => (random.NextDouble() - 0.5) * Math.Pow(10, random.NextInt(20) - 10),
            _ => random.NextInt(5) - 2,
        })];
    }

    private static double[]?[] Rows(RandomSource random, int count, int size, bool mayBeOpen) =>
        [.. Enumerable.Range(0, count).Select(_ => random.NextInt(3) == 0 ? null : Values(random, size, mayBeOpen))];

    private static void Label(RandomSource random, int count, Action<string[]> names, Action<double[]> weights)
    {
        if (random.NextInt(2) == 0)
            names([.. Enumerable.Range(0, count).Select(k => random.NextInt(3) == 0 ? "" : $"{Words[random.NextInt(Words.Length)]} {k}")]);
        if (random.NextInt(2) == 0)
            weights([.. Enumerable.Range(0, count).Select(_ => random.NextInt(2) == 0 ? 1 : random.NextDouble())]);
    }
}

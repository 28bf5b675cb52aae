using System.Text;
using Backprop.Experiments;

namespace Backprop.Lab.Tests;

public class FileOpeningTests
{
    private const string Net = """{ "groups": [{ "name": "in", "size": 2, "role": "input" }, { "name": "out", "size": 1, "role": "output" }], "projections": [{ "from": "in", "to": "out" }] }""";
    private const string And = "0 0 -> 0\n0 1 -> 0\n1 0 -> 0\n\"both\" 1 1 -> 1\n";
    private const string Flowers = "length,color,kind\n1.5,red,rose\n2.5,blue,iris\n1.0,red,rose\n3.5,blue,iris\n2.0,white,rose\n";

    private static (string Name, byte[] Content) File(string name, string text) => (name, Encoding.UTF8.GetBytes(text));

    [Fact]
    public void A_net_and_its_cases_in_any_order()
    {
        var opening = FileOpening.Read([File("and gate.cases", And), File("my net.json", Net)]);
        Assert.Equal(("my-net", "and-gate.cases", Net, And), (opening.Name, opening.CasesFile, opening.NetText, opening.CasesText));
        Assert.Equal((4, "both"), (opening.Cases.Count, opening.Cases.NameOf(3)));
        Learns(opening);
    }

    [Theory]
    [InlineData("4", 2 * 4 + 4 + 4 + 1)]
    [InlineData("0", 3)]
    [InlineData("3,2", 6 + 3 + 6 + 2 + 2 + 1)]
    public void Cases_alone_get_layers(string hidden, int weights)
    {
        var opening = FileOpening.Read([File("and.cases", And)], new FileChoices { Hidden = FileChoices.ReadHidden(hidden) });
        Assert.Equal(weights, opening.Net.WeightCount);
        Learns(opening);
    }

    [Fact]
    public void A_table_becomes_cases_of_its_last_column_or_of_another()
    {
        var opening = FileOpening.Read([File("flowers.csv", Flowers)]);
        Assert.Equal(("flowers", "kind", 2), (opening.Name, opening.Net.Outputs[0].Name, opening.Net.Outputs[0].Size));
        Assert.Equal("cross-entropy", opening.Training.Error.Texts.Error);
        Assert.Contains("iris", opening.Net.Outputs[0].UnitNames);
        Learns(opening);
        var number = FileOpening.Read([File("flowers.csv", Flowers)], new FileChoices { Target = "length", Hidden = [] });
        Assert.Equal(("length", 1), (number.Net.Outputs[0].Name, number.Net.Outputs[0].Size));
        Learns(number);
        Assert.Equal(["length", "color", "kind"], FileOpening.ColumnsOf(File("flowers.csv", Flowers)));
        Assert.Empty(FileOpening.ColumnsOf(File("and.txt", And)));
    }

    [Fact]
    public void A_model_gives_its_net_its_weights_and_its_settings_and_alone_is_looked_at()
    {
        var session = new LabSession(ExperimentOpenings.Of(Paper.Find("symmetry"))[0]);
        session.Run(30);
        var settings = """{"kind":"cases","data":"x","training":{"rule":"descent","rate":0.25,"momentum":0.5,"decay":0.001,"decayBiases":true,"error":"squares","tolerance":"edge:0.1","update":"8","shuffle":true,"precision":"single","until":"right","sweeps":77,"range":2,"seed":"9"}}""";
        var model = session.Trainer.ToModel() with { Settings = settings };
        var opening = FileOpening.Read([("symmetry.safetensors", model.ToBytes()), File("symmetry.cases", session.Opening.CasesText)]);
        Assert.Equal([.. Enumerable.Range(0, 17).Select(weight => session.Trainer[weight])], opening.Weights!);
        Assert.Equal(
            new LabSettings(new CaseTraining { Rule = new GradientDescent { LearningRate = 0.25, Momentum = 0.5, WeightDecay = 0.001, DecayBiases = true }, Error = CaseError.Read("squares", "edge:0.1"), Batch = Batch.Of(8), Shuffle = true, Until = StopCondition.ReadAll("right"), Sweeps = 77, Range = 2 }, 9),
            new LabSettings(opening.Training, opening.Seed));
        Learns(opening);
        var alone = new LabSession(FileOpening.Read([("symmetry.safetensors", model.ToBytes())]));
        Assert.Equal((1, 6), (alone.Opening.Cases.Count, alone.Opening.Net.Inputs[0].Size));
        Assert.Equal(session.Trainer[3], alone.Trainer[3]);
        Assert.Equal(10, alone.Trainer.States(0).Length + 1);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_checkpoint_goes_on_to_the_bits_of_the_training_that_it_was_taken_of(bool isDouble)
    {
        var training = new CaseTraining { Rule = new Adam { LearningRate = 0.02 }, Batch = Batch.Of(1), Shuffle = true, IsDouble = isDouble, Until = [], Sweeps = 50 };
        var opening = FileOpening.Read([File("and.cases", And)]) with { Training = training, Seed = 7 };
        var session = new LabSession(opening);
        session.Run(9);
        // In the middle of a sweep.
        session.Change();
        var content = session.Trainer.ToCheckpoint(SameBits.SettingsNow(session));
        var read = FileOpening.Read([("and-checkpoint.safetensors", content), File("and.cases", And)]);
        Assert.Equal((new LabSettings(training, 7), "and"), (new LabSettings(read.Training, read.Seed), read.Name));
        var again = new LabSession(read);
        var linked = new LabSession(LabLink.Read(LabLink.Of(again)!).Opening);
        Assert.Equal((9, 37), (again.Trainer.Sweeps, again.Trainer.Changes));
        foreach (var each in new[] { session, again, linked })
        {
            each.Change();
            each.Run(20);
            Assert.True(each.Run(100));
        }
        Assert.Equal(session.Trainer.ToCheckpoint(), again.Trainer.ToCheckpoint());
        Assert.Equal(session.Trainer.ToCheckpoint(), linked.Trainer.ToCheckpoint());
        Assert.Null(SameBits.Command(again));
        Assert.Contains("trainer.Resume(\"and-start.safetensors\")", RepeatProgram.Of(again), StringComparison.Ordinal);
        Assert.Equal(content, RepeatProgram.StartContent(read));
        // By another rule it begins where the checkpoint is.
        again.Restart(training: training with { Rule = new GradientDescent() });
        Assert.Equal((9, 37), (again.Trainer.Sweeps, again.Trainer.Changes));
        // Cases that it was not trained on.
        var refusal = Assert.ThrowsAny<BackpropException>(() => new LabSession(FileOpening.Read([("and.safetensors", content), File("or.cases", And.Replace("0 1 -> 0", "0 1 -> 1", StringComparison.Ordinal))])));
        Assert.Contains("cases", refusal.Message, StringComparison.Ordinal);
        Assert.Null(FileOpening.Read([("alone.safetensors", content)]).State);
    }

    [Theory]
    [InlineData("xor")]
    [InlineData("next-letter")]
    [InlineData("family-trees")]
    [InlineData("shift-register")]
    public void A_checkpoint_of_an_experiment_opens_with_the_case_file_of_the_lab(string name)
    {
        var session = new LabSession(ExperimentOpenings.Of(Paper.Find(name))[0]);
        session.Run(2);
        var again = new LabSession(FileOpening.Read([("x.safetensors", session.Trainer.ToCheckpoint(SameBits.SettingsNow(session))), File("x.cases", session.Opening.CasesText)]));
        session.Run(2);
        again.Run(2);
        Assert.Equal(session.Trainer.ToCheckpoint(), again.Trainer.ToCheckpoint());
    }

    [Fact]
    public void A_checkpoint_of_a_table_opens_with_the_table()
    {
        var session = new LabSession(FileOpening.Read([File("flowers.csv", Flowers)]));
        session.Run(3);
        var again = new LabSession(FileOpening.Read([("x.safetensors", session.Trainer.ToCheckpoint(SameBits.SettingsNow(session))), File("flowers.csv", Flowers)]));
        session.Run(3);
        again.Run(3);
        Assert.Equal(6, again.Trainer.Sweeps);
        Assert.Equal(session.Trainer.ToCheckpoint(), again.Trainer.ToCheckpoint());
    }

    [Fact]
    public void Texts_written_in_the_page_are_files_too()
    {
        Assert.Equal(3, FileOpening.OfTexts(Net, And, new FileChoices()).Net.WeightCount);
        Assert.Equal(17, FileOpening.OfTexts(" ", And, new FileChoices()).Net.WeightCount);
        Assert.Equal(1, FileOpening.OfTexts(Net, "", new FileChoices()).Cases.Count);
        Assert.ThrowsAny<UsageException>(() => FileOpening.OfTexts("", "", new FileChoices()));
    }

    [Theory]
    [InlineData("0 0 -> 0\n0 -> 0\n", "own.cases, line 2")]
    [InlineData("names in: a b\n", "own.cases")]
    public void What_is_wrong_with_cases_is_said_by_their_line(string cases, string why) =>
        Assert.Contains(why, Assert.ThrowsAny<Exception>(() => FileOpening.OfTexts(Net, cases, new FileChoices())).Message, StringComparison.Ordinal);

    [Fact]
    public void Files_that_make_no_lab_are_refused_in_words()
    {
        (string Name, byte[] Content)[][] all =
        [
            [], [File("a.json", Net), File("b.json", Net)], [File("a.json", "{"), File("a.cases", And)], [File("a.json", Net), File("a.cases", "nothing")], [File("a.csv", "")],
            [File("a.csv", "a,b\n1\n")], [("a.safetensors", [1, 2, 3])], [File("a.cases", "{1} -> {2}\n")], [File("../../a.csv", "x\n")], [("\0.csv", [0, 1, 2])],
        ];
        foreach (var files in all)
        {
            var refusal = Assert.ThrowsAny<Exception>(() => FileOpening.Read(files));
            Assert.True(refusal is UsageException or BackpropException, refusal.ToString());
            Assert.DoesNotContain(Path.GetTempPath(), refusal.Message, StringComparison.Ordinal);
        }
        Assert.ThrowsAny<UsageException>(() => FileChoices.ReadHidden("-1"));
        Assert.ThrowsAny<UsageException>(() => FileChoices.ReadFunction("cubic"));
    }

    [Fact]
    public void Damaged_files_are_refused_or_read_and_nothing_else()
    {
        var random = new Random(4);
        foreach (var (name, text) in new[] { ("a.json", Net), ("a.cases", And), ("a.csv", Flowers) })
        {
            for (var k = 0; k < 150; k++)
            {
                var bytes = Encoding.UTF8.GetBytes(text);
                for (var change = random.Next(1, 4); change > 0; change--) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
                if (random.Next(3) == 0) bytes = bytes[..random.Next(bytes.Length)];
                try
                {
                    _ = new LabSession(FileOpening.Read([(name, bytes)]));
                }
                catch (Exception e) when (e is UsageException or BackpropException)
                {
                    Assert.NotEmpty(e.Message);
                }
            }
        }
    }

    [Theory]
    [InlineData("brain_tanh.json")]
    [InlineData("fann_own_mixed.net")]
    [InlineData("cast_noop.onnx")]
    public void Files_of_other_programs_give_their_net_and_its_weights(string name)
    {
        (string Name, byte[] Content)[] files = [(name, System.IO.File.ReadAllBytes(Path.Combine(Backprop.Tests.Repository.Root, "tests", "Backprop.Exchange.Tests", "samples", name)))];
        Assert.False(FileOpening.AreOwn(files));
        var (opening, notes, _) = ForeignOpening.Read(files);
        Assert.Equal(opening.Net.WeightCount, opening.Weights!.Count);
        Assert.NotEmpty(notes);
        var session = new LabSession(opening);
        Assert.Equal(opening.Weights[0], session.Trainer[0]);
        var refusal = Assert.ThrowsAny<Exception>(() => ForeignOpening.Read([("x.net", "nothing"u8.ToArray())]));
        Assert.True(refusal is UsageException or BackpropException);
        Assert.DoesNotContain(Path.GetTempPath(), refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Files_of_the_lab_are_told_from_those_of_other_programs()
    {
        Assert.True(FileOpening.AreOwn([File("a.json", Net), File("a.cases", And)]));
        Assert.True(FileOpening.AreOwn([File("a.CSV", Flowers)]));
        Assert.False(FileOpening.AreOwn([File("a.json", "{\"layers\":[]}")]));
        Assert.False(FileOpening.AreOwn([File("weka.txt", "x"), File("data.arff", "y")]));
    }

    /// <summary>It learns, and what is taken away as net and cases is the same lab.</summary>
    private static void Learns(Opening opening)
    {
        var session = new LabSession(opening);
        session.Run(5);
        Assert.Equal(5, session.Trainer.Sweeps);
        var again = FileOpening.OfTexts(opening.NetText, opening.CasesText, new FileChoices()) with { Training = opening.Training, Seed = opening.Seed, Weights = opening.Weights };
        var repeated = new LabSession(again);
        repeated.Run(5);
        Assert.Equal(session.Trainer.ToModel().ToBytes(), repeated.Trainer.ToModel().ToBytes());
    }
}

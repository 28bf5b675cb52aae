using System.Text.Json;
using Backprop.Data;
using Backprop.Experiments;

namespace Backprop.Cli.Tests;

public sealed class ExampleFolderTests : IDisposable
{
    private const ulong Seed = 3;
    private readonly Workplace place = new();

    public static TheoryData<string, string> Names =>
        [.. Paper.Experiments.Concat(Paper.Comparisons).Select(static experiment => ("paper", experiment.Name)), .. Gallery.Studies.Select(static study => ("gallery", study.Name))];

    [Theory]
    [MemberData(nameof(Names))]
    public void Nets_and_cases_read_back_are_those_of_the_experiment(string verb, string name)
    {
        Assert.Equal(ExitCode.Done, Run.Of(verb, name, "--write", place.Folder, "--first-seed", $"{Seed}").ExitCode);
        var experiment = Find(verb, name);
        foreach (var example in experiment.AnyExamples(experiment.AnyDefaults with { FirstSeed = Seed }))
        {
            var net = Topology.FromJson(File.ReadAllText(place[example.Name + ".json"]));
            Assert.Equal(example.Net.ToJson(), net.ToJson());
            Assert.Equal(example.Net.Blocks.Select(block => (block.Name, block.Offset, block.Length)), net.Blocks.Select(block => (block.Name, block.Offset, block.Length)));
            AssertEqual(net, example.Cases, CaseFile.Read(place[example.CasesFile], net));
            if (example.HeldOut is { } heldOut) AssertEqual(net, heldOut, CaseFile.Read(place[example.Name + "-held-out.cases"], net));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_written_commands_train_as_the_run_of_that_seed_does(string verb, string name)
    {
        var sweeps = name is "symmetry" or "local-minima" or "negation" or "addition" or "t-c" ? 1500 : 200;
        Assert.Equal(ExitCode.Done, Run.Of(verb, name, "--write", place.Folder, "--first-seed", $"{Seed}", "--sweeps", $"{sweeps}").ExitCode);
        var trained = Commands().ToDictionary(command => command.Model, Train, StringComparer.Ordinal);
        var experiment = Find(verb, name);
        var settings = experiment.AnyDefaults with { FirstSeed = Seed, Seeds = 1, Sweeps = sweeps };
        var expected = Expected(experiment, settings).ToList();
        Assert.Equal(expected.Select(each => each.Model).Order(StringComparer.Ordinal), trained.Keys.Order(StringComparer.Ordinal));
        Assert.All(expected, each =>
        {
            var outcome = trained[each.Model];
            if (each.Error is { } error) Assert.Equal(error, outcome.Error);
            else if (each.Share is { } share) Assert.Equal(share, ShareRight(each.Model, each.IsRight!));
            else Assert.Equal(each.Sweeps, outcome.Sweeps);
        });
    }

    [Fact]
    public void All_experiments_are_written_to_a_folder_each()
    {
        var run = Run.Of("paper", "--write", place.Folder);
        Assert.Equal((ExitCode.Done, ""), (run.ExitCode, run.Error));
        Assert.Equal(Paper.Experiments.Select(experiment => experiment.Name).Order(StringComparer.Ordinal), Directory.GetDirectories(place.Folder).Select(folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal));
        Assert.Contains($" {place["symmetry"]}: symmetry-6-2-1.json, symmetry-6-2-1.cases, README.md\n", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void The_studies_of_README_train_from_all_seeds()
    {
        Assert.Equal(ExitCode.Done, Run.Of("paper", "symmetry", "--write", place.Folder, "--sweeps", "1500", "--seeds", "4").ExitCode);
        var study = File.ReadLines(place["README.md"]).Single(line => line.StartsWith("backprop study ", StringComparison.Ordinal));
        var run = Run.Of([.. study.Split(' ')[1..].Select(word => Path.GetExtension(word) is ".cases" or ".json" ? place[word] : word), "--causes", "0", "--json"]);
        Assert.True(run.ExitCode == ExitCode.Done, run.Error);
        using var json = JsonDocument.Parse(run.Out);
        var learned = new SymmetryExperiment().Run(new SymmetryExperiment().Defaults with { Seeds = 4, Sweeps = 1500 }, 1).Summary.SweepsToTwoTenths.Reached;
        Assert.Equal(learned.Count, json.RootElement.GetProperty("points")[0].GetProperty("learned").GetProperty("count").GetInt32());
    }

    [Fact]
    public void An_edited_file_is_replaced_with_force_alone()
    {
        string[] command = ["paper", "symmetry", "--write", place.Folder];
        Assert.Equal(ExitCode.Done, Run.Of(command).ExitCode);
        Assert.Equal(ExitCode.Done, Run.Of(command).ExitCode);
        var written = File.ReadAllText(place["symmetry-6-2-1.cases"]);
        place.Write("symmetry-6-2-1.cases", "# my own\n" + written);
        var refused = Run.Of(command);
        Assert.Equal(ExitCode.Usage, refused.ExitCode);
        Assert.Contains("symmetry-6-2-1.cases exists and is not what this command writes there: name another file for the nets and cases (--write), or replace this one with --force.", refused.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Done, Run.Of([.. command, "--force"]).ExitCode);
        Assert.Equal(written, File.ReadAllText(place["symmetry-6-2-1.cases"]));
    }

    [Theory]
    [InlineData("--json")]
    [InlineData("--threads 2")]
    [InlineData("--figures out")]
    public void Options_that_writing_would_ignore_are_refused(string option)
    {
        var run = Run.Of(["paper", "symmetry", "--write", place.Folder, .. option.Split(' ')]);
        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.StartsWith($"backprop: --write only writes nets and cases and trains nothing, so {option.Split(' ')[0]} has no meaning; leave one out.", run.Error, StringComparison.Ordinal);
        Assert.Empty(place.Files);
    }

    public void Dispose() => place.Dispose();

    private sealed record Outcome(string Model, int? Sweeps = null, double? Error = null, double? Share = null, Func<Group, double[], double[], bool?>? IsRight = null);

    private static Experiment Find(string verb, string name) => verb == "paper" ? Paper.Find(name) : Gallery.Find(name);

    /// <summary>What the experiment's run measured for each of the trainings.</summary>
    private static IEnumerable<Outcome> Expected(Experiment experiment, ExperimentSettings settings) => experiment switch
    {
        SymmetryExperiment symmetry => [new("symmetry-6-2-1", symmetry.Run((SymmetrySettings)settings, 1).Runs[0].SweepsToTwoTenths)],
        HiddenUnitsExperiment hidden => hidden.Run((HiddenUnitsSettings)settings, 1).Runs[0].Nets.Select(net => new Outcome(ExampleNet.FileName(net.Key), Error: net.Value.Error)),
        LocalMinimaExperiment minima => minima.Run((LocalMinimaSettings)settings with { Patience = 1 }, 1).Runs[0].Nets.Select(net => new Outcome(ExampleNet.FileName(net.Key), net.Value.Sweeps)),
        ShiftRegisterExperiment shift => shift.Run((ShiftRegisterSettings)settings, 1).Runs[0].SweepsByUnits.Select(net => new Outcome($"shift-register-{net.Key}", net.Value)),
        SequenceExperiment sequence => [new("sequence", sequence.Run((SequenceSettings)settings, 1).Runs[0].Sweeps)],
        StepSizeExperiment step => Of(step.Run((StepSizeSettings)settings, 1).Runs[0]),
        FamilyTreesExperiment family => Of(family.Run((FamilyTreesSettings)settings, 1).Runs[0]),
        NextLetterExperiment letters => [new("next-letter", Share: letters.Run((NextLetterSettings)settings, 1).Runs[0].Vowels, IsRight: static (_, states, targets) =>
            LetterStream.IsConsonant(LetterStream.Letters[Array.IndexOf(targets, 1.0)]) ? null : Array.IndexOf(states, states.Max()) == Array.IndexOf(targets, 1.0))],
        SearchExperiment search => search.Run((SearchSettings)settings, 1).Runs[0].AccuracyByTraining.Select((share, index) =>
            new Outcome($"search-{index + 1}", Share: share, IsRight: static (_, states, targets) => double.IsNaN(targets[0]) ? null : states.Zip(targets).All(unit => unit.First > 0.5 == (unit.Second == 1)))),
        ComparisonExperiment comparison => comparison.Tasks.Select(task => Of(task, TaskTraining.Run(task, comparison.Candidates[0].Default, settings.FirstSeed, (ComparisonSettings)settings, withDirections: false, default))),
        NegationStudy negation => [new("negation", negation.Run((GallerySettings)settings, 1).Runs[0].Sweeps)],
        ShapesStudy shapes => [new("t-c", shapes.Run((GallerySettings)settings, 1).Runs[0].Sweeps)],
        LivingThingsStudy things => [new("living-things", Error: things.Run((GallerySettings)settings, 1).Runs[0].Error)],
        AdditionStudy addition => addition.Run((GallerySettings)settings, 1).Runs[0].Sweeps.Select(net => new Outcome(net.Key, net.Value)),
        AttractorsStudy attractors => [new("attractors", attractors.Run((GallerySettings)settings, 1).Runs[0].Sweeps)],
        WordsStudy words => [new("words", Error: words.Run((GallerySettings)settings, 1).Runs[0].Error)],
        ReadingStudy reading => [new("reading", Error: reading.Run((GallerySettings)settings, 1).Runs[0].Error)],
        _ => throw new ArgumentException($"Say here what a run of {experiment.Name} measures.", nameof(experiment)),
    };

    private static Outcome Of(ComparisonTask task, Experiments.Outcome run) =>
        task.Within is null ? new(task.Name, Error: run.Error) : new(task.Name, run.IsLearned ? run.Sweeps : null);

    private static IEnumerable<Outcome> Of(StepSizeRun run) =>
        [new("too-large", Error: run.TooLarge.Error), new("too-small", Error: run.TooSmall.Error), new("with-momentum", Error: run.WithMomentum.Error)];

    private static IEnumerable<Outcome> Of(FamilyTreesRun run) => [new("as-printed", Error: run.AsPrinted.Error), new("working", Error: run.Working[1].Error)];

    /// <summary>The words of each training in README.md, with files of the folder, and the name of its model.</summary>
    private IEnumerable<(string Model, string[] Words)> Commands()
    {
        foreach (var line in File.ReadLines(place["README.md"]).Where(line => line.StartsWith("backprop train ", StringComparison.Ordinal)))
        {
            string[] words = [.. line.Split(' ')[1..].Select(word => Path.GetExtension(word) is ".cases" or ".json" or ".safetensors" ? place[word] : word)];
            var output = Array.IndexOf(words, "--output");
            var model = output < 0 ? Path.ChangeExtension(words[1], ".safetensors") : words[output + 1];
            yield return (Path.GetFileNameWithoutExtension(model), output < 0 ? [.. words, "--output", model] : words);
        }
    }

    private static (int? Sweeps, double Error) Train((string Model, string[] Words) command)
    {
        var run = Run.Of([.. command.Words, "--json"]);
        Assert.True(run.ExitCode == ExitCode.Done, run.Error);
        using var json = JsonDocument.Parse(run.Out);
        var root = json.RootElement;
        return (root.GetProperty("atLimit").GetBoolean() ? null : root.GetProperty("sweeps").GetInt32(), root.GetProperty("error").GetDouble());
    }

    /// <summary>The share of right answers of a model to its held-out cases; those of which nothing is said do not count.</summary>
    private double ShareRight(string model, Func<Group, double[], double[], bool?> isRight)
    {
        var net = Model.Load(place[model + ".safetensors"]).Network<float>();
        var cases = CaseFile.Read(place[model + "-held-out.cases"], net.Topology);
        var activity = net.Run(cases);
        var answers = new List<bool>();
        foreach (var targets in cases.Targets)
        {
            var group = net.Topology[targets.Group!];
            for (var c = 0; c < cases.Count; c++)
            {
                double[] states = [.. activity[group, c].ToArray().Select(state => (double)state)];
                if (isRight(group, states, [.. Enumerable.Range(0, targets.Size).Select(unit => targets[c, unit])]) is { } right) answers.Add(right);
            }
        }
        return (double)answers.Count(right => right) / answers.Count;
    }

    private static void AssertEqual(Topology net, Cases expected, Cases found)
    {
        Assert.Equal(expected.Count, found.Count);
        Assert.Equal(expected.Names, found.Names);
        Assert.Equal(expected.Weights, found.Weights);
        Assert.Equal(States(expected.Inputs, net.Inputs), States(found.Inputs, net.Inputs));
        Assert.Equal(States(expected.Targets, net.Outputs), States(found.Targets, net.Outputs));
        Assert.Equal(States(expected.Clamps, []), States(found.Clamps, []));

        // A single group need not be named, and groups of which no case says anything need not be written.
        static IEnumerable<(string, double[])> States(IReadOnlyList<CaseValues> all, IReadOnlyList<Group> groups) => all
            .Select(values => (Group: values.Group ?? groups[0].Name, States: Enumerable.Range(0, values.Count).SelectMany(c => Enumerable.Range(0, values.Size).Select(unit => values[c, unit])).ToArray()))
            .Where(group => !Array.TrueForAll(group.States, double.IsNaN)).OrderBy(group => group.Group, StringComparer.Ordinal);
    }
}

using System.Globalization;
using System.Text;
using Backprop.Data;
using Backprop.Experiments;

namespace Backprop.Cli;

/// <summary>The nets and cases of one experiment as files that a user can edit, with a README.md of the commands that train them.</summary>
internal sealed class ExampleFolder
{
    /// <param name="folder">The folder.</param>
    /// <param name="experiment">The experiment.</param>
    /// <param name="settings">Its settings; the cases and commands are those of the run of the first seed.</param>
    /// <param name="command">The command that runs the experiment.</param>
    public ExampleFolder(string folder, Experiment experiment, ExperimentSettings settings, string command)
    {
        Folder = folder;
        var examples = experiment.AnyExamples(settings);
        Files = [.. examples.SelectMany(FilesOf).Distinct(), ("README.md", Readme(experiment, settings, examples, command))];
    }

    /// <summary>The folder.</summary>
    public string Folder { get; }

    /// <summary>Name and text of every file.</summary>
    public IReadOnlyList<(string Name, string Text)> Files { get; }

    /// <summary>Refuses a folder that cannot be written, or that holds files of other content under the same names.</summary>
    /// <param name="force">Whether such files may be replaced.</param>
    public void Check(bool force)
    {
        try
        {
            Directory.CreateDirectory(Folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{Folder}: cannot be written to: {e.Message}", e);
        }
        var guard = new OutputGuard(force);
        foreach (var (name, text) in Files)
            guard.Writes("the nets and cases (--write)", Path.Combine(Folder, name), new OutputKind("what this command writes there", path => File.ReadAllText(path) == text));
    }

    /// <summary>Writes the files.</summary>
    public void Write()
    {
        foreach (var (name, text) in Files)
            AtomicFile.Write(Path.Combine(Folder, name), stream => stream.Write(Encoding.UTF8.GetBytes(text)));
    }

    private static IEnumerable<(string Name, string Text)> FilesOf(ExampleNet example)
    {
        yield return (NetName(example), example.NetText ?? example.Net.ToJson() + "\n");
        yield return (example.CasesFile, example.CasesText ?? CasesText(example.Cases, example.Net));
        if (example.HeldOut is { } heldOut)
            yield return (HeldOutName(example), example.HeldOutText ?? CasesText(heldOut, example.Net));
    }

    private static string CasesText(Cases cases, Topology net)
    {
        using var text = new StringWriter { NewLine = "\n" };
        CaseFile.Write(text, cases, net);
        return text.ToString();
    }

    private static string NetName(ExampleNet example) => example.Name + ".json";

    private static string HeldOutName(ExampleNet example) => example.Name + "-held-out.cases";

    private static string Readme(Experiment experiment, ExperimentSettings settings, IReadOnlyList<ExampleNet> examples, string command)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"# {experiment.Name}\n\n{experiment.About}\n\n");
        text.Append(CultureInfo.InvariantCulture, $"`{command}` trains these nets from many seeds and prints what was measured. The commands below train those of seed {settings.FirstSeed} one by one, to the same bits{(examples.Any(static example => example.Trainings.Any(static training => training.Within is not null)) ? ", and with `study` each from all seeds" : "")}; run them in this folder. Edit the nets (.json) and the cases (.cases) and run them again.\n");
        foreach (var example in examples)
        {
            if (examples.Count > 1) text.Append(CultureInfo.InvariantCulture, $"\n## {example.Name}\n");
            text.Append("\n```sh\n");
            foreach (var training in example.Trainings)
            {
                var job = Job(example, training, settings);
                text.Append(job.Command).Append('\n');
                if (example.HeldOut is not null)
                    text.Append(CultureInfo.InvariantCulture, $"backprop test {ModelName(training)} {HeldOutName(example)}\n");
                // A study counts the nets that learn, so it needs a goal.
                if (training.Within is not null)
                    text.Append(StudyCommand(job, settings)).Append('\n');
            }
            text.Append("```\n");
        }
        return text.ToString();
    }

    private static string ModelName(ExampleTraining training) => training.Name + ".safetensors";

    private static CaseJob Job(ExampleNet example, ExampleTraining training, ExperimentSettings settings) => new()
    {
        Data = example.CasesFile,
        Choice = new NetChoice { File = NetName(example) },
        Topology = example.Net,
        Training = CaseTraining.Of(training.Rule, training.Error, training.Within, training.Sweeps, training.Range, settings.Precision == Precision.Double),
        Seed = settings.FirstSeed,
        Threads = 1,
        ModelPath = ModelName(training),
        ModelIsNamed = true,
        CheckpointEvery = TimeSpan.FromSeconds(TrainOptions.DefaultCheckpoint),
    };

    /// <summary>The command that trains a net from as many seeds as the experiment.</summary>
    private static string StudyCommand(CaseJob job, ExperimentSettings settings) => new StudyJob
    {
        Training = job,
        Varied = [],
        Seeds = settings.Seeds,
        FirstSeed = settings.FirstSeed,
        Causes = StudyCommandLine.UsualCauses,
        Threads = 1,
    }.Command;
}

using System.CommandLine;
using Backprop.Data;

namespace Backprop.Cli;

/// <summary>The options of <c>train</c> for tables: reads them as a job, and writes a job as the words that repeat it.</summary>
internal sealed class TrainCommandLine
{
    private readonly TrainOptions shared;
    private readonly Option<string?> labels = new("--labels") { Description = "The IDX file of targets that goes with IDX inputs.", HelpName = "file" };
    private readonly TableOptions table = new();
    private readonly ColumnOptions columns = new();
    private readonly TrainingCommandOptions training;

    /// <param name="shared">The options that trainings on case files have too.</param>
    public TrainCommandLine(TrainOptions? shared = null)
    {
        this.shared = shared ?? new TrainOptions();
        training = new(this.shared.Net, this.shared.Learning);
    }

    /// <summary>The options that only tables have.</summary>
    public IReadOnlyList<Option> Own => [.. columns.All, labels, .. training.Own, .. table.All];

    /// <summary>Adds the data and all options, with further ones after those of the training.</summary>
    public void AddTo(Command command, Action<Command>? addMore = null)
    {
        command.Arguments.Add(shared.Data);
        columns.AddTo(command);
        command.Options.Add(labels);
        command.Options.Add(shared.Model);
        shared.Net.AddTo(command);
        var learning = shared.Learning;
        foreach (var option in (Option[])[.. learning.OfRule, learning.Sweeps, learning.Seed])
            command.Options.Add(option);
        training.AddTo(command);
        addMore?.Invoke(command);
        command.Options.Add(learning.Threads);
        command.Options.Add(learning.Shares);
        command.Options.Add(shared.Checkpoint);
        table.AddTo(command);
        command.Options.Add(shared.Force);
        command.Options.Add(shared.Json);
    }

    /// <summary>The parsed words as a job, with the net that <c>--net</c> names.</summary>
    /// <param name="parse">The words.</param>
    /// <param name="ranks">The processes that train together.</param>
    /// <exception cref="InputException">The net's file cannot be read.</exception>
    public TrainingJob Read(ParseResult parse, int ranks = 1)
    {
        var job = WithoutNet(parse, ranks);
        return job.Net is { } file ? job with { Options = job.Options with { Net = NetFile.Read(file) } } : job;
    }

    /// <summary>Reads the words of a command, which models of earlier versions keep. The net that <c>--net</c> names is not read.</summary>
    /// <exception cref="FormatException">They are not a command.</exception>
    public static TrainingJob Read(IReadOnlyList<string> words)
    {
        var line = new TrainCommandLine();
        var command = new Command("train");
        line.AddTo(command);
        var parse = new RootCommand { command }.Parse(["train", .. words], new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parse.Errors is [var error, ..])
            throw new FormatException($"the command that made it is not understood: {error.Message}");
        var job = line.WithoutNet(parse);
        return job with { Options = WithDefaultsOfThen(job.Options, hasDecay: parse.GetValue(line.shared.Learning.Decay) is not null) };
    }

    /// <summary>The versions that kept the words of the command had other defaults than this one.</summary>
    private static TableTrainingOptions WithDefaultsOfThen(TableTrainingOptions options, bool hasDecay) => options with
    {
        Members = 1,
        HiddenFunction = options.HiddenFunction ?? UnitFunction.Tanh,
        Rule = options.Rule is Adam adam && !hasDecay ? adam with { WeightDecay = 0.0005 } : options.Rule,
    };

    /// <summary>The words after "train" that repeat a job: equal trainings have equal words, without defaults apart from the seed.</summary>
    public static IReadOnlyList<string> Words(TrainingJob job)
    {
        var line = new TrainCommandLine();
        return
        [
            job.Data, .. Shell.Words(line.labels.Name, job.Labels), .. line.columns.Words(job.Columns), .. line.training.Words(job.Options, job.Net), .. line.table.Words(job.Format),
            .. line.shared.RunWords(job, job.Threads),
        ];
    }

    private TrainingJob WithoutNet(ParseResult parse, int ranks = 1)
    {
        var file = parse.GetRequiredValue(shared.Data);
        return new TrainingJob
        {
            Data = file,
            Labels = parse.GetValue(labels),
            Columns = columns.Read(parse),
            Options = training.Read(parse, file, ranks),
            Folds = training.FoldsOf(parse),
            Threads = parse.GetValue(shared.Learning.Threads),
            Format = table.Read(parse),
            Net = parse.GetValue(shared.Net.Net),
            ModelPath = parse.GetValue(shared.Model) ?? TrainOptions.DefaultModel(file),
            ModelIsNamed = parse.GetValue(shared.Model) is not null,
            Force = parse.GetValue(shared.Force),
            CheckpointEvery = TimeSpan.FromSeconds(parse.GetValue(shared.Checkpoint)),
            Json = parse.GetValue(shared.Json),
        };
    }
}

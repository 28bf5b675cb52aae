using System.CommandLine;

namespace Backprop.Cli;

/// <summary>The options of <c>train</c> that record the net while it trains on a case file.</summary>
internal sealed class SnapshotOptions
{
    private const int UsualEvery = 100;

    private readonly Option<string?> record = new("--record") { Description = "Case files: record the net while it trains, as CSV with the column 'sweep': states, states:hidden,output, weights, errors or similarity:hidden.", HelpName = "what" };
    private readonly Option<int?> every = new Option<int?>("--every") { Description = $"Case files: sweeps from one record to the next; {UsualEvery} by default.", HelpName = "sweeps" }.AtLeast(1);
    private readonly Option<string?> to = new("--record-to") { Description = "Case files: file to record to. Default: <model>.record.csv.", HelpName = "file" };

    /// <summary>The options.</summary>
    public IReadOnlyList<Option> Own => [record, every, to];

    /// <summary>What is recorded; null for nothing.</summary>
    /// <param name="parse">The command line.</param>
    /// <param name="model">The file of the model.</param>
    /// <exception cref="UsageException">It cannot be recorded, or an option would be ignored.</exception>
    public Snapshots? Read(ParseResult parse, string model)
    {
        if (parse.GetValue(record) is { } what)
            return new(Recording.Read(what), parse.GetValue(every) ?? UsualEvery, parse.GetValue(to) ?? UsualPath(model));
        return new Option[] { every, to }.FirstOrDefault(option => parse.GetResult(option) is { Implicit: false }) is not { } idle ? null
            : throw new UsageException($"{idle.Name} needs {record.Name}, which says what is recorded, as {record.Name} states:hidden.");
    }

    /// <summary>The words that say the same again, without defaults.</summary>
    public IEnumerable<string> Words(Snapshots? snapshots, string model) => snapshots is null ? [] :
    [
        .. Shell.Words(record.Name, snapshots.Recording.ToString()),
        .. Shell.Words(every.Name, snapshots.Every == UsualEvery ? null : Numeral.Text(snapshots.Every)),
        .. Shell.Words(to.Name, snapshots.Path == UsualPath(model) ? null : snapshots.Path),
    ];

    private static string UsualPath(string model) => Path.ChangeExtension(model, null) + ".record.csv";
}

using System.Globalization;

namespace Backprop.Exchange;

/// <summary>Nets of tlearn (Plunkett and Elman 1997): configuration, patterns, targets, resets, weights.</summary>
internal sealed class TlearnFormat : IForeignFormat
{
    // Sequences of different lengths all take the room of the longest.
    private const long FewestStates = 1 << 21;
    private const int StatesPerByte = 4;

    public string Name => "tlearn network, patterns or weights";

    public bool Recognizes(FileStart start) => IsConfiguration(start) || IsWeights(start) || TlearnPatterns.Recognizes(start) || TlearnResets.Recognizes(start);

    public Imported Read(IReadOnlyList<ForeignText> files, ImportOptions options)
    {
        var configuration = One(files, "configuration", IsConfiguration)
            ?? throw files[0].Problem("cannot be read without the configuration of the net, which says how many units there are; name the .cf file too");
        var net = TlearnConfiguration.Read(configuration);
        var groups = new TlearnGroups(configuration, net);
        var (data, teach) = Patterns(files);
        var cases = data is null ? null : Cases(net, groups, data, teach, One(files, "reset file", IsResets));
        var weights = One(files, "file of weights", IsWeights);
        if (data is null && (teach ?? One(files, "reset file", IsResets)) is { } alone) throw alone.Problem("belongs to input patterns; name the .data file too");
        return new Imported(data is null ? "tlearn network" : "tlearn network and patterns")
        {
            Topology = groups.Topology,
            Model = weights is null ? null : new Model(groups.WithWeights(TlearnWeights.Read(weights, net))),
            Cases = cases is null ? [] : [new ImportedCases(data!.Stem, cases)],
            Settings = Settings(net, groups),
            Notes = Notes(net, groups, hasCases: cases is not null, hasResets: One(files, "reset file", IsResets) is not null),
        };
    }

    private static bool IsConfiguration(FileStart start) => start.FirstLine == TlearnConfiguration.Mark;

    private static bool IsWeights(FileStart start) => start.FirstLine == TlearnWeights.Mark;

    private static bool IsResets(FileStart start) => TlearnResets.Recognizes(start);

    private static ForeignText? One(IReadOnlyList<ForeignText> files, string what, Func<FileStart, bool> recognizes)
    {
        var found = files.Where(file => recognizes(file.Start)).ToList();
        return found.Count > 1 ? throw found[1].Problem($"is a second {what} beside {found[0].Path}; read them one by one") : found.FirstOrDefault();
    }

    /// <summary>Both kinds begin alike: the ending of the name tells them apart, otherwise their order.</summary>
    private static (ForeignText? Data, ForeignText? Teach) Patterns(IReadOnlyList<ForeignText> files)
    {
        var patterns = files.Where(static file => TlearnPatterns.Recognizes(file.Start)).ToList();
        if (patterns.Count > 2) throw patterns[2].Problem($"is a third file of patterns beside {patterns[0].Path} and {patterns[1].Path}; name the .data and the .teach file of one net");
        var teach = patterns.Find(static file => file.PlainPath.EndsWith(".teach", StringComparison.OrdinalIgnoreCase));
        var data = patterns.Find(file => file != teach);
        return (data, teach ?? patterns.Find(file => file != data));
    }

    private static Cases Cases(TlearnNet net, TlearnGroups groups, ForeignText data, ForeignText? teach, ForeignText? reset)
    {
        var inputs = TlearnPatterns.Read(data, net.Inputs, isTeach: false).Rows;
        IReadOnlyList<double[]> targets = [];
        if (teach is not null)
        {
            var rows = TlearnPatterns.Read(teach, net.Outputs.Count, isTeach: true);
            if (rows.Times is null && rows.Rows.Count > inputs.Count)
                throw teach.Problem(FormattableString.Invariant($"holds {rows.Rows.Count} rows of targets, but {data.Path} only {inputs.Count} of inputs"));
            targets = rows.AtSteps(inputs.Count, net.Outputs.Count);
        }
        return groups.IsRecurrent ? Sequences(groups, data, inputs, targets, reset is null ? [] : TlearnResets.Read(reset))
            : UnitCases.Of(groups.Topology, inputs, [.. targets.Select(row => groups.Outputs.SelectMany(group => Part(row, group.Places)).ToArray())]);
    }

    /// <summary>From each reset to the next is a sequence.</summary>
    private static Cases Sequences(TlearnGroups groups, ForeignText data, IReadOnlyList<double[]> inputs, IReadOnlyList<double[]> targets, IReadOnlyList<int> resets)
    {
        int[] starts = [0, .. resets.Where(step => step > 0 && step < inputs.Count), inputs.Count];
        var lengths = starts.Zip(starts.Skip(1), static (start, end) => end - start).ToArray();
        var states = (long)lengths.Length * lengths.Max() * groups.Topology.Groups.Sum(static group => (long)group.Size);
        var most = FewestStates + ((long)StatesPerByte * data.Bytes.Length);
        if (states > most) throw data.Problem(FormattableString.Invariant($"has {lengths.Length} sequences of up to {lengths.Max()} steps, which take {states:N0} states; at most {most:N0} are read from a file of this length: cut it into parts of sequences of like lengths"));
        var builder = new SequencesBuilder(groups.Topology, lengths.Length, lengths.Max());
        for (var sequence = 0; sequence < lengths.Length; sequence++)
        {
            foreach (var (name, units) in groups.Inputs) builder.Input(sequence, name, Rows(inputs, sequence, [.. units.Select(static unit => unit - 1)]));
            if (targets.Count == 0) continue;
            foreach (var (name, places) in groups.Outputs) builder.Target(sequence, name, Rows(targets, sequence, places));
        }
        return builder.ToCases();

        double[][] Rows(IReadOnlyList<double[]> all, int sequence, int[] places) => [.. Enumerable.Range(starts[sequence], lengths[sequence]).Select(step => Part(all[step], places))];
    }

    private static double[] Part(double[] row, int[] places) => Array.ConvertAll(places, place => row[place]);

    private static IReadOnlyList<ImportedSetting> Settings(TlearnNet net, TlearnGroups groups) =>
    [
        new("rule", "descent", "gradient descent with momentum"),
        new("update", groups.IsRecurrent ? "window" : "case", "the weights change after each pattern, unless its option -U says otherwise"),
        new("rate", "0.1", "its learning rate is 0.1 unless -r says otherwise"),
        new("momentum", "0", "it has no momentum unless -m says otherwise"),
        new("range", (net.WeightLimit ?? 1).ToString(CultureInfo.InvariantCulture), net.WeightLimit is null ? "starting weights are bounded by 1" : FormattableString.Invariant($"weight_limit = {net.WeightLimit}: the bound of starting weights; its biases of outputs start smaller, bounded by 0.1")),
        new("error", "squares", "the sum of squares, unless -H asks for cross-entropy"),
    ];

    private static List<string> Notes(TlearnNet net, TlearnGroups groups, bool hasCases, bool hasResets)
    {
        var notes = new List<string> { "tlearn cuts the total inputs of logistic nodes to −10 and 10: its answers differ by up to 0.00005 where a node is that sure" };
        foreach (var line in net.Connections.Where(static line => line.Bounds is { } bounds && !bounds.Least.Equals(bounds.Greatest)))
            notes.Add(FormattableString.Invariant($"line {line.Line} holds weights between {line.Bounds!.Value.Least} and {line.Bounds.Value.Greatest}; nothing holds them here"));
        foreach (var line in net.Connections.Where(static line => line.IsFixed && (line.Bounds is not { } bounds || !bounds.Least.Equals(bounds.Greatest))))
            notes.Add(FormattableString.Invariant($"line {line.Line} fixes weights without giving one value; they keep their random start"));
        if (groups.IsRecurrent && hasCases && !hasResets)
            notes.Add("there is no .reset file: the patterns are one sequence, which begins with states of 0 in every sweep; tlearn goes on from the last ones");
        return notes;
    }
}

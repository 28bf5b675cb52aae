using System.Text;
using Backprop.Data;

namespace Backprop.Lab;

/// <summary>A lab that starts from files: a net and its cases, cases alone, a table, a model, or a net alone.</summary>
internal static class FileOpening
{
    /// <summary>The most that all files together may have, and the most states of units in the cases, 8 bytes each.</summary>
    public const long MostBytes = 50_000_000, MostStates = 10_000_000;

    private static readonly Phrase TooManyBytes = new("The files have {0} MB, but a lab takes {1} MB; larger ones are for the command line: backprop train.", "文件共 {0} MB，而实验室最多接受 {1} MB；更大的文件请用命令行：backprop train。"),
        TooManyStates = new("The cases have {0} million states of units, but a lab takes {1} million; larger ones are for the command line: backprop train.", "样例共有 {0} 百万个单元状态，而实验室最多容纳 {1} 百万个；更大的请用命令行：backprop train。"),
        NotTogether = new("A lab starts from a net (.json) or a model (.safetensors) with its cases, from cases alone, or from a table, not from: {0}.", "实验室可从网络（.json）或模型（.safetensors）及其样例、单独的样例或一个表格开始，而不能从这些文件开始：{0}。"),
        Nothing = new("There is neither a net nor a case to open.", "既没有网络，也没有样例可打开。"),
        NoSizes = new("{0}: the first case does not tell how many units each group has, with numbers on both sides of '->'; give the net's description (.json) with it.", "{0}：第一个样例没有说明各组有多少单元（“->”两侧都应是数）；请同时给出网络描述（.json）。");

    private const string NetEnd = ".json", CasesEnd = ".cases", ModelEnd = ".safetensors", PackedEnd = ".gz";

    private static readonly string[] OwnEnds = [NetEnd, CasesEnd, ModelEnd, ".csv", ".tsv", ".tab", ".jsonl", ".ndjson", ".arff", ".libsvm", ".svm"];

    /// <summary>Reads files that belong together.</summary>
    /// <param name="files">The files, in any order.</param>
    /// <param name="choices">What they leave open; null for what is usual.</param>
    /// <exception cref="UsageException">They do not make a lab.</exception>
    /// <exception cref="BackpropException">One of them is not what it should be.</exception>
    public static Opening Read(IReadOnlyList<(string Name, byte[] Content)> files, FileChoices? choices = null)
    {
        choices ??= new FileChoices();
        if (files.Sum(static file => (long)file.Content.Length) is var bytes and > MostBytes)
            throw new Refusal(TooManyBytes, bytes / 1_000_000, MostBytes / 1_000_000);
        var (models, nets, others) = (Of(files, ModelEnd), Of(files, NetEnd), files.Where(static file => !Ends(file, ModelEnd) && !Ends(file, NetEnd)).ToList());
        if (files.Count == 0 || models.Count > 1 || nets.Count > 1 || others.Count > 1 || (models.Count == 1 && nets.Count == 1))
            throw new Refusal(NotTogether, string.Join(", ", files.Select(static file => DisplayText.Name(file.Name))));
        var model = models is [var (name, content)] ? ModelOf(name, content) : null;
        var netText = nets is [var net] ? Text(net.Content) : null;
        var topology = model?.Topology ?? (netText is null ? null : NetOf(netText, nets[0].Name));
        var settings = ModelSettings.Of(model);
        var read = others is [var data] ? OfData(data, topology, model, settings, choices) : Blank(topology!, files[0].Name, settings);
        read = read with { Seed = settings.Seed };
        if (nets.Count == 1) read = read with { Name = Stem(nets[0].Name), NetText = netText! };
        if (model is null) return Checked(read);
        // A net without its cases is only looked at.
        var state = others.Count == 1 ? StartingState.Of(model, models[0].Content) : null;
        const string checkpoint = "-checkpoint";
        var called = Stem(models[0].Name);
        // What is then saved as a model does not have the name of the checkpoint.
        if (state is not null && called.Length > checkpoint.Length && called.EndsWith(checkpoint, StringComparison.Ordinal)) called = called[..^checkpoint.Length];
        return Checked(read with { Name = called, Weights = [.. model.Network<double>().Weights], State = state, Training = read.Training with { IsDouble = model.IsDouble } });
    }

    /// <summary>Whether files are surely of the kinds that <see cref="Read"/> takes, by their names and the first mark of JSON; others, such as .txt, may be of other programs too.</summary>
    public static bool AreOwn(IReadOnlyList<(string Name, byte[] Content)> files) => files.Count(static file => !Ends(file, NetEnd) && !Ends(file, ModelEnd)) <= 1 && files.All(static file => OwnEnds.Any(end => Ends(file, end) || Ends(file, end + PackedEnd)) && (!Ends(file, NetEnd) || Text(file.Content).Contains("\"groups\"", StringComparison.Ordinal)));

    /// <summary>Reads a net and cases that were written in the page.</summary>
    /// <param name="net">The description of the net; empty for layers by the choices.</param>
    /// <param name="cases">The text of a case file; empty for none.</param>
    /// <param name="choices">What they leave open.</param>
    /// <exception cref="UsageException">There is neither, or one cannot be.</exception>
    public static Opening OfTexts(string net, string cases, FileChoices choices)
    {
        var files = new List<(string Name, byte[] Content)>();
        if (!string.IsNullOrWhiteSpace(net)) files.Add(("own.json", Encoding.UTF8.GetBytes(net)));
        if (!string.IsNullOrWhiteSpace(cases)) files.Add(("own.cases", Encoding.UTF8.GetBytes(cases)));
        return files.Count > 0 ? Read(files, choices) : throw new Refusal(Nothing);
    }

    /// <summary>The columns of a file that is a table to be encoded; none for others.</summary>
    /// <exception cref="BackpropException">It is a table that cannot be read.</exception>
    public static IReadOnlyList<string> ColumnsOf((string Name, byte[] Content) file)
    {
        if (Ends(file, NetEnd) || Ends(file, ModelEnd) || Ends(file, CasesEnd)) return [];
        using var folder = new PageFolder();
        var path = folder.Write(file.Name, file.Content);
        return CaseFile.IsCaseFile(path) ? [] : folder.Naming(() => TableOpening.Columns(path));
    }

    /// <summary>A name for files of what a file of the user holds.</summary>
    public static string Stem(string file)
    {
        var name = file[(file.LastIndexOfAny(['/', '\\']) + 1)..];
        var end = name.LastIndexOf('.');
        var stem = string.Concat((end > 0 ? name[..end] : name).Take(60).Select(static letter => char.IsLetterOrDigit(letter) || letter is '-' or '_' ? letter : '-')).Trim('-');
        return stem.Length == 0 ? "lab" : stem;
    }

    private static Opening OfData((string Name, byte[] Content) data, Topology? topology, Model? model, LabSettings settings, FileChoices choices)
    {
        var isCases = Ends(data, CasesEnd);
        if (!isCases || topology is null)
        {
            using var folder = new PageFolder();
            var path = folder.Write(data.Name, data.Content);
            isCases |= CaseFile.IsCaseFile(path);
            if (!isCases)
            {
                return folder.Naming(() =>
                    model?.Encodings is { } encodings ? TableOpening.OfModel(path, TableEncoding.FromJson(encodings), model.Topology, settings)
                    : topology is null ? TableOpening.Of(path, choices)
                    : TableOpening.OfCases(path, topology, settings)) with
                { Name = Stem(data.Name) };
            }
        }
        var text = CasesText(data.Content);
        if (topology is null)
        {
            using var lines = new StringReader(text);
            topology = CaseLayers.Read(lines)?.Net(choices.Hidden, choices.Function, choices.Skip)
                ?? throw new Refusal(NoSizes, DisplayText.Name(data.Name));
        }
        using var reader = new StringReader(text);
        var named = CaseFile.Load(reader, data.Name, topology);
        return new Opening
        {
            Name = Stem(data.Name),
            Net = named.Topology,
            Cases = named.Cases,
            CasesText = text,
            CasesFile = Stem(data.Name) + CasesEnd,
            Training = settings.Training,
        };
    }

    /// <summary>A net without cases, to be looked at: one case whose inputs are 0 and whose targets are not cared about.</summary>
    public static Opening Blank(Topology net, string file, LabSettings settings)
    {
        var cases = new CasesBuilder(count: 1);
        foreach (var group in net.Inputs) cases.Input(group.Name, new double[group.Size], group.Size);
        foreach (var group in net.Outputs) cases.Target(group.Name, [.. Enumerable.Repeat(Cases.DontCare, group.Size)], group.Size);
        return new Opening { Name = Stem(file), Net = net, Cases = cases.ToCases(), Training = settings.Training };
    }

    /// <summary>Refuses more cases than a page can have.</summary>
    public static Opening Checked(Opening opening)
    {
        var states = opening.Cases.Inputs.Concat(opening.Cases.Targets).Sum(static values => (long)values.Count * values.Size);
        return states <= MostStates ? opening
            : throw new Refusal(TooManyStates, states / 1_000_000, MostStates / 1_000_000);
    }

    private static Model ModelOf(string name, byte[] content)
    {
        using var folder = new PageFolder();
        var path = folder.Write(name, content);
        return folder.Naming(() => Model.Load(path));
    }

    private static Topology NetOf(string text, string file)
    {
        try
        {
            return Topology.FromJson(text);
        }
        catch (TopologyException e)
        {
            throw new UsageException($"{DisplayText.Name(file)}: {e.Message}");
        }
    }

    private static List<(string Name, byte[] Content)> Of(IReadOnlyList<(string Name, byte[] Content)> files, string end) => [.. files.Where(file => Ends(file, end))];

    private static bool Ends((string Name, byte[] Content) file, string end) => file.Name.EndsWith(end, StringComparison.OrdinalIgnoreCase);

    private static string CasesText(byte[] content)
    {
        using var reader = CaseFile.OpenText(new MemoryStream(content, writable: false));
        return reader.ReadToEnd();
    }

    private static string Text(byte[] content)
    {
        using var reader = new StreamReader(new MemoryStream(content, writable: false), Encoding.UTF8);
        return reader.ReadToEnd();
    }
}

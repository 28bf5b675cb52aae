namespace Backprop.Exchange;

/// <summary>
/// Carries out a script (.in) as far as it builds networks and says how they are trained: commands one after the other, with variables, plain arithmetic
/// and procedures. What branches or repeats is beyond it, and so is what it does not know: both are refused by line and name. What only shows something is
/// passed over.
/// </summary>
internal sealed class LensProgram
{
    // A procedure can call another one twice, and that one too.
    private const int MostCommands = 20_000, Deepest = 16;

    private static readonly HashSet<string> Control = new(StringComparer.Ordinal)
    {
        "if", "for", "foreach", "while", "repeat", "switch", "catch", "expr", "eval", "source", "proc", "incr", "lappend", "global", "return",
    };

    private static readonly HashSet<string> Training = new(StringComparer.Ordinal) { "train", "steepest", "momentum", "dougsMomentum", "deltaBarDelta", "seed", "exampleSetMode", "moveExamples" };

    private static readonly HashSet<string> Shown = new(StringComparer.Ordinal)
    {
        "autoPlot", "viewUnits", "viewLinks", "graph", "graphObj", "graphObject", "resetPlot", "plotAll", "plotRow", "drawUnits", "setPlotCols", "view",
        "resetNet", "test", "exit", "quit", "puts", "echo", "verbosity", "verbose", "wait", "saveWeights", "openNetOutputFile", "closeNetOutputFile", "update",
        "wm", "pack", "raise", "refresh", "setPalette", "unitInfo", "linkInfo",
    };

    private readonly ForeignText file;
    private readonly LensPlace place;
    private readonly LensScope scope;
    private readonly LensNets nets;
    private readonly Dictionary<string, LensCommand> procedures = new(StringComparer.Ordinal);
    private readonly HashSet<string> called = new(StringComparer.Ordinal);
    private int commands, depth;

    private LensProgram(ForeignText file)
    {
        this.file = file;
        place = new LensPlace(file);
        scope = new LensScope(place);
        nets = new LensNets(place, Notes);
    }

    /// <summary>The network that is active at the end.</summary>
    public LensNet Net => nets.Active ?? throw file.Problem("builds no network: there is no addNet");

    /// <summary>What is left out.</summary>
    public List<string> Notes { get; } = [];

    /// <summary>The names of sets of examples by the names of their files without endings.</summary>
    public Dictionary<string, string> Sets { get; } = new(StringComparer.Ordinal);

    /// <summary>Times of sets of examples: "set.maxTime" and so on.</summary>
    public Dictionary<string, double> Times { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether examples are taken in another order each time.</summary>
    public bool IsPermuted { get; private set; }

    /// <summary>How many updates train asks for; null where it does not say.</summary>
    public int? Updates { get; private set; }

    /// <summary>The seed; null where the script does not say.</summary>
    public int? Seed { get; private set; }

    /// <exception cref="ForeignFileException">A command is beyond what is read, or wrong.</exception>
    public static LensProgram Run(ForeignText file)
    {
        var program = new LensProgram(file);
        program.Carry(LensScript.Read(file, file.Text, 1));
        program.CheckLastCommand();
        foreach (var (name, procedure) in program.procedures.Where(each => !program.called.Contains(each.Key)))
            program.Notes.Add(FormattableString.Invariant($"line {procedure.Line}: the procedure '{name}' is left out"));
        foreach (var other in program.nets.All.Where(net => net != program.nets.Active)) program.Notes.Add($"the script also builds the network '{other.Name}', which is left out; useNet at its end chooses");
        return program;
    }

    private void Carry(IReadOnlyList<LensCommand> script)
    {
        if (++depth > Deepest) throw place.Problem(FormattableString.Invariant($"calls procedures within procedures, {Deepest} deep; deeper ones are not carried out"));
        foreach (var next in script)
        {
            if (next.Words.Count == 0) continue;
            place.Command = next;
            if (++commands > MostCommands) throw place.Problem(FormattableString.Invariant($"the script takes more than {MostCommands:N0} commands"));
            Carry();
        }
        depth--;
    }

    /// <summary>A last line without an end may be cut off: one that builds the network is then another one, one that only concerns the training is said.</summary>
    private void CheckLastCommand()
    {
        if (place.Command.Words.Count == 0) return;
        var name = place.Command.Words[0].Text;
        if (!Training.Contains(name) && !Shown.Contains(name) && !(name is "setObj" or "setObject" && !place.Command.Words[1].Text.Contains('.', StringComparison.Ordinal)))
            file.CheckLastLine(closing: "}]\";");
        else if (file.Text.Length > 0 && !char.IsWhiteSpace(file.Text[^1]))
            Notes.Add(FormattableString.Invariant($"line {place.Command.Line}: '{DisplayText.Name(string.Join(' ', place.Command.Words.Select(static word => word.Text)))}' has no end of line, so that it may be cut off"));
    }

    /// <summary>Carries out a procedure with variables of its own.</summary>
    private void Call(LensCommand procedure)
    {
        var (name, parameters) = (place.Command.Words[0].Text, procedure.Words[2].Text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        var values = Arguments();
        if (Array.Exists(parameters, static parameter => parameter == "args" || !parameter.All(static c => char.IsAsciiLetterOrDigit(c) || c == '_')) || values.Count != parameters.Length)
            throw place.Problem(FormattableString.Invariant($"calls the procedure '{DisplayText.Name(name)}' of line {procedure.Line} with {values.Count} values; one for each of its {parameters.Length} parameters is expected, which have no defaults"));
        called.Add(name);
        var outside = scope.Variables;
        scope.Variables = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (parameter, value) in parameters.Zip(values)) scope.Variables[parameter] = value;
        Carry(LensScript.Read(file, procedure.Words[3].Text, procedure.Words[3].Line));
        scope.Variables = outside;
    }

    /// <summary>Whether a condition asks if examples are not there yet: [catch {path -s SET}].</summary>
    private bool? AreMissing(LensWord condition)
    {
        var words = condition.Text.Split((char[]?)[' ', '\t', '{', '}', '[', ']'], StringSplitOptions.RemoveEmptyEntries);
        return words is ["catch", "path", "-s", var set] ? !Sets.ContainsValue(set) : null;
    }

    private void Carry()
    {
        var name = place.Command.Words[0].Text;
        switch (name)
        {
            case "proc" when place.Command.Words.Count == 4:
                procedures[place.Command.Words[1].Text] = place.Command;
                break;
            case "if" when place.Command.Words.Count == 3 && AreMissing(place.Command.Words[1]) is { } areMissing:
                if (areMissing) Carry(LensScript.Read(file, place.Command.Words[2].Text, place.Command.Words[2].Line));
                break;
            case "moveExamples":
                Notes.Add(FormattableString.Invariant($"line {place.Command.Line}: moveExamples is left out, so that all examples are in one set; it moves some to another set at random"));
                break;
            case "set" when place.Command.Words.Count == 3:
                scope.Variables[place.Command.Words[1].Text] = scope.Text(place.Command.Words[2]);
                break;
            case "addNet":
                nets.AddNet(Arguments());
                break;
            case "addGroup":
                nets.AddGroup(Arguments());
                break;
            case "connectGroups":
                nets.Connect(Arguments());
                break;
            case "elmanConnect":
                nets.ConnectContext(Arguments());
                break;
            case "orderGroups":
                nets.Order(Arguments());
                break;
            case "deleteGroups" when Arguments() is ["bias"]:
                foreach (var group in nets.Current.Groups) group.HasBias = false;
                break;
            case "useNet" when Arguments() is [var net]:
                nets.Use(net);
                break;
            case "loadExamples":
                LoadExamples(Arguments());
                break;
            case "useTrainingSet" or "useTestingSet" or "loadWeights":
                break;
            case "exampleSetMode":
                IsPermuted |= Arguments() is [_, "PERMUTED" or "RANDOMIZED", ..];
                break;
            case "setObj" or "setObject":
                SetObject(Arguments());
                break;
            case "seed" when Arguments() is [var seed]:
                Seed = place.Whole(seed, "a seed", int.MaxValue);
                break;
            case "thawWeights" when Arguments() is []:
                foreach (var link in nets.Current.Links) link.IsFrozen = false;
                break;
            case "train":
                Train(Arguments());
                break;
            case "steepest" or "momentum" or "dougsMomentum" or "deltaBarDelta":
                nets.Current.Algorithm = name;
                if (Arguments() is [var updates] && !updates.StartsWith('-')) Updates = place.Whole(updates, "a number of updates", int.MaxValue);
                break;
            default:
                if (Shown.Contains(name)) break;
                if (procedures.TryGetValue(name, out var procedure))
                {
                    Call(procedure);
                    break;
                }
                throw place.Problem(Control.Contains(name) ? $"'{name}' branches, repeats or computes, which is not carried out here; write out what it comes to, line by line"
                    : $"'{DisplayText.Name(name)}' is not a command that is read here; if it does not build the network or say how it is trained, leave it out");
        }
    }

    private List<string> Arguments() => [.. place.Command.Words.Skip(1).Select(scope.Text)];

    private void LoadExamples(List<string> words)
    {
        if (words.Count == 0) throw place.Problem("loadExamples needs a file");
        var stem = Path.GetFileName(words[0]);
        foreach (var ending in new[] { ".gz", ".ex" }) stem = stem.EndsWith(ending, StringComparison.Ordinal) ? stem[..^ending.Length] : stem;
        Sets[stem] = stem;
        for (var at = 1; at + 1 < words.Count; at += 2)
        {
            if (words[at].StartsWith("-s", StringComparison.Ordinal)) Sets[stem] = words[at + 1];
            if (words[at].StartsWith("-e", StringComparison.Ordinal)) IsPermuted |= words[at + 1] is "PERMUTED" or "RANDOMIZED";
        }
    }

    private void SetObject(List<string> words)
    {
        if (words is not [var path, var text]) throw place.Problem("setObj needs what is set and its value");
        var parts = path.Split('.');
        var what = parts[^1];
        if (what is "numColumns" or "unitCellSize" or "linkCellSize" or "unitCellSpacing" or "linkCellSpacing" or "plotCols" or "reportInterval" or "autoPlot" or "unitUpdates" or "linkUpdates") return;
        if (parts.Length == 1)
        {
            if (ForeignNumber.TryParse(text, out var value)) nets.Current.Settings[what] = value;
            else Notes.Add(FormattableString.Invariant($"line {place.Command.Line}: setObj {path} is left out"));
        }
        else if (parts.Length == 2 && nets.Current.Find(parts[0]) is { } group && what == "initOutput")
        {
            group.InitialOutput = place.Number(text, "a state");
        }
        else if (parts.Length == 2 && Sets.ContainsValue(parts[0]) && what is "maxTime" or "minTime" or "graceTime")
        {
            Times[path] = place.Number(text, "a time");
        }
        else
        {
            Notes.Add(FormattableString.Invariant($"line {place.Command.Line}: setObj {path} is left out"));
        }
    }

    private void Train(List<string> words)
    {
        for (var at = 0; at < words.Count; at++)
        {
            if (!words[at].StartsWith('-')) Updates = place.Whole(words[at], "a number of updates", int.MaxValue);
            else if (words[at].StartsWith("-a", StringComparison.Ordinal) && at + 1 < words.Count) nets.Current.Algorithm = words[++at];
            else at++;
        }
    }
}

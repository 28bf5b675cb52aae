using System.Globalization;
using System.Text;

namespace Backprop.Exchange;

/// <summary>
/// Carries out a script (.in) as far as it builds networks and says how they are trained: commands one after the other, with variables, plain arithmetic
/// and procedures. What branches or repeats is beyond it, and so is what it does not know: both are refused by line and name. What only shows something is
/// passed over.
/// </summary>
internal sealed class LensProgram
{
    // A size is a claim: a few digits ask for any number of units and links.
    private const int MostUnits = 100_000, MostLinks = 1 << 22, MostWord = 1 << 16;

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
    private Dictionary<string, string> variables = new(StringComparer.Ordinal);
    private readonly Dictionary<string, LensNet> nets = new(StringComparer.Ordinal);
    private readonly Dictionary<string, LensCommand> procedures = new(StringComparer.Ordinal);
    private readonly HashSet<string> called = new(StringComparer.Ordinal);
    private LensCommand command = new([], 1);
    private LensNet? current;
    private double links;
    private int commands, depth;

    private LensProgram(ForeignText file) => this.file = file;

    /// <summary>The network that is active at the end.</summary>
    public LensNet Net => current ?? throw file.Problem("builds no network: there is no addNet");

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
        foreach (var other in program.nets.Values.Where(net => net != program.current)) program.Notes.Add($"the script also builds the network '{other.Name}', which is left out; useNet at its end chooses");
        return program;
    }

    private void Carry(IReadOnlyList<LensCommand> script)
    {
        if (++depth > Deepest) throw Problem(FormattableString.Invariant($"calls procedures within procedures, {Deepest} deep; deeper ones are not carried out"));
        foreach (var next in script)
        {
            if (next.Words.Count == 0) continue;
            command = next;
            if (++commands > MostCommands) throw Problem(FormattableString.Invariant($"the script takes more than {MostCommands:N0} commands"));
            Carry();
        }
        depth--;
    }

    /// <summary>A last line without an end may be cut off: one that builds the network is then another one, one that only concerns the training is said.</summary>
    private void CheckLastCommand()
    {
        if (command.Words.Count == 0) return;
        var name = command.Words[0].Text;
        if (!Training.Contains(name) && !Shown.Contains(name) && !(name is "setObj" or "setObject" && !command.Words[1].Text.Contains('.', StringComparison.Ordinal)))
            file.CheckLastLine(closing: "}]\";");
        else if (file.Text.Length > 0 && !char.IsWhiteSpace(file.Text[^1]))
            Notes.Add(FormattableString.Invariant($"line {command.Line}: '{DisplayText.Name(string.Join(' ', command.Words.Select(static word => word.Text)))}' has no end of line, so that it may be cut off"));
    }

    /// <summary>Carries out a procedure with variables of its own.</summary>
    private void Call(LensCommand procedure)
    {
        var (name, parameters) = (command.Words[0].Text, procedure.Words[2].Text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        var values = Arguments();
        if (Array.Exists(parameters, static parameter => parameter == "args" || !parameter.All(static c => char.IsAsciiLetterOrDigit(c) || c == '_')) || values.Count != parameters.Length)
            throw Problem(FormattableString.Invariant($"calls the procedure '{DisplayText.Name(name)}' of line {procedure.Line} with {values.Count} values; one for each of its {parameters.Length} parameters is expected, which have no defaults"));
        called.Add(name);
        var outside = variables;
        variables = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (parameter, value) in parameters.Zip(values)) variables[parameter] = value;
        Carry(LensScript.Read(file, procedure.Words[3].Text, procedure.Words[3].Line));
        variables = outside;
    }

    /// <summary>Whether a condition asks if examples are not there yet: [catch {path -s SET}].</summary>
    private bool? AreMissing(LensWord condition)
    {
        var words = condition.Text.Split((char[]?)[' ', '\t', '{', '}', '[', ']'], StringSplitOptions.RemoveEmptyEntries);
        return words is ["catch", "path", "-s", var set] ? !Sets.ContainsValue(set) : null;
    }

    private void Carry()
    {
        var name = command.Words[0].Text;
        switch (name)
        {
            case "proc" when command.Words.Count == 4:
                procedures[command.Words[1].Text] = command;
                break;
            case "if" when command.Words.Count == 3 && AreMissing(command.Words[1]) is { } areMissing:
                if (areMissing) Carry(LensScript.Read(file, command.Words[2].Text, command.Words[2].Line));
                break;
            case "moveExamples":
                Notes.Add(FormattableString.Invariant($"line {command.Line}: moveExamples is left out, so that all examples are in one set; it moves some to another set at random"));
                break;
            case "set" when command.Words.Count == 3:
                variables[command.Words[1].Text] = Text(command.Words[2]);
                break;
            case "addNet":
                AddNet(Arguments());
                break;
            case "addGroup":
                AddGroup(Arguments());
                break;
            case "connectGroups":
                Connect(Arguments());
                break;
            case "elmanConnect":
                ConnectContext(Arguments());
                break;
            case "orderGroups":
                Order(Arguments());
                break;
            case "deleteGroups" when Arguments() is ["bias"]:
                foreach (var group in Current.Groups) group.HasBias = false;
                break;
            case "useNet" when Arguments() is [var net]:
                current = nets.GetValueOrDefault(net) ?? throw Problem($"there is no network '{DisplayText.Name(net)}'");
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
                Seed = Whole(seed, "a seed", int.MaxValue);
                break;
            case "thawWeights" when Arguments() is []:
                foreach (var link in Current.Links) link.IsFrozen = false;
                break;
            case "train":
                Train(Arguments());
                break;
            case "steepest" or "momentum" or "dougsMomentum" or "deltaBarDelta":
                Current.Algorithm = name;
                if (Arguments() is [var updates] && !updates.StartsWith('-')) Updates = Whole(updates, "a number of updates", int.MaxValue);
                break;
            default:
                if (Shown.Contains(name)) break;
                if (procedures.TryGetValue(name, out var procedure))
                {
                    Call(procedure);
                    break;
                }
                throw Problem(Control.Contains(name) ? $"'{name}' branches, repeats or computes, which is not carried out here; write out what it comes to, line by line"
                    : $"'{DisplayText.Name(name)}' is not a command that is read here; if it does not build the network or say how it is trained, leave it out");
        }
    }

    private LensNet Current => current ?? throw Problem("stands before the first addNet");

    private ForeignFileException Problem(string message) => file.Problem(message, command.Line);

    private List<string> Arguments() => [.. command.Words.Skip(1).Select(Text)];

    /// <summary>A word with the values of variables and of arithmetic in it.</summary>
    private string Text(LensWord word) => word.IsInBraces ? word.Text : Substituted(word.Text, deep: 0);

    private string Substituted(string word, int deep)
    {
        if (word.AsSpan().IndexOfAny('$', '[') < 0) return word;
        var text = new StringBuilder();
        for (var at = 0; at < word.Length; at++)
        {
            if (word[at] == '$')
            {
                text.Append(Variable(word, ref at));
            }
            else if (word[at] == '[')
            {
                var (start, open) = (at + 1, 1);
                while (open > 0 && ++at < word.Length) open += word[at] switch { '[' => 1, ']' => -1, _ => 0 };
                text.Append(Computed(word, word[start..Math.Min(at, word.Length)].Trim(), deep));
            }
            else
            {
                text.Append(word[at]);
            }
            if (text.Length > MostWord) throw Problem("a word is longer than any name or number");
        }
        return text.ToString();
    }

    private string Variable(string word, ref int at)
    {
        var inBraces = at + 1 < word.Length && word[at + 1] == '{';
        var start = at + (inBraces ? 2 : 1);
        var end = inBraces ? word.IndexOf('}', start) : start;
        while (!inBraces && end < word.Length && (char.IsAsciiLetterOrDigit(word[end]) || word[end] == '_')) end++;
        if (end < start) throw Problem("a brace that opens here is not closed");
        var name = word[start..end];
        at = inBraces ? end : end - 1;
        return variables.GetValueOrDefault(name) ?? throw Problem($"there is no variable '{DisplayText.Name(name)}'");
    }

    private string Computed(string word, string inside, int deep)
    {
        if (inside.StartsWith("expr ", StringComparison.Ordinal) && deep < Deepest)
        {
            var expression = inside[5..].Trim();
            if (expression is ['{', .., '}']) expression = expression[1..^1];
            if (LensExpression.TryCompute(Substituted(expression, deep + 1), out var value)) return value;
        }
        throw Problem($"'{DisplayText.Name(word)}' computes a value, which is not carried out here beyond [expr …] of decimal numbers, + - * / % and parentheses; write the value");
    }

    private void AddNet(List<string> words)
    {
        if (words.Count == 0) throw Problem("addNet needs the name of the network");
        var (intervals, ticks, at) = (1, 1, 1);
        for (; at + 1 < words.Count && words[at].StartsWith('-'); at += 2)
        {
            var count = (int)Math.Ceiling(Number(words[at + 1], "a number of intervals or ticks"));
            if (count is < 1 or > LensNet.MostTicks) throw Problem(FormattableString.Invariant($"{words[at]} {words[at + 1]}: there must be 1 to {LensNet.MostTicks:N0}"));
            if (words[at].StartsWith("-i", StringComparison.Ordinal)) intervals = count;
            else if (words[at].StartsWith("-t", StringComparison.Ordinal)) ticks = count;
            else throw Problem($"'{DisplayText.Name(words[at])}' stands where -i or -t is expected");
        }
        if (intervals * ticks > LensNet.MostTicks) throw Problem(FormattableString.Invariant($"runs for {intervals} intervals of {ticks} ticks, but at most {LensNet.MostTicks:N0} ticks are read"));
        var types = Types(words, at);
        if (types.Find(static type => type is not ("SRBPTT" or "CONTINUOUS")) is { } unknown)
            throw Problem(unknown == "BOLTZMANN" ? "is a Boltzmann machine, which back-propagation does not train" : $"'{DisplayText.Name(unknown)}' is not a type of network that is read here; those are SRBPTT and CONTINUOUS");
        current = new LensNet(words[0]) { Intervals = intervals, Ticks = ticks, IsContinuous = types.Contains("CONTINUOUS"), ReachesBack = types.Count > 0 };
        nets[words[0]] = current;
        AddGroups(words, at + types.Count);
    }

    /// <summary>The words from a place on, up to the first number of units.</summary>
    private static List<string> Types(List<string> words, int at) => [.. words.Skip(at).TakeWhile(static word => word is [not (>= '0' and <= '9'), ..])];

    /// <summary>The groups that addNet lists: each is connected to the next, and a group of the type ELMAN to a context and back.</summary>
    private void AddGroups(List<string> words, int at)
    {
        var (last, hidden, inputs, outputs) = ((LensGroup?)null, 0, 0, 0);
        while (at < words.Count)
        {
            var size = Whole(words[at++], "a number of units", MostUnits);
            var types = Types(words, at);
            at += types.Count;
            var hasContext = types.Remove("ELMAN");
            var isInput = types.Contains("INPUT") || (last is null && !types.Contains("OUTPUT"));
            var isOutput = !isInput && (types.Contains("OUTPUT") || at == words.Count);
            var number = isInput ? ++inputs : isOutput ? ++outputs : ++hidden;
            var suffix = number == 1 ? "" : FormattableString.Invariant($"{number}");
            var context = hasContext ? Add($"context{suffix}", size, ["ELMAN"]) : null;
            var group = Add((isInput ? "input" : isOutput ? "output" : "hidden") + suffix, size, isInput ? [.. types, "INPUT"] : isOutput ? [.. types, "OUTPUT"] : types);
            if (context is not null)
            {
                context.Source = group;
                Link(new LensLinks(context, group));
            }
            if (last is not null) Link(new LensLinks(last, group));
            last = group;
        }
    }

    private void AddGroup(List<string> words)
    {
        if (words.Count < 2) throw Problem("addGroup needs a name and a number of units");
        Add(words[0], Whole(words[1], "a number of units", MostUnits), words[2..]);
    }

    private LensGroup Add(string name, int size, IReadOnlyList<string> types)
    {
        if (size == 0) throw Problem($"group '{DisplayText.Name(name)}' has no units");
        if (Current.Find(name) is not null)
        {
            // addNet calls two contexts of hidden and output groups alike.
            if (types is ["ELMAN"]) name = "outContext";
            if (Current.Find(name) is not null) throw Problem($"there is a group '{DisplayText.Name(name)}' already");
        }
        var group = new LensGroup(name, size, command.Line);
        LensGroupTypes.Apply(group, types, Current, Problem, Notes);
        Current.Groups.Add(group);
        return group;
    }

    private void Link(LensLinks link)
    {
        if ((links += (double)link.From.Size * link.To.Size) > MostLinks) throw Problem(FormattableString.Invariant($"the networks have more than {MostLinks:N0} links"));
        if (link.To.IsInput) throw Problem($"connects to the INPUT group '{DisplayText.Name(link.To.Name)}', whose states the examples give");
        if (link.To.IsContext) throw Problem($"connects to the ELMAN group '{DisplayText.Name(link.To.Name)}', whose states are copies; elmanConnect says of which group");
        Current.Links.Add(link);
    }

    private void Connect(List<string> words)
    {
        var lists = words.TakeWhile(static word => !word.StartsWith('-')).Select(Listed).ToList();
        if (lists.Count < 2) throw Problem("connectGroups needs two groups or more");
        var (type, strength, mean, range, isBoth) = ("FULL", 1.0, (double?)null, (double?)null, false);
        for (var at = lists.Count; at < words.Count; at++)
        {
            if (words[at].StartsWith("-b", StringComparison.Ordinal))
            {
                isBoth = true;
                continue;
            }
            var value = at + 1 < words.Count ? words[at + 1] : throw Problem($"'{DisplayText.Name(words[at])}' needs a value");
            switch (words[at].AsSpan(0, Math.Min(2, words[at].Length)))
            {
                case "-p":
                    type = Array.Find(["FULL", "ONE_TO_ONE", "RANDOM"], known => value.Length > 0 && known.StartsWith(value, StringComparison.Ordinal))
                        ?? throw Problem($"connects by the pattern {DisplayText.Name(value)}; those that are read here are FULL, ONE_TO_ONE and RANDOM");
                    break;
                case "-s":
                    strength = Number(value, "a strength");
                    if (strength is <= 0 or > 1) throw Problem($"the strength {DisplayText.Name(value)} is not above 0 and at most 1");
                    break;
                case "-m":
                    mean = Number(value, "a mean");
                    break;
                case "-r":
                    range = Number(value, "a range");
                    break;
                case "-t":
                    break;
                default:
                    throw Problem($"'{DisplayText.Name(words[at])}' is not an option of connectGroups");
            }
            at++;
        }
        var isOneToOne = type == "ONE_TO_ONE";
        for (var k = 1; k < lists.Count; k++)
        {
            foreach (var from in lists[k - 1])
            {
                foreach (var to in lists[k])
                {
                    Link(Made(from, to));
                    if (isBoth && from != to) Link(Made(to, from));
                }
            }
        }

        LensLinks Made(LensGroup from, LensGroup to) => new(from, to)
        {
            IsOneToOne = isOneToOne,
            IsFrozen = isOneToOne,
            Strength = type == "RANDOM" ? strength : 1,
            Mean = mean ?? (isOneToOne ? 1 : 0),
            Range = range ?? (isOneToOne ? 0 : null),
        };
    }

    private void ConnectContext(List<string> words)
    {
        if (words.Count != 2) throw Problem("elmanConnect is read with a source and a context; leave other words out");
        var (source, context) = (Group(words[0]), Group(words[1]));
        if (!context.IsContext) throw Problem($"group '{DisplayText.Name(context.Name)}' is not of the type ELMAN");
        if (context.Source is not null) throw Problem($"group '{DisplayText.Name(context.Name)}' would add the states of two groups; a context copies one");
        if (source.Size != context.Size) throw Problem(FormattableString.Invariant($"group '{DisplayText.Name(source.Name)}' has {source.Size} units, but its context {context.Size}; both must have as many"));
        context.Source = source;
    }

    private void Order(List<string> words)
    {
        var wanted = words.Where(static word => word != "bias").Select(Group).Distinct().ToList();
        var rest = Current.Groups.Except(wanted).ToList();
        Current.Groups.Clear();
        Current.Groups.AddRange([.. wanted, .. rest]);
    }

    private void LoadExamples(List<string> words)
    {
        if (words.Count == 0) throw Problem("loadExamples needs a file");
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
        if (words is not [var path, var text]) throw Problem("setObj needs what is set and its value");
        var parts = path.Split('.');
        var what = parts[^1];
        if (what is "numColumns" or "unitCellSize" or "linkCellSize" or "unitCellSpacing" or "linkCellSpacing" or "plotCols" or "reportInterval" or "autoPlot" or "unitUpdates" or "linkUpdates") return;
        if (parts.Length == 1)
        {
            if (ForeignNumber.TryParse(text, out var value)) Current.Settings[what] = value;
            else Notes.Add(FormattableString.Invariant($"line {command.Line}: setObj {path} is left out"));
        }
        else if (parts.Length == 2 && Current.Find(parts[0]) is { } group && what == "initOutput")
        {
            group.InitialOutput = Number(text, "a state");
        }
        else if (parts.Length == 2 && Sets.ContainsValue(parts[0]) && what is "maxTime" or "minTime" or "graceTime")
        {
            Times[path] = Number(text, "a time");
        }
        else
        {
            Notes.Add(FormattableString.Invariant($"line {command.Line}: setObj {path} is left out"));
        }
    }

    private void Train(List<string> words)
    {
        for (var at = 0; at < words.Count; at++)
        {
            if (!words[at].StartsWith('-')) Updates = Whole(words[at], "a number of updates", int.MaxValue);
            else if (words[at].StartsWith("-a", StringComparison.Ordinal) && at + 1 < words.Count) Current.Algorithm = words[++at];
            else at++;
        }
    }

    private LensGroup Group(string name) => Current.Find(name) ?? throw Problem($"there is no group '{DisplayText.Name(name)}' in network '{DisplayText.Name(Current.Name)}'");

    private List<LensGroup> Listed(string word) => [.. word.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(Group)];

    private double Number(string text, string what) => ForeignNumber.TryParse(text, out var number) ? number : throw Problem($"'{DisplayText.Name(text)}' stands where {what} is expected; it must be a finite number");

    private int Whole(string text, string what, int most) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count <= most ? count
            : throw Problem(FormattableString.Invariant($"'{DisplayText.Name(text)}' stands where {what} is expected; it must be a whole number of at most {most:N0}"));
}

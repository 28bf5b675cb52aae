namespace Backprop.Exchange;

/// <summary>The networks that a script builds.</summary>
/// <param name="place">Where the script is carried out.</param>
/// <param name="notes">To which is added what is left out.</param>
internal sealed class LensNets(LensPlace place, List<string> notes)
{
    // A size is a claim: a few digits ask for any number of units and links.
    private const int MostUnits = 100_000, MostLinks = 1 << 22;

    private readonly Dictionary<string, LensNet> nets = new(StringComparer.Ordinal);
    private double links;

    /// <summary>The network that is active; null where there is none.</summary>
    public LensNet? Active { get; private set; }

    /// <summary>The network that is active.</summary>
    /// <exception cref="ForeignFileException">There is none.</exception>
    public LensNet Current => Active ?? throw place.Problem("stands before the first addNet");

    /// <summary>All networks.</summary>
    public IEnumerable<LensNet> All => nets.Values;

    /// <summary>useNet: another network is active.</summary>
    public void Use(string name) => Active = nets.GetValueOrDefault(name) ?? throw place.Problem($"there is no network '{DisplayText.Name(name)}'");

    /// <summary>addNet: a network, and the groups that it lists.</summary>
    public void AddNet(List<string> words)
    {
        if (words.Count == 0) throw place.Problem("addNet needs the name of the network");
        var (intervals, ticks, at) = (1, 1, 1);
        for (; at + 1 < words.Count && words[at].StartsWith('-'); at += 2)
        {
            var count = (int)Math.Ceiling(place.Number(words[at + 1], "a number of intervals or ticks"));
            if (count is < 1 or > LensNet.MostTicks) throw place.Problem(FormattableString.Invariant($"{words[at]} {words[at + 1]}: there must be 1 to {LensNet.MostTicks:N0}"));
            if (words[at].StartsWith("-i", StringComparison.Ordinal)) intervals = count;
            else if (words[at].StartsWith("-t", StringComparison.Ordinal)) ticks = count;
            else throw place.Problem($"'{DisplayText.Name(words[at])}' stands where -i or -t is expected");
        }
        if (intervals * ticks > LensNet.MostTicks) throw place.Problem(FormattableString.Invariant($"runs for {intervals} intervals of {ticks} ticks, but at most {LensNet.MostTicks:N0} ticks are read"));
        var types = Types(words, at);
        if (types.Find(static type => type is not ("SRBPTT" or "CONTINUOUS")) is { } unknown)
            throw place.Problem(unknown == "BOLTZMANN" ? "is a Boltzmann machine, which back-propagation does not train" : $"'{DisplayText.Name(unknown)}' is not a type of network that is read here; those are SRBPTT and CONTINUOUS");
        Active = new LensNet(words[0]) { Intervals = intervals, Ticks = ticks, IsContinuous = types.Contains("CONTINUOUS"), ReachesBack = types.Count > 0 };
        nets[words[0]] = Active;
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
            var size = place.Whole(words[at++], "a number of units", MostUnits);
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

    /// <summary>addGroup.</summary>
    public void AddGroup(List<string> words)
    {
        if (words.Count < 2) throw place.Problem("addGroup needs a name and a number of units");
        Add(words[0], place.Whole(words[1], "a number of units", MostUnits), words[2..]);
    }

    private LensGroup Add(string name, int size, IReadOnlyList<string> types)
    {
        if (size == 0) throw place.Problem($"group '{DisplayText.Name(name)}' has no units");
        if (Current.Find(name) is not null)
        {
            // addNet calls two contexts of hidden and output groups alike.
            if (types is ["ELMAN"]) name = "outContext";
            if (Current.Find(name) is not null) throw place.Problem($"there is a group '{DisplayText.Name(name)}' already");
        }
        var group = new LensGroup(name, size, place.Command.Line);
        LensGroupTypes.Apply(group, types, Current, place.Problem, notes);
        Current.Groups.Add(group);
        return group;
    }

    private void Link(LensLinks link)
    {
        if ((links += (double)link.From.Size * link.To.Size) > MostLinks) throw place.Problem(FormattableString.Invariant($"the networks have more than {MostLinks:N0} links"));
        if (link.To.IsInput) throw place.Problem($"connects to the INPUT group '{DisplayText.Name(link.To.Name)}', whose states the examples give");
        if (link.To.IsContext) throw place.Problem($"connects to the ELMAN group '{DisplayText.Name(link.To.Name)}', whose states are copies; elmanConnect says of which group");
        Current.Links.Add(link);
    }

    /// <summary>connectGroups.</summary>
    public void Connect(List<string> words)
    {
        var lists = words.TakeWhile(static word => !word.StartsWith('-')).Select(Listed).ToList();
        if (lists.Count < 2) throw place.Problem("connectGroups needs two groups or more");
        var (type, strength, mean, range, isBoth) = ("FULL", 1.0, (double?)null, (double?)null, false);
        for (var at = lists.Count; at < words.Count; at++)
        {
            if (words[at].StartsWith("-b", StringComparison.Ordinal))
            {
                isBoth = true;
                continue;
            }
            var value = at + 1 < words.Count ? words[at + 1] : throw place.Problem($"'{DisplayText.Name(words[at])}' needs a value");
            switch (words[at].AsSpan(0, Math.Min(2, words[at].Length)))
            {
                case "-p":
                    type = Array.Find(["FULL", "ONE_TO_ONE", "RANDOM"], known => value.Length > 0 && known.StartsWith(value, StringComparison.Ordinal))
                        ?? throw place.Problem($"connects by the pattern {DisplayText.Name(value)}; those that are read here are FULL, ONE_TO_ONE and RANDOM");
                    break;
                case "-s":
                    strength = place.Number(value, "a strength");
                    if (strength is <= 0 or > 1) throw place.Problem($"the strength {DisplayText.Name(value)} is not above 0 and at most 1");
                    break;
                case "-m":
                    mean = place.Number(value, "a mean");
                    break;
                case "-r":
                    range = place.Number(value, "a range");
                    break;
                case "-t":
                    break;
                default:
                    throw place.Problem($"'{DisplayText.Name(words[at])}' is not an option of connectGroups");
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

    /// <summary>elmanConnect.</summary>
    public void ConnectContext(List<string> words)
    {
        if (words.Count != 2) throw place.Problem("elmanConnect is read with a source and a context; leave other words out");
        var (source, context) = (Group(words[0]), Group(words[1]));
        if (!context.IsContext) throw place.Problem($"group '{DisplayText.Name(context.Name)}' is not of the type ELMAN");
        if (context.Source is not null) throw place.Problem($"group '{DisplayText.Name(context.Name)}' would add the states of two groups; a context copies one");
        if (source.Size != context.Size) throw place.Problem(FormattableString.Invariant($"group '{DisplayText.Name(source.Name)}' has {source.Size} units, but its context {context.Size}; both must have as many"));
        context.Source = source;
    }

    /// <summary>orderGroups: those that are named come first.</summary>
    public void Order(List<string> words)
    {
        var wanted = words.Where(static word => word != "bias").Select(Group).Distinct().ToList();
        var rest = Current.Groups.Except(wanted).ToList();
        Current.Groups.Clear();
        Current.Groups.AddRange([.. wanted, .. rest]);
    }

    private LensGroup Group(string name) => Current.Find(name) ?? throw place.Problem($"there is no group '{DisplayText.Name(name)}' in network '{DisplayText.Name(Current.Name)}'");

    private List<LensGroup> Listed(string word) => [.. word.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(Group)];
}

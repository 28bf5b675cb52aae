using System.Globalization;

namespace Backprop.Exchange;

/// <summary>
/// A network of SNNS as one of ours. SNNS knows units and connections only: hidden units of one depth and function that receive from the same
/// units become a group, outputs groups in the order of their numbers.
/// </summary>
internal sealed class SnnsTranslation
{
    // Units of one depth that receive from more kinds of senders than this, as with receptive fields, are a single group behind a mask.
    private const int MostSenderSets = 4;

    private readonly ForeignText file;
    private readonly SnnsNet net;
    private readonly UnitGraph graph;
    private readonly Dictionary<int, SnnsUnit> units;
    private readonly Dictionary<int, (UnitGroup Group, int Unit)> places = [];
    private readonly Dictionary<int, int> depths = [];
    private readonly HashSet<int> kept;
    private readonly List<string> notes = [];
    private readonly List<(UnitGroup Group, double[] States)> starts = [];

    public SnnsTranslation(ForeignText file, SnnsNet net)
    {
        (this.file, this.net) = (file, net);
        graph = new UnitGraph(file);
        units = net.Units.ToDictionary(static unit => unit.Number);
        kept = Kept();
        FindDepths();
        AddGroups();
        Connect();
        Network = graph.ToNetwork(net.HasContext ? 1 : 0);
        AddNotes();
    }

    public Network<double> Network { get; }

    public IReadOnlyList<string> Notes => notes;

    /// <summary>Groups of context units with the states from which they start; empty in a layered net.</summary>
    public IReadOnlyList<(UnitGroup Group, double[] States)> Starts => starts;

    public int InputCount => net.Units.Count(static unit => unit.Kind == GroupRole.Input);

    public int OutputCount => net.Units.Count(static unit => unit.Kind == GroupRole.Output);

    private bool IsContext(SnnsUnit unit) => net.HasContext && unit is { Kind: GroupRole.Hidden, IsSpecial: true };

    /// <summary>The units that reach an output, and the inputs.</summary>
    private HashSet<int> Kept()
    {
        var found = net.Units.Where(static unit => unit.Kind != GroupRole.Hidden).Select(static unit => unit.Number).ToHashSet();
        var open = new Stack<int>(found);
        while (open.TryPop(out var number))
            foreach (var (from, _) in units[number].Links)
                if (found.Add(from)) open.Push(from);
        return found;
    }

    /// <summary>The longest way from the inputs, or context units, to each unit.</summary>
    private void FindDepths()
    {
        foreach (var side in new[] { GroupRole.Input, GroupRole.Output })
            if (!net.Units.Any(unit => unit.Kind == side)) throw file.Problem($"has no {(side == GroupRole.Input ? "input" : "output")} unit (st {(side == GroupRole.Input ? "i" : "o")})");
        var waiting = new Dictionary<int, int>();
        var targets = new Dictionary<int, List<int>>();
        var ready = new Queue<int>();
        foreach (var unit in net.Units.Where(unit => kept.Contains(unit.Number)))
        {
            if (unit.Kind == GroupRole.Input && unit.Links.Count > 0)
                throw file.Problem(string.Create(CultureInfo.InvariantCulture, $"unit {unit.Number} is an input unit, but receives from unit {unit.Links[0].From}; that is not supported"), unit.Line);
            if (unit.Kind == GroupRole.Input || IsContext(unit) || unit.Links.Count == 0)
            {
                depths[unit.Number] = unit.Kind == GroupRole.Input || IsContext(unit) ? 0 : 1;
                ready.Enqueue(unit.Number);
                continue;
            }
            waiting[unit.Number] = unit.Links.Count;
            foreach (var (from, _) in unit.Links)
            {
                if (!targets.TryGetValue(from, out var list)) targets[from] = list = [];
                list.Add(unit.Number);
            }
        }
        while (ready.TryDequeue(out var number))
        {
            foreach (var to in targets.GetValueOrDefault(number) ?? [])
            {
                depths[to] = Math.Max(depths.GetValueOrDefault(to, 1), depths[number] + 1);
                if (--waiting[to] == 0) ready.Enqueue(to);
            }
        }
        var stuck = waiting.Where(static pair => pair.Value > 0).Select(static pair => pair.Key).Order().ToList();
        if (stuck.Count > 0)
            throw file.Problem(string.Create(CultureInfo.InvariantCulture, $"unit {stuck[0]} is in a circle of connections or behind one; of recurrent nets only those of Elman and Jordan are read, whose context units are special hidden units (st sh) and whose update function is JE_Order"), units[stuck[0]].Line);
    }

    private void AddGroups()
    {
        var inputs = net.Units.Where(static unit => unit.Kind == GroupRole.Input).ToList();
        Add("input", GroupRole.Input, inputs);
        var layers = net.Units.Where(unit => unit.Kind == GroupRole.Hidden && kept.Contains(unit.Number) && !IsContext(unit))
            .GroupBy(unit => (Depth: depths[unit.Number], unit.Activation, unit.IsSpecial)).OrderBy(static layer => layer.Key.Depth).ThenBy(static layer => layer.First().Number).ToList();
        foreach (var layer in layers)
        {
            var sets = layer.GroupBy(static unit => string.Join(' ', unit.Links.Select(static link => link.From).Distinct().Order()), StringComparer.Ordinal).ToList();
            foreach (var group in sets.Count > MostSenderSets || sets.Any(static set => set.Key.Length == 0) ? [layer] : sets.Cast<IEnumerable<SnnsUnit>>())
                Add("hidden", GroupRole.Hidden, [.. group]);
        }
        var outputs = net.Units.Where(static unit => unit.Kind == GroupRole.Output).ToList();
        for (int start = 0, end; start < outputs.Count; start = end)
        {
            for (end = start + 1; end < outputs.Count && Alike(outputs[end], outputs[start]); end++) { }
            Add("output", GroupRole.Output, outputs[start..end]);
        }
        // Context units whose senders are one group are a group.
        foreach (var context in net.Units.Where(unit => IsContext(unit) && kept.Contains(unit.Number)).GroupBy(ContextKey))
        {
            Add("context", GroupRole.Hidden, [.. context]);
            starts.Add((graph.Groups[^1], [.. context.Select(static unit => unit.State)]));
        }

        bool Alike(SnnsUnit one, SnnsUnit other) => one.Activation == other.Activation && one.IsSpecial == other.IsSpecial && depths[one.Number] == depths[other.Number];
    }

    private (string Activation, string Senders, bool IsSelf) ContextKey(SnnsUnit unit)
    {
        foreach (var (from, _) in unit.Links)
            if (from != unit.Number && IsContext(units[from]))
                throw file.Problem(string.Create(CultureInfo.InvariantCulture, $"context unit {unit.Number} receives from context unit {from}, whose new state SNNS takes in some orders and the old one in others; that is not supported"), unit.Line);
        return (unit.Activation, string.Join(' ', unit.Links.Where(link => link.From != unit.Number).Select(link => places[link.From].Group.Name).Distinct(StringComparer.Ordinal)), unit.Links.Any(link => link.From == unit.Number));
    }

    private void Add(string name, GroupRole role, List<SnnsUnit> members)
    {
        var names = members.ConvertAll(static unit => unit.Name);
        var areNames = names.TrueForAll(static name => name.Length > 0 && char.IsAsciiLetter(name[0]) && name.All(static c => char.IsAsciiLetterOrDigit(c) || c == '_'))
            && names.Distinct(StringComparer.Ordinal).Count() == names.Count;
        var group = graph.Add(name, role, members.Count, role == GroupRole.Input ? UnitFunction.Identity : Function(members[0]), areNames ? names : null);
        foreach (var (k, unit) in members.Index())
        {
            places[unit.Number] = (group, k);
            if (role != GroupRole.Input) group.Biases[k] = unit.Bias * Factor(unit);
        }
        if (role == GroupRole.Input) return;
        group.Frozen = members[0].IsSpecial;
        // ACT_Identity leaves the bias out.
        if (members[0].Activation != "Act_Identity") return;
        group.HasBiases = false;
        Array.Clear(group.Biases);
    }

    private UnitFunction Function(SnnsUnit unit) => unit.Activation switch
    {
        "Act_Logistic" or "Act_LogisticTbl" => UnitFunction.Logistic,
        "Act_TanH" or "Act_TanH_Xdiv2" => UnitFunction.Tanh,
        "Act_Identity" or "Act_IdentityPlusBias" => UnitFunction.Identity,
        "Act_Elliott" => UnitFunction.Softsign,
        _ => throw file.Problem(string.Create(CultureInfo.InvariantCulture, $"unit {unit.Number} has the activation function {DisplayText.Name(unit.Activation)}, which is not supported; Act_Logistic, Act_TanH, Act_TanH_Xdiv2, Act_Identity, Act_IdentityPlusBias and Act_Elliott are"), unit.Line),
    };

    private static double Factor(SnnsUnit unit) => unit.Activation == "Act_TanH_Xdiv2" ? 0.5 : 1;

    private void Connect()
    {
        foreach (var unit in net.Units.Where(unit => kept.Contains(unit.Number)))
        {
            var (to, toUnit) = places[unit.Number];
            foreach (var (from, weight) in unit.Links)
            {
                var (sender, fromUnit) = places[from];
                graph.Connect(sender, fromUnit, to, toUnit, weight * Factor(unit), IsContext(unit) ? 1 : 0);
            }
        }
    }

    private void AddNotes()
    {
        if (units.Count > kept.Count)
            notes.Add(string.Create(CultureInfo.InvariantCulture, $"{units.Count - kept.Count} hidden units lead to no output and are left out"));
        if (graph.HasFixedValues)
            notes.Add("weights and biases of special units are fixed; they are in the model, but the description of the net cannot hold them, so that a training of it starts them at random");
        if (net.Units.Any(static unit => unit.Activation == "Act_LogisticTbl"))
            notes.Add("Act_LogisticTbl looks the logistic function up in a table; here it is computed");
        if (starts.Count > 0)
            notes.Add("context units take the states of the pattern before; the net runs for 1 iteration per row of a sequence, and no derivative passes through them, as in SNNS");
        if (starts.Exists(static start => Array.Exists(start.States, static state => state != 0)))
            notes.Add("SNNS starts context units from the activations that are stored; the cases here begin with the same states, sequences of your own with 0 unless they clamp the context units in their first row");
    }
}

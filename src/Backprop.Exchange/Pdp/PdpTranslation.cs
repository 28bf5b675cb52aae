using System.Globalization;
using System.Text;

namespace Backprop.Exchange;

/// <summary>
/// A network of the PDP programs as one of ours. Hidden units that receive from the same units in the same way are a group, outputs groups in
/// their order. Inputs that copy units are context units of an iterative net.
/// </summary>
internal sealed class PdpTranslation
{
    private readonly ForeignText file;
    private readonly PdpNetwork network;
    private readonly UnitGraph graph;
    private readonly (UnitGroup? Group, int Unit)[] places;
    private readonly double[][] weights;
    private readonly double[] biases;
    private readonly double range;
    private readonly bool hasWeights;
    private readonly List<string> notes = [];

    /// <param name="file">The network, for messages.</param>
    /// <param name="network">The network.</param>
    /// <param name="weightFile">Its weights; null for none.</param>
    /// <param name="copied">The unit that each input unit copies, by number; empty for a layered net.</param>
    /// <param name="settings">The variables of the program.</param>
    public PdpTranslation(ForeignText file, PdpNetwork network, ForeignText? weightFile, IReadOnlyDictionary<int, int> copied, PdpSettings settings)
    {
        (this.file, this.network, range) = (file, network, settings.Range);
        graph = new UnitGraph(file);
        places = new (UnitGroup?, int)[network.Units.Length];
        weights = [.. network.Units.Select(unit => unit.Letters.Select(letter => letter == '.' ? 0 : network[letter].Value).ToArray())];
        biases = [.. network.Units.Select(unit => unit.Bias == '.' ? 0 : network[unit.Bias].Value)];
        hasWeights = weightFile is not null;
        if (weightFile is not null) ReadWeights(weightFile);
        AddInputs(copied);
        AddGroups();
        Connect();
        if (State is not null) ConnectState(copied, settings.Mu);
        Tie();
        Network = graph.ToNetwork(State is null ? 0 : 1);
        AddNotes();
    }

    /// <summary>The net; with weights of the description only where there is no file of weights.</summary>
    public Network<double> Network { get; }

    /// <summary>The group of the inputs that copy units; null for a layered net.</summary>
    public UnitGroup? State { get; private set; }

    public IReadOnlyList<string> Notes => notes;

    /// <summary>Weights by receiver, then a bias for every unit, inputs too.</summary>
    private void ReadWeights(ForeignText from)
    {
        from.CheckLastLine();
        var numbers = new List<double>();
        for (var words = from.Words; words.TryNext(out var word);)
            numbers.Add(ForeignNumber.TryParse(word, out var number) ? number : throw from.Problem($"'{DisplayText.Name(word.ToString())}' stands where a weight is expected; it must be a finite number", words.Line));
        var expected = weights.Sum(static row => (long)row.Length) + (network.HasBiases ? biases.Length : 0);
        if (numbers.Count != expected)
            throw from.Problem(string.Create(CultureInfo.InvariantCulture, $"has {numbers.Count} numbers, but {file.Path} takes {expected}: the weights by receiving unit, then a bias for every unit, inputs too"));
        var at = 0;
        foreach (var row in weights)
            for (var k = 0; k < row.Length; k++) row[k] = numbers[at++];
        for (var unit = 0; network.HasBiases && unit < biases.Length; unit++) biases[unit] = numbers[at++];
    }

    private void AddInputs(IReadOnlyDictionary<int, int> copied)
    {
        var given = Enumerable.Range(0, network.InputCount).Where(unit => !copied.ContainsKey(unit)).ToList();
        if (given.Count > 0) Add("input", GroupRole.Input, given, UnitFunction.Identity);
        if (copied.Count == 0) return;
        State = Add("state", GroupRole.Hidden, [.. copied.Keys.Order()], UnitFunction.Identity);
        State.HasBiases = false;
        State.Frozen = true;
    }

    private UnitGroup Add(string name, GroupRole role, IReadOnlyList<int> members, UnitFunction function)
    {
        var group = graph.Add(name, role, members.Count, function);
        foreach (var (k, unit) in members.Index()) places[unit] = (group, k);
        return group;
    }

    private void AddGroups()
    {
        var firstOutput = network.Units.Length - network.OutputCount;
        for (var unit = network.InputCount; unit < network.Units.Length; unit++)
        {
            for (var k = 0; k < weights[unit].Length; k++)
                if (network.Units[unit].First + k >= unit && Kind(unit, k) != NoWeight)
                    throw file.Problem(string.Create(CultureInfo.InvariantCulture, $"unit {unit} receives from unit {network.Units[unit].First + k}, which bp computes after it or with it; such a net has no layers"), network.Units[unit].Line);
        }
        foreach (var group in Enumerable.Range(network.InputCount, firstOutput - network.InputCount).GroupBy(Signature, StringComparer.Ordinal))
            AddUnits("hidden", GroupRole.Hidden, [.. group]);
        for (int start = firstOutput, end; start < network.Units.Length; start = end)
        {
            for (end = start + 1; end < network.Units.Length && Signature(end) == Signature(start); end++) { }
            AddUnits("output", GroupRole.Output, [.. Enumerable.Range(start, end - start)]);
        }
    }

    private void AddUnits(string name, GroupRole role, IReadOnlyList<int> members)
    {
        var group = Add(name, role, members, UnitFunction.Logistic);
        foreach (var (k, unit) in members.Index()) group.Biases[k] = biases[unit];
        var kind = BiasKind(members[0]);
        group.HasBiases = kind != NoWeight;
        if (kind == NoWeight) return;
        var isFixed = kind[0] == 'F';
        var all = members.SelectMany(unit => Enumerable.Range(0, weights[unit].Length).Select(k => Kind(unit, k))).Where(static each => each != NoWeight).ToList();
        if (isFixed && all.Exists(static each => each[0] != 'F'))
            throw file.Problem(string.Create(CultureInfo.InvariantCulture, $"the bias of unit {members[0]} is fixed while weights into it change, which is not supported; give the bias a lower-case letter"), network.Units[members[0]].Line);
        group.Frozen = isFixed;
        group.InitialBiases = Start(network.Units[members[0]].Bias, isFixed);
    }

    private const string NoWeight = ".";

    /// <summary>Whether a weight is there, fixed, and how it starts: weights that differ in this cannot be of one projection.</summary>
    private string Kind(int unit, int k) => Kind(network.Units[unit].Letters[k], weights[unit][k]);

    private string BiasKind(int unit) => Kind(network.Units[unit].Bias, biases[unit]);

    private string Kind(char letter, double value) => letter == '.' ? value == 0 ? NoWeight : string.Create(CultureInfo.InvariantCulture, $"F{value}")
        : (char.IsAsciiLetterUpper(letter) ? "F" : "v") + network[letter] switch
        {
            { IsRandom: true, Sign: var sign } => sign.ToString(CultureInfo.InvariantCulture),
            { Value: var start } => string.Create(CultureInfo.InvariantCulture, $"={start}"),
        };

    /// <summary>What units of a group have in common.</summary>
    private string Signature(int unit)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{network.Units[unit].First}|{BiasKind(unit)}|");
        var kinds = Enumerable.Range(0, weights[unit].Length).Select(k => Kind(unit, k)).ToList();
        var different = kinds.Where(static kind => kind != NoWeight).Distinct(StringComparer.Ordinal).ToList();
        // What is not there is masked; weights of several kinds can only come from several groups, in the same places.
        return text.AppendJoin(' ', different.Count > 1 ? kinds : different).ToString();
    }

    /// <summary>How weights of a letter start in a training from the beginning; null: as all weights, and what is fixed and known as it is.</summary>
    private Initialization? Start(char letter, bool isFixed) => network[letter] switch
    {
        _ when isFixed && hasWeights => null,
        { IsRandom: true, Sign: 0 } => isFixed ? Initialization.Uniform(range / 2) : null,
        { IsRandom: true } => Initialization.Uniform(range),
        var constant => Initialization.Constant(constant.Value),
    };

    private void Connect()
    {
        var kinds = new Dictionary<UnitLinks, (string Kind, int Sender)>();
        for (var unit = network.InputCount; unit < network.Units.Length; unit++)
        {
            var (to, toUnit) = places[unit];
            for (var k = 0; k < weights[unit].Length; k++)
            {
                var kind = Kind(unit, k);
                if (kind == NoWeight) continue;
                var sender = network.Units[unit].First + k;
                var (from, fromUnit) = places[sender];
                graph.Connect(from!, fromUnit, to!, toUnit, weights[unit][k]);
                var links = graph.Links(from!, to!);
                if (!kinds.TryAdd(links, (kind, sender)) && kinds[links].Kind != kind)
                    throw file.Problem(string.Create(CultureInfo.InvariantCulture, $"unit {unit} receives from the units {kinds[links].Sender} and {sender}, which are of one group, with weights that differ in being fixed or in how they start; that is not supported"), network.Units[unit].Line);
                links.Frozen = kind[0] == 'F';
                links.Initial = Start(network.Units[unit].Letters[k], links.Frozen);
            }
        }
    }

    /// <summary>mu times the own state of the pattern before, and the state of the unit that is copied.</summary>
    private void ConnectState(IReadOnlyDictionary<int, int> copied, double mu)
    {
        foreach (var (unit, source) in copied)
        {
            graph.Connect(places[source].Group!, places[source].Unit, State!, places[unit].Unit, 1, delay: 1);
            graph.Connect(State!, places[unit].Unit, State!, places[unit].Unit, mu, delay: 1);
        }
    }

    /// <summary>Weights of a linked letter are one weight: whole projections, or the biases of whole groups, that have the same letters in the same places share.</summary>
    private void Tie()
    {
        if (!network.Letters.Values.Any(static letter => letter.IsLinked)) return;
        var uses = new Dictionary<char, int>();
        var blocks = new Dictionary<UnitLinks, SortedDictionary<(int To, int From), (char Letter, double Weight)>>();
        var rows = new Dictionary<UnitGroup, SortedDictionary<(int To, int From), (char Letter, double Weight)>>();
        for (var unit = network.InputCount; unit < network.Units.Length; unit++)
        {
            var (to, toUnit) = places[unit];
            for (var k = 0; k < weights[unit].Length; k++)
            {
                var letter = network.Units[unit].Letters[k];
                if (letter == '.') continue;
                var (from, fromUnit) = places[network.Units[unit].First + k];
                Use(blocks, graph.Links(from!, to!), (toUnit, fromUnit), letter, weights[unit][k]);
            }
            if (network.Units[unit].Bias != '.') Use(rows, to!, (toUnit, 0), network.Units[unit].Bias, biases[unit]);
        }
        var names = new Dictionary<string, (List<char> Letters, int Copies)>(StringComparer.Ordinal);
        foreach (var (links, places) in blocks)
            if (Share(places, "weights") is { } name) links.Share = name;
        foreach (var (group, places) in rows)
            if (Share(places, "biases") is { } name) group.ShareBiases = name;
        foreach (var (tied, copies) in names.Values)
            if (tied.Find(letter => uses[letter] != copies) is var wrong and not '\0') throw CannotTie(wrong);

        void Use<TKey>(Dictionary<TKey, SortedDictionary<(int, int), (char, double)>> into, TKey key, (int, int) place, char letter, double weight)
            where TKey : notnull
        {
            letter = char.ToLowerInvariant(letter);
            if (!into.TryGetValue(key, out var places)) into[key] = places = [];
            places[place] = (letter, weight);
            if (network[letter].IsLinked) uses[letter] = uses.GetValueOrDefault(letter) + 1;
        }

        string? Share(SortedDictionary<(int To, int From), (char Letter, double Weight)> places, string what)
        {
            var tied = places.Values.Select(static place => place.Letter).Where(letter => uses.GetValueOrDefault(letter) > 1).ToList();
            if (tied.Count == 0) return null;
            if (tied.Count != places.Count || tied.Distinct().Count() != tied.Count) throw CannotTie(tied[0]);
            var text = $"{what} {string.Join(' ', places.Select(place => string.Create(CultureInfo.InvariantCulture, $"{place.Key.To},{place.Key.From}{place.Value.Letter}{place.Value.Weight:R}")))}";
            names[text] = (tied, names.TryGetValue(text, out var known) ? known.Copies + 1 : 1);
            return $"{what} {new string([.. tied])}";
        }
    }

    private ForeignFileException CannotTie(char letter) => file.Problem($"the weights of '{letter}' are linked in a way that is not supported, or differ: whole blocks between two groups of units can be linked, with the same letters in the same places and each letter once in a block");

    private void AddNotes()
    {
        if (Array.Exists(network.Units[..network.InputCount], static unit => unit.Letters.Length > 0 || unit.Bias != '.'))
            notes.Add("weights and biases into input units are left out; they have no effect");
        if (network.Units.SelectMany(static unit => unit.Letters.Append(unit.Bias)).Any(letter => letter != '.' && network[letter].Sign != 0))
            notes.Add(string.Create(CultureInfo.InvariantCulture, $"weights that are positive or negative by constraint keep their sign there; trained here they start within ±{range} and may change it"));
        if (graph.HasFixedValues)
            notes.Add("the description of the net cannot hold all fixed weights, since they differ; they are in the model only, and a training starts them at random");
        if (State is not null)
            notes.Add("input units with a negative number copy the unit of that number; they became the group 'state', and the patterns rows of sequences, each from a pattern that gives all their states");
    }
}

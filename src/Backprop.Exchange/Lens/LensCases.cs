using System.Globalization;

namespace Backprop.Exchange;

/// <summary>Examples of Lens as cases: of a net without states that are carried on an event is a case, of others an example is a sequence with an iteration for each tick.</summary>
internal sealed class LensCases
{
    // Sparse examples need few bytes a unit, and sequences of different lengths all take the room of the longest.
    private const long FewestStates = 1 << 21;
    private const int StatesPerByte = 4;

    private readonly ForeignText file;
    private readonly LensExampleSet set;
    private readonly LensUnits units;
    private readonly HashSet<string> unknown = new(StringComparer.Ordinal);
    private bool hasFreeInput;

    private LensCases(ForeignText file, LensExampleSet set, LensUnits units) => (this.file, this.set, this.units) = (file, set, units);

    /// <param name="file">The examples.</param>
    /// <param name="set">What they say.</param>
    /// <param name="units">The groups that they fill.</param>
    /// <param name="topology">The net.</param>
    /// <param name="notes">Where to say what is left out.</param>
    /// <exception cref="ForeignFileException">An example names units that there are not, or all are too many.</exception>
    public static Cases Of(ForeignText file, LensExampleSet set, LensUnits units, Topology topology, List<string> notes)
    {
        var cases = new LensCases(file, set, units);
        var made = topology.Unrolling is null ? cases.Layered(topology) : cases.Sequences(topology, notes);
        notes.AddRange(set.Notes.Select(note => $"{file.Stem}: {note}"));
        notes.AddRange(cases.unknown.Select(group => $"{file.Stem}: what it says of a group '{group}' is left out, as the net has none that takes it; Lens does the same without a word"));
        if (cases.hasFreeInput) notes.Add($"{file.Stem}: inputs of '-' leave units free there; here they are 0");
        return made;
    }

    private Cases Layered(Topology topology)
    {
        var (inputs, targets, names, free) = (new List<double[]>(), new List<double[]>(), new List<string>(), new FreeNames());
        CheckRoom(set.Examples.Sum(static example => (long)example.Events.Count), units.Inputs.Size + units.Outputs.Size);
        foreach (var example in set.Examples)
        {
            foreach (var (number, each) in example.Events.Index())
            {
                inputs.Add(Inputs(each));
                if (units.HasTargets) targets.Add(Targets(each));
                names.Add(example.Name is { Length: > 0 } name ? free.Take(example.Events.Count == 1 ? name : string.Create(CultureInfo.InvariantCulture, $"{name}, event {number}")) : "");
            }
        }
        return UnitCases.Of(topology, Reordered(inputs, units.Inputs, topology.Inputs), Reordered(targets, units.Outputs, topology.Outputs), names.TrueForAll(static name => name.Length == 0) ? null : names);
    }

    private Cases Sequences(Topology topology, List<string> notes)
    {
        var lengths = set.Examples.Select(example => example.Events.Sum(each => (long)units.Ticks(each))).ToArray();
        if (units.MostTicks is { } most && lengths.Any(length => length > most))
        {
            notes.Add(FormattableString.Invariant($"{file.Stem}: examples of more than {most} ticks are longer than the network runs; they end there"));
            lengths = Array.ConvertAll(lengths, length => Math.Min(length, most));
        }
        CheckRoom(lengths.Max() * set.Examples.Count, topology.Groups.Sum(static group => (long)group.Size) / topology.Unrolling!.Iterations);
        var builder = new SequencesBuilder(topology, set.Examples.Count, (int)lengths.Max());
        var free = new FreeNames();
        foreach (var (number, example) in set.Examples.Index())
        {
            var first = 1;
            foreach (var each in example.Events)
            {
                var (ticks, grace) = ((int)Math.Min(units.Ticks(each), lengths[number] - first + 1), units.Grace(each));
                if (ticks < 1) break;
                var (inputs, targets) = (Inputs(each), Targets(each));
                foreach (var (name, start, size) in units.Inputs.Parts) builder.Input(number, name, Held(inputs.AsSpan(start, size), ticks), first);
                if (units.HasTargets && grace < ticks)
                    foreach (var (name, start, size) in units.Outputs.Parts) builder.Target(number, name, Held(targets.AsSpan(start, size), ticks - grace), first + grace);
                first += ticks;
            }
        }
        if (set.Examples.Any(static example => example.Name is { Length: > 0 }))
            builder.Names([.. set.Examples.Select(example => example.Name is { Length: > 0 } name ? free.Take(name) : "")]);
        return builder.ToCases();

        static double[][] Held(ReadOnlySpan<double> states, int ticks)
        {
            var row = states.ToArray();
            return [.. Enumerable.Repeat(row, ticks)];
        }
    }

    private double[] Inputs(LensEvent each)
    {
        var states = States(each.DefaultInput, each.Inputs, units.Inputs);
        for (var k = 0; k < states.Length; k++)
        {
            if (!double.IsNaN(states[k])) continue;
            states[k] = 0;
            hasFreeInput = true;
        }
        return states;
    }

    private double[] Targets(LensEvent each) => States(each.DefaultTarget, each.Targets, units.Outputs);

    private double[] States(double otherwise, List<LensRange>? ranges, LensSide side)
    {
        var states = new double[side.Size];
        Array.Fill(states, otherwise);
        foreach (var range in ranges ?? [])
        {
            var (start, size) = (0, side.Size);
            if (range.Group is { } name)
            {
                var part = side.Parts.Find(each => each.Name == name);
                if (part.Name is null)
                {
                    unknown.Add(name);
                    continue;
                }
                (start, size) = (part.Start, part.Size);
            }
            if (range.Size > size)
                throw file.Problem(FormattableString.Invariant($"gives unit {range.Size - 1} of {(range.Group is null ? $"all {side.What}" : $"group '{DisplayText.Name(range.Group)}'")}, but there are {size}, numbered from 0"), range.Line);
            range.WriteTo(states.AsSpan(start, size));
        }
        return states;
    }

    private void CheckRoom(long rows, long width)
    {
        var most = FewestStates + ((long)StatesPerByte * file.Bytes.Length);
        if (rows * Math.Max(width, 1) > most)
            throw file.Problem(FormattableString.Invariant($"the examples take {rows:N0} rows of {width:N0} states, but from a file of this length at most {most:N0} states are read; cut it into parts"));
    }

    /// <summary>Rows with the groups in the order of the topology.</summary>
    private static List<double[]> Reordered(List<double[]> rows, LensSide side, IReadOnlyList<Group> groups)
    {
        if (groups.Select(static group => group.Name).SequenceEqual(side.Parts.Select(static part => part.Name), StringComparer.Ordinal)) return rows;
        var parts = groups.Select(group => side.Parts.Find(part => part.Name == group.Name)).ToList();
        return [.. rows.Select(row => parts.SelectMany(part => row[part.Start..(part.Start + part.Size)]).ToArray())];
    }
}

/// <summary>Input groups, or output groups, one after the other.</summary>
internal sealed class LensSide(string what, IEnumerable<(string Name, int Size)> groups)
{
    /// <summary>What the units are, for messages.</summary>
    public string What { get; } = what;

    public List<(string Name, int Start, int Size)> Parts { get; } = [.. Placed(groups)];

    public int Size => Parts.Sum(static part => part.Size);

    private static IEnumerable<(string Name, int Start, int Size)> Placed(IEnumerable<(string Name, int Size)> groups)
    {
        var start = 0;
        foreach (var (name, size) in groups)
        {
            yield return (name, start, size);
            start += size;
        }
    }
}

/// <summary>The groups that examples fill, and how events become iterations.</summary>
/// <param name="Inputs">The groups of inputs.</param>
/// <param name="Outputs">The groups of targets.</param>
/// <param name="HasTargets">Whether examples have targets.</param>
/// <param name="TicksPerInterval">Iterations an interval of time.</param>
/// <param name="MostTicks">For how many iterations an example runs at most; null for any number.</param>
internal sealed record LensUnits(LensSide Inputs, LensSide Outputs, bool HasTargets = true, int TicksPerInterval = 1, int? MostTicks = null)
{
    private const int LongestEvent = 1 << 20;

    /// <summary>The time of an event that says none.</summary>
    public double MaxTime { get; init; } = 1;

    /// <summary>The grace of an event that says none.</summary>
    public double GraceTime { get; init; }

    /// <summary>The groups of a net.</summary>
    public static LensUnits Of(LensNet net) => new(
        new LensSide("inputs", net.Groups.Where(static group => group.IsInput).Select(static group => (group.Name, group.Size))),
        new LensSide("outputs", net.Groups.Where(static group => group.IsOutput).Select(static group => (group.Name, group.Size))),
        net.Groups.Exists(static group => group.IsOutput), net.Ticks, net.Intervals * net.Ticks);

    /// <summary>The groups that examples need, where there is no net.</summary>
    /// <exception cref="ForeignFileException">Examples name groups as well as units of all groups, whose sizes then are not known.</exception>
    public static LensUnits Of(ForeignText file, LensExampleSet set)
    {
        var events = set.Examples.SelectMany(static example => example.Events).ToList();
        var hasTargets = events.Exists(static each => each.Targets is not null) || events.TrueForAll(static each => each.Inputs is null);
        return new LensUnits(Side("input", "inputs", events.SelectMany(static each => each.Inputs ?? [])), Side("output", "outputs", events.SelectMany(static each => each.Targets ?? [])), hasTargets);

        LensSide Side(string name, string what, IEnumerable<LensRange> ranges)
        {
            var sizes = new Dictionary<string, int>(StringComparer.Ordinal);
            foreach (var range in ranges)
            {
                sizes[range.Group ?? ""] = Math.Max(sizes.GetValueOrDefault(range.Group ?? ""), range.Size);
                if (sizes.Count > 1 && sizes.ContainsKey(""))
                    throw file.Problem($"gives {what} of named groups and of all units in turn, so that only the net says which are which; name the script (.in) that builds it too", range.Line);
            }
            return new LensSide(what, sizes.Count == 0 ? [(name, 1)] : sizes.Select(pair => (pair.Key.Length == 0 ? name : pair.Key, Math.Max(pair.Value, 1))));
        }
    }

    /// <summary>The iterations of an event.</summary>
    public int Ticks(LensEvent each) => Whole(double.IsNaN(each.MaxTime) ? MaxTime : each.MaxTime, least: 1);

    /// <summary>The iterations at its beginning in which targets do not count.</summary>
    public int Grace(LensEvent each) => Whole(double.IsNaN(each.GraceTime) ? GraceTime : each.GraceTime, least: 0);

    /// <summary>A net that has these groups, for files of cases.</summary>
    /// <param name="iterations">The iterations of the longest example; 1 for cases without order.</param>
    /// <exception cref="TopologyException">There are too many iterations.</exception>
    public Topology StandIn(long iterations)
    {
        if (iterations > LensNet.MostTicks) throw new TopologyException(FormattableString.Invariant($"An example lasts {iterations:N0} ticks, but at most {LensNet.MostTicks:N0} are read; cut it into parts."));
        return iterations == 1 ? Topology.Build(Describe) : Topology.Iterative(Describe).Unroll((int)iterations);

        void Describe(TopologyBuilder net)
        {
            var taken = new FreeNames();
            GroupBuilder[] inputs = [.. Inputs.Parts.Select(part => net.Input(taken.Take(part.Name), part.Size))];
            foreach (var part in Outputs.Parts) net.Output(taken.Take(part.Name), part.Size, UnitFunction.Identity).From(inputs);
        }
    }

    private int Whole(double time, int least) => (int)Math.Clamp(Math.Round(time * TicksPerInterval), least, LongestEvent);
}

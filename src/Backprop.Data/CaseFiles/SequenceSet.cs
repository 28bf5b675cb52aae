using System.Globalization;

namespace Backprop.Data;

/// <summary>The sequences of a file: one iteration a line, each sequence begun anew.</summary>
internal sealed class SequenceSet
{
    /// <summary>Iterations that a line can last, and values of all sequences together: a few characters must not ask for all the memory there is.</summary>
    public const int LongestHold = 10_000;

    private const int MostValues = 250_000_000;

    private readonly CaseHead head;
    private readonly Unrolling unrolling;
    private readonly IReadOnlyList<CaseGroup> inputOrder, targetOrder;
    private readonly List<Sequence> sequences = [];
    private readonly int ticks, grace;

    public SequenceSet(CaseHead head, CaseText line)
    {
        this.head = head;
        unrolling = head.Topology.Unrolling ?? throw line.Error("A sequence is for an iterative net, but this one is layered: give the net \"iterations\" and delays (docs/net-json.md), or write one case per line.");
        Groups = CaseGroups.OfSequences(head.Topology, unrolling);
        (inputOrder, targetOrder) = head.Order(Groups);
        (ticks, grace) = head.OfSequences();
    }

    /// <summary>The groups that sequences can name.</summary>
    public CaseGroups Groups { get; }

    /// <summary>Begins a sequence.</summary>
    public void Begin(CaseText line)
    {
        CheckLast();
        sequences.Add(new Sequence(line));
    }

    /// <summary>Takes a line of the sequence: an iteration, several alike, or states before the first.</summary>
    public void Take(CaseText line)
    {
        var sequence = sequences[^1];
        if (line.IndexOf("->") < 0 && line.BeginsWith("initial", out var initial))
        {
            TakeInitial(sequence, line, initial);
            return;
        }
        var times = 1;
        var said = line;
        if (line.BeginsWith("hold", out var rest))
        {
            var number = rest.Words() is [var first, ..] ? first.ToString() : "";
            if (!int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out times) || times < 1 || times > LongestHold)
                throw line.Error(string.Create(CultureInfo.InvariantCulture, $"'hold' is followed by '{DisplayText.Name(number)}'; it must be how many such lines it stands for, from 1 to {LongestHold:N0}."));
            said = rest.From(rest.ToString().IndexOf(number, StringComparison.Ordinal) + number.Length);
        }
        var (left, right) = CaseHead.Halves(said);
        var given = CaseHalf.Read(left.Trim(), CaseRole.Input, inputOrder, Groups, head.Otherwise, mayBeEmpty: true);
        var desired = CaseHalf.Read(right.Trim(), CaseRole.Target, targetOrder, Groups, head.Otherwise, mayBeEmpty: true);
        Add(given.States, desired.States, given.Clamps, times);
    }

    /// <summary>Takes iterations of the sequence, all alike.</summary>
    public void Add(Dictionary<CaseGroup, double[]> given, Dictionary<CaseGroup, double[]> desired, Dictionary<CaseGroup, double[]> held, int times)
    {
        var iteration = new Iteration(given, desired, held);
        for (var k = 0; k < times; k++)
            sequences[^1].Iterations.Add(iteration);
    }

    /// <summary>The cases.</summary>
    public Cases ToCases(IReadOnlyList<string>? names, double[] weights)
    {
        CheckLast();
        var longest = sequences.Max(static sequence => sequence.Iterations.Count);
        CheckRoom(longest);
        var builder = new SequencesBuilder(head.Topology, sequences.Count, longest, ticks, grace);
        var last = sequences[0].Place;
        try
        {
            foreach (var (k, sequence) in sequences.Index())
            {
                last = sequence.Place;
                foreach (var (group, iteration, states) in sequence.Initial)
                    builder.InitialState(k, group.Name, states, iteration);
                foreach (var (group, totalInputs) in sequence.TotalInputs)
                    builder.InitialTotalInput(k, group.Name, totalInputs);
                Give(sequence, static iteration => iteration.Inputs, Groups.Inputs, inputOrder, (group, rows) => builder.Input(k, group, rows));
                // A sequence also lasts through lines that say nothing.
                builder.Target(k, Groups.Outputs[0].Name, [Enumerable.Repeat(Cases.DontCare, Groups.Outputs[0].Group.Size).ToArray()], first: sequence.Iterations.Count);
                Give(sequence, static iteration => iteration.Targets, Groups.Outputs, targetOrder, (group, rows) => builder.Target(k, group, rows));
                foreach (var group in sequence.Iterations.SelectMany(static iteration => iteration.Clamps.Keys).Distinct())
                    builder.Clamp(k, group.Name, [.. sequence.Iterations.Select(iteration => iteration.Clamps.GetValueOrDefault(group))]);
            }
            if (names is not null)
                builder.Names(names);
            if (weights.Length > 0)
                builder.Weights(weights);
            return builder.ToCases();
        }
        catch (CasesException problem)
        {
            throw last.Error(problem.Message, problem);
        }
    }

    /// <summary>Gives the builder the rows of each group that the sequence or a default of the file mentions.</summary>
    private void Give(Sequence sequence, Func<Iteration, Dictionary<CaseGroup, double[]>> states, IReadOnlyList<CaseGroup> all, IReadOnlyList<CaseGroup> order, Action<string, double[]?[]> give)
    {
        var mentioned = sequence.Iterations.SelectMany(iteration => states(iteration).Keys).ToHashSet();
        foreach (var group in all.Where(group => mentioned.Contains(group) || (order.Contains(group) && head.Default(group) is not null)))
        {
            var otherwise = head.Default(group) is { } state ? Enumerable.Repeat(state, group.Group.Size).ToArray() : null;
            give(group.Name, [.. sequence.Iterations.Select(iteration => states(iteration).GetValueOrDefault(group) ?? otherwise)]);
        }
    }

    /// <summary>States before the first iteration: <c>initial units: 0 1</c>, further back <c>initial units@-1: 0 1</c>.</summary>
    private void TakeInitial(Sequence sequence, CaseText line, CaseText said)
    {
        if (sequence.Iterations.Count > 0)
            throw line.Error("Initial states must come before the first iteration of their sequence.");
        var colon = said.IndexOf(":");
        if (colon < 0)
            throw line.Error("Initial states are given as 'initial group: 0 1 …', those of earlier iterations as 'initial group@-1: 0 1 …'.");
        var name = said.Slice(0, colon).Name();
        if (Groups.Find(name) is null && said.BeginsWith("total", out var total) && total.BeginsWith("input", out var leaky))
        {
            TakeTotalInput(sequence, line, leaky);
            return;
        }
        var (iteration, at) = (0, name.LastIndexOf('@'));
        if (at > 0 && int.TryParse(name.AsSpan(at + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out iteration))
            name = name[..at];
        var group = Group(line, name);
        if (iteration > 0 || !head.Topology.TryGetGroup(IterativeTopology.Copy(name, iteration), out var copy))
            throw line.Error($"Initial states are given for group '{group.Shown}' at iteration {iteration}, but {(iteration > 0 ? "they are at iteration 0 or below" : "no projection of this delay sends from it")}.");
        if (sequence.Initial.Exists(other => other.Group == group && other.Iteration == iteration))
            throw line.Error($"The initial states of group '{group.Shown}' are given twice; give them once.");
        sequence.Initial.Add((group, iteration, group.States.Read(said.From(colon + 1).Trim(), CaseRole.Input, copy.InitialState ?? 0)));
    }

    /// <summary>Total inputs of leaky units before the first iteration: <c>initial total input units: 0.5 -1</c>.</summary>
    private void TakeTotalInput(Sequence sequence, CaseText line, CaseText said)
    {
        var colon = said.IndexOf(":");
        var group = Group(line, said.Slice(0, colon).Name());
        if (!head.Topology.TryGetGroup(IterativeTopology.InitialTotalInput(group.Name), out _))
            throw line.Error($"Initial total inputs are given for group '{group.Shown}', but {(group.IsInput ? "it is an input group, whose states are given" : "its units are not leaky, so that no total input lasts to the next iteration (\"leakRate\" in docs/net-json.md)")}.");
        if (sequence.TotalInputs.Exists(other => other.Group == group))
            throw line.Error($"The initial total inputs of group '{group.Shown}' are given twice; give them once.");
        sequence.TotalInputs.Add((group, group.States.Read(said.From(colon + 1).Trim(), CaseRole.Input, 0)));
    }

    private CaseGroup Group(CaseText line, string name) => Groups.Find(name)
        ?? throw line.Error($"The net has no group '{DisplayText.Name(name)}'; it has {string.Join(", ", unrolling.Net.GroupNames.Take(8).Select(static other => $"'{DisplayText.Name(other)}'"))}{(NearestName.Hint(name, unrolling.Net.GroupNames) is { Length: > 0 } hint ? hint : ".")}");

    private void CheckLast()
    {
        if (sequences is [.., { Iterations.Count: 0 } empty])
            throw empty.Place.Error("The sequence has no iterations; give at least one line 'inputs -> targets' below it.");
    }

    private void CheckRoom(int longest)
    {
        var iterations = (long)longest * ticks;
        var windows = (iterations - 1) / unrolling.Iterations + 1;
        var values = (double)sequences.Count * windows * head.Topology.Groups.Sum(static group => (double)group.Size);
        if (values > MostValues)
            throw sequences.MaxBy(static sequence => sequence.Iterations.Count)!.Place.Error(string.Create(CultureInfo.InvariantCulture, $"This sequence of {iterations:N0} iterations is the longest, and all {sequences.Count:N0} take as much room: {values:N0} values, but at most {MostValues:N0} are possible; divide it, or put long and short sequences into different files."));
    }

    private sealed record Iteration(Dictionary<CaseGroup, double[]> Inputs, Dictionary<CaseGroup, double[]> Targets, Dictionary<CaseGroup, double[]> Clamps);

    private sealed class Sequence(CaseText place)
    {
        public CaseText Place { get; } = place;

        public List<Iteration> Iterations { get; } = [];

        public List<(CaseGroup Group, int Iteration, double[] States)> Initial { get; } = [];

        public List<(CaseGroup Group, double[] TotalInputs)> TotalInputs { get; } = [];
    }
}

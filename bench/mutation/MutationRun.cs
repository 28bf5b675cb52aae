namespace Backprop.Mutation;

/// <summary>How each mutant of a room ended.</summary>
internal enum Outcome { Killed, TimedOut, Survived, NotReached }

/// <summary>Runs the tests once to see which places each passes, then each mutant with the tests that pass it, the fastest first.</summary>
internal sealed class MutationRun : IDisposable
{
    private readonly Room room;
    private readonly string folder;
    private readonly IReadOnlyList<Mutant> mutants;
    private readonly Dictionary<int, List<int>> reached;
    private readonly int[] milliseconds;
    private readonly bool[] fit;
    private readonly IReadOnlyDictionary<string, int[]> classes;
    private readonly int places;
    private HostProcess host;

    internal MutationRun(Room room, string folder, IReadOnlyList<Mutant> mutants)
    {
        (this.room, this.folder, this.mutants) = (room, folder, mutants);
        places = mutants.Max(static mutant => mutant.Id) + 1;
        host = new HostProcess(room, folder, places);
        classes = host.Classes;
        milliseconds = new int[host.Tests.Count];
        fit = new bool[host.Tests.Count];
        reached = mutants.ToDictionary(static mutant => mutant.Id, static _ => new List<int>());
        Cover();
    }

    /// <summary>Tests that fail without a mutant, or do not end, in this process: they are left out.</summary>
    internal List<string> Unfit { get; } = [];

    internal int TestCount => host.Tests.Count;

    public void Dispose() => host.Dispose();

    internal Outcome Try(Mutant mutant)
    {
        var tests = reached[mutant.Id];
        tests.Sort(Faster);
        var (outcome, failed) = tests.Count == 0 ? (Outcome.NotReached, 0) : mutant.IsStatic ? (Outcome.Survived, 0) : Ask(mutant.Id, tests);
        if (outcome == Outcome.TimedOut)
            return outcome;
        // A mutant may leave something behind on which others fail.
        if (outcome == Outcome.Killed && Ask(0, [failed]).Outcome != Outcome.Survived)
        {
            Restart();
            (outcome, _) = Ask(mutant.Id, tests);
            Restart();
        }
        // What static fields hold is made once per process.
        var makers = classes.Where(type => type.Value.Contains(mutant.Id)).Select(static type => type.Key).ToHashSet(StringComparer.Ordinal);
        if (outcome == Outcome.Killed || !(mutant.IsStatic || makers.Count > 0))
            return outcome;
        var near = mutant.IsStatic ? mutants.Where(other => other.File == mutant.File).SelectMany(other => reached[other.Id]) : tests;
        List<int> all = [.. near.Union(Enumerable.Range(0, fit.Length).Where(test => fit[test] && makers.Contains(host.Tests[test].Split('.')[0])))];
        all.Sort(Faster);
        Restart(mutant.Id);
        if (all.Count > 0)
            (outcome, _) = Ask(mutant.Id, all);
        Restart();
        return outcome;
    }

    private int Faster(int one, int other) => milliseconds[one].CompareTo(milliseconds[other]);

    private void Cover()
    {
        for (var test = 0; test < host.Tests.Count; test++)
        {
            var answer = host.Ask([TestHost.Cover, test], TimeSpan.FromMinutes(2));
            if (answer is null)
                Restart();
            if (answer is not [1, var time, .. var passed])
            {
                Unfit.Add(host.Tests[test]);
                continue;
            }
            (milliseconds[test], fit[test]) = (time, true);
            foreach (var id in passed)
            {
                if (reached.TryGetValue(id, out var tests))
                    tests.Add(test);
            }
        }
    }

    /// <summary>Runs tests with a mutant, a second's worth at a time, so that one that does not end is noticed soon however many there are.</summary>
    private (Outcome Outcome, int Failed) Ask(int mutant, IReadOnlyCollection<int> tests)
    {
        var (part, time) = (new List<int>(), 0);
        foreach (var test in tests)
        {
            part.Add(test);
            time += milliseconds[test];
            if (time < 1000)
                continue;
            if (AskPart(mutant, part) is { Outcome: not Outcome.Survived } decided)
                return decided;
            part.Clear();
            time = 0;
        }
        return part.Count == 0 ? (Outcome.Survived, TestHost.Survived) : AskPart(mutant, part);
    }

    private (Outcome Outcome, int Failed) AskPart(int mutant, IReadOnlyCollection<int> tests)
    {
        var allowed = TimeSpan.FromSeconds(4) + (5 * TimeSpan.FromMilliseconds(tests.Sum(test => milliseconds[test])));
        if (host.Ask([mutant, .. tests], allowed) is [var answer])
            return (answer == TestHost.Survived ? Outcome.Survived : Outcome.Killed, answer);
        Restart();
        return (Outcome.TimedOut, TestHost.Survived);
    }

    private void Restart(int first = 0)
    {
        host.Dispose();
        host = new HostProcess(room, folder, places, first);
    }
}

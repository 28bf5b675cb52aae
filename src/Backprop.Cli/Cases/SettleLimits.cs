using System.Globalization;

namespace Backprop.Cli;

/// <summary>The value of <c>--settle</c>, as "within:0.001,most:1000": when an iterative net counts as settled, and when it is given up.</summary>
/// <param name="Within">The greatest change of a state from one iteration to the next.</param>
/// <param name="Most">The most iterations.</param>
internal sealed record SettleLimits(double Within, int Most)
{
    private const double UsualWithin = 0.001;
    private const int UsualMost = 1000;
    private const string WithinName = "within", MostName = "most";

    /// <summary>Reads the value of the option; what it leaves out is as usual.</summary>
    /// <exception cref="UsageException">It is not such a text.</exception>
    public static SettleLimits Read(string text)
    {
        double? within = null;
        int? most = null;
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            var (name, number) = part.Split(':') is [var before, var after] ? (before, after) : (part, "");
            if (name == WithinName ? within is not null : name == MostName && most is not null)
                throw new UsageException($"--settle has '{name}' twice; give it once.");
            if (name == WithinName && Numeral.TryRead<double>(number, out var change) && change >= 0) within = change;
            else if (name == MostName && Numeral.TryRead<int>(number, out var iterations) && iterations >= 2) most = iterations;
            else throw new UsageException($"--settle must be {WithinName}:X, a change of 0 or more, {MostName}:N, at least 2 iterations, or both separated by a comma, as {WithinName}:{Numeral.Text(UsualWithin)},{MostName}:{Numeral.Text(UsualMost)}, but was '{DisplayText.Name(text)}'.");
        }
        return new(within ?? UsualWithin, most ?? UsualMost);
    }

    /// <summary>Lets the net settle in every case.</summary>
    /// <param name="network">The net.</param>
    /// <param name="cases">The cases.</param>
    /// <param name="error">The error measure.</param>
    /// <param name="path">The model's file, for errors.</param>
    /// <param name="file">What messages call the case file.</param>
    /// <exception cref="InputException">The net is layered, the sequences are longer than its iterations, or the last iteration of one has no target.</exception>
    /// <exception cref="UsageException">There are no more iterations than the net is unrolled over.</exception>
    public SettledCases<T> Settle<T>(Network<T> network, Cases cases, ErrorMeasure error, string path, string file)
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        if (network.Topology.Unrolling is not { } unrolling)
            throw new InputException($"{path}: it is a layered net, but only iterative nets settle; leave --settle out");
        if (cases.Sequences is not null)
            throw new InputException($"{file}: has sequences longer than the {unrolling.Iterations} iterations of the net, but --settle holds the inputs of a sequence's last iteration; test on sequences of at most {unrolling.Iterations}");
        if (Most <= unrolling.Iterations)
            throw new UsageException($"--settle most:{Most} is no more than the {unrolling.Iterations} iterations of the net; give a greater number.");
        for (var sequence = 0; sequence < cases.Count; sequence++)
        {
            var last = cases.LastIteration(sequence, unrolling.Iterations);
            if (!HasTargets(sequence, last))
                throw new InputException($"{file}: {Called(sequence)} has no target at iteration {last}, its last one, with which settled states are compared; give it one, or leave the sequence out");
        }
        return network.Settle(cases, Within, Most, error);

        bool HasTargets(int sequence, int iteration) => cases.Targets.Any(targets => network.Topology[targets.Group!].Iteration == iteration
            && Enumerable.Range(0, targets.Size).Any(unit => !double.IsNaN(targets[sequence, unit])));

        string Called(int sequence) => cases.NameOf(sequence) is { } name ? $"sequence '{DisplayText.Name(name)}'" : $"sequence {sequence + 1}";
    }

    /// <summary>How many sequences settled, and after how many iterations.</summary>
    public string Describe(IReadOnlyList<Settling> settlings)
    {
        int[] iterations = [.. settlings.Where(static settling => settling.IsSettled).Select(static settling => settling.Iterations).Order()];
        var after = iterations is [] ? "" : iterations[0] == iterations[^1] ? $", after {Count(iterations[0])}" : $", after {iterations[0]} to {Count(iterations[^1])}, median {iterations[(iterations.Length - 1) / 2]}";
        return string.Create(CultureInfo.InvariantCulture, $"settled {iterations.Length:N0} of {settlings.Count:N0} sequences{after} (changes within {Within}, at most {Count(Most)})");

        static string Count(int count) => string.Create(CultureInfo.InvariantCulture, $"{count:N0} {(count == 1 ? "iteration" : "iterations")}");
    }
}

namespace Backprop.Commands;

/// <summary>The value of <c>--phases</c>: rate/momentum:sweeps for each phase, as "0.005/0.5:20,0.01/0.9"; the last one lasts to the end.</summary>
internal static class PhaseText
{
    private const string Example = "0.005/0.5:20,0.01/0.9";

    /// <exception cref="UsageException">It is not such a list.</exception>
    public static IReadOnlyList<Phase> Read(string text)
    {
        var parts = text.Split(',', StringSplitOptions.TrimEntries);
        return [.. parts.Select((part, index) => Read(part, isLast: index == parts.Length - 1))];
    }

    /// <summary>The text that is read as these phases.</summary>
    public static string Of(IReadOnlyList<Phase> phases) => string.Join(',', phases.Select((phase, index) =>
        $"{Numeral.Text(phase.LearningRate)}/{Numeral.Text(phase.Momentum)}{(index == phases.Count - 1 ? "" : ":" + Numeral.Text(phase.Sweeps))}"));

    private static Phase Read(string text, bool isLast)
    {
        var halves = text.Split(':');
        var numbers = halves[0].Split('/');
        if (halves.Length > 2 || numbers.Length != 2)
            throw new UsageException($"--phases must be rate/momentum:sweeps for each phase, as {Example}, but has '{DisplayText.Name(text)}'.");
        if (!(Numeral.TryRead<double>(numbers[0], out var rate) && rate > 0))
            throw new UsageException($"--phases must have a learning rate above 0 before the '/', but has '{DisplayText.Name(text)}'.");
        if (!(Numeral.TryRead<double>(numbers[1], out var momentum) && momentum is >= 0 and < 1))
            throw new UsageException($"--phases must have a momentum of at least 0 and below 1 after the '/', but has '{DisplayText.Name(text)}'.");
        if (isLast)
            return halves.Length == 1 ? new(rate, momentum) : throw new UsageException($"--phases ends with '{DisplayText.Name(text)}', but the last phase lasts until the training ends: leave its sweeps out, as in {Example}.");
        if (halves.Length == 1)
            throw new UsageException($"--phases has '{DisplayText.Name(text)}' before another phase: give its sweeps, as in {Example}.");
        return Numeral.TryRead<int>(halves[1], out var sweeps) && sweeps > 0 ? new(rate, momentum, sweeps)
            : throw new UsageException($"--phases must have a whole number of sweeps, at least 1, after the ':', but has '{DisplayText.Name(text)}'.");
    }
}

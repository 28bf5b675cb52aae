namespace Backprop.Commands;

/// <summary>The value of <c>--update</c>: when weights change.</summary>
internal static class BatchText
{
    /// <summary>The values that are words.</summary>
    public const string Sweep = "sweep", Case = "case", Sequence = "sequence", Window = "window";

    /// <summary>The text that is read as this batch.</summary>
    public static string Of(Batch batch) => (batch.Unit, batch.Size) switch
    {
        (_, null) => Sweep,
        (BatchUnit.Windows, _) => Window,
        (BatchUnit.Sequences, 1) => Sequence,
        (BatchUnit.Sequences, { } size) => $"{Sequence}:{Numeral.Text(size)}",
        (_, 1) => Case,
        (_, { } size) => Numeral.Text(size),
    };

    /// <summary>Reads the value.</summary>
    /// <exception cref="UsageException">It is not one.</exception>
    public static Batch Read(string text) => text switch
    {
        Sweep => Batch.All,
        Case => Batch.EachCase,
        Sequence => Batch.EachSequence,
        Window => Batch.EachWindow,
        _ when Numeral.TryRead<int>(text, out var size) && size >= 1 => Batch.Of(size),
        _ when text.StartsWith(Sequence + ":", StringComparison.Ordinal) && Numeral.TryRead<int>(text[(Sequence.Length + 1)..], out var size) && size >= 1 => Batch.OfSequences(size),
        _ => throw new UsageException($"--update must be {Sweep}, {Case}, {Sequence}, {Sequence}:N, {Window}, or a whole number of cases, at least 1, but was '{DisplayText.Name(text)}'{(NearestName.Hint(text, [Sweep, Case, Sequence, Window]) is { Length: > 0 } hint ? hint : ".")}"),
    };
}

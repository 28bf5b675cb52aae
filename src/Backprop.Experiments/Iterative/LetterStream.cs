namespace Backprop.Experiments;

/// <summary>
/// Elman's letters (1990): three consonants in random order, each followed by its own vowels (b → a, d → ii, g → uuu). Vowels and
/// the ends of words can be predicted from the letters before; the next consonant cannot.
/// </summary>
internal static class LetterStream
{
    /// <summary>The letters, in the order of the units.</summary>
    public const string Letters = "bdgaiu";

    private static readonly string[] Words = ["ba", "dii", "guuu"];

    /// <summary>Letters in each sequence; each letter but the last is followed by one to predict.</summary>
    public const int Length = 13;

    /// <summary>Letter units → 12 hidden units, which also receive their own states from the letter before → letter units that predict the next letter.</summary>
    public static Topology Net { get; } = Topology.Iterative(net =>
    {
        var letter = net.Input("letter", Letters.Length);
        var hidden = net.Group("hidden", 12).From(letter);
        hidden.From(hidden, delay: 1);
        net.Output("next", Letters.Length, UnitFunction.Softmax).From(hidden);
    }).Unroll(Length - 1);

    /// <summary>The net with the letters as names of its units, as case files use them.</summary>
    public static Topology NamedNet => Net.WithUnitNames(new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal)
    {
        ["letter"] = [.. Letters.Select(letter => letter.ToString())],
        ["next"] = [.. Letters.Select(letter => letter.ToString())],
    });

    /// <summary>Whether the letter is one of the consonants, with which words begin.</summary>
    public static bool IsConsonant(char letter) => Letters.IndexOf(letter, StringComparison.Ordinal) < Words.Length;

    /// <summary>Random sequences that begin with a word.</summary>
    public static IReadOnlyList<string> Draw(RandomSource random, int count)
    {
        ArgumentNullException.ThrowIfNull(random);
        var sequences = new string[count];
        for (var sequence = 0; sequence < count; sequence++)
        {
            var text = "";
            while (text.Length < Length) text += Words[random.NextInt(Words.Length)];
            sequences[sequence] = text[..Length];
        }
        return sequences;
    }

    /// <summary>The sequences as cases: each iteration has a letter as input and the next one as target.</summary>
    public static Cases ToCases(IReadOnlyList<string> sequences)
    {
        ArgumentNullException.ThrowIfNull(sequences);
        var builder = new SequencesBuilder(Net, sequences.Count);
        foreach (var (number, text) in sequences.Index())
        {
            builder.Input(number, "letter", [.. text[..^1].Select(OneOf)]);
            builder.Target(number, "next", [.. text[1..].Select(OneOf)]);
        }
        return builder.ToCases();
    }

    private static double[] OneOf(char letter) => [.. Letters.Select(l => l == letter ? 1.0 : 0.0)];
}

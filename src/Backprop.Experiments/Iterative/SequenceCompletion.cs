namespace Backprop.Experiments;

/// <summary>One sequence: two letters that determine the four digits that follow, "AB1223".</summary>
internal sealed record LetterDigitSequence(string Letters, string Digits);

/// <summary>Sequence completion of PDP ch. 8: given the first two letters of a sequence, the net continues with the four digits.</summary>
internal static class SequenceCompletion
{
    /// <summary>The letters, in the order of the letter units.</summary>
    public const string Letters = "ABCDE";

    /// <summary>The digits, in the order of the digit units.</summary>
    public const string Digits = "123";

    private static readonly string[] DigitsOfLetter = ["12", "23", "31", "21", "13"];

    /// <summary>All 25 sequences, AA to EE.</summary>
    public static IReadOnlyList<LetterDigitSequence> All { get; } =
    [
        .. from first in Enumerable.Range(0, Letters.Length)
           from second in Enumerable.Range(0, Letters.Length)
           select new LetterDigitSequence($"{Letters[first]}{Letters[second]}", DigitsOfLetter[first] + DigitsOfLetter[second]),
    ];

    /// <summary>Five letter units → 30 hidden units, all connected, → three digit units; every projection takes one iteration; six iterations.</summary>
    public static Topology Net { get; } = Unrolled(SharedGradient.Mean);

    /// <summary>The same net with gradients of shared weights averaged, as in the paper, or summed.</summary>
    public static Topology Unrolled(SharedGradient sharing) => Topology.Iterative(net =>
    {
        var letters = net.Input("letters", Letters.Length, initialState: 0);
        var hidden = net.Group("hidden", 30);
        hidden.From(letters, delay: 1).From(hidden, delay: 1);
        net.Output("digits", Digits.Length).From(hidden, delay: 1);
    }).Unroll(6, sharing);

    /// <summary>The net with the letters and digits as names of its units, as case files use them.</summary>
    public static Topology NamedNet => Net.WithUnitNames(new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal)
    {
        ["letters"] = [.. Letters.Select(letter => letter.ToString())],
        ["digits"] = [.. Digits.Select(digit => $"digit {digit}")],
    });

    /// <summary>All 25 sequences: letters at iterations 1 and 2 and none after, digits as targets at iterations 3 to 6.</summary>
    public static Cases Cases { get; } = ToCases();

    private static Cases ToCases()
    {
        var builder = new SequencesBuilder(Net, All.Count);
        foreach (var (number, sequence) in All.Index())
        {
            builder.Input(number, "letters", [.. sequence.Letters.Select(letter => OneOf(Letters, letter))]);
            builder.Target(number, "digits", [.. sequence.Digits.Select(digit => OneOf(Digits, digit))], first: 3);
        }
        return builder.Names([.. All.Select(sequence => sequence.Letters)]).ToCases();
    }

    private static double[] OneOf(string symbols, char symbol) => [.. symbols.Select(s => s == symbol ? 1.0 : 0.0)];
}

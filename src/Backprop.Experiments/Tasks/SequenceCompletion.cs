namespace Backprop.Experiments;

/// <summary>One sequence: two letters that determine the four digits that follow, "AB1223".</summary>
public sealed record LetterDigitSequence(string Letters, string Digits);

/// <summary>Sequence completion of PDP ch. 8: given the first two letters of a sequence, the net goes on with the four digits.</summary>
public static class SequenceCompletion
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
}

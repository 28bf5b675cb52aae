using System.Globalization;

namespace Backprop.Exchange;

/// <summary>The steps at which a .reset file sets all states to 0: how many, then the steps, counted from 0.</summary>
internal static class TlearnResets
{
    public static bool Recognizes(FileStart start)
    {
        var words = start.Text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return words.Length >= 2 && Array.TrueForAll(words, static word => int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out _))
            && start.FirstLine == words[0] && int.TryParse(words[0], NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            && (count == words.Length - 1 || start.Bytes.Length == FileStart.Most);
    }

    /// <exception cref="ForeignFileException">There are more or fewer steps than announced, or they do not ascend.</exception>
    public static IReadOnlyList<int> Read(ForeignText file)
    {
        var words = new TlearnWords(file);
        var count = words.Count("the number of resets", int.MaxValue);
        var steps = new List<int>();
        while (words.Peek() is not null)
        {
            var step = words.Count("the step of a reset", int.MaxValue);
            if (steps is [.., var last] && step <= last) throw words.Problem(FormattableString.Invariant($"step {step} stands behind step {last}; resets must ascend"));
            steps.Add(step);
        }
        return steps.Count == count ? steps : throw file.Problem(FormattableString.Invariant($"announces {count} resets but holds {steps.Count}"));
    }
}

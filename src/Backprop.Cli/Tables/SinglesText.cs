using System.Globalization;
using Backprop.Data;

namespace Backprop.Cli;

/// <summary>What a single net of a pack reaches on the test rows, so that a reader sees what averaging is worth.</summary>
internal static class SinglesText
{
    /// <summary>"a single net: accuracy 0.941 in the mean (0.917 to 0.958)"; null where the training has no pack, or its nets no scores.</summary>
    public static string? Of(TableTrainingResult trained)
    {
        var singles = trained.SingleScores;
        if (singles.Count == 0)
            return null;
        var parts = new List<string>();
        foreach (var target in singles[0].Classes.Keys)
            parts.Add(Part("accuracy", target, [.. singles.Select(scores => scores.Classes[target].Accuracy)], singles[0]));
        foreach (var target in singles[0].Numbers.Keys)
            parts.Add(Part("R²", target, [.. singles.Select(scores => scores.Numbers[target].RSquared)], singles[0]));
        return $"a single net: {string.Join(", ", parts)}";
    }

    private static string Part(string measure, string target, double[] values, TableScores scores)
    {
        var name = scores.Classes.Count + scores.Numbers.Count > 1 ? DisplayText.Name(target) + " " : "";
        return Array.Exists(values, double.IsNaN)
            ? $"{name}{measure} –"
            : string.Create(CultureInfo.InvariantCulture, $"{name}{measure} {values.Average():F3} in the mean ({values.Min():F3} to {values.Max():F3})");
    }
}

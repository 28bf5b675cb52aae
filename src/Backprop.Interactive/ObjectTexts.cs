using System.Globalization;
using Backprop.Data;
using Backprop.Figures;

namespace Backprop.Interactive;

/// <summary>Objects in words: what a notebook shows where there are no pictures.</summary>
internal static class ObjectTexts
{
    public static string Of(Figure figure) => $"{figure.ShownTitle}\n{figure.ShownDescription}";

    public static string Of(History history) => string.Create(CultureInfo.InvariantCulture, $"{history.Stopped?.ToString() ?? "not stopped"} after {history.Sweeps:N0} sweeps, E = {history.Error:G4}  {Sparkline.Draw(history.Errors, log: true)}");

    public static string Of(TableTrainingResult result)
    {
        var lines = result.Scores is { } scores ? [Of(scores)] : Array.Empty<string>();
        return string.Join('\n', lines.Append(Training(result.Histories)).Concat(result.Notes));
    }

    public static string Of(TableScores scores) => string.Join('\n',
        scores.Classes.Select(static target => $"{target.Key}: {Of(target.Value)}").Concat(scores.Numbers.Select(static target => $"{target.Key}: {Of(target.Value)}")));

    public static string Of(ClassificationMetrics metrics) => string.Create(CultureInfo.InvariantCulture,
        $"accuracy {metrics.Accuracy:F3} ({metrics.Right:N0} of {metrics.Count:N0}), balanced {metrics.BalancedAccuracy:F3}")
        + (metrics.Probabilities is { } probabilities ? string.Create(CultureInfo.InvariantCulture, $", log-loss {probabilities.LogLoss:F3}") : "");

    public static string Of(RegressionMetrics metrics) => string.Create(CultureInfo.InvariantCulture,
        $"R² {metrics.RSquared:F3}, root mean squared error {metrics.RootMeanSquaredError:G4}, mean absolute error {metrics.MeanAbsoluteError:G4} ({metrics.Count:N0} rows)");

    private static string Training(IReadOnlyList<History> histories)
    {
        var (least, most) = (histories.Min(static history => history.Sweeps), histories.Max(static history => history.Sweeps));
        return string.Create(CultureInfo.InvariantCulture, $"{histories.Count:N0} {(histories.Count == 1 ? "net" : "nets")}, {(least == most ? $"{most:N0}" : $"{least:N0} to {most:N0}")} sweeps");
    }
}

namespace Backprop.Data;

/// <summary>The score that a column's importance is measured by: how much worse it becomes without the column.</summary>
public enum ExplainedScore
{
    /// <summary>The share of rows whose class is predicted rightly. Greater is better.</summary>
    Accuracy,

    /// <summary><see cref="ProbabilityMetrics.LogLoss"/> of a target with probabilities. Less is better.</summary>
    LogLoss,

    /// <summary><see cref="ProbabilityMetrics.BrierScore"/> of a target with probabilities. Less is better.</summary>
    BrierScore,

    /// <summary><see cref="RegressionMetrics.RSquared"/> of numbers. Greater is better.</summary>
    RSquared,

    /// <summary><see cref="RegressionMetrics.MeanAbsoluteError"/> of numbers, in the target's unit. Less is better.</summary>
    MeanAbsoluteError,
}

namespace Backprop;

/// <summary>Reports the progress of one run, at most twenty times per second.</summary>
internal sealed class ProgressReports(IProgress<TrainingProgress> receiver, History history)
{
    /// <summary>Time between two reports.</summary>
    internal static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    private TimeSpan next = Interval;

    /// <summary>Reports if the interval has passed since the last report.</summary>
    /// <param name="elapsed">Time since the run began.</param>
    /// <param name="validationError">E over the validation cases before the last sweep; NaN without such cases.</param>
    internal void ReportIfDue(TimeSpan elapsed, double validationError)
    {
        if (elapsed < next)
            return;
        next = elapsed + Interval;
        receiver.Report(new TrainingProgress(history.Sweeps, history.Errors[^1], validationError, elapsed)
        {
            ErrorPerCase = History.PerCase(history.Errors[^1], history.TrainingWeight),
            ValidationErrorPerCase = History.PerCase(validationError, history.ValidationWeight),
        });
    }
}

using Backprop.Experiments;

namespace Backprop.Cli;

/// <summary>The reports of the experiments that were run, by type.</summary>
internal sealed class PaperRuns(IReadOnlyList<Report> reports)
{
    /// <summary>The reports in the order of the experiments.</summary>
    public IReadOnlyList<Report> Reports => reports;

    /// <summary>The report of an experiment; null if it was not run.</summary>
    public Report? Of(string experiment) => reports.FirstOrDefault(report => report.Experiment == experiment);

    /// <summary>The report of one type; null if that experiment was not run.</summary>
    public TReport? Of<TReport>() where TReport : Report => reports.OfType<TReport>().FirstOrDefault();
}

using Backprop.Experiments;

namespace Backprop.Cli;

/// <summary>The reports of the experiments that were run, by their kind.</summary>
internal sealed class PaperRuns(IReadOnlyList<Report> reports)
{
    /// <summary>The reports in the order of the experiments.</summary>
    public IReadOnlyList<Report> Reports => reports;

    /// <summary>The report of an experiment, or null where it was not run.</summary>
    public Report? Of(string experiment) => reports.FirstOrDefault(report => report.Experiment == experiment);

    /// <summary>The report of one kind, or null where it was not run.</summary>
    public TReport? Of<TReport>() where TReport : Report => reports.OfType<TReport>().FirstOrDefault();
}

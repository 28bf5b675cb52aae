using System.Globalization;
using Backprop.Experiments;

namespace Backprop.Cli;

/// <summary>Progress on stderr: one line that is redrawn on a screen, and elsewhere a plain line when an experiment ends.</summary>
internal sealed class ProgressLine(Terminal terminal) : IProgress<ExperimentProgress>
{
    private int shown;

    public void Report(ExperimentProgress value)
    {
        var line = string.Create(CultureInfo.InvariantCulture, $" {value.Experiment}: {value.Done:N0} of {value.Of:N0} runs");
        if (terminal.CanRedraw)
        {
            terminal.Error.Write('\r' + line.PadRight(shown));
            shown = line.Length;
        }
        else if (value.Done == value.Of)
        {
            terminal.Error.WriteLine(line);
        }
    }

    /// <summary>Leaves an empty line for what comes next.</summary>
    public void Clear()
    {
        if (shown > 0) terminal.Error.Write('\r' + new string(' ', shown) + '\r');
        shown = 0;
    }
}

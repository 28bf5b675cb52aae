using System.Globalization;
using Backprop.Experiments;

namespace Backprop.Cli;

/// <summary>Shows the progress of experiments on stderr: one redrawn line on a screen; elsewhere a plain line when an experiment ends.</summary>
internal sealed class ProgressLine(Terminal terminal) : IProgress<ExperimentProgress>
{
    private readonly StatusLine? line = terminal.Screen is { } screen ? new StatusLine(screen, terminal.ScreenWidth) : null;

    public void Report(ExperimentProgress value)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $" {value.Experiment}: {value.Done:N0} of {value.Of:N0} runs");
        if (line is not null)
            line.Show(text);
        else if (value.Done == value.Of)
            terminal.Error.WriteLine(text);
    }

    /// <summary>Clears the line.</summary>
    public void Clear() => line?.Clear();
}

using Backprop.Figures;

namespace Backprop.Cli;

/// <summary>A figure of the paper's folder.</summary>
/// <param name="Name">Its file without extension.</param>
/// <param name="Figure">What it shows.</param>
/// <param name="OfAllRuns">Whether it shows all runs of an experiment rather than nets trained for the figure.</param>
internal sealed record PaperFigure(string Name, Figure Figure, bool OfAllRuns = false);

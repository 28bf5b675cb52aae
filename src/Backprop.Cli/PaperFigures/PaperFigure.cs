using Backprop.Figures;

namespace Backprop.Cli;

/// <summary>A figure in the folder that <c>backprop paper --figures</c> writes.</summary>
/// <param name="Name">The file name without extension.</param>
/// <param name="Figure">The figure.</param>
/// <param name="OfAllRuns">Whether it shows all runs of an experiment, not nets that were trained for the figure.</param>
internal sealed record PaperFigure(string Name, Figure Figure, bool OfAllRuns = false);

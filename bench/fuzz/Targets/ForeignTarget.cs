using Backprop.Exchange;

namespace Backprop.Fuzz;

/// <summary>Files of other programs: recognized, imported, and run. A derived target has the samples and words of one program.</summary>
internal abstract class ForeignTarget : Target
{
    private static readonly ImportOptions Options = new() { Approximate = true };

    public override void Run(string path) => Use(ForeignFile.Read([path], Options));

    public override bool IsDocumented(Exception exception) => exception is ForeignFileException;

    /// <summary>Runs the net on zeros, and goes through the cases.</summary>
    protected static void Use(Imported imported)
    {
        if (imported.Model is { } model)
            _ = model.Network<double>().Run(new double[model.Topology.Inputs.Sum(static group => group.Size)]);
        foreach (var cases in imported.Cases)
            _ = cases.Cases.TotalWeight;
    }
}

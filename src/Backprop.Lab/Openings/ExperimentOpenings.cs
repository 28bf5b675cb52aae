using Backprop.Experiments;

namespace Backprop.Lab;

/// <summary>The nets of the paper's experiments and of the gallery, as <c>backprop paper … --write</c> writes them.</summary>
internal static class ExperimentOpenings
{
    /// <summary>The experiments by name: those of the paper, then the gallery.</summary>
    public static IReadOnlyList<Experiment> Experiments => field ??= [.. Paper.Experiments, .. Gallery.Studies];

    /// <summary>What a lab starts with where nothing else is asked for: the first experiment of the paper. The others are not made for it.</summary>
    public static IReadOnlyList<Opening> First { get; } = Of(new SymmetryExperiment());

    /// <summary>Every way in which an experiment trains its nets.</summary>
    public static IReadOnlyList<Opening> Of(Experiment experiment)
    {
        var settings = experiment.AnyDefaults;
        return [.. experiment.AnyExamples(settings).SelectMany(net => net.Trainings.Select(training => Of(net, training, settings))).Select((opening, number) => opening with { Experiment = (experiment.Name, number) })];
    }

    private static Opening Of(ExampleNet net, ExampleTraining training, ExperimentSettings settings) => new()
    {
        Name = net.Name,
        Net = net.Net,
        Cases = net.Cases,
        NetText = net.NetText!,
        CasesText = net.CasesText!,
        CasesFile = net.CasesFile,
        Seed = settings.FirstSeed,
        Training = CaseTraining.Of(training.Rule, training.Error, training.Within, training.Sweeps, training.Range, settings.Precision == Precision.Double),
    };
}

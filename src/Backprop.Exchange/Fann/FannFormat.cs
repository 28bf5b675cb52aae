namespace Backprop.Exchange;

/// <summary>Networks and cases of FANN, the Fast Artificial Neural Network Library 2.</summary>
internal sealed class FannFormat : IForeignFormat
{
    public string Name => "FANN network or training data";

    public bool Recognizes(FileStart start) => IsNetwork(start) || FannCases.Recognizes(start);

    public Imported Read(IReadOnlyList<ForeignText> files, ImportOptions options)
    {
        var networks = files.Where(static file => IsNetwork(file.Start)).ToList();
        if (networks.Count > 1) throw networks[1].Problem($"is a second network beside {networks[0].Path}; read them one by one");
        var cases = files.Except(networks).Select(static file => (file.Stem, Cases: FannCases.Read(file), File: file)).ToList();
        if (networks.Count == 0)
            return new Imported("FANN training data") { Cases = [.. cases.Select(static each => Alone(each.Stem, each.Cases))] };

        var network = FannNetworkFile.Read(networks[0]);
        foreach (var (_, each, file) in cases)
        {
            if (each.Inputs[0].Length != network.InputCount || each.Targets[0].Length != network.OutputCount)
                throw file.Problem(FormattableString.Invariant($"has {each.Inputs[0].Length} inputs and {each.Targets[0].Length} outputs a case, but {networks[0].Path} has {network.InputCount} and {network.OutputCount}"), 1);
        }
        var translated = new FannTranslation(networks[0], network, options);
        var notes = translated.Notes.ToList();
        if (cases.Count > 0 && network.Inputs is not null)
            notes.Add("the cases are taken as raw values and scaled as fann_scale_train scales them; leave the network out if they were scaled already");
        return new Imported(cases.Count == 0 ? "FANN network" : "FANN network and training data")
        {
            Topology = translated.Model.Topology,
            Model = translated.Model,
            Cases = [.. cases.Select(each => new ImportedCases(each.Stem, UnitCases.Of(translated.Model.Topology,
                Scaled(each.Cases.Inputs, network.Inputs), Scaled(each.Cases.Targets, network.Outputs))))],
            Settings = FannTraining.Settings(network, translated.CommonFactor),
            Notes = notes,
        };
    }

    private static bool IsNetwork(FileStart start) => start.FirstLine.StartsWith(FannNetworkFile.Mark, StringComparison.Ordinal);

    private static ImportedCases Alone(string name, FannCases cases)
    {
        var units = UnitCases.Units(cases.Inputs[0].Length, cases.Targets[0].Length);
        return new ImportedCases(name, UnitCases.Of(units, cases.Inputs, cases.Targets), units);
    }

    private static IReadOnlyList<double[]> Scaled(IReadOnlyList<double[]> rows, FannScale? scale) => scale is null ? rows
        : [.. rows.Select(row => row.Select((value, k) => ((((value - scale.Mean[k]) / scale.Deviation[k]) + 1) * scale.Factor[k]) + scale.Least[k]).ToArray())];
}

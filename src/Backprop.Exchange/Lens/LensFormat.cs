namespace Backprop.Exchange;

/// <summary>Networks, examples and weights of Lens (Rohde 1999).</summary>
internal sealed class LensFormat : IForeignFormat
{
    public string Name => "Lens script, examples or weights";

    public bool Recognizes(FileStart start) => LensScript.Recognizes(start) || LensWeights.Recognizes(start) || LensExamples.Recognizes(start);

    public Imported Read(IReadOnlyList<ForeignText> files, ImportOptions options)
    {
        var scripts = files.Where(static file => LensScript.Recognizes(file.Start)).ToList();
        var weights = files.Except(scripts).Where(static file => LensWeights.Recognizes(file.Start)).ToList();
        var examples = files.Except(scripts).Except(weights).ToList();
        if (scripts.Count > 1) throw scripts[1].Problem($"is a second script beside {scripts[0].Path}; read them one by one");
        if (weights.Count > 1) throw weights[1].Problem($"holds weights beside those of {weights[0].Path}; read them one by one");
        if (scripts.Count == 1) return Net(scripts[0], examples, weights.FirstOrDefault());
        if (weights.Count == 1) throw weights[0].Problem("holds weights in the order of the network's groups and links; name the script (.in) that builds the network too");
        var notes = new List<string>();
        return new Imported("Lens examples") { Cases = [.. examples.Select(file => Alone(file, notes))], Notes = notes };
    }

    private static Imported Net(ForeignText script, List<ForeignText> examples, ForeignText? weights)
    {
        var program = LensProgram.Run(script);
        var topology = LensTopology.Of(script, program.Net);
        var (settings, notes) = LensTraining.Of(program);
        notes.InsertRange(0, program.Notes);
        var cases = examples.Select(file => new ImportedCases(file.Stem, LensCases.Of(file, LensExamples.Read(file), Units(program, file), topology, notes))).ToList();
        foreach (var missing in program.Sets.Keys.Where(stem => !examples.Exists(file => file.Stem == stem)))
            notes.Add($"the script loads the examples '{missing}', which are not among the files; name them too");
        if (topology.Unrolling is { } unrolling && !program.Net.ReachesBack)
            notes.Add(FormattableString.Invariant($"backpropTicks {unrolling.Iterations}: derivatives reach back {unrolling.Iterations} ticks from each tick there, here to the beginning of a window of {unrolling.Iterations}"));
        return new Imported(cases.Count == 0 ? "Lens network" : "Lens network and examples")
        {
            Topology = topology,
            Model = weights is null ? null : new Model(LensWeights.Read(weights, program.Net, topology)),
            Cases = cases,
            Settings = settings,
            Notes = notes,
        };
    }

    private static LensUnits Units(LensProgram program, ForeignText file)
    {
        var (units, set) = (LensUnits.Of(program.Net), program.Sets.GetValueOrDefault(file.Stem, file.Stem));
        return units with
        {
            MaxTime = program.Times.GetValueOrDefault(set + ".maxTime", units.MaxTime),
            GraceTime = program.Times.GetValueOrDefault(set + ".graceTime", units.GraceTime),
        };
    }

    private static ImportedCases Alone(ForeignText file, List<string> notes)
    {
        var set = LensExamples.Read(file);
        var units = LensUnits.Of(file, set);
        var longest = set.Examples.Max(example => example.Events.Sum(each => (long)units.Ticks(each)));
        var topology = units.StandIn(longest);
        return new ImportedCases(file.Stem, LensCases.Of(file, set, units, topology, notes), topology);
    }
}

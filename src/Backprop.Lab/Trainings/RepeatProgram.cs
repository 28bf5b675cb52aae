using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Backprop.Lab;

/// <summary>A C# program of top-level statements on the library that repeats all that was done in a lab, to the same bits.</summary>
internal static class RepeatProgram
{
    /// <summary>The name that its file has.</summary>
    public const string FileName = "Program.cs";

    /// <summary>Texts longer than this are read from files beside the program.</summary>
    private const int LongestText = 100_000;

    /// <summary>The most starting weights that stand in the program; more are read from the file of <see cref="StartFile"/>.</summary>
    private const int MostWeights = 2_000;

    /// <summary>The file of the model that the lab started with, where the program reads one; null where not.</summary>
    public static string? StartFile(Opening opening) => opening.State is not null || opening.Weights?.Count > MostWeights ? StartName(opening) : null;

    /// <summary>The name of the file of the model that the lab started with.</summary>
    public static string StartName(Opening opening) => opening.Name + "-start.safetensors";

    /// <summary>What that file holds: the checkpoint that the lab goes on from, or the net with its weights.</summary>
    public static byte[] StartContent(Opening opening) => opening.State?.Content ?? new LabSession(opening).Trainer.ToModel().ToBytes();

    /// <summary>The program. It writes the model that the lab would.</summary>
    public static string Of(LabSession session)
    {
        var opening = session.Opening;
        var text = new StringBuilder();
        var number = opening.Training.IsDouble ? "double" : "float";
        text.Append($$"""
            // Repeats what was done in the lab, to the same bits.
            // dotnet new console; dotnet add package Backprop.Data; this file as Program.cs; dotnet run
            using Backprop;
            using Backprop.Data;

            var (cases, net) = CaseFile.Load({{Reader(opening.CasesText, opening.CasesFile)}}, {{Quoted(opening.CasesFile)}}, Topology.FromJson({{Text(opening.NetText, opening.NetFile)}}));

            """.ReplaceLineEndings("\n"));
        text.Append(CultureInfo.InvariantCulture, $"var network = new Network<{number}>(net).Randomize(seed: {opening.Seed}, range: {Numeral.Text(opening.Training.Range)});\n");
        if (StartFile(opening) is { } start && opening.State is null) text.Append($"Model.Load({Quoted(start)}).Network<{number}>().Weights.CopyTo(network.Weights);\n");
        else if (opening is { State: null, Weights: { } weights }) text.Append($"new {number}[] {{ {string.Join(", ", weights.Select(weight => Number(weight, number)))} }}.CopyTo(network.Weights);\n");
        var (net, training) = (opening.Net, opening.Training);
        var continues = false;
        if (opening.State is { Settings: var before })
        {
            text.Append($"var trainer = {Trainer(net, before.Training, before.Seed, number)};\ntrainer.Resume({Quoted(StartFile(opening)!)});\n");
            if (before != new LabSettings(training, opening.Seed)) GoOn("it goes on by other settings");
        }
        else
        {
            text.Append($"var trainer = {Trainer(net, training, opening.Seed, number)};\n");
        }
        foreach (var deed in session.Deeds)
        {
            switch (deed)
            {
                case Deed.Learned { ByChange: false } learned:
                    text.Append(CultureInfo.InvariantCulture, $"trainer.Run({Stop(training)} | StopWhen.Sweeps({learned.Sweeps}));\n");
                    break;
                case Deed.Learned learned:
                    text.Append(CultureInfo.InvariantCulture, $"for (var change = 0; change < {learned.Changes}; change++) trainer.StepBatch();\n");
                    break;
                case Deed.Changed changed:
                    training = changed.Training;
                    GoOn("the settings change");
                    break;
                case Deed.Weighted weighted:
                    text.Append(CultureInfo.InvariantCulture, $"network.Weights[{weighted.Weight}] = {Number(weighted.Value, number)};\n");
                    break;
                case Deed.Lesioned { Lesion: var lesion }:
                    net = net.WithLesion(lesion);
                    text.Append($"network = new Network<{number}>(network.Topology.WithLesion({Of(lesion)}));\n");
                    GoOn("what is left learns on");
                    break;
                case Deed.Froze froze:
                    net = FrozenNet.Of(net, froze.Block, froze.IsBias, froze.Frozen);
                    text.Append($"network = new Network<{number}>(Topology.FromJson({Text(net.ToJson(), file: null)})); // {Comment(froze.Block)} {(froze.Frozen ? "frozen" : "free")}\n");
                    GoOn("it learns on");
                    break;
                case Deed.FrozeWeight froze:
                    net = FrozenNet.Of(net, froze.Weight, froze.Frozen);
                    text.Append(CultureInfo.InvariantCulture, $"network = new Network<{number}>(Topology.FromJson({Text(net.ToJson(), file: null)})); // weight {froze.Weight} {(froze.Frozen ? "frozen" : "free")}\n");
                    GoOn("it learns on");
                    break;
            }
        }
        if (SameBits.Training(session) is { } whole && whole.Rule != training.Rule)
        {
            training = training with { Rule = whole.Rule };
            GoOn("the model says the phases of all that was done");
        }
        string[] kept =
        [
            .. opening.Encodings is { } encodings ? new[] { $"Encodings = {Quoted(encodings)}" } : [],
            .. LabModel.Settings(session) is { } settings ? new[] { $"Settings = {Quoted(settings)}" } : [],
        ];
        text.Append($"{(kept.Length == 0 ? "Model.Of(trainer)" : $"(Model.Of(trainer) with {{ {string.Join(", ", kept)} }})")}.Save({Quoted(opening.Name + ".safetensors")});\n");
        text.Append("Console.WriteLine($\"{trainer.History.Sweeps} sweeps\");\n");
        if (continues)
        {
            text.Append($$"""

                static Trainer<{{number}}> Next(Trainer<{{number}}> last, Trainer<{{number}}> next)
                {
                    next.ContinueFrom(last);
                    return next;
                }

                """.ReplaceLineEndings("\n"));
        }
        return text.ToString();

        void GoOn(string why)
        {
            continues = true;
            text.Append(CultureInfo.InvariantCulture, $"trainer = Next(trainer, {Trainer(net, training, opening.Seed, number)}); // {why}\n");
        }
    }

    private static string Trainer(Topology net, CaseTraining training, ulong seed, string number) =>
        $"new Trainer<{number}>(network, cases, {Of(training.Rule)}, {Of(training.Error, net)}, {Options(net, training, seed)})";

    private static string Of(LearningRule rule)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            rule.WriteSettings(json);
            json.WriteEndObject();
        }
        using var document = JsonDocument.Parse(buffer.WrittenMemory);
        List<string> parts = [.. document.RootElement.EnumerateObject().Where(static setting => setting.Value.ValueKind == JsonValueKind.Number).Select(static setting => $"{char.ToUpperInvariant(setting.Name[0])}{setting.Name[1..]} = {Numeral.Text(setting.Value.GetDouble())}")];
        if (rule is GradientDescent { Phases: { Count: > 0 } phases })
            parts.Add($"Phases = [{string.Join(", ", phases.Select(static phase => $"new({Numeral.Text(phase.LearningRate)}, {Numeral.Text(phase.Momentum)}{(phase.Sweeps == int.MaxValue ? "" : ", " + Numeral.Text(phase.Sweeps))})"))}]");
        if (rule is Rprop { Backtracks: false }) parts.Add("Backtracks = false");
        if (rule.WeightDecay != 0) parts.Add($"WeightDecay = {Numeral.Text(rule.WeightDecay)}");
        if (rule.DecayBiases) parts.Add("DecayBiases = true");
        if (rule.Penalty != 0) parts.Add($"Penalty = {Numeral.Text(rule.Penalty)}");
        if (rule.Schedule is { } schedule) parts.Add($"Schedule = RateSchedule.Parse({Quoted(schedule.ToString())})");
        if (!double.IsPositiveInfinity(rule.DerivativeLimit)) parts.Add($"DerivativeLimit = {Numeral.Text(rule.DerivativeLimit)}");
        if (!double.IsPositiveInfinity(rule.GradientLengthLimit)) parts.Add($"GradientLengthLimit = {Numeral.Text(rule.GradientLengthLimit)}");
        if (rule.Bounds is { } bounds) parts.Add($"Bounds = new WeightBounds({Bound(bounds.Minimum)}, {Bound(bounds.Maximum)})");
        return $"new {rule.GetType().Name} {{ {string.Join(", ", parts)} }}";

        static string Bound(double value) => double.IsNegativeInfinity(value) ? "double.NegativeInfinity" : double.IsPositiveInfinity(value) ? "double.PositiveInfinity" : Numeral.Text(value);
    }

    private static string Of(CaseError error, Topology net)
    {
        string Measure(string name) => name == CaseError.CrossEntropyName ? "new CrossEntropy()"
            : error.Tolerance == Tolerance.None ? "new SumOfSquares()"
            : $"new SumOfSquares {{ Tolerance = Tolerance.{(error.Tolerance == Tolerance.Dead(error.Tolerance.Band) ? "Dead" : "Edge")}({Numeral.Text(error.Tolerance.Band)}) }}";
        if (error.Groups.Count == 0) return Measure(error.Otherwise);
        var byGroup = error.Groups.SelectMany(named => net.Outputs.Where(group => group.Name == named.Group || group.Origin == named.Group).Select(group => $"[{Quoted(group.Name)}] = {Measure(named.Measure)}"));
        return $"ErrorMeasure.ByGroup({Measure(error.Otherwise)}, new Dictionary<string, ErrorMeasure> {{ {string.Join(", ", byGroup)} }})";
    }

    private static string Options(Topology net, CaseTraining training, ulong seed)
    {
        List<string> parts = [];
        if (training.Batch != Batch.All)
        {
            parts.Add("Batch = Batch." + (training.Batch switch
            {
                { Unit: BatchUnit.Windows } => "EachWindow",
                { Unit: BatchUnit.Sequences, Size: { } size } => $"OfSequences({Numeral.Text(size)})",
                { Size: { } size } => $"Of({Numeral.Text(size)})",
                _ => "All",
            }));
        }
        if (training.Shuffle) parts.Add("Shuffle = true");
        parts.Add($"Seed = {Numeral.Text(seed)}");
        if (training.Noise.For(net, seed) is { } noise)
        {
            static string Deviations(IReadOnlyDictionary<string, double> groups) => $"new Dictionary<string, double> {{ {string.Join(", ", groups.Select(static group => $"[{Quoted(group.Key)}] = {Numeral.Text(group.Value)}"))} }}";
            parts.Add($"Noise = new Noise {{ TotalInputs = {Deviations(noise.TotalInputs)}, States = {Deviations(noise.States)}, Seed = {Numeral.Text(noise.Seed)} }}");
        }
        if (training.Gradient is not Backpropagation) parts.Add($"Gradient = {Gradient(training.Gradient.WithSeed(seed))}");
        return $"new TrainerOptions {{ {string.Join(", ", parts)} }}";
    }

    private static string Gradient(GradientMethod method)
    {
        static string Seed(ulong seed) => $"Seed = {Numeral.Text(seed)}";
        return method switch
        {
            FeedbackAlignment own => $"new FeedbackAlignment {{ Range = {Numeral.Text(own.Range)}, {Seed(own.Seed)} }}",
            DirectFeedbackAlignment own => $"new DirectFeedbackAlignment {{ {(own.Range is { } range ? $"Range = {Numeral.Text(range)}, " : "")}{Seed(own.Seed)} }}",
            SignSymmetry own => $"new SignSymmetry {{ Size = {Numeral.Text(own.Size)}, Magnitude = SignMagnitude.{own.Magnitude}, {Seed(own.Seed)} }}",
            NodePerturbation own => $"new NodePerturbation {{ Deviation = {Numeral.Text(own.Deviation)}, Samples = {Numeral.Text(own.Samples)}, {Seed(own.Seed)} }}",
            WeightPerturbation own => $"new WeightPerturbation {{ Deviation = {Numeral.Text(own.Deviation)}, Samples = {Numeral.Text(own.Samples)}, OneByOne = {(own.OneByOne ? "true" : "false")}, {Seed(own.Seed)} }}",
            ContrastiveHebbian own => $"new ContrastiveHebbian {{ Feedback = {Numeral.Text(own.Feedback)}, Tolerance = {Numeral.Text(own.Tolerance)} }}",
            _ => $"new {method.GetType().Name}()",
        };
    }

    private static string Stop(CaseTraining training) => string.Join(" | ", training.Until.Select(static condition => condition.ToString().Split(':') switch
    {
        ["within", var distance] => $"StopWhen.AllWithin({distance})",
        ["error", var error] => $"StopWhen.ErrorBelow({error})",
        ["no-better", var sweeps] => $"StopWhen.NoBetter({sweeps})",
        _ => "StopWhen.AllOnRightSide",
    }).Append($"StopWhen.Sweeps({Numeral.Text(training.Sweeps)})"));

    private static string Of(Lesion lesion) => lesion switch
    {
        UnitLesion units => $"Lesion.OfUnits({Quoted(units.Group)}, {string.Join(", ", units.Units.Select(static unit => Numeral.Text(unit)))})",
        NamedUnitLesion units => $"Lesion.OfUnits({Quoted(units.Group)}, {string.Join(", ", units.Units.Select(Quoted))})",
        LinkLesion links => $"Lesion.OfLinks({Quoted(links.Projection)}, {string.Join(", ", links.Links.Select(static link => $"new Link(To: {Numeral.Text(link.To)}, From: {Numeral.Text(link.From)})"))})",
        UnitShareLesion share => $"Lesion.ShareOfUnits({Quoted(share.Group)}, {Numeral.Text(share.Share)}, {Numeral.Text(share.Seed)})",
        LinkShareLesion share => $"Lesion.ShareOfLinks({Quoted(share.Projection)}, {Numeral.Text(share.Share)}, {Numeral.Text(share.Seed)})",
        BothLesions both => $"{Of(both.First)} | {Of(both.Second)}",
        _ => throw new UsageException($"The lesion {lesion} is not one that a lab has."),
    };

    private static string Number(double value, string number) => number == "double" ? Numeral.Text(value) : $"(float)({Numeral.Text(value)})";

    private static string Reader(string text, string file) => text.Length > LongestText ? $"CaseFile.OpenText(File.OpenRead({Quoted(file)}))" : $"new StringReader({Text(text, file: null)})";

    /// <summary>A text as a raw literal; a long one as the content of a file.</summary>
    private static string Text(string text, string? file)
    {
        if (text.Length > LongestText && file is not null) return $"File.ReadAllText({Quoted(file)})";
        text = text.ReplaceLineEndings("\n");
        if (text.Any(static letter => char.IsControl(letter) && letter is not ('\n' or '\t'))) return Quoted(text);
        var (run, longest) = (0, 2);
        foreach (var letter in text)
        {
            run = letter == '"' ? run + 1 : 0;
            longest = Math.Max(longest, run);
        }
        var quotes = new string('"', longest + 1);
        return $"{quotes}\n{text.TrimEnd('\n')}\n{quotes}";
    }

    private static string Quoted(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var letter in text)
        {
            if (letter is '"' or '\\') quoted.Append('\\').Append(letter);
            else if (letter is >= ' ' and <= '~') quoted.Append(letter);
            else quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)letter:X4}");
        }
        return quoted.Append('"').ToString();
    }

    private static string Comment(string text) => string.Concat(text.Where(static letter => letter is >= ' ' and <= '~'));
}

using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Backprop.Data;
using Backprop.Onnx;
using Backprop.SourceCode;

namespace Backprop.Cli;

/// <summary><c>backprop export</c>: writes a model as an ONNX file, a C header, a C# file or JSON, for other languages and machines.</summary>
internal sealed class ExportVerb
{
    // A share of a probability: single precision keeps far more of it.
    private const double Doubtful = 0.01;

    private readonly Argument<string> model = new("model") { Description = "A model or checkpoint." };
    private readonly Argument<string?> file = new("file") { Description = "The file to create or replace; its name says the kind: .onnx, .h (C), .cs (C#) or .json.", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<string?> output = new("--output", "-o") { Description = "The file, in place of the second argument.", HelpName = "file" };
    private readonly Option<string> kindOption = new Option<string>("--as") { Description = "The kind of file, where its name does not say it." }.AcceptOnlyFromAmong(ExportKind.Words);
    private readonly Option<bool> encodings = new("--encodings") { Description = "Take raw columns and answer with raw values: the encodings become part of the graph or program." };
    private readonly Option<string[]> fix = new("--fix") { Description = "An input group that always holds its initial state, such as 'hidden@0' of an iterative net. May be repeated.", HelpName = "group" };
    private readonly Option<bool> twice = new("--double") { Description = "Write double instead of float, which ONNX files have by default and programs where the model has." };
    private readonly Option<bool> exactTails = new("--exact-tails") { Description = "Write logistic outputs so that small probabilities are right to rounding in ONNX Runtime too, whose Sigmoid is rough below 1E-05." };
    private readonly Option<int?> opset = new Option<int?>("--opset") { Description = "The ONNX operator set to write, 9 to 24: the newest that the program that runs the file knows. Default: the oldest that the net needs.", HelpName = "n" }.Within(9, 24);
    private readonly Option<bool> verify = new("--verify") { Description = "ONNX: run net and file on the same random rows and print the largest difference. Backprop evaluates the file itself, by the operators' definitions." };
    private readonly Option<string> runtime = new("--runtime") { Description = "Verify by ONNX Runtime too, from the folder that 'dotnet publish src/Backprop.Onnx.Runtime -o <folder>' makes. Its code is run.", HelpName = "folder" };
    private readonly Option<int> rows = new Option<int>("--rows") { Description = "Random rows to verify on.", DefaultValueFactory = _ => 1000 }.Within(1, 1_000_000);
    private readonly Option<ulong> seed = new Option<ulong>("--seed") { Description = "Fixes the random rows.", DefaultValueFactory = _ => 1 }.AnyNumber();
    private readonly Option<bool> force = new("--force") { Description = "Replace an existing file that export did not write; never the model." };
    private readonly Option<bool> json = new("--json") { Description = "Print as JSON." };
    private readonly Terminal terminal;

    private ExportVerb(Terminal terminal) => this.terminal = terminal;

    public static Command Create(Terminal terminal)
    {
        var verb = new ExportVerb(terminal);
        var command = new Command("export", "Write a model as an ONNX file, with a symbolic batch dimension; or as a C header, a C# file or JSON, which run without Backprop (docs/export.md).")
        {
            verb.model, verb.file, verb.output, verb.kindOption, verb.encodings, verb.fix, verb.twice, verb.opset, verb.exactTails, verb.verify, verb.runtime, verb.rows, verb.seed, verb.force, verb.json,
        };
        command.SetAction(verb.Run);
        return command;
    }

    private int Run(ParseResult parse)
    {
        var from = parse.GetRequiredValue(model);
        var to = (parse.GetValue(file), parse.GetValue(output)) switch
        {
            (null, null) => throw new UsageException("name the file to write: --output"),
            ({ } argument, { } option) => throw new UsageException($"the file is named twice: {argument}, and --output {option}."),
            var (argument, option) => argument ?? option!,
        };
        var guard = new OutputGuard(parse.GetValue(force)).Reads("the model that is read", from).NotAnInput("the export", to);
        var kind = ExportKind.Of(parse.GetValue(kindOption), to);
        if (kind.Write is not null && parse.GetValue(verify))
            throw new UsageException("--verify runs ONNX files only; a program is checked by compiling and running it (docs/export.md).");
        if (kind.Write is not null && parse.GetValue(runtime) is not null)
            throw new UsageException("--runtime runs ONNX files only.");
        if (kind.Write is not null && parse.GetValue(opset) is not null)
            throw new UsageException("--opset is of ONNX files only.");
        if (kind.Write is not null && parse.GetValue(exactTails))
            throw new UsageException("--exact-tails is of ONNX files only.");
        guard.Writes("the export", to, kind.Output);
        var exported = EarlierModel.Complete(Model.Load(from));
        CheckFixed(exported, parse);
        if (kind.Write is { } write)
            return Run(exported, to, write, parse);
        var options = OptionsFor(exported, parse);
        var judge = parse.GetValue(runtime) is { } folder ? RuntimeFolder.Load(folder) : null;
        return exported.IsDouble ? Run(exported.Network<double>(), to, options, judge, parse) : Run(exported.Network<float>(), to, options, judge, parse);
    }

    private int Run(Model exported, string path, Action<Model, string, ProgramOptions> write, ParseResult parse)
    {
        if (parse.GetValue(encodings))
            CheckEncodings(exported);
        var options = new ProgramOptions { Encodings = parse.GetValue(encodings), DoublePrecision = parse.GetValue(twice), FixedInputs = parse.GetValue(fix) ?? [] };
        write(exported, path, options);
        if (parse.GetValue(json))
            terminal.Out.WriteLine(new JsonObject { ["file"] = path }.ToJsonString());
        return ExitCode.Done;
    }

    private int Run<T>(Network<T> network, string path, OnnxOptions options, IOnnxRuntime? judge, ParseResult parse)
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        var needed = OnnxFile.RequiredOperatorSet(network, options);
        if (options.OperatorSet < needed) throw new UsageException(string.Create(CultureInfo.InvariantCulture, $"--opset {options.OperatorSet}: the graph of this net needs operator set {needed} or a newer one."));
        OnnxFile.Export(network, path, options);
        if (options.DoublePrecision && network.Topology.Groups.FirstOrDefault(group => group.UnitFunction == UnitFunction.Gelu) is { } gelu)
            terminal.Error.WriteLine($" note: group '{DisplayText.Name(gelu.Name)}' has gelu units, which need the operator Erf in double; ONNX Runtime 1.31.1 does not have it and runs the file only without --double");
        var result = new JsonObject { ["file"] = path, ["operatorSet"] = options.OperatorSet ?? needed };
        var judges = new List<(string By, OnnxVerification Result)>();
        if (parse.GetValue(verify) || judge is not null)
        {
            var (count, first) = (parse.GetValue(rows), parse.GetValue(seed));
            judges.Add(("Backprop's own evaluator", OnnxFile.Verify(network, path, options, count, first)));
            if (judge is not null) judges.Add((judge.Name, OnnxFile.Verify(network, path, options, count, first, judge)));
        }
        if (judges.Count > 0 && !options.Metadata.ContainsKey("encodings"))
            terminal.Error.WriteLine(" note: the model does not know the ranges of its inputs: the rows are random numbers from -1 to 1, which say little about a net that takes larger ones");
        foreach (var (by, judged) in judges)
        {
            if (parse.GetValue(json)) continue;
            var what = options.Inputs.Count > 0 ? "raw rows, in states and deviations" : "rows";
            terminal.Text.WriteLine(string.Create(CultureInfo.InvariantCulture, $" largest difference on {judged.Rows:N0} random {what}: {judged.LargestDifference:G1} (by {by})"));
            if (judged.SmallProbabilities == 0) continue;
            terminal.Text.WriteLine(string.Create(CultureInfo.InvariantCulture, $" of {judged.SmallProbabilities:N0} probabilities below {OnnxVerification.SmallProbability}, largest relative difference: {judged.LargestRelativeDifference:G1} (by {by})"));
        }
        if (parse.GetValue(json))
        {
            result["verified"] = new JsonArray([.. judges.Select(one => (JsonNode)new JsonObject
            {
                ["by"] = one.By,
                ["rows"] = one.Result.Rows,
                ["largestDifference"] = double.IsFinite(one.Result.LargestDifference) ? one.Result.LargestDifference : null,
                ["group"] = one.Result.Group,
                ["smallProbabilities"] = one.Result.SmallProbabilities,
                ["largestRelativeDifference"] = double.IsFinite(one.Result.LargestRelativeDifference) ? one.Result.LargestRelativeDifference : null,
            })]);
            terminal.Out.WriteLine(result.ToJsonString());
        }
        if (judges.FirstOrDefault(one => one.Result.LargestRelativeDifference > Doubtful) is { By: { } rough, Result: { } off })
            terminal.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $" note: small probabilities differ, for instance {off.Found:G3} instead of {off.Expected:G3} (by {rough}); ONNX Runtime computes small logistic states roughly, or as 0, below 1E-05 in single precision and below 1E-12 with --double{(parse.GetValue(exactTails) ? "" : "; --exact-tails writes them exactly")}"));
        if (judges.FirstOrDefault(one => !(one.Result.LargestDifference <= 1e-5)) is { By: { } doubtful, Result: { } difference })
        {
            terminal.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"backprop: {path}: group '{difference.Group}' differs from the net's by {difference.LargestDifference:G2} (by {doubtful}); more than 1E-05 is not rounding."));
            return ExitCode.Failed;
        }
        return ExitCode.Done;
    }

    private OnnxOptions OptionsFor(Model exported, ParseResult parse)
    {
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        if (exported.Encodings is { } kept) metadata["encodings"] = kept;
        if (exported.Settings is { } settings) metadata["settings"] = settings;
        var options = new OnnxOptions { DoublePrecision = parse.GetValue(twice), ExactTails = parse.GetValue(exactTails), FixedInputs = parse.GetValue(fix) ?? [], OperatorSet = parse.GetValue(opset), Metadata = metadata };
        if (!parse.GetValue(encodings)) return options;
        return GraphColumns.Add(options, CheckEncodings(exported));
    }

    private static TableEncoding CheckEncodings(Model exported)
    {
        var table = TableEncoding.FromJson(exported.Encodings ?? throw new InputException("the model holds no encodings of columns; leave out --encodings"));
        TableNet.Check(exported.Topology, table);
        return table;
    }

    private void CheckFixed(Model exported, ParseResult parse)
    {
        string[] held = parse.GetValue(fix) ?? [];
        foreach (var name in held)
        {
            var inputs = exported.Topology.Inputs.Select(group => group.Name).ToList();
            if (!exported.Topology.TryGetGroup(name, out var group))
                throw new UsageException($"--fix '{DisplayText.Name(name)}': the net has no such group; its inputs are {string.Join(", ", inputs.Select(DisplayText.Name))}{NearestName.Hint(name, inputs)}");
            if (!group.IsInput || group.InitialState is null)
                throw new UsageException($"--fix '{DisplayText.Name(name)}': it is not an input group with an initial state.");
        }
        if (exported.Topology.Inputs.All(group => held.Contains(group.Name, StringComparer.Ordinal)))
            throw new UsageException("--fix names every input group, so that there would be no input.");
    }
}

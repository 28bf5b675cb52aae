using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Backprop.Data;

namespace Backprop.Cli;

/// <summary><c>backprop check</c>: compares the back-propagated gradient of a net with central differences of E.</summary>
internal sealed class CheckVerb
{
    private const int RandomCases = 10;
    private const double Limit = 1e-7;
    private const int MostWeights = 1_000_000;


    private readonly Argument<string> net = new("net.json") { Description = "The description of a net (docs/net-json.md)." };
    private readonly Option<string?> cases = new("--cases") { Description = "Case file, one case per line (docs/case-files.md). Default: ten random cases.", HelpName = "file" };
    private readonly Option<string> error = new Option<string>("--error") { Description = "The error measure.", DefaultValueFactory = _ => "squares" }.AcceptOnlyFromAmong("squares", "cross-entropy");
    private readonly Option<string?> gradient = new Option<string?>(CaseTrainingWords.Gradient) { Description = $"Measure the angle between the direction of a gradient method and ∂E/∂w too: {string.Join(", ", GradientName.Names[1..])} (docs/gradients.md).", HelpName = "method" }.AcceptOnlyFromAmong(GradientName.Names);
    private readonly Option<string?> gradientSettings = new(CaseTrainingWords.GradientSettings) { Description = "Numbers of this gradient method, as name=number, separated by commas.", HelpName = "list" };
    private readonly Option<ulong> seed = new Option<ulong>("--seed") { Description = "Fixes the weights, the random cases and what a gradient method draws.", DefaultValueFactory = _ => 1 }.AnyNumber();
    private readonly Option<double> range = new Option<double>("--range") { Description = "Weights are drawn uniformly within ± this.", DefaultValueFactory = _ => 0.5 }.Within(0.0, 100.0);
    private readonly Option<bool> json = new("--json") { Description = "Print the result as JSON." };
    private readonly Terminal terminal;

    private CheckVerb(Terminal terminal) => this.terminal = terminal;

    public static Command Create(Terminal terminal)
    {
        var verb = new CheckVerb(terminal);
        var command = new Command("check", "Check the gradient of a net against central differences, weight by weight, in double precision. Exit code 3 if they differ.")
        {
            verb.net, verb.cases, verb.error, verb.gradient, verb.gradientSettings, verb.seed, verb.range, verb.json,
        };
        command.SetAction(verb.Run);
        return command;
    }

    private int Run(ParseResult parse)
    {
        var topology = Read(parse.GetRequiredValue(net));
        var network = new Network<double>(topology).Randomize(parse.GetValue(seed), parse.GetValue(range));
        var tested = parse.GetValue(cases) is { } file ? CaseSource.Load(file, topology).Cases : Random(topology, parse.GetValue(seed));
        ErrorMeasure measure = parse.GetValue(error) == "squares" ? new SumOfSquares() : new CrossEntropy();
        var method = GradientText.Read(parse.GetValue(gradient), parse.GetValue(gradientSettings)).WithSeed(parse.GetValue(seed));
        var result = GradientCheck.Run(network, tested, measure);
        var angles = parse.GetValue(gradient) is null ? null : GradientCheck.Angles(network, tested, method, measure);
        var passes = result.Passes(Limit);
        if (parse.GetValue(json)) terminal.Out.WriteLine(ToJson(result, passes, method, angles));
        else
        {
            terminal.Text.WriteLine($"{(passes ? "right" : "wrong")}: {result}");
            if (angles is not null) terminal.Text.WriteLine($"{GradientText.Title(method)}: {angles}");
        }
        return passes ? ExitCode.Done : ExitCode.Failed;
    }

    private static string ToJson(GradientCheckResult result, bool passes, GradientMethod method, GradientAngles? angles)
    {
        var check = new JsonObject
        {
            ["passes"] = passes,
            ["limit"] = Limit,
            ["count"] = result.Count,
            ["difference"] = result.Difference,
            ["weights"] = result.Weights,
            ["to"] = result.To,
            ["from"] = result.From,
            ["analytic"] = result.Analytic,
            ["numeric"] = result.Numeric,
        };
        if (angles is not null)
        {
            check["gradient"] = GradientText.Title(method);
            check["degrees"] = CliJson.Finite(angles.Degrees);
            check["blocks"] = CliJson.List(angles.Blocks, static block => new JsonObject { ["weights"] = block.Weights, ["degrees"] = CliJson.Finite(block.Degrees) });
        }
        return CliJson.Text(check);
    }

    private static Topology Read(string path)
    {
        var topology = NetFile.Read(path);
        // Every weight costs two runs of the net: a larger net would take days.
        var units = topology.Groups.Sum(static group => (long)group.Size);
        return topology.WeightCount <= MostWeights && units <= MostWeights ? topology
            : throw new InputException(string.Create(CultureInfo.InvariantCulture, $"{path}: the net has {topology.WeightCount:N0} weights and {units:N0} units, copies included; the check takes at most {MostWeights:N0} of each, so check a smaller net of the same kind."));
    }

    // Inputs within ±1 and targets from 0 to 1 are in the range of every unit function; the target of a softmax group is one of its units.
    private static Cases Random(Topology topology, ulong seed)
    {
        var random = new RandomSource(~seed);
        var builder = new CasesBuilder(RandomCases);
        foreach (var group in topology.Inputs)
            builder.Input(group.Name, [.. Draw(group, () => random.NextSigned())], group.Size);
        foreach (var group in topology.Outputs)
        {
            if (group.UnitFunction == UnitFunction.Softmax) builder.TargetOneHot(group.Name, [.. Enumerable.Range(0, RandomCases).Select(_ => random.NextInt(group.Size))], group.Size);
            else builder.Target(group.Name, [.. Draw(group, random.NextDouble)], group.Size);
        }
        return builder.ToCases();

        static IEnumerable<double> Draw(Group group, Func<double> next) => Enumerable.Range(0, RandomCases * group.Size).Select(_ => next());
    }
}

using System.CommandLine;
using System.Numerics;

namespace Backprop.Cli;

/// <summary><c>backprop record</c>: writes what a model does on cases, or its weights, as CSV.</summary>
internal sealed class RecordVerb
{
    private readonly Argument<string> model = new("model") { Description = "A model or checkpoint." };
    private readonly Argument<string?> cases = new("cases") { Description = "Case file for the model's net (docs/case-files.md), or '-' for standard input; not needed for --weights.", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<string?> states = new("--states") { Description = "States of the units of these groups, separated by commas: a row per case, or per iteration of a sequence. Without another choice the states of all groups are recorded.", HelpName = "groups" };
    private readonly Option<bool> weights = new("--weights") { Description = "Weights and biases: a row for each, with the units that it links." };
    private readonly Option<bool> errors = new("--errors") { Description = "Error of each case, without and with its weight, and by output group." };
    private readonly Option<string?> similarity = new("--similarity") { Description = "Similarity of the codes in this group: correlation and Euclidean distance of each pair of cases.", HelpName = "group" };
    private readonly Option<string?> output = new("--output", "-o") { Description = "File to write, as CSV. Default, and '-': standard output.", HelpName = "file" };
    private readonly Option<bool> force = new("--force") { Description = "Replace an existing file that is not an earlier record of the same columns; never a file that is read." };
    private readonly Terminal terminal;

    private RecordVerb(Terminal terminal) => this.terminal = terminal;

    public static Command Create(Terminal terminal)
    {
        var verb = new RecordVerb(terminal);
        var command = new Command("record", "Record a model as CSV: the states of its units in every case, its weights, the error of every case, or how alike its codes are. 'train --record' records during training.")
        {
            verb.model, verb.cases, verb.states, verb.weights, verb.errors, verb.similarity, verb.output, verb.force,
        };
        command.SetAction(verb.Run);
        return command;
    }

    private int Run(ParseResult parse)
    {
        var (path, file) = (parse.GetRequiredValue(model), parse.GetValue(cases));
        var recording = Read(parse);
        if (recording.Kind == RecordKind.Weights ? file is not null : file is null)
            throw new UsageException(file is null ? $"a case file is needed to record {recording}; name it after the model." : "--weights records the model alone; leave the case file out.");
        var target = parse.GetValue(output) is not "-" and var named ? named : null;
        var guard = new OutputGuard(parse.GetValue(force)).Reads("the model that is read", path).Reads("the case file that is read", file).Writes("the record", target, kind: null);
        var loaded = Model.Load(path);
        if (file is not null && !CaseModel.Is(loaded))
            throw new InputException($"{path}: it is a model of a table, but the states of cases are recorded for a net without one; 'backprop predict' answers the rows of a table");
        if (loaded.IsDouble) Write(loaded.Network<double>(), recording, loaded, path, file, guard, target);
        else Write(loaded.Network<float>(), recording, loaded, path, file, guard, target);
        return ExitCode.Done;
    }

    private Recording Read(ParseResult parse)
    {
        Option[] said = [.. new Option[] { states, weights, errors, similarity }.Where(option => parse.GetResult(option) is { Implicit: false })];
        if (said.Length > 1)
            throw new UsageException($"{said[0].Name} and {said[1].Name} are different tables; record one at a time.");
        return parse.GetValue(weights) ? new(RecordKind.Weights) : parse.GetValue(errors) ? new(RecordKind.Errors)
            : parse.GetValue(similarity) is { } group ? Recording.Similarity(group) : Recording.States(parse.GetValue(states));
    }

    private void Write<T>(Network<T> network, Recording recording, Model loaded, string path, string? file, OutputGuard guard, string? target)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var given = file is null ? null : CaseModel.Load(loaded, file);
        var error = CaseModel.Training(loaded, path)?.Job.Training.Error ?? new CaseError();
        var topology = given?.Topology ?? loaded.Topology;
        var table = RecordTable<T>.Of(recording, topology, given?.Cases, error.For(network.Topology));
        guard.Replaces("the record", target, OutputKind.Table("recognized as an earlier record of the same columns", table.Head, mayBeData: recording.Kind == RecordKind.States && CaseSource.MayBeCases(recording.GroupsOf(topology), topology)));
        if (target is null)
        {
            table.Write(network, terminal.Out);
            return;
        }
        AtomicFile.Write(target, stream =>
        {
            using var writer = new StreamWriter(stream, leaveOpen: true) { NewLine = "\n" };
            table.Write(network, writer);
        });
        terminal.Error.WriteLine($" {recording} in {target}");
    }
}

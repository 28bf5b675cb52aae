namespace Backprop.Lab;

/// <summary>A case with what the net makes of it now.</summary>
/// <param name="Case">The case, from 0.</param>
/// <param name="Name">Its name or number.</param>
/// <param name="Read">The row of the table that it comes from, as it was read; null where there is none.</param>
/// <param name="Given">Its inputs.</param>
/// <param name="Desired">Its targets.</param>
/// <param name="Answer">The outputs.</param>
/// <param name="Error">E of it, without its weight (equation 3).</param>
/// <param name="IsRight">Whether every output that has a target is within the training's distance of it.</param>
internal sealed record CaseRow(int Case, string Name, string? Read, string Given, string Desired, string Answer, double Error, bool IsRight);

/// <summary>Every case with what the net makes of it.</summary>
internal static class CaseRows
{
    /// <summary>The rows, in the order of the cases.</summary>
    public static IReadOnlyList<CaseRow> Of(LabSession session)
    {
        var (cases, net) = (session.Opening.Cases, session.Trainer.Net);
        var (inputs, targets) = (With(net, net.Inputs, cases.Inputs), With(net, net.Outputs, cases.Targets));
        Group[] outputs = [.. targets.Select(static pair => pair.Group)];
        var (answers, errors, band) = (session.Trainer.StatesOf(outputs, cases), session.Trainer.ErrorsByCase(), session.Training.Band);
        return [.. Enumerable.Range(0, cases.Count).Select(@case => new CaseRow(
            @case, CaseText.Name(cases, @case), session.Opening.Rows is { } rows ? $"{rows.Text(@case)} → {rows.Text(@case, targets: true)}" : null,
            string.Join(" | ", inputs.Select(pair => CaseText.Given(pair.Group, Row(pair.Values, @case)))),
            string.Join(" | ", targets.Select(pair => CaseText.Given(pair.Group, Row(pair.Values, @case)))),
            string.Join(" | ", outputs.Select((group, index) => CaseText.Answer(group, answers[index][@case]))),
            errors[@case],
            targets.Select((pair, index) => Row(pair.Values, @case).Select((target, unit) => double.IsNaN(target) || Math.Abs(answers[index][@case][unit] - target) < band).All(static right => right)).All(static right => right)))];
    }

    /// <summary>The desired states of a case as a text, which codes are told apart by.</summary>
    public static string Desired(LabSession session, int @case)
    {
        var net = session.Trainer.Net;
        return string.Join(" | ", With(net, net.Outputs, session.Opening.Cases.Targets).Select(pair => CaseText.Given(pair.Group, Row(pair.Values, @case))));
    }

    /// <summary>Values of cases, each with its group; a net with one group of the kind does without its name.</summary>
    internal static IReadOnlyList<(Group Group, CaseValues Values)> With(Topology net, IReadOnlyList<Group> groups, IReadOnlyList<CaseValues> values) =>
        [.. values.Select(each => (each.Group is null ? groups[0] : net[each.Group], each))];

    private static double[] Row(CaseValues values, int @case) => [.. Enumerable.Range(0, values.Size).Select(unit => values[@case, unit])];
}

namespace Backprop.Exchange;

/// <summary>Cases of other programs, a row of inputs and a row of targets each, as cases of a net whose groups have these units in order.</summary>
internal static class UnitCases
{
    /// <summary>The groups that cases fill where there is no net: one of inputs, and one of outputs if there are targets.</summary>
    public static Topology Units(int inputs, int targets) => Topology.Build(net =>
    {
        var input = net.Input("input", inputs);
        net.Output("output", targets, UnitFunction.Identity).From(input);
    });

    /// <param name="units">The net, or what stands for it.</param>
    /// <param name="inputs">[case][unit], over all input groups in order.</param>
    /// <param name="targets">[case][unit], over all output groups in order; NaN: don't care. Empty: the cases have none.</param>
    /// <param name="names">A name per case; null for none.</param>
    /// <exception cref="CasesException">There are no cases, or a value is not finite.</exception>
    public static Cases Of(Topology units, IReadOnlyList<double[]> inputs, IReadOnlyList<double[]> targets, IReadOnlyList<string>? names = null)
    {
        var cases = new CasesBuilder(inputs.Count);
        foreach (var (group, values) in Parts(units.Inputs, inputs)) cases.Take(CaseRole.Input, group.Name, values, group.Size);
        if (targets.Count > 0)
            foreach (var (group, values) in Parts(units.Outputs, targets)) cases.Take(CaseRole.Target, group.Name, values, group.Size);
        if (names is not null) cases.Names(names);
        return cases.ToCases();
    }

    /// <summary>Cases of an iterative net.</summary>
    /// <param name="unrolled">The net.</param>
    /// <param name="sequences">At least one, each of at least one row.</param>
    /// <exception cref="CasesException">There are no sequences, or a value is not finite.</exception>
    public static Cases Sequences(Topology unrolled, IReadOnlyList<UnitSequence> sequences)
    {
        var cases = new SequencesBuilder(unrolled, sequences.Count, length: sequences.Max(static sequence => sequence.Inputs.Count));
        foreach (var (k, sequence) in sequences.Index())
        {
            var (input, output) = (0, 0);
            foreach (var group in unrolled.Unrolling!.Net.Declared)
            {
                if (group.Role == GroupRole.Input) cases.Input(k, group.Name, Rows(sequence.Inputs, input, input += group.Size));
                if (group.Role == GroupRole.Output && sequence.Targets.Count > 0) cases.Target(k, group.Name, Rows(sequence.Targets, output, output += group.Size));
            }
            foreach (var (group, rows) in sequence.Clamps) cases.Clamp(k, group, [.. rows]);
        }
        if (sequences.Any(static sequence => sequence.Name.Length > 0)) cases.Names([.. sequences.Select(static sequence => sequence.Name)]);
        return cases.ToCases();

        static double[]?[] Rows(IReadOnlyList<double[]> rows, int start, int end) => [.. rows.Select(row => row[start..end])];
    }

    private static IEnumerable<(Group Group, double[] Values)> Parts(IReadOnlyList<Group> groups, IReadOnlyList<double[]> rows)
    {
        var start = 0;
        foreach (var group in groups)
        {
            var values = new double[rows.Count * group.Size];
            for (var row = 0; row < rows.Count; row++) rows[row].AsSpan(start, group.Size).CopyTo(values.AsSpan(row * group.Size));
            start += group.Size;
            yield return (group, values);
        }
    }
}

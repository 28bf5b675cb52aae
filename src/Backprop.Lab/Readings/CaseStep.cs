namespace Backprop.Lab;

/// <summary>What a step of a case computes.</summary>
internal enum StepKind
{
    /// <summary>The case gives the states of the input groups.</summary>
    Given,

    /// <summary>Total inputs and states: equations 1 and 2.</summary>
    Forward,

    /// <summary>The outputs are compared with their targets: equations 3 and 4.</summary>
    Error,

    /// <summary>∂E/∂y and ∂E/∂x: equations 7 and 5.</summary>
    Back,

    /// <summary>∂E/∂w: equation 6.</summary>
    Weights,
}

/// <summary>One step of a case forward and back: groups of one depth are computed together.</summary>
/// <param name="Kind">What is computed.</param>
/// <param name="Groups">For which groups.</param>
internal sealed record CaseStep(StepKind Kind, IReadOnlyList<Group> Groups)
{
    /// <summary>All steps of a case, in their order.</summary>
    public static IReadOnlyList<CaseStep> Of(Topology net)
    {
        var depths = net.Groups.Where(static group => !group.IsInput).GroupBy(static group => group.Depth).OrderBy(static depth => depth.Key).Select(static depth => depth.ToArray()).ToArray();
        return
        [
            new(StepKind.Given, net.Inputs),
            .. depths.Select(static groups => new CaseStep(StepKind.Forward, groups)),
            new(StepKind.Error, net.Outputs),
            .. depths.Reverse().Select(static groups => new CaseStep(StepKind.Back, groups)),
            new(StepKind.Weights, []),
        ];
    }

    /// <summary>What a group shows after the step of a number: its states once they are computed, its ∂E/∂x once that is; null before.</summary>
    /// <param name="steps">All steps.</param>
    /// <param name="at">The number of the step.</param>
    /// <param name="group">The group.</param>
    public static StepKind? Shown(IReadOnlyList<CaseStep> steps, int at, Group group)
    {
        StepKind? shown = null;
        foreach (var step in steps.Take(at + 1))
        {
            if (step.Kind is StepKind.Given or StepKind.Forward or StepKind.Back && step.Groups.Contains(group)) shown = step.Kind == StepKind.Back ? StepKind.Back : StepKind.Forward;
        }
        return shown;
    }
}

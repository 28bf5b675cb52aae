using System.Text.Json;

namespace Backprop;

/// <summary>
/// Contrastive Hebbian learning: the links of a layered net work both ways, back with the strength γ, and the states settle twice in each case: free (y), then with the outputs clamped to their desired states (y̆).
/// ∂E/∂w_ji is then taken to be −γ^−h (y̆_j y̆_i − y_j y_i), where h is the longest way from group j to an output group; a link over which h falls by more than one has γ to the power of that fall.
/// For γ → 0 this is the derivative of the E whose ∂E/∂x is y − d at the outputs, whatever E the training measures: cross-entropy of logistic or softmax outputs, the sum of squares of identity outputs.
/// E and its measures are those of the forward pass, as which the net is used.
/// For layered nets whose output groups send to no other group. Source: Movellan 1991; Xie and Seung 2003.
/// </summary>
/// <example>
/// <code>
/// var net = new Network&lt;double&gt;(Topology.Layered(2, 3, 1)).Randomize(seed: 1);
/// var cases = Cases.From([[0, 1], [1, 1]], [[1], [0]]);
/// Console.WriteLine(GradientCheck.Angles(net, cases, new ContrastiveHebbian(), new CrossEntropy()).Degrees);
/// </code>
/// </example>
public sealed record ContrastiveHebbian : GradientMethod
{
    /// <inheritdoc/>
    public override string Name => "contrastive Hebbian";

    /// <summary>γ: the strength of the links on the way back; more than 0 and at most 1, 0.05 by default.</summary>
    public double Feedback { get; init; } = 0.05;

    /// <summary>States have settled where none of a group changes by more than γ^h times this, or by more than a few rounding errors; more than 0 and less than 1, 10⁻⁴ by default.</summary>
    public double Tolerance { get; init; } = 1e-4;

    internal override void Validate()
    {
        Require(Feedback is > 0 and <= 1, nameof(Feedback), Feedback, "more than 0 and at most 1");
        Require(Tolerance is > 0 and < 1, nameof(Tolerance), Tolerance, "more than 0 and less than 1");
    }

    internal override void WriteSettings(Utf8JsonWriter json)
    {
        json.WriteNumber("feedback", Feedback);
        json.WriteNumber("tolerance", Tolerance);
    }

    internal override GradientPass<T> Bind<T>(GradientTask task)
    {
        var topology = task.Topology;
        LayeredNets.Check(this, topology);
        task.RefuseNoise(this, "lets states settle, which they do not with noise");
        foreach (var group in topology.Groups)
        {
            if (task.Cases.Clamp(group) is not null)
                throw new CasesException($"The gradient method '{Name}' clamps outputs itself, but the cases clamp units of group '{DisplayText.Name(group.Name)}'; leave the clamps out, or use another method.");
            if (task.Cases.Target(group) is not null && ToleranceOf(task.Error, group) is { Kind: not ToleranceKind.None } band)
                throw new TopologyException($"The gradient method '{Name}' clamps output group '{DisplayText.Name(group.Name)}' to its desired states, but its error measure has the tolerance {band}; use one without.");
        }
        task.RefuseRecomputation(this, "has no backward pass but two phases over all groups");
        return new ContrastiveHebbianPass<T>(this, task);
    }

    private static Tolerance? ToleranceOf(ErrorMeasure error, Group group) => error switch
    {
        SumOfSquares squares => squares.Tolerance,
        ErrorByGroup byGroup => ToleranceOf(byGroup.Groups.GetValueOrDefault(group.Name, byGroup.Otherwise), group),
        _ => null,
    };
}

using Backprop.Experiments;

namespace Backprop.Cli;

/// <summary>A section of the page, in the order of the paper: experiments and their figures.</summary>
/// <param name="Heading">The heading.</param>
/// <param name="Text">The text, in paragraphs.</param>
/// <param name="Experiments">The experiments whose claims it lists; empty for a section of explanation only.</param>
/// <param name="Figures">Creates its figures from the reports of its experiments that were run.</param>
internal sealed record PaperPart(string Heading, string[] Text, string[] Experiments, Func<PaperRuns, IEnumerable<PaperFigure>> Figures)
{
    /// <summary>All sections.</summary>
    public static IReadOnlyList<PaperPart> All { get; } =
    [
        new("The procedure", [
            "States go forward from the input through the hidden units to the output (equations 1 and 2). The error E (3) is a sum over cases and output units. Its derivatives come back the same way, layer by layer (4 to 7), and each weight changes against its own derivative (8), with momentum (9).",
        ], [], StepFigures.Flow),
        new("Step size and momentum", [
            "One logistic unit with two inputs that are nearly alike: E over its two weights is a narrow valley. Three courses from the same point: a step too small crawls along the valley, one too large oscillates across it, and the small one with momentum gets there.",
        ], ["step-size"], StepFigures.Of),
        new("Symmetry: Fig. 1", [
            "Six input units, two hidden units, one output: is the vector its own mirror image about the middle? All 64 vectors are learned; weights into a hidden unit come out equal and opposite about the middle, so that a symmetric vector leaves both hidden units off and every other turns one of them on.",
            "The paper prints one run of 1,425 sweeps. Here is the distribution over seeds.",
        ], ["symmetry"], SymmetryFigures.Of),
        new("Why hidden units", [
            "A net without hidden units parts the plane of two inputs by a line; no line parts the cases of exclusive-or. Two hidden units fold the plane so that one line is enough.",
        ], ["xor"], HiddenUnitFigures.Of),
        new("Family trees: Figs 2, 3 and 4", [
            "Two families of one shape, twelve relations. The net is asked for a person and a relation and answers with everyone who stands in that relation to the person; of 104 cases, 100 are learned and 4 held out.",
            "With the settings as printed no net learned here; figures 3 and 4 show a net of the working settings (error measured from the tolerance's edge, five times the printed ε, starting weights within ±1.5).",
        ], ["family-trees"], FamilyFigures.Of),
        new("Iterative nets: Fig. 5", [
            "A net with cycles that runs for three iterations is a layered net with three copies of its weights. The figure on the right is the topology that the engine trains, not a drawing of it.",
        ], ["shift-register", "sequence", "next-letter", "iterative"], IterativeFigures.Of),
        new("Local minima", [
            "The paper met them mainly in nets with barely enough connections. Each run that stopped is classified: saturation, a plateau, or a true minimum.",
        ], ["local-minima"], _ => []),
        new("Second derivatives", [
            "The paper says of its procedure: \u201cThis method does not converge as rapidly as methods which make use of the second derivatives, but it is much simpler and can easily be implemented by local computations in parallel hardware.\u201d Here every learning rule of the library learns five tasks from the same starting weights, with its published defaults and with the best of eight settings (conjugate gradients have nothing to set), which is chosen for each task on other seeds.",
            "The limit is one of gradient evaluations, the same for all: a forward and a backward pass over all cases count as one, a pass alone as half, and the Jacobian of Levenberg\u2013Marquardt one backward pass for each output that is outside the tolerance. The time of solving its equations is not in them.",
        ], ["second-order"], ComparisonFigures.OfRules),
        new("Other ways of gradient descent", [
            "The paper ends: \u201cThe learning procedure, in its current form, is not a plausible model of learning in brains. However, applying the procedure to various tasks shows that interesting internal representations can be constructed by gradient descent in weight-space, and this suggests that it is worth looking for more biologically plausible ways of doing gradient descent in neural networks.\u201d Here other ways to get the derivatives learn five tasks from the same starting weights, all with gradient descent with momentum, each with its published defaults at the paper\u2019s rate and with the best of eight settings, which is chosen for each task on other seeds. A way that is not defined for a task is left out of it.",
            "The limit is one of gradient evaluations, the same for all: a forward and a backward pass over all cases count as one, a pass alone as half, equation 6 without the pass back as a quarter, and each round of settling of contrastive Hebbian learning as one.",
        ], ["alternatives"], ComparisonFigures.OfMethods),
    ];
}

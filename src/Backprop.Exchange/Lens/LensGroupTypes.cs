namespace Backprop.Exchange;

/// <summary>The types of groups: what they say of a group of ours.</summary>
internal static class LensGroupTypes
{
    // Histories and files of outputs, and when an example counts as right, are not of the net.
    private static readonly HashSet<string> Without = new(StringComparer.Ordinal)
    {
        "DOT_PRODUCT", "HARD_CLAMP", "STANDARD_CRIT", "MAX_CRIT", "WRITE_OUTPUTS",
        "USE_INPUT_HIST", "USE_OUTPUT_HIST", "USE_TARGET_HIST", "USE_OUT_DERIV_HIST",
    };

    /// <param name="group">The group.</param>
    /// <param name="types">The types, each perhaps behind + or −.</param>
    /// <param name="net">The network.</param>
    /// <param name="problem">Makes the error of this line.</param>
    /// <param name="notes">Where to say what is left out.</param>
    public static void Apply(LensGroup group, IReadOnlyList<string> types, LensNet net, Func<string, ForeignFileException> problem, List<string> notes)
    {
        var plain = types.Select(static type => type.TrimStart('+')).ToList();
        group.IsInput |= plain.Contains("INPUT");
        group.IsOutput |= plain.Contains("OUTPUT");
        group.IsContext |= plain.Contains("ELMAN");
        if (group.IsInput && group.IsOutput) throw problem($"group '{DisplayText.Name(group.Name)}' is both INPUT and OUTPUT, but a group is one of them; make two groups of it");
        group.HasBias = !group.IsInput && !group.IsContext;
        if (group.IsContext) group.Function = UnitFunction.Identity;
        foreach (var type in plain)
        {
            switch (type)
            {
                case "INPUT" or "OUTPUT" or "ELMAN" or "RESET_ON_EXAMPLE":
                    break;
                case "-RESET_ON_EXAMPLE":
                    notes.Add($"group '{group.Name}' keeps its states from example to example there (-RESET_ON_EXAMPLE); here each sequence begins with the initial states");
                    break;
                case "BIASED" when !group.IsInput && !group.IsContext:
                    group.HasBias = true;
                    break;
                case "-BIASED":
                    group.HasBias = false;
                    break;
                case "LOGISTIC" or "LINEAR" or "TANH" or "SOFT_MAX" when !group.IsInput && !group.IsContext:
                    group.Function = type switch { "LOGISTIC" => UnitFunction.Logistic, "LINEAR" => UnitFunction.Identity, "TANH" => UnitFunction.Tanh, _ => UnitFunction.Softmax };
                    break;
                case "SUM_SQUARED" or "CROSS_ENTROPY" or "DIVERGENCE":
                    group.Error = type == "DIVERGENCE" ? "CROSS_ENTROPY" : type;
                    break;
                case "IN_INTEGR":
                    group.IntegratesInput = true;
                    break;
                case "OUT_INTEGR" when !net.IsContinuous || net.Ticks == 1:
                    break;
                case var known when Without.Contains(known.TrimStart('-')):
                    break;
                default:
                    throw problem($"group '{DisplayText.Name(group.Name)}' has the type {DisplayText.Name(type)}, which no group here can be; those that can be read are INPUT, OUTPUT, ELMAN, BIASED, LOGISTIC, LINEAR, TANH, SOFT_MAX, IN_INTEGR, SUM_SQUARED, CROSS_ENTROPY and DIVERGENCE");
            }
        }
        if (net is { IsContinuous: true, Ticks: > 1 } && !group.IsInput && !group.IntegratesInput)
            throw problem($"group '{DisplayText.Name(group.Name)}' of a CONTINUOUS network integrates its outputs (OUT_INTEGR, the default), but only total inputs can be integrated here; give it the type IN_INTEGR, or the network one tick an interval");
    }
}

using System.Numerics;

namespace Backprop.SourceCode;

/// <summary>The formulas of a net's unit functions, each once.</summary>
/// <param name="ByFunction">The formula of every function of single units but the identity.</param>
/// <param name="Exponential">e^x for x ≤ 0; null where no group has softmax units.</param>
internal sealed record UnitFormulas(IReadOnlyList<(UnitFunction Function, Formula Formula)> ByFunction, Formula? Exponential)
{
    /// <summary>Whether large angles are reduced.</summary>
    public bool ReduceAngles => ByFunction.Any(static one => one.Formula.ReducesAngles);

    /// <summary>Traces the functions of a net.</summary>
    /// <exception cref="TopologyException">A function cannot be traced; the message names a group that has it.</exception>
    public static UnitFormulas Of<T>(NetPlan plan)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var functions = new List<(UnitFunction, Formula)>();
        Formula? exponential = null;
        foreach (var group in plan.Stages.Select(static stage => stage.Group).DistinctBy(static group => group.UnitFunction))
        {
            if (group.UnitFunction == UnitFunction.Identity)
                continue;
            if (group.UnitFunction == UnitFunction.Softmax)
                exponential = Formula.OfExponential<T>();
            else
                functions.Add((group.UnitFunction, FormulaOf<T>(group)));
        }
        return new UnitFormulas(functions, exponential);
    }

    private static Formula FormulaOf<T>(Group group)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        try
        {
            return Formula.Of<T>(group.UnitFunction);
        }
        catch (FormatException e)
        {
            throw new TopologyException($"group '{DisplayText.Name(group.Name)}' has the unit function '{DisplayText.Name(group.UnitFunction.Name)}', which cannot be written in another language: it {e.Message}.", e);
        }
    }
}

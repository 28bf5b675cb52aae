using System.Numerics;

namespace Backprop.SourceCode;

/// <summary>What a unit function computes, step by step, in one precision.</summary>
internal sealed class Formula
{
    private readonly bool[] isMask;
    private readonly int[] uses;

    private Formula(FormulaTrace trace, int result)
    {
        Steps = trace.Steps;
        Result = result;
        Argument = FormulaTrace.FirstArgument;
        isMask = new bool[Steps.Count];
        uses = new int[Steps.Count];
        Count(result);
        for (var number = 0; number < Steps.Count; number++)
            isMask[number] = IsMaskOf(Steps[number]);
        if (isMask[result])
            throw new FormatException("gives a mask, not a number");
    }

    /// <summary>All steps; those without <see cref="Uses"/> have no part in the result.</summary>
    public IReadOnlyList<FormulaStep> Steps { get; }

    /// <summary>The number of the step that is the state of the unit.</summary>
    public int Result { get; }

    /// <summary>The number of the step that is the total input.</summary>
    public int Argument { get; }

    /// <summary>The formula of a function of single units.</summary>
    /// <exception cref="FormatException">The function uses masks as numbers, or numbers as masks.</exception>
    public static Formula Of<T>(UnitFunction function)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var (trace, result) = FormulaTrace.Of<T>(function.Value<TracedLanes<T>, T>);
        return new Formula(trace, result);
    }

    /// <summary>The formula of e^x for x ≤ 0, as softmax units compute it.</summary>
    public static Formula OfExponential<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var (trace, result) = FormulaTrace.Of<T>(Elementary.ExpOfNonPositive<TracedLanes<T>, T>);
        return new Formula(trace, result);
    }

    /// <summary>How often the result of a step is an operand, or the state of the unit.</summary>
    public int Uses(int step) => uses[step];

    /// <summary>Whether the result of a step is true or false.</summary>
    public bool IsMask(int step) => isMask[step];

    /// <summary>Whether large angles are reduced.</summary>
    public bool ReducesAngles => Steps.Index().Any(step => uses[step.Index] > 0 && step.Item.Operation is FormulaOperation.AngleTurns);

    /// <summary>Whether the result of a product is added to something, so that a compiler that fuses products and sums could change it.</summary>
    public bool IsAdded(int product) => product == Result || Steps.Index().Any(step => uses[step.Index] > 0 && step.Item.Operands.Contains(product)
        && step.Item.Operation is FormulaOperation.Add or FormulaOperation.Subtract or FormulaOperation.Negate or FormulaOperation.Select or FormulaOperation.Abs);

    private void Count(int step)
    {
        if (uses[step]++ > 0)
            return;
        foreach (var operand in Steps[step].Operands)
            Count(operand);
    }

    private bool IsMaskOf(FormulaStep step)
    {
        var masks = step.Operands.Select(operand => isMask[operand]).ToArray();
        switch (step.Operation)
        {
            case FormulaOperation.LessThan or FormulaOperation.LessThanOrEqual or FormulaOperation.Equal or FormulaOperation.IsNaN when !masks.Contains(true):
                return true;
            case FormulaOperation.Select when masks[0] && masks[1] == masks[2]:
                return masks[1];
            case FormulaOperation.And when masks.Contains(true):
                return masks[0] && masks[1];
            default:
                if (masks.Contains(true) || step.Operation is FormulaOperation.Select or FormulaOperation.And)
                    throw new FormatException("uses a mask as a number, or a number as a mask");
                return false;
        }
    }
}

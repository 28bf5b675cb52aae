namespace Backprop.SourceCode;

/// <summary>What a step of a formula does with the results of earlier steps: one operation of <see cref="ILanes{TSelf, T}"/>, on one lane.</summary>
internal enum FormulaOperation
{
    /// <summary>A constant, by its bits.</summary>
    Constant,

    /// <summary>An argument by its number: of the value of a unit function there is one, the total input x.</summary>
    Argument,
    Add,
    Subtract,
    Multiply,
    Divide,
    Negate,

    /// <summary>First · Second + Third, rounded once.</summary>
    MultiplyAdd,

    /// <summary>Third − First · Second, rounded once.</summary>
    NegatedMultiplyAdd,

    /// <summary>First where First &lt; Second, else Second.</summary>
    Min,

    /// <summary>First where First &gt; Second, else Second.</summary>
    Max,
    Abs,
    Sqrt,
    RoundToNearest,
    LessThan,
    LessThanOrEqual,
    Equal,
    IsNaN,

    /// <summary>Second where the mask First holds, else Third.</summary>
    Select,
    And,
    ShiftToExponent,
    ShiftFromExponent,
    SubtractBits,

    /// <summary>The multiple of π/2 of a large angle, less multiples of 2π; anything where the angle is not large.</summary>
    AngleTurns,

    /// <summary>What the multiple of π/2 leaves of the angle, rounded.</summary>
    AngleRest,

    /// <summary>What that rounding leaves.</summary>
    AngleLow,
}

/// <summary>One step of a formula; the operands are numbers of earlier steps.</summary>
/// <param name="Operation">What is done.</param>
/// <param name="First">The first operand.</param>
/// <param name="Second">The second operand; 0 where there is none.</param>
/// <param name="Third">The third operand; 0 where there is none.</param>
/// <param name="Bits">Of a constant, its bits in the precision of the formula; of an argument, its number.</param>
internal readonly record struct FormulaStep(FormulaOperation Operation, int First = 0, int Second = 0, int Third = 0, long Bits = 0)
{
    /// <summary>The operands that the operation has, in order.</summary>
    public IEnumerable<int> Operands => Operation switch
    {
        FormulaOperation.Constant or FormulaOperation.Argument => [],
        FormulaOperation.Negate or FormulaOperation.Abs or FormulaOperation.Sqrt or FormulaOperation.RoundToNearest or FormulaOperation.IsNaN
            or FormulaOperation.ShiftToExponent or FormulaOperation.ShiftFromExponent
            or FormulaOperation.AngleTurns or FormulaOperation.AngleRest or FormulaOperation.AngleLow => [First],
        FormulaOperation.MultiplyAdd or FormulaOperation.NegatedMultiplyAdd or FormulaOperation.Select => [First, Second, Third],
        _ => [First, Second],
    };
}

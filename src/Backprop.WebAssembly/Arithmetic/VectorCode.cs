using Backprop.SourceCode;

namespace Backprop.WebAssembly;

/// <summary>
/// Writes arithmetic on vectors of 128 bits in one precision: operations on what is on the stack, and whole formulas.
/// A bundle of the library's lanes is four such vectors, in both precisions.
/// </summary>
/// <typeparam name="T">The precision.</typeparam>
internal sealed class VectorCode<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Bytes of a vector, and of a bundle of lanes.</summary>
    public const int VectorBytes = 16, BundleBytes = 64;

    private readonly FunctionCode code;
    private readonly SoftwareMultiplyAdd? software;

    /// <summary>Writes into a function.</summary>
    /// <param name="code">The function.</param>
    /// <param name="software">The functions that compute a fused multiply-add without an instruction for it; null: there is one.</param>
    public VectorCode(FunctionCode code, SoftwareMultiplyAdd? software) => (this.code, this.software) = (code, software);

    /// <summary>Bytes of a number.</summary>
    public static int NumberBytes => IsSingle ? 4 : 8;

    private static bool IsSingle => typeof(T) == typeof(float);

    public FunctionCode Code => code;

    /// <summary>Whether a fused multiply-add takes many instructions.</summary>
    public bool IsSoftware => software is not null;

    /// <summary>Whether multiply-adds share <see cref="WideValues"/>.</summary>
    public bool SharesWide => IsSoftware && IsSingle;

    public Local New() => code.New(ValueType.V128);

    public VectorCode<T> Constant(T value) => Bits(FormulaTrace.BitsOf(value));

    /// <summary>Loads one number into every lane.</summary>
    public VectorCode<T> LoadSplat(int offset)
    {
        code.At(IsSingle ? VectorOp.Load32Splat : VectorOp.Load64Splat, offset);
        return this;
    }

    public VectorCode<T> Load(int offset)
    {
        code.At(VectorOp.Load, offset);
        return this;
    }

    public VectorCode<T> Store(int offset)
    {
        code.At(VectorOp.Store, offset);
        return this;
    }

    /// <summary>Loads one number into the first lane, 0 in the others.</summary>
    public VectorCode<T> LoadOne(int offset)
    {
        code.At(IsSingle ? VectorOp.Load32Zero : VectorOp.Load64Zero, offset);
        return this;
    }

    /// <summary>Stores the first lane.</summary>
    public VectorCode<T> StoreOne(int offset)
    {
        code.LaneAt(IsSingle ? VectorOp.Store32Lane : VectorOp.Store64Lane, offset, 0);
        return this;
    }

    public VectorCode<T> Add() => Do(VectorOp.F32x4Add, VectorOp.F64x2Add);

    public VectorCode<T> Subtract() => Do(VectorOp.F32x4Subtract, VectorOp.F64x2Subtract);

    public VectorCode<T> Multiply() => Do(VectorOp.F32x4Multiply, VectorOp.F64x2Multiply);

    public VectorCode<T> Divide() => Do(VectorOp.F32x4Divide, VectorOp.F64x2Divide);

    public VectorCode<T> Less() => Do(VectorOp.F32x4Less, VectorOp.F64x2Less);

    public VectorCode<T> Equal() => Do(VectorOp.F32x4Equal, VectorOp.F64x2Equal);

    public VectorCode<T> NotEqual() => Do(VectorOp.F32x4NotEqual, VectorOp.F64x2NotEqual);

    public VectorCode<T> Abs() => Do(VectorOp.F32x4Abs, VectorOp.F64x2Abs);

    public VectorCode<T> Negate() => Do(VectorOp.F32x4Negate, VectorOp.F64x2Negate);

    /// <summary>The first where a mask on top is set, the second where it is clear.</summary>
    public VectorCode<T> Select()
    {
        code.Do(VectorOp.BitSelect);
        return this;
    }

    public VectorCode<T> Get(Local local)
    {
        code.Get(local);
        return this;
    }

    public VectorCode<T> Set(Local local)
    {
        code.Set(local);
        return this;
    }

    /// <summary>Leaves a · b + c on the stack, rounded once.</summary>
    /// <param name="a">A factor.</param>
    /// <param name="b">A factor.</param>
    /// <param name="c">The term.</param>
    /// <param name="exactProduct">Whether one factor is 0, 1 or −1 in every lane, so that the product is exact and the sum rounds once.</param>
    /// <param name="wide">What several multiply-adds in a row share; null where this one is alone.</param>
    public VectorCode<T> MultiplyAdd(Local a, Local b, Local c, bool exactProduct = false, WideValues? wide = null)
    {
        if (software is null)
            return Get(a).Get(b).Get(c).Do(VectorOp.F32x4RelaxedMultiplyAdd, VectorOp.F64x2RelaxedMultiplyAdd);
        if (exactProduct)
            return Get(a).Get(b).Multiply().Get(c).Add();
        software.Write(code, a, b, c, negated: false, wide ?? new WideValues(code));
        return this;
    }

    /// <summary>Leaves c − a · b on the stack, rounded once.</summary>
    public VectorCode<T> NegatedMultiplyAdd(Local a, Local b, Local c, WideValues? wide = null)
    {
        if (software is null)
            return Get(a).Get(b).Get(c).Do(VectorOp.F32x4RelaxedNegatedMultiplyAdd, VectorOp.F64x2RelaxedNegatedMultiplyAdd);
        software.Write(code, a, b, c, negated: true, wide ?? new WideValues(code));
        return this;
    }

    /// <summary>The sum of four vectors' lanes, all of one bundle, by the library's tree, on the stack as one number.</summary>
    public void SumOfLanes(Local a, Local b, Local c, Local d)
    {
        Get(a).Get(c).Add().Get(b).Get(d).Add().Add();
        code.Scope(() =>
        {
            var quarter = New();
            code.Set(quarter);
            if (IsSingle)
            {
                code.Get(quarter).Get(quarter).Get(quarter).Shuffle(8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7);
                Add().Set(quarter);
                code.Get(quarter).Lane(VectorOp.F32x4ExtractLane, 0).Get(quarter).Lane(VectorOp.F32x4ExtractLane, 1).Do(Op.F32Add);
            }
            else
            {
                code.Get(quarter).Lane(VectorOp.F64x2ExtractLane, 0).Get(quarter).Lane(VectorOp.F64x2ExtractLane, 1).Do(Op.F64Add);
            }
        });
    }

    /// <summary>Turns the number on the stack to a double.</summary>
    public void ToDouble()
    {
        if (IsSingle)
            code.Do(Op.F64PromoteF32);
    }

    /// <summary>Adds the number on the stack to what is in memory, or to 0; the address is in a local.</summary>
    public void AddToMemory(Local address, int offset, bool fresh)
    {
        code.Scope(() =>
        {
            var sum = code.New(IsSingle ? ValueType.F32 : ValueType.F64);
            code.Set(sum).Get(address);
            if (!fresh)
                code.Get(address).At(IsSingle ? Op.F32Load : Op.F64Load, offset);
            else if (IsSingle)
                code.F32(0);
            else
                code.F64(0);
            code.Get(sum).Do(IsSingle ? Op.F32Add : Op.F64Add).At(IsSingle ? Op.F32Store : Op.F64Store, offset);
        });
    }

    private VectorCode<T> Do(VectorOp single, VectorOp @double)
    {
        code.Do(IsSingle ? single : @double);
        return this;
    }

    private VectorCode<T> Bits(long bits)
    {
        var lane = IsSingle ? (uint)bits | ((ulong)(uint)bits << 32) : (ulong)bits;
        code.V128(lane, lane);
        return this;
    }

    /// <summary>A formula whose constants are in locals, ready to be computed as often as needed.</summary>
    /// <param name="arguments">The number of arguments.</param>
    /// <param name="function">The function over lanes that write down what is computed.</param>
    public PreparedFormula Prepare(int arguments, Func<TracedLanes<T>[], TracedLanes<T>[]> function)
    {
        var (trace, results) = FormulaTrace.Of(arguments, function);
        return new PreparedFormula(this, trace.Steps, results);
    }

    /// <summary>A formula whose constants are in locals of the scope that made it.</summary>
    internal sealed class PreparedFormula
    {
        private readonly VectorCode<T> vectors;
        private readonly IReadOnlyList<FormulaStep> steps;
        private readonly int[] results;
        private readonly int[] lastUse;
        private readonly Dictionary<int, Local> constants = [];
        private readonly WideValues? wideConstants;

        public PreparedFormula(VectorCode<T> vectors, IReadOnlyList<FormulaStep> steps, int[] results)
        {
            (this.vectors, this.steps, this.results) = (vectors, steps, results);
            lastUse = new int[steps.Count];
            Array.Fill(lastUse, -1);
            foreach (var result in results)
                lastUse[result] = int.MaxValue;
            for (var number = steps.Count - 1; number >= 0; number--)
            {
                if (lastUse[number] < 0)
                    continue;
                foreach (var operand in steps[number].Operands)
                    lastUse[operand] = Math.Max(lastUse[operand], number);
            }
            for (var number = 0; number < steps.Count; number++)
            {
                if (lastUse[number] < 0 || steps[number].Operation != FormulaOperation.Constant)
                    continue;
                var constant = vectors.New();
                vectors.Bits(steps[number].Bits).Set(constant);
                constants.Add(number, constant);
            }
            if (vectors.SharesWide)
            {
                wideConstants = new WideValues(vectors.code);
                foreach (var (number, constant) in constants)
                {
                    if (steps.Index().Any(step => lastUse[step.Index] >= 0 && step.Item.Operation is FormulaOperation.MultiplyAdd or FormulaOperation.NegatedMultiplyAdd && step.Item.Operands.Contains(number)))
                        wideConstants.AddSplat(constant);
                }
            }
        }

        /// <summary>Computes the formula of these arguments and leaves its results in new locals of the scope.</summary>
        public Local[] Of(params Local[] arguments)
        {
            var values = new Dictionary<int, Local>(constants);
            var wide = new WideValues(vectors.code);
            if (wideConstants is not null)
                wide.Add(wideConstants);
            for (var number = 0; number < steps.Count; number++)
            {
                var step = steps[number];
                if (lastUse[number] < 0 || step.Operation == FormulaOperation.Constant)
                    continue;
                if (step.Operation == FormulaOperation.Argument)
                {
                    values.Add(number, arguments[step.Bits]);
                    continue;
                }
                if (step.Operation == FormulaOperation.MultiplyAdd)
                    vectors.MultiplyAdd(values[step.First], values[step.Second], values[step.Third], wide: wide);
                else if (step.Operation == FormulaOperation.NegatedMultiplyAdd)
                    vectors.NegatedMultiplyAdd(values[step.First], values[step.Second], values[step.Third], wide);
                else
                    Write(step, operand => vectors.Get(values[operand]));
                var value = vectors.New();
                vectors.Set(value);
                values.Add(number, value);
            }
            return [.. results.Select(result => values[result])];
        }

        private void Write(FormulaStep step, Func<int, VectorCode<T>> get)
        {
            if (step.Operation is FormulaOperation.AngleTurns or FormulaOperation.AngleRest or FormulaOperation.AngleLow)
            {
                // Angles above 10⁵ (10⁹ in double) are not reduced here: what follows from one is NaN, and so is E.
                vectors.Constant(T.NaN);
                return;
            }
            switch (step.Operation)
            {
                case FormulaOperation.Min:
                case FormulaOperation.Max:
                    // pmin(a, b) is b where b < a, else a; the library's Min(a, b) is a where a < b, else b.
                    get(step.Second);
                    get(step.First);
                    break;
                case FormulaOperation.Select:
                    get(step.Second);
                    get(step.Third);
                    get(step.First);
                    break;
                case FormulaOperation.IsNaN:
                    get(step.First);
                    get(step.First);
                    break;
                default:
                    foreach (var operand in step.Operands)
                        get(operand);
                    break;
            }
            _ = step.Operation switch
            {
                FormulaOperation.Add => vectors.Add(),
                FormulaOperation.Subtract => vectors.Subtract(),
                FormulaOperation.Multiply => vectors.Multiply(),
                FormulaOperation.Divide => vectors.Divide(),
                FormulaOperation.Negate => vectors.Negate(),
                FormulaOperation.Min => vectors.Do(VectorOp.F32x4PseudoMin, VectorOp.F64x2PseudoMin),
                FormulaOperation.Max => vectors.Do(VectorOp.F32x4PseudoMax, VectorOp.F64x2PseudoMax),
                FormulaOperation.Abs => vectors.Abs(),
                FormulaOperation.Sqrt => vectors.Do(VectorOp.F32x4Sqrt, VectorOp.F64x2Sqrt),
                FormulaOperation.RoundToNearest => vectors.Do(VectorOp.F32x4Nearest, VectorOp.F64x2Nearest),
                FormulaOperation.LessThan => vectors.Less(),
                FormulaOperation.LessThanOrEqual => vectors.Do(VectorOp.F32x4LessOrEqual, VectorOp.F64x2LessOrEqual),
                FormulaOperation.Equal => vectors.Equal(),
                FormulaOperation.IsNaN => vectors.NotEqual(),
                FormulaOperation.Select => vectors.Select(),
                FormulaOperation.And => vectors.Do(VectorOp.And, VectorOp.And),
                FormulaOperation.ShiftToExponent => vectors.Shift(VectorOp.I32x4ShiftLeft, VectorOp.I64x2ShiftLeft),
                FormulaOperation.ShiftFromExponent => vectors.Shift(VectorOp.I32x4ShiftRightUnsigned, VectorOp.I64x2ShiftRightUnsigned),
                FormulaOperation.SubtractBits => vectors.Do(VectorOp.I32x4Subtract, VectorOp.I64x2Subtract),
                _ => throw new NotSupportedException($"{step.Operation} is not an operation on vectors."),
            };
        }
    }

    private VectorCode<T> Shift(VectorOp single, VectorOp @double)
    {
        code.I32(IsSingle ? 23 : 52);
        return Do(single, @double);
    }
}

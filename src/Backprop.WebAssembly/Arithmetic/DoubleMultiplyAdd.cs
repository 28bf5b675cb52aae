namespace Backprop.WebAssembly;

/// <summary>
/// In double precision: the product and the sum each with its error, and the sum of the errors rounded to odd (Boldo and Melquiond 2008), where no part of that can overflow or vanish;
/// elsewhere by integers, a lane at a time.
/// </summary>
internal sealed class DoubleMultiplyAdd : SoftwareMultiplyAdd
{
    private readonly int inVectors;

    public DoubleMultiplyAdd(ModuleWriter module)
    {
        var byIntegers = module.Add(ByIntegers());
        inVectors = module.Add(InVectors(byIntegers));
    }

    public override void Write(FunctionCode code, Local a, Local b, Local c, bool negated, WideValues wide)
    {
        code.Get(a);
        if (negated)
            code.Do(VectorOp.F64x2Negate);
        code.Get(b).Get(c).Call(inVectors);
    }

    private static FunctionCode InVectors(int byIntegers)
    {
        var code = new FunctionCode([ValueType.V128, ValueType.V128, ValueType.V128], [ValueType.V128]);
        Local a = code.Parameter(0), b = code.Parameter(1), c = code.Parameter(2);
        Local product = New(), result = New(), isSafe = New();
        code.Get(a).Get(b).Do(VectorOp.F64x2Multiply).Set(product);

        // Factors below 2^500, a product from 2^−900 up unless a factor is 0, a term below 2^1000: nothing below overflows, and all errors are numbers. NaN is not safe.
        Below(a, 500);
        Below(b, 500);
        code.Do(VectorOp.And);
        Below(c, 1000);
        code.Do(VectorOp.And);
        Power(-900).Get(product).Do(VectorOp.F64x2Abs).Do(VectorOp.F64x2LessOrEqual);
        code.Get(a).V128(0, 0).Do(VectorOp.F64x2Equal).Do(VectorOp.Or).Get(b).V128(0, 0).Do(VectorOp.F64x2Equal).Do(VectorOp.Or).Do(VectorOp.And).Set(isSafe);
        code.Get(isSafe).V128(ulong.MaxValue, ulong.MaxValue).Do(VectorOp.Xor).Do(VectorOp.AnyTrue);
        code.If(
            () =>
            {
                code.Get(a);
                for (var lane = 0; lane < 2; lane++)
                {
                    foreach (var operand in (Local[])[a, b, c])
                        code.Get(operand).Lane(VectorOp.F64x2ExtractLane, lane);
                    code.Call(byIntegers).Lane(VectorOp.F64x2ReplaceLane, lane);
                }
                code.Set(result);
            },
            () =>
            {
                var (highA, lowA) = Split(a);
                var (highB, lowB) = Split(b);
                // The error of the product: lowA lowB − (((product − highA highB) − lowA highB) − highA lowB).
                Local error = New();
                code.Get(lowA).Get(lowB).Do(VectorOp.F64x2Multiply);
                code.Get(product).Get(highA).Get(highB).Do(VectorOp.F64x2Multiply).Do(VectorOp.F64x2Subtract);
                code.Get(lowA).Get(highB).Do(VectorOp.F64x2Multiply).Do(VectorOp.F64x2Subtract);
                code.Get(highA).Get(lowB).Do(VectorOp.F64x2Multiply).Do(VectorOp.F64x2Subtract).Do(VectorOp.F64x2Subtract).Set(error);
                var (sum, sumError) = Sum(c, error);
                var (high, highError) = Sum(product, sum);
                var (rest, restError) = Sum(sumError, highError);
                code.Get(high);
                SingleMultiplyAdd.RoundToOdd(code, rest, restError);
                code.Do(VectorOp.F64x2Add).Set(result);
                // Of a result of 0 the sum of the rounded parts has the sign.
                code.Get(product).Get(c).Do(VectorOp.F64x2Add).Get(result).Get(result).V128(0, 0).Do(VectorOp.F64x2Equal).Do(VectorOp.BitSelect).Set(result);
            });
        code.Get(result);
        return code;

        Local New() => code.New(ValueType.V128);

        FunctionCode Power(int exponent)
        {
            var bits = (ulong)(1023 + exponent) << 52;
            return code.V128(bits, bits);
        }

        void Below(Local number, int exponent)
        {
            code.Get(number).Do(VectorOp.F64x2Abs);
            Power(exponent).Do(VectorOp.F64x2Less);
        }

        // Two halves of 26 bits each (Veltkamp).
        (Local High, Local Low) Split(Local number)
        {
            Local scaled = New(), high = New(), low = New();
            var factor = BitConverter.DoubleToUInt64Bits(134217729);
            code.V128(factor, factor).Get(number).Do(VectorOp.F64x2Multiply).Set(scaled);
            code.Get(scaled).Get(scaled).Get(number).Do(VectorOp.F64x2Subtract).Do(VectorOp.F64x2Subtract).Set(high);
            code.Get(number).Get(high).Do(VectorOp.F64x2Subtract).Set(low);
            return (high, low);
        }

        (Local Sum, Local Error) Sum(Local x, Local y)
        {
            Local sum = New(), part = New(), error = New();
            code.Get(x).Get(y).Do(VectorOp.F64x2Add).Set(sum);
            code.Get(sum).Get(x).Do(VectorOp.F64x2Subtract).Set(part);
            code.Get(x).Get(sum).Get(part).Do(VectorOp.F64x2Subtract).Do(VectorOp.F64x2Subtract).Get(y).Get(part).Do(VectorOp.F64x2Subtract).Do(VectorOp.F64x2Add).Set(error);
            return (sum, error);
        }
    }

    /// <summary>(x, y, z) → x · y + z of one lane: the product of the significands in 128 bits, z added to it at its place, rounded when it becomes a double.</summary>
    private static FunctionCode ByIntegers()
    {
        var code = new FunctionCode([ValueType.F64, ValueType.F64, ValueType.F64], [ValueType.F64]);
        Local x = code.Parameter(0), y = code.Parameter(1), z = code.Parameter(2);
        var (significandX, exponentX, signX) = Parts(x);
        var (significandY, exponentY, signY) = Parts(y);
        var (significandZ, exponentZ, signZ) = Parts(z);
        Local high = Integer(), low = Integer(), zHigh = Integer(), zLow = Integer(), exponent = Integer(), sign = Integer(), shift = Integer(), dropped = Integer(), kept = Integer();
        var result = code.New(ValueType.F64);

        // Zeros, infinities and NaN as factors: the product is exact. As a term: 0 leaves the product as it is rounded, the others decide.
        IsSpecial(exponentX);
        IsSpecial(exponentY);
        code.Do(Op.I32Or);
        code.If(() => code.Get(x).Get(y).Do(Op.F64Multiply).Get(z).Do(Op.F64Add).Do(Op.Return));
        IsSpecial(exponentZ);
        code.If(() =>
        {
            code.Get(z).F64(0).Do(Op.F64Equal);
            code.If(() => code.Get(x).Get(y).Do(Op.F64Multiply).Do(Op.Return), () => code.Get(z).Do(Op.Return));
        });

        Multiply();
        code.Get(exponentX).Get(exponentY).Do(Op.I64Add).Set(exponent);
        code.Get(exponentZ).Get(exponent).Do(Op.I64Subtract).Set(shift);
        code.I64(0).Set(zHigh);
        code.Get(shift).I64(0).Do(Op.I64GreaterSigned);
        code.If(ShiftZUp, ShiftZDown);

        // Adds or subtracts.
        code.Get(signX).Get(signY).Do(Op.I64Xor).Set(sign);
        code.Get(low).Set(dropped);
        code.Get(sign).Get(signZ).Do(Op.I64Equal);
        code.If(
            () =>
            {
                code.Get(low).Get(zLow).Do(Op.I64Add).Set(low);
                code.Get(high).Get(zHigh).Do(Op.I64Add).Get(low).Get(zLow).Do(Op.I64LessUnsigned).Do(Op.I64ExtendI32Unsigned).Do(Op.I64Add).Set(high);
            },
            () =>
            {
                code.Get(low).Get(zLow).Do(Op.I64Subtract).Set(low);
                code.Get(high).Get(zHigh).Do(Op.I64Subtract).Get(dropped).Get(low).Do(Op.I64LessUnsigned).Do(Op.I64ExtendI32Unsigned).Do(Op.I64Subtract).Set(high);
                code.Get(high).I64(0).Do(Op.I64LessSigned);
                code.If(() =>
                {
                    code.I64(0).Get(low).Do(Op.I64Subtract).Set(low);
                    code.I64(-1).Get(high).Do(Op.I64Xor).Get(low).Do(Op.I64EqualsZero).Do(Op.I64ExtendI32Unsigned).Do(Op.I64Add).Set(high);
                    code.Get(sign).I64(1).Do(Op.I64Xor).Set(sign);
                });
            });

        // The highest 62 bits or 63, and in the lowest of them whether any is set below.
        code.Get(high).I64(0).Do(Op.I64NotEqual);
        code.If(
            () =>
            {
                code.Get(exponent).I64(64).Do(Op.I64Add).Set(exponent);
                code.Get(high).Do(Op.I64CountLeadingZeros).I64(1).Do(Op.I64Subtract).Set(shift);
                code.Get(high).Get(shift).Do(Op.I64ShiftLeft).Get(low).I64(64).Get(shift).Do(Op.I64Subtract).Do(Op.I64ShiftRightUnsigned).Do(Op.I64Or);
                Sticky(low, () => code.Get(shift));
                code.Do(Op.I64Or).Set(high);
            },
            () =>
            {
                code.Get(low).Do(Op.I64EqualsZero);
                code.If(() => code.Get(x).Get(y).Do(Op.F64Multiply).Get(z).Do(Op.F64Add).Do(Op.Return));
                code.Get(low).Do(Op.I64CountLeadingZeros).I64(1).Do(Op.I64Subtract).Set(shift);
                code.Get(shift).I64(0).Do(Op.I64LessSigned);
                code.If(
                    () => code.Get(low).I64(1).Do(Op.I64ShiftRightUnsigned).Get(low).I64(1).Do(Op.I64And).Do(Op.I64Or).Set(high),
                    () => code.Get(low).Get(shift).Do(Op.I64ShiftLeft).Set(high));
            });
        code.Get(exponent).Get(shift).Do(Op.I64Subtract).Set(exponent);

        // Now |x y + z| is high · 2^exponent, high from 2^62 up to 2^63. A normal number drops the 10 lowest bits of high, a subnormal one all that are below 2^−1074.
        code.I64(-1074).Get(exponent).Do(Op.I64Subtract).Set(shift);
        code.Get(shift).I64(10).Do(Op.I64GreaterSigned);
        code.If(() =>
        {
            code.Get(shift).I64(63).Do(Op.I64GreaterSigned);
            // Where all bits are dropped, high is below half a place.
            code.If(
                () => code.I64(0).Set(kept),
                () =>
                {
                    code.Get(high).Get(shift).Do(Op.I64ShiftRightUnsigned).Set(kept);
                    code.Get(high).I64(64).Get(shift).Do(Op.I64Subtract).Do(Op.I64ShiftLeft).Set(dropped);
                    RoundToEven();
                });
            code.Get(kept).Get(sign).I64(63).Do(Op.I64ShiftLeft).Do(Op.I64Or).Do(Op.F64ReinterpretI64).Do(Op.Return);
        });

        // A normal number: 53 bits rounded to even, and its exponent; a carry into the exponent is right.
        code.Get(high).I64(10).Do(Op.I64ShiftRightUnsigned).Set(kept);
        code.Get(high).I64(54).Do(Op.I64ShiftLeft).Set(dropped);
        RoundToEven();
        // Significands are from 2^52; that bit adds 1 to the exponent field, whose bias is counted without it.
        code.Get(exponent).I64(1022 + 62).Do(Op.I64Add).Set(exponent);
        code.Get(exponent).I64(2046).Do(Op.I64GreaterOrEqualSigned);
        code.If(() => code.I64(0x7ff0000000000000).Get(sign).I64(63).Do(Op.I64ShiftLeft).Do(Op.I64Or).Do(Op.F64ReinterpretI64).Do(Op.Return));
        code.Get(kept).Get(exponent).I64(52).Do(Op.I64ShiftLeft).Do(Op.I64Add).Get(sign).I64(63).Do(Op.I64ShiftLeft).Do(Op.I64Or).Do(Op.F64ReinterpretI64).Set(result);
        code.Get(result);
        return code;

        Local Integer() => code.New(ValueType.I64);

        // Adds 1 to what is kept if what is dropped, in the highest bits of `dropped`, is more than half a place, or half a place and the last bit kept is 1.
        void RoundToEven()
        {
            code.Get(dropped).I64(long.MinValue).Do(Op.I64GreaterUnsigned);
            code.Get(dropped).I64(long.MinValue).Do(Op.I64Equal).Get(kept).Do(Op.I32WrapI64).I32(1).Do(Op.I32And).Do(Op.I32And).Do(Op.I32Or);
            code.Do(Op.I64ExtendI32Unsigned).Get(kept).Do(Op.I64Add).Set(kept);
        }

        void IsSpecial(Local partExponent) => code.Get(partExponent).I64(Special).Do(Op.I64GreaterOrEqualSigned);

        // |number| is significand · 2^exponent, the significand from 2^53 up to 2^54; zeros, infinities and NaN have the exponent Special.
        (Local Significand, Local Exponent, Local Sign) Parts(Local number)
        {
            Local bits = Integer(), significand = Integer(), partExponent = Integer(), partSign = Integer();
            code.Get(number).Do(Op.I64ReinterpretF64).Set(bits);
            code.Get(bits).I64(63).Do(Op.I64ShiftRightUnsigned).Set(partSign);
            code.Get(bits).I64(52).Do(Op.I64ShiftRightUnsigned).I64(0x7ff).Do(Op.I64And).Set(partExponent);
            code.Get(bits).I64((1L << 52) - 1).Do(Op.I64And).Set(significand);
            code.Get(partExponent).I64(0x7ff).Do(Op.I64Equal).Get(bits).I64(1).Do(Op.I64ShiftLeft).Do(Op.I64EqualsZero).Do(Op.I32Or);
            code.If(
                () => code.I64(Special).Set(partExponent),
                () =>
                {
                    code.Get(partExponent).Do(Op.I64EqualsZero);
                    code.If(
                        () =>
                        {
                            // Subnormal: its highest bit to the place of the hidden one.
                            Local up = Integer();
                            code.Get(significand).Do(Op.I64CountLeadingZeros).I64(11).Do(Op.I64Subtract).Set(up);
                            code.Get(significand).Get(up).Do(Op.I64ShiftLeft).Set(significand);
                            code.I64(1).Get(up).Do(Op.I64Subtract).Set(partExponent);
                        },
                        () => code.Get(significand).I64(1L << 52).Do(Op.I64Or).Set(significand));
                    code.Get(significand).I64(1).Do(Op.I64ShiftLeft).Set(significand);
                    code.Get(partExponent).I64(1023 + 52 + 1).Do(Op.I64Subtract).Set(partExponent);
                });
            return (significand, partExponent, partSign);
        }

        // (high, low) = significandX · significandY, by halves of 32 bits.
        void Multiply()
        {
            Local xh = Integer(), xl = Integer(), yh = Integer(), yl = Integer(), middle = Integer(), bottom = Integer();
            Halves(significandX, xh, xl);
            Halves(significandY, yh, yl);
            code.Get(xl).Get(yl).Do(Op.I64Multiply).Set(bottom);
            // Significands are below 2^54, so that this sum is below 2^64.
            code.Get(xh).Get(yl).Do(Op.I64Multiply).Get(xl).Get(yh).Do(Op.I64Multiply).Do(Op.I64Add).Get(bottom).I64(32).Do(Op.I64ShiftRightUnsigned).Do(Op.I64Add).Set(middle);
            code.Get(middle).I64(32).Do(Op.I64ShiftLeft).Get(bottom).I64(0xffffffff).Do(Op.I64And).Do(Op.I64Or).Set(low);
            code.Get(xh).Get(yh).Do(Op.I64Multiply).Get(middle).I64(32).Do(Op.I64ShiftRightUnsigned).Do(Op.I64Add).Set(high);

            void Halves(Local number, Local top, Local rest) =>
                code.Get(number).I64(32).Do(Op.I64ShiftRightUnsigned).Set(top).Get(number).I64(0xffffffff).Do(Op.I64And).Set(rest);
        }

        // 1 if a bit of the number is set that a shift to the left by so many places leaves: 0 or 1 on the stack.
        void Sticky(Local number, Action places)
        {
            code.Get(number);
            places();
            code.Do(Op.I64ShiftLeft).I64(0).Do(Op.I64NotEqual).Do(Op.I64ExtendI32Unsigned);
        }

        // z is above the product's exponent by 1 or more.
        void ShiftZUp()
        {
            code.Get(shift).I64(64).Do(Op.I64LessSigned);
            code.If(
                () =>
                {
                    code.Get(significandZ).Get(shift).Do(Op.I64ShiftLeft).Set(zLow);
                    code.Get(significandZ).I64(64).Get(shift).Do(Op.I64Subtract).Do(Op.I64ShiftRightUnsigned).Set(zHigh);
                },
                () =>
                {
                    code.I64(0).Set(zLow).Get(significandZ).Set(zHigh);
                    code.Get(exponentZ).I64(64).Do(Op.I64Subtract).Set(exponent);
                    code.Get(shift).I64(64).Do(Op.I64Subtract).Set(shift);
                    code.Get(shift).I64(0).Do(Op.I64GreaterSigned);
                    code.If(() =>
                    {
                        code.Get(shift).I64(64).Do(Op.I64LessSigned);
                        code.If(
                            () =>
                            {
                                code.Get(high).I64(64).Get(shift).Do(Op.I64Subtract).Do(Op.I64ShiftLeft).Get(low).Get(shift).Do(Op.I64ShiftRightUnsigned).Do(Op.I64Or);
                                Sticky(low, () => code.I64(64).Get(shift).Do(Op.I64Subtract));
                                code.Do(Op.I64Or).Set(low);
                                code.Get(high).Get(shift).Do(Op.I64ShiftRightUnsigned).Set(high);
                            },
                            () => code.I64(1).Set(low).I64(0).Set(high));
                    });
                });
        }

        // z is at the product's exponent or below.
        void ShiftZDown()
        {
            code.I64(0).Get(shift).Do(Op.I64Subtract).Set(shift);
            code.Get(shift).Do(Op.I64EqualsZero);
            code.If(
                () => code.Get(significandZ).Set(zLow),
                () =>
                {
                    code.Get(shift).I64(64).Do(Op.I64LessSigned);
                    code.If(
                        () =>
                        {
                            code.Get(significandZ).Get(shift).Do(Op.I64ShiftRightUnsigned);
                            Sticky(significandZ, () => code.I64(64).Get(shift).Do(Op.I64Subtract));
                            code.Do(Op.I64Or).Set(zLow);
                        },
                        () => code.I64(1).Set(zLow));
                });
        }
    }

    private const long Special = 1 << 20;
}

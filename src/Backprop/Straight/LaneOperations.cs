using System.Reflection.Emit;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Backprop;

/// <summary>
/// The operations of a bundle that is one 512-bit vector, as calls for which the compiler has instructions: those that <see cref="Lanes512{T}"/> makes, so that the bits are the same.
/// Each takes its operands from the stack and leaves its result there. The methods are named here, so that a trimmer keeps them.
/// </summary>
internal static class LaneOperations<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    internal static readonly Action<ILGenerator> Broadcast = Calls((OfNumber)Vector512.Create);
    internal static readonly Action<ILGenerator> Add = Calls((OfTwo)Vector512.Add);
    internal static readonly Action<ILGenerator> Subtract = Calls((OfTwo)Vector512.Subtract);
    internal static readonly Action<ILGenerator> Multiply = Calls((OfTwo)Vector512.Multiply);
    internal static readonly Action<ILGenerator> Divide = Calls((OfTwo)Vector512.Divide);
    internal static readonly Action<ILGenerator> Negate = Calls((OfOne)Vector512.Negate);
    internal static readonly Action<ILGenerator> MultiplyAdd = IsSingle ? Calls((Three<float>)Vector512.FusedMultiplyAdd) : Calls((Three<double>)Vector512.FusedMultiplyAdd);
    internal static readonly Action<ILGenerator> NegatedMultiplyAdd = IsSingle ? Calls((Three<float>)Avx512F.FusedMultiplyAddNegated) : Calls((Three<double>)Avx512F.FusedMultiplyAddNegated);
    internal static readonly Action<ILGenerator> Min = IsSingle ? Calls((Two<float>)Avx512F.Min) : Calls((Two<double>)Avx512F.Min);
    internal static readonly Action<ILGenerator> Max = IsSingle ? Calls((Two<float>)Avx512F.Max) : Calls((Two<double>)Avx512F.Max);
    internal static readonly Action<ILGenerator> Abs = Calls((OfOne)Vector512.Abs);
    internal static readonly Action<ILGenerator> Sqrt = Calls((OfOne)Vector512.Sqrt);
    internal static readonly Action<ILGenerator> Round = IsSingle ? Calls((One<float>)Vector512.Round) : Calls((One<double>)Vector512.Round);
    internal static readonly Action<ILGenerator> LessThan = Calls((OfTwo)Vector512.LessThan);
    internal static readonly Action<ILGenerator> LessThanOrEqual = Calls((OfTwo)Vector512.LessThanOrEqual);
    internal static readonly Action<ILGenerator> Equal = Calls((OfTwo)Vector512.Equals);
    internal static readonly Action<ILGenerator> Not = Calls((OfOne)Vector512.OnesComplement);
    internal static readonly Action<ILGenerator> And = Calls((OfTwo)Vector512.BitwiseAnd);
    internal static readonly Action<ILGenerator> Select = Calls((OfThree)Vector512.ConditionalSelect);
    internal static readonly Action<ILGenerator> ShiftToExponent = IsSingle
        ? OfBits((ToBits<int>)Vector512.AsInt32, il => Shift(il, 23, (ShiftBits<int>)Vector512.ShiftLeft), (FromBits<int>)Vector512.As<int, T>)
        : OfBits((ToBits<long>)Vector512.AsInt64, il => Shift(il, 52, (ShiftBits<long>)Vector512.ShiftLeft), (FromBits<long>)Vector512.As<long, T>);

    private delegate Vector512<T> OfNumber(T value);

    private delegate Vector512<T> OfOne(Vector512<T> a);

    private delegate Vector512<T> OfTwo(Vector512<T> a, Vector512<T> b);

    private delegate Vector512<T> OfThree(Vector512<T> a, Vector512<T> b, Vector512<T> c);

    private delegate Vector512<TNumber> One<TNumber>(Vector512<TNumber> a);

    private delegate Vector512<TNumber> Two<TNumber>(Vector512<TNumber> a, Vector512<TNumber> b);

    private delegate Vector512<TNumber> Three<TNumber>(Vector512<TNumber> a, Vector512<TNumber> b, Vector512<TNumber> c);

    private delegate Vector512<TBits> ToBits<TBits>(Vector512<T> a);

    private delegate Vector512<T> FromBits<TBits>(Vector512<TBits> a);

    private delegate Vector512<TBits> ShiftBits<TBits>(Vector512<TBits> a, int count);

    private static bool IsSingle => typeof(T) == typeof(float);

    private static Action<ILGenerator> Calls(Delegate operation) => il => il.Emit(OpCodes.Call, operation.Method);

    private static Action<ILGenerator> OfBits(Delegate toBits, Action<ILGenerator> operation, Delegate fromBits) => il =>
    {
        il.Emit(OpCodes.Call, toBits.Method);
        operation(il);
        il.Emit(OpCodes.Call, fromBits.Method);
    };

    private static void Shift(ILGenerator il, int count, Delegate shift)
    {
        il.Emit(OpCodes.Ldc_I4, count);
        il.Emit(OpCodes.Call, shift.Method);
    }
}

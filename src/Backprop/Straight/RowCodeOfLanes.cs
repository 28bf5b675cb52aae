using System.Diagnostics.CodeAnalysis;
using System.Reflection.Emit;
using System.Runtime.Intrinsics;

namespace Backprop;

/// <summary>What the code of a shape finds in each net: its first argument.</summary>
internal sealed unsafe class RowOperands<TFormula, T>(TFormula formula, T* weights)
    where TFormula : struct, IUnitFormula
    where T : unmanaged
{
    internal readonly TFormula Formula = formula;
    internal readonly T* Weights = weights;
}

/// <summary>The code over one kind of lanes, which are one vector: a unit of a group per lane.</summary>
internal sealed unsafe class RowCode<TFormula, TLanes, T>(TFormula formula, RowShape shape) : RowCode<T>
    where TFormula : struct, IUnitFormula
    where TLanes : unmanaged, ILanes<TLanes, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    private DynamicMethod? method;

    /// <summary>The operations, of which the code consists. The compiler puts their instructions in place of the calls.</summary>
    private delegate T* OfOperands(RowOperands<TFormula, T> operands);

    private delegate Vector128<T> OfInputs(Vector128<T> check, T* inputs);

    private delegate bool OfCheck(Vector128<T> check);

    private delegate TLanes OfAddress(T* source);

    private delegate TLanes OfFactor(TLanes sum, T* factor, T* weights);

    private delegate TLanes OfLane(TLanes sum, TLanes states, int lane, T* weights);

    private delegate TLanes OfSum(TLanes sum, RowOperands<TFormula, T> operands);

    private delegate void OfOutput(T* output, TLanes states, int lane);

    internal override RunRow<T> Bind(T* weights) => method!.CreateDelegate<RunRow<T>>(new RowOperands<TFormula, T>(formula, weights));

    [RequiresDynamicCode(RowCode.Reason)]
    private protected override void Compile()
    {
        var made = Written();
        RuntimeHelpers.PrepareDelegate(made.CreateDelegate<RunRow<T>>(new RowOperands<TFormula, T>(formula, null))); // compiles it here, not at its first call
        method = made;
    }

    [RequiresDynamicCode(RowCode.Reason)]
    private DynamicMethod Written()
    {
        var row = new DynamicMethod(nameof(RunRow<>), typeof(bool), [typeof(RowOperands<TFormula, T>), typeof(T*), typeof(T*)], typeof(RowCode<T>).Module, skipVisibility: true);
        var il = row.GetILGenerator();
        WriteCheck(il);
        var weights = il.DeclareLocal(typeof(T*));
        il.Emit(OpCodes.Ldarg_0);
        Call(il, (OfOperands)Weights);
        il.Emit(OpCodes.Stloc, weights);
        var states = new List<LocalBuilder>();
        foreach (var group in shape.Groups)
            states.Add(WriteGroup(il, group, weights, states));
        for (var k = 0; k < states.Count; k++)
        {
            var (size, output) = (shape.Groups[k].Size, shape.Groups[k].Output);
            for (var unit = 0; output >= 0 && unit < size; unit++)
            {
                PushAddress(il, OpCodes.Ldarg_2, output + unit);
                il.Emit(OpCodes.Ldloc, states[k]);
                il.Emit(OpCodes.Ldc_I4, unit);
                Call(il, (OfOutput)Output);
            }
        }
        il.Emit(OpCodes.Ldc_I4_1);
        il.Emit(OpCodes.Ret);
        return row;
    }

    /// <summary>Ends with false if an input is not finite. The last vector of inputs overlaps the one before it.</summary>
    private void WriteCheck(ILGenerator il)
    {
        var (check, areFinite) = (il.DeclareLocal(typeof(Vector128<T>)), il.DefineLabel());
        il.Emit(OpCodes.Ldloc, check); // 0: locals begin as 0
        var step = shape.Inputs < Vector128<T>.Count ? 1 : Vector128<T>.Count;
        for (var input = 0; input < shape.Inputs; input += step)
        {
            PushAddress(il, OpCodes.Ldarg_1, Math.Min(input, shape.Inputs - step));
            Call(il, step == 1 ? CheckOne : (OfInputs)Check);
        }
        Call(il, (OfCheck)IsZero);
        il.Emit(OpCodes.Brtrue, areFinite);
        il.Emit(OpCodes.Ldc_I4_0);
        il.Emit(OpCodes.Ret);
        il.MarkLabel(areFinite);
    }

    /// <summary>Computes the states of a group: the sum of all its projections, one chain, and the unit function.</summary>
    private static LocalBuilder WriteGroup(ILGenerator il, RowGroup group, LocalBuilder weights, List<LocalBuilder> states)
    {
        PushAddress(il, weights, group.Biases);
        Call(il, (OfAddress)Load);
        foreach (var link in group.Links)
        {
            for (var unit = 0; unit < link.Count; unit++)
            {
                var weight = link.Weights + (unit * Bundle);
                if (link.Sender < 0)
                {
                    PushAddress(il, OpCodes.Ldarg_1, link.Input + unit);
                    PushAddress(il, weights, weight);
                    Call(il, (OfFactor)AddInput);
                }
                else
                {
                    il.Emit(OpCodes.Ldloc, states[link.Sender]);
                    il.Emit(OpCodes.Ldc_I4, unit);
                    PushAddress(il, weights, weight);
                    Call(il, (OfLane)AddState);
                }
            }
        }
        il.Emit(OpCodes.Ldarg_0);
        Call(il, (OfSum)Value);
        var state = il.DeclareLocal(typeof(TLanes));
        il.Emit(OpCodes.Stloc, state);
        return state;
    }

    /// <summary>Numbers in a bundle of weights, which may be more than there are lanes.</summary>
    private static int Bundle => 64 / sizeof(T);

    private static void PushAddress(ILGenerator il, OpCode first, int place)
    {
        il.Emit(first);
        AddPlace(il, place);
    }

    private static void PushAddress(ILGenerator il, LocalBuilder first, int place)
    {
        il.Emit(OpCodes.Ldloc, first);
        AddPlace(il, place);
    }

    private static void AddPlace(ILGenerator il, int place)
    {
        if (place == 0)
            return;
        il.Emit(OpCodes.Ldc_I4, place * sizeof(T));
        il.Emit(OpCodes.Conv_I);
        il.Emit(OpCodes.Add);
    }

    /// <summary>Calls an operation that is named here, so that a trimmer keeps it.</summary>
    private static void Call(ILGenerator il, Delegate operation) => il.Emit(OpCodes.Call, operation.Method);

    [MethodImpl(Inline)]
    private static T* Weights(RowOperands<TFormula, T> operands) => operands.Weights;

    /// <summary>0 · y is 0 or −0 if y is finite, otherwise NaN.</summary>
    [MethodImpl(Inline)]
    private static Vector128<T> Check(Vector128<T> check, T* inputs) => check + (Vector128<T>.Zero * Vector128.Load(inputs));

    [MethodImpl(Inline)]
    private static Vector128<T> CheckOne(Vector128<T> check, T* input) => check + (Vector128<T>.Zero * Vector128.Create(*input));

    [MethodImpl(Inline)]
    private static bool IsZero(Vector128<T> check) => Vector128.EqualsAll(check, Vector128<T>.Zero);

    [MethodImpl(Inline)]
    private static TLanes Load(T* source) => TLanes.Load(source);

    [MethodImpl(Inline)]
    private static TLanes AddInput(TLanes sum, T* input, T* weights)
    {
        TLanes.Accumulate(ref sum, input, TLanes.Load(weights));
        return sum;
    }

    [MethodImpl(Inline)]
    private static TLanes AddState(TLanes sum, TLanes states, int lane, T* weights)
    {
        TLanes.AccumulateFrom(ref sum, TLanes.Broadcast(TLanes.Lane(states, lane)), weights);
        return sum;
    }

    [MethodImpl(Inline)]
    private static TLanes Value(TLanes sum, RowOperands<TFormula, T> operands) => operands.Formula.Value<TLanes, T>(sum);

    [MethodImpl(Inline)]
    private static void Output(T* output, TLanes states, int lane) => *output = TLanes.Lane(states, lane);
}

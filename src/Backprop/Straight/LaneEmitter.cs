using System.Reflection.Emit;
using System.Runtime.Intrinsics;

namespace Backprop;

/// <summary>Writes operations on bundles of 512 bits into a method that is being made. Each result is a variable of its own: the compiler decides what stays in a register.</summary>
internal sealed class LaneEmitter<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly ILGenerator il;
    private readonly List<(LocalBuilder? Variable, T Constant)> results = [(null, T.Zero)];

    internal LaneEmitter(ILGenerator il) => this.il = il;

    /// <summary>A number in every lane. It has no variable: the compiler puts it where it is used.</summary>
    internal EmittedLanes<T> Constant(T value)
    {
        results.Add((null, value));
        return new EmittedLanes<T>(results.Count - 1);
    }

    /// <summary>Writes an operation, whose result is a new variable.</summary>
    internal EmittedLanes<T> Call(Action<ILGenerator> operation, params ReadOnlySpan<EmittedLanes<T>> operands)
    {
        foreach (var operand in operands)
            Push(operand);
        operation(il);
        return Pop();
    }

    /// <summary>A new variable, with what is on the stack.</summary>
    internal EmittedLanes<T> Pop()
    {
        var variable = il.DeclareLocal(typeof(Vector512<T>));
        il.Emit(OpCodes.Stloc, variable);
        results.Add((variable, default));
        return new EmittedLanes<T>(results.Count - 1);
    }

    internal void Push(EmittedLanes<T> lanes)
    {
        var (variable, constant) = results[lanes.Number];
        if (variable is not null)
        {
            il.Emit(OpCodes.Ldloc, variable);
            return;
        }
        if (typeof(T) == typeof(float))
            il.Emit(OpCodes.Ldc_R4, float.CreateTruncating(constant));
        else
            il.Emit(OpCodes.Ldc_R8, double.CreateTruncating(constant));
        LaneOperations<T>.Broadcast(il);
    }
}

using System.Diagnostics.CodeAnalysis;
using System.Reflection.Emit;
using System.Runtime.Intrinsics;

namespace Backprop;

/// <summary>Computes E and, in lanes, ∂E/∂w over all cases.</summary>
/// <param name="places">The addresses that <see cref="SweepPlaces"/> names.</param>
/// <returns>E.</returns>
internal unsafe delegate double RunSweep(nint* places);

/// <summary>What is at the addresses that the code takes: the weights; ∂E/∂w in lanes; the weights of the cases in E; the targets; then the states of each input group. Matrices are [unit × case], without room between the rows.</summary>
internal static class SweepPlaces
{
    internal const int Weights = 0, Gradient = 1, CaseWeights = 2, Targets = 3, Inputs = 4;
}

/// <summary>
/// Writes the code of one shape: one run of instructions in which every state and every derivative of a few bundles of cases is a variable.
/// They are the operations of the plain way, and each sum takes its terms in the same order.
/// </summary>
[RequiresDynamicCode(RowCode.Reason)]
internal sealed class SweepEmitter<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int BundleBytes = 64;

    private readonly SweepShape shape;
    private readonly ErrorKernel<T> error;
    private readonly ILGenerator il;
    private readonly LaneEmitter<T> lanes;
    private readonly LocalBuilder[] places;

    /// <summary>By group, unit and bundle.</summary>
    private readonly EmittedLanes<T>[][][] totals;
    private readonly EmittedLanes<T>[][][] states;
    private readonly EmittedLanes<T>[][][] derivatives;

    private delegate double OfBundle(Vector512<T> bundle);

    private SweepEmitter(SweepShape shape, ErrorKernel<T> error, ILGenerator il)
    {
        (this.shape, this.error, this.il) = (shape, error, il);
        lanes = new LaneEmitter<T>(il);
        places = [.. Enumerable.Range(0, SweepPlaces.Inputs + shape.Inputs.Count).Select(Address)];
        (totals, states, derivatives) = (new EmittedLanes<T>[shape.Groups.Count][][], new EmittedLanes<T>[shape.Groups.Count][][], new EmittedLanes<T>[shape.Groups.Count][][]);
    }

    /// <summary>Makes the method.</summary>
    /// <param name="shape">The shape.</param>
    /// <param name="error">The error measure of the units with targets.</param>
    internal static DynamicMethod Method(SweepShape shape, ErrorKernel<T> error)
    {
        var method = new DynamicMethod(nameof(RunSweep), typeof(double), [typeof(nint*)], typeof(SweepEmitter<T>).Module, skipVisibility: true);
        var emitter = new SweepEmitter<T>(shape, error, method.GetILGenerator());
        EmittedLanes<T>.Emitter = emitter.lanes;
        emitter.Write();
        EmittedLanes<T>.Emitter = null;
        return method;
    }

    private void Write()
    {
        for (var number = 0; number < states.Length; number++)
        {
            var group = shape.Groups[number];
            totals[number] = TotalInputs(group);
            states[number] = Array.ConvertAll(totals[number], unit => Array.ConvertAll(unit, group.Function.Value<EmittedLanes<T>, T>));
        }
        EmittedLanes<T> sum = default;
        for (var number = states.Length - 1; number >= 0; number--)
        {
            var group = shape.Groups[number];
            if (!group.Derives)
                continue;
            derivatives[number] = [.. Enumerable.Range(0, group.Size).Select(unit => group.HasTargets ? Errors(unit, states[number][unit], ref sum) : new EmittedLanes<T>[shape.Bundles])];
            for (var unit = 0; unit < group.Size; unit++)
                Derive(group, unit, derivatives[number][unit], totals[number][unit], states[number][unit]);
            WriteGradient(group, derivatives[number]);
        }
        lanes.Push(sum);
        il.Emit(OpCodes.Call, ((OfBundle)Sum).Method);
        il.Emit(OpCodes.Ret);
    }

    /// <summary>Equation 1. Each state is read once, for all units.</summary>
    private EmittedLanes<T>[][] TotalInputs(SweepGroup group)
    {
        var sums = new EmittedLanes<T>[group.Size][];
        for (var unit = 0; unit < group.Size; unit++)
        {
            sums[unit] = new EmittedLanes<T>[shape.Bundles];
            Array.Fill(sums[unit], group.Biases < 0 ? default : Weight(group.Biases + unit));
        }
        foreach (var link in group.Senders)
        {
            var senders = SizeOf(link.Other);
            for (var sender = 0; sender < senders; sender++)
            {
                var weights = Array.ConvertAll([.. Enumerable.Range(0, group.Size)], unit => Weight(link.Weights + (unit * senders) + sender));
                for (var bundle = 0; bundle < shape.Bundles; bundle++)
                {
                    var state = StateOf(link.Other, sender, bundle);
                    for (var unit = 0; unit < group.Size; unit++)
                        sums[unit][bundle] = EmittedLanes<T>.MultiplyAdd(weights[unit], state, sums[unit][bundle]);
                }
            }
        }
        return sums;
    }

    /// <summary>Equations 3 and 4 for one unit: adds its error to the sum, case by case.</summary>
    private EmittedLanes<T>[] Errors(int unit, EmittedLanes<T>[] ofUnit, ref EmittedLanes<T> sum)
    {
        var slopes = new EmittedLanes<T>[shape.Bundles];
        for (var bundle = 0; bundle < shape.Bundles; bundle++)
        {
            var (state, target) = (ofUnit[bundle], Load(SweepPlaces.Targets, (unit * shape.Bundles) + bundle));
            var active = EmittedLanes<T>.Equal(target, target);
            var e = lanes.Call(LaneOperations<T>.And, active, error.ErrorOf<EmittedLanes<T>>(default, state, target));
            slopes[bundle] = lanes.Call(LaneOperations<T>.And, active, error.DerivativeOf<EmittedLanes<T>>(default, state, target));
            if (shape.HasWeights)
            {
                var weight = Load(SweepPlaces.CaseWeights, bundle);
                sum = EmittedLanes<T>.MultiplyAdd(weight, e, sum);
                slopes[bundle] *= weight;
            }
            else
            {
                sum += e;
            }
        }
        return slopes;
    }

    /// <summary>Equations 7 and 5 for one unit: what comes back, then what comes through the unit function, in the place of the unit's own ∂E/∂y.</summary>
    private void Derive(SweepGroup group, int unit, EmittedLanes<T>[] ofUnit, EmittedLanes<T>[] totalsOfUnit, EmittedLanes<T>[] statesOfUnit)
    {
        foreach (var link in group.Receivers)
        {
            var receivers = derivatives[link.Other];
            for (var receiver = 0; receiver < receivers.Length; receiver++)
            {
                var weight = Weight(link.Weights + (receiver * group.Size) + unit);
                for (var bundle = 0; bundle < ofUnit.Length; bundle++)
                    ofUnit[bundle] = EmittedLanes<T>.MultiplyAdd(weight, receivers[receiver][bundle], ofUnit[bundle]);
            }
        }
        for (var bundle = 0; bundle < ofUnit.Length; bundle++)
            ofUnit[bundle] *= group.Function.Derivative<EmittedLanes<T>, T>(totalsOfUnit[bundle], statesOfUnit[bundle]);
    }

    /// <summary>Equation 6. Each state is read once more, for all units: to keep it would take a register that the unit functions need.</summary>
    private void WriteGradient(SweepGroup group, EmittedLanes<T>[][] ofGroup)
    {
        for (var unit = 0; unit < group.Size && group.LearnsBiases; unit++)
        {
            EmittedLanes<T> sum = default;
            foreach (var derivative in ofGroup[unit])
                sum += derivative;
            StoreGradient(group.Biases + unit, sum);
        }
        foreach (var link in group.Senders)
        {
            var senders = SizeOf(link.Other);
            for (var sender = 0; sender < senders && link.Learns; sender++)
            {
                var ofSender = Array.ConvertAll([.. Enumerable.Range(0, shape.Bundles)], bundle => StateOf(link.Other, sender, bundle));
                for (var unit = 0; unit < group.Size; unit++)
                {
                    EmittedLanes<T> sum = default;
                    for (var bundle = 0; bundle < shape.Bundles; bundle++)
                        sum = EmittedLanes<T>.MultiplyAdd(ofGroup[unit][bundle], ofSender[bundle], sum);
                    StoreGradient(link.Weights + (unit * senders) + sender, sum);
                }
            }
        }
    }

    private int SizeOf(int group) => group < 0 ? shape.Inputs[~group] : shape.Groups[group].Size;

    private EmittedLanes<T> StateOf(int group, int unit, int bundle) => group < 0 ? Load(SweepPlaces.Inputs + ~group, (unit * shape.Bundles) + bundle) : states[group][unit][bundle];

    /// <summary>A weight in every lane.</summary>
    private EmittedLanes<T> Weight(int number)
    {
        PushAddress(SweepPlaces.Weights, number * Unsafe.SizeOf<T>());
        il.Emit(OpCodes.Ldobj, typeof(T));
        LaneOperations<T>.Broadcast(il);
        return lanes.Pop();
    }

    private EmittedLanes<T> Load(int place, int bundle)
    {
        PushAddress(place, bundle * BundleBytes);
        il.Emit(OpCodes.Ldobj, typeof(Vector512<T>));
        return lanes.Pop();
    }

    private void StoreGradient(int weight, EmittedLanes<T> sum)
    {
        PushAddress(SweepPlaces.Gradient, weight * BundleBytes);
        lanes.Push(sum);
        il.Emit(OpCodes.Stobj, typeof(Vector512<T>));
    }

    private void PushAddress(int place, int bytes)
    {
        il.Emit(OpCodes.Ldloc, places[place]);
        Add(bytes);
    }

    /// <summary>Reads an address among the places.</summary>
    private LocalBuilder Address(int place)
    {
        var address = il.DeclareLocal(typeof(nint));
        il.Emit(OpCodes.Ldarg_0);
        Add(place * nint.Size);
        il.Emit(OpCodes.Ldind_I);
        il.Emit(OpCodes.Stloc, address);
        return address;
    }

    private void Add(int bytes)
    {
        if (bytes == 0)
            return;
        il.Emit(OpCodes.Ldc_I4, bytes);
        il.Emit(OpCodes.Conv_I);
        il.Emit(OpCodes.Add);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Sum(Vector512<T> bundle) => double.CreateTruncating(SumOf(new Lanes512<T>(bundle)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T SumOf<TLanes>(TLanes bundle)
        where TLanes : unmanaged, ILanes<TLanes, T> => TLanes.SumOfLanes(bundle);
}

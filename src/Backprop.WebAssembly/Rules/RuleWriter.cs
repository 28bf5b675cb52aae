using System.Runtime.InteropServices;
using Backprop.SourceCode;

namespace Backprop.WebAssembly;

/// <summary>What a change of weights depends on besides the numbers of each weight.</summary>
/// <param name="Factor">The factor of the rate, a double; null: 1.</param>
/// <param name="Error">E over the batch and the penalty, a double.</param>
/// <param name="GradientLength">The length of the gradient, a double; null where it is not measured.</param>
internal readonly record struct ChangeScalars(Local? Factor, Local Error, Local? GradientLength);

/// <summary>Writes the change of a stretch of weights by one rule, as its state in the library does it.</summary>
/// <param name="rule">The rule.</param>
/// <param name="memory">Where the weights and their gradient are.</param>
/// <param name="counters">Where sweeps and changes are counted.</param>
/// <param name="vectors">Where the vectors are that the rule remembers.</param>
internal sealed class RuleWriter<T>(LearningRule rule, WeightMemory memory, Counters counters, int[] vectors)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private int powers1, powers2;

    /// <summary>Whether the rule is one that can be written.</summary>
    public static bool Knows(LearningRule rule) => rule is GradientDescent or Adam or AdamW or Rprop or Nesterov or DougsMomentum or Quickprop or DeltaBarDelta;

    private Adam? OfMoments => rule as Adam ?? (rule as AdamW)?.AsAdam;

    /// <summary>Reserves what the code only reads. It must not lie among what a page writes.</summary>
    public void ReserveConstants(MemoryMap map, ModuleWriter module)
    {
        if (OfMoments is not { } adam) return;
        powers1 = Powers(adam.Beta1);
        powers2 = Powers(adam.Beta2);

        int Powers(double @base)
        {
            var powers = new double[63];
            for (var bit = 0; bit < powers.Length; bit++, @base *= @base)
                powers[bit] = @base;
            var address = map.Reserve(powers.Length * sizeof(double));
            module.Initialize(address, MemoryMarshal.AsBytes(powers.AsSpan()).ToArray());
            return address;
        }
    }

    /// <summary>Writes what is the same for all stretches, and gives what writes the change of one.</summary>
    public Action<WeightStretch> Write(StretchLoops<T> loops, ChangeScalars scalars) => rule switch
    {
        GradientDescent descent => Descent(loops, descent, scalars),
        DougsMomentum doug => Descent(loops, doug, scalars),
        Nesterov nesterov => Change(loops, nesterov, scalars),
        Quickprop quickprop => Change(loops, quickprop, scalars),
        DeltaBarDelta delta => Change(loops, delta, scalars),
        Adam adam => Change(loops, adam, scalars),
        AdamW adam => Change(loops, adam, scalars),
        Rprop rprop => Change(loops, rprop, scalars),
        _ => throw new NotSupportedException($"the rule {rule.Name}"),
    };

    private static TracedLanes<T> Of(double value) => TracedLanes<T>.Broadcast(T.CreateTruncating(value));

    private static TracedLanes<T> Flushed(TracedLanes<T> value) =>
        TracedLanes<T>.Select(TracedLanes<T>.LessThan(TracedLanes<T>.Abs(value), TracedLanes<T>.Broadcast(Kernels<T>.LeastNormal)), TracedLanes<T>.Broadcast(T.Zero), value);

    /// <summary>Rounds the double on the stack to the precision and puts it into every lane.</summary>
    public static void Splat(FunctionCode code)
    {
        if (VectorCode<T>.NumberBytes == 4)
            code.Do(Op.F32DemoteF64).Do(VectorOp.F32x4Splat);
        else
            code.Do(VectorOp.F64x2Splat);
    }

    /// <summary>A vector of a rate times the factor.</summary>
    private static Local Rate(StretchLoops<T> loops, double rate, Local? factor)
    {
        var code = loops.Vectors.Code;
        var vector = loops.Vectors.New();
        if (factor is { } of)
        {
            code.F64(rate).Get(of).Do(Op.F64Multiply);
            Splat(code);
        }
        else
        {
            loops.Vectors.Constant(T.CreateTruncating(rate));
        }
        code.Set(vector);
        return vector;
    }

    private Action<WeightStretch> Descent(StretchLoops<T> loops, GradientDescent descent, ChangeScalars scalars)
    {
        var code = loops.Vectors.Code;
        Phase[] phases = descent.Phases.Count == 0 ? [new Phase(descent.LearningRate, descent.Momentum)] : [.. descent.Phases];
        // Phases and a schedule exclude each other.
        Local rate = Rate(loops, -phases[^1].LearningRate, scalars.Factor), momentum = loops.Vectors.New();
        loops.Vectors.Constant(T.CreateTruncating(phases[^1].Momentum)).Set(momentum);
        long end = phases.SkipLast(1).Sum(static phase => (long)phase.Sweeps);
        for (var k = phases.Length - 2; k >= 0; k--)
        {
            var phase = phases[k];
            code.I32(0).At(Op.I32Load, counters.Sweeps).I32((int)Math.Min(end, int.MaxValue)).Do(Op.I32LessSigned);
            code.If(() =>
            {
                loops.Vectors.Constant(-T.CreateTruncating(phase.LearningRate)).Set(rate);
                loops.Vectors.Constant(T.CreateTruncating(phase.Momentum)).Set(momentum);
            });
            end -= phase.Sweeps;
        }
        return Descent(loops, rate, momentum);
    }

    private Action<WeightStretch> Descent(StretchLoops<T> loops, DougsMomentum doug, ChangeScalars scalars)
    {
        var code = loops.Vectors.Code;
        Local rate = loops.Vectors.New(), momentum = loops.Vectors.New();
        code.F64(doug.LearningRate);
        if (scalars.Factor is { } factor)
            code.Get(factor).Do(Op.F64Multiply);
        code.F64(1).Get(scalars.GradientLength!.Value).Do(Op.F64Maximum).Do(Op.F64Divide);
        Splat(code);
        loops.Vectors.Negate().Set(rate).Constant(T.CreateTruncating(doug.Momentum)).Set(momentum);
        return Descent(loops, rate, momentum);
    }

    private Action<WeightStretch> Descent(StretchLoops<T> loops, Local rate, Local momentum) =>
        stretch => loops.Each(stretch, [memory.Gradient, vectors[0], memory.Weights], [rate, momentum], [vectors[0], memory.Weights], static a =>
        {
            var step = Flushed(TracedLanes<T>.MultiplyAdd(a[3], a[0], a[4] * a[1]));
            return [step, a[2] + step];
        });

    private Action<WeightStretch> Change(StretchLoops<T> loops, Nesterov nesterov, ChangeScalars scalars)
    {
        var rate = Rate(loops, -nesterov.LearningRate, scalars.Factor);
        return stretch => loops.Each(stretch, [memory.Gradient, vectors[0], memory.Weights], [rate], [vectors[0], memory.Weights], a =>
        {
            var (velocity, w) = (a[1], a[2]);
            NesterovFormula.Change<TracedLanes<T>, T>(ref w, a[0], ref velocity, a[3], Of(nesterov.Momentum));
            return [Flushed(velocity), w];
        });
    }

    private Action<WeightStretch> Change(StretchLoops<T> loops, Quickprop quickprop, ChangeScalars scalars)
    {
        var rate = Rate(loops, -quickprop.LearningRate, scalars.Factor);
        var mu = quickprop.GrowthLimit;
        return stretch => loops.Each(stretch, [memory.Gradient, vectors[0], vectors[1], memory.Weights], [rate], [vectors[0], vectors[1], memory.Weights], a =>
        {
            var (change, slope, w) = (a[1], a[2], a[3]);
            QuickpropFormula.Change<TracedLanes<T>, T>(ref w, a[0], ref change, ref slope, a[4], Of(mu), Of(mu / (1 + mu)));
            return [Flushed(change), Flushed(slope), w];
        });
    }

    private Action<WeightStretch> Change(StretchLoops<T> loops, DeltaBarDelta delta, ChangeScalars scalars)
    {
        var negated = Rate(loops, -1, scalars.Factor);
        return stretch => loops.Each(stretch, [memory.Gradient, vectors[0], vectors[1], vectors[2], memory.Weights], [negated], [vectors[0], vectors[1], vectors[2], memory.Weights], a =>
        {
            var (rate, mean, change, w) = (a[1], a[2], a[3], a[4]);
            DeltaBarDeltaFormula.Change<TracedLanes<T>, T>(
                ref w, a[0], ref rate, ref mean, ref change, a[5], Of(delta.Increment), Of(1 - delta.Decrement), Of(delta.Memory), Of(1 - delta.Memory), Of(delta.Momentum));
            return [Flushed(rate), Flushed(mean), Flushed(change), w];
        });
    }

    private Action<WeightStretch> Change(StretchLoops<T> loops, AdamW adamW, ChangeScalars scalars)
    {
        var code = loops.Vectors.Code;
        var keep = loops.Vectors.New();
        if (scalars.Factor is { } factor)
        {
            code.F64(1).F64(adamW.LearningRate).Get(factor).Do(Op.F64Multiply).F64(adamW.Decay).Do(Op.F64Multiply).Do(Op.F64Subtract);
            Splat(code);
        }
        else
        {
            loops.Vectors.Constant(T.CreateTruncating(1 - (adamW.LearningRate * adamW.Decay)));
        }
        code.Set(keep);
        var change = Change(loops, adamW.AsAdam, scalars);
        return stretch =>
        {
            if (adamW.Decay != 0 && (adamW.DecayBiases || !stretch.IsBias))
                loops.Each(stretch, [memory.Weights], [keep], [memory.Weights], static a => [a[0] * a[1]]);
            change(stretch);
        };
    }

    private Action<WeightStretch> Change(StretchLoops<T> loops, Adam adam, ChangeScalars scalars)
    {
        var code = loops.Vectors.Code;
        Local rate = loops.Vectors.New(), scale = loops.Vectors.New();
        code.F64(-adam.LearningRate);
        if (scalars.Factor is { } factor)
            code.Get(factor).Do(Op.F64Multiply);
        code.F64(1);
        Power(powers1);
        code.Do(Op.F64Subtract).Do(Op.F64Divide);
        Splat(code);
        code.Set(rate);
        code.F64(1).F64(1);
        Power(powers2);
        code.Do(Op.F64Subtract).Do(Op.F64Divide);
        Splat(code);
        code.Set(scale);
        var (means, squares) = (vectors[0], vectors[1]);
        return stretch => loops.Each(stretch, [memory.Gradient, means, squares, memory.Weights], [rate, scale], [means, squares, memory.Weights], a =>
        {
            var (g, m, v, w) = (a[0], a[1], a[2], a[3]);
            var mean = Flushed(TracedLanes<T>.MultiplyAdd(Of(adam.Beta1), m, Of(1 - adam.Beta1) * g));
            var square = Flushed(TracedLanes<T>.MultiplyAdd(Of(adam.Beta2), v, Of(1 - adam.Beta2) * g * g));
            var quotient = mean / (TracedLanes<T>.Sqrt(square * a[5]) + Of(adam.Epsilon));
            return [mean, square, TracedLanes<T>.MultiplyAdd(a[4], quotient, w)];
        });

        // base^changes, as a product of the powers of its bits, the lowest first.
        void Power(int powers) => code.Scope(() =>
        {
            Local result = code.New(ValueType.F64), exponent = code.New(ValueType.I64);
            code.F64(1).Set(result).I32(0).At(Op.I64Load, counters.Changes).Set(exponent);
            code.DoWhile(() =>
            {
                code.Get(result).Get(exponent).Do(Op.I64CountTrailingZeros).Do(Op.I32WrapI64).I32(sizeof(double)).Do(Op.I32Multiply).At(Op.F64Load, powers).Do(Op.F64Multiply).Set(result);
                code.Get(exponent).Get(exponent).I64(1).Do(Op.I64Subtract).Do(Op.I64And).Tee(exponent).I64(0).Do(Op.I64NotEqual);
            });
            code.Get(result);
        });
    }

    private Action<WeightStretch> Change(StretchLoops<T> loops, Rprop rprop, ChangeScalars scalars)
    {
        var code = loops.Vectors.Code;
        var worse = loops.Vectors.New();
        loops.Vectors.Constant(T.Zero).Set(worse);
        if (rprop.Backtracks)
        {
            code.Get(scalars.Error).I32(0).At(Op.F64Load, counters.PreviousError).Do(Op.F64Greater);
            code.If(() => code.V128(ulong.MaxValue, ulong.MaxValue).Set(worse));
        }
        var (steps, gradients, changes) = (vectors[0], vectors[1], vectors[2]);
        return stretch => loops.Each(stretch, [memory.Gradient, steps, gradients, changes, memory.Weights], [worse], [steps, gradients, changes, memory.Weights], a =>
        {
            var (gradient, step, zero) = (a[0], a[1], Of(0));
            var turn = gradient * a[2];
            var turned = TracedLanes<T>.LessThan(turn, zero);
            var grown = TracedLanes<T>.Select(TracedLanes<T>.LessThan(zero, turn), TracedLanes<T>.Min(Of(rprop.MaximumStep), step * Of(rprop.IncreaseFactor)), step);
            step = TracedLanes<T>.Select(turned, TracedLanes<T>.Max(Of(rprop.MinimumStep), step * Of(rprop.DecreaseFactor)), grown);
            var back = TracedLanes<T>.Select(a[5], -a[3], zero);
            var onward = TracedLanes<T>.Select(TracedLanes<T>.LessThan(zero, gradient), -step, TracedLanes<T>.Select(TracedLanes<T>.LessThan(gradient, zero), step, gradient));
            var change = TracedLanes<T>.Select(turned, back, onward);
            return [step, TracedLanes<T>.Select(turned, zero, gradient), change, a[4] + change];
        });
    }
}

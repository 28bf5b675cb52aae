using System.Runtime.InteropServices;
using Backprop.SourceCode;

namespace Backprop.WebAssembly;

/// <summary>Writes the change of all weights that are not frozen, by a rule of the library, and their decay.</summary>
internal sealed class UpdateWriter<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Vector = VectorCode<T>.VectorBytes;

    private readonly Topology topology;
    private readonly LearningRule rule;
    private readonly WeightMemory memory;
    private readonly Counters counters;
    private readonly RuleState<T> fresh;
    private int powers1, powers2;

    /// <summary>Reserves what the rule remembers, as it is at the beginning.</summary>
    public UpdateWriter(MemoryMap map, ModuleWriter module, Topology topology, LearningRule rule, WeightMemory memory, Counters counters)
    {
        (this.topology, this.rule, this.memory, this.counters) = (topology, rule, memory, counters);
        fresh = rule.Start<T>(topology.WeightCount);
        Vectors = [.. fresh.Vectors.Select(vector => (vector.Name, map.Reserve(memory.VectorBytes)))];
        for (var k = 0; k < Vectors.Length; k++)
            module.Initialize(Vectors[k].Address, MemoryMarshal.AsBytes(fresh.Vectors[k].Values.Span).ToArray());
    }

    /// <summary>Reserves what the code only reads. It must not lie among what a page writes.</summary>
    public void ReserveConstants(MemoryMap map, ModuleWriter module)
    {
        if (rule is not Adam adam) return;
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

    /// <summary>Where the vectors are that the rule remembers.</summary>
    public (string Name, int Address)[] Vectors { get; }

    /// <summary>Whether the rule is one that can be written.</summary>
    public static bool Knows(LearningRule rule) => rule is GradientDescent or Adam or Rprop;

    /// <summary>Writes a change, which is counted already; its sweep is counted later.</summary>
    /// <param name="vectors">Writes the arithmetic.</param>
    /// <param name="error">E over the batch.</param>
    public void Write(VectorCode<T> vectors, Local error) => vectors.Code.Scope(() =>
    {
        var keep = T.CreateTruncating(1 - rule.WeightDecay);
        var change = Change(vectors, error);
        foreach (var stretch in WeightStretch.Of(topology, joined: fresh.IsElementwise && (keep == T.One || rule.DecayBiases)))
        {
            change(stretch);
            if (keep != T.One && (rule.DecayBiases || !stretch.IsBias))
                Each(vectors, stretch, [memory.Weights], [], [memory.Weights], a => [a[0] * TracedLanes<T>.Broadcast(keep)]);
        }
    });

    private Action<WeightStretch> Change(VectorCode<T> vectors, Local error) => rule switch
    {
        GradientDescent descent => Descent(vectors, descent),
        Adam adam => Change(vectors, adam),
        Rprop rprop => Change(vectors, rprop, error),
        _ => throw new NotSupportedException($"the rule {rule.Name}"),
    };

    private Action<WeightStretch> Descent(VectorCode<T> vectors, GradientDescent descent)
    {
        var code = vectors.Code;
        Local rate = vectors.New(), momentum = vectors.New();
        Phase[] phases = descent.Phases.Count == 0 ? [new Phase(descent.LearningRate, descent.Momentum)] : [.. descent.Phases];
        Set(phases[^1]);
        long end = phases.SkipLast(1).Sum(static phase => (long)phase.Sweeps);
        for (var k = phases.Length - 2; k >= 0; k--)
        {
            var phase = phases[k];
            code.I32(0).At(Op.I32Load, counters.Sweeps).I32((int)Math.Min(end, int.MaxValue)).Do(Op.I32LessSigned);
            code.If(() => Set(phase));
            end -= phase.Sweeps;
        }
        var changes = Vectors[0].Address;
        return stretch => Each(vectors, stretch, [memory.Gradient, changes, memory.Weights], [rate, momentum], [changes, memory.Weights], static a =>
        {
            var step = Flushed(TracedLanes<T>.MultiplyAdd(a[3], a[0], a[4] * a[1]));
            return [step, a[2] + step];
        });

        void Set(Phase phase)
        {
            vectors.Constant(-T.CreateTruncating(phase.LearningRate)).Set(rate);
            vectors.Constant(T.CreateTruncating(phase.Momentum)).Set(momentum);
        }
    }

    private Action<WeightStretch> Change(VectorCode<T> vectors, Adam adam)
    {
        var code = vectors.Code;
        Local rate = vectors.New(), scale = vectors.New();
        code.F64(-adam.LearningRate).F64(1);
        Power(powers1);
        code.Do(Op.F64Subtract).Do(Op.F64Divide);
        Splat();
        vectors.Set(rate);
        code.F64(1).F64(1);
        Power(powers2);
        code.Do(Op.F64Subtract).Do(Op.F64Divide);
        Splat();
        vectors.Set(scale);
        var (means, squares) = (Vectors[0].Address, Vectors[1].Address);
        return stretch => Each(vectors, stretch, [memory.Gradient, means, squares, memory.Weights], [rate, scale], [means, squares, memory.Weights], a =>
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

        void Splat()
        {
            if (VectorCode<T>.NumberBytes == 4)
                code.Do(Op.F32DemoteF64).Do(VectorOp.F32x4Splat);
            else
                code.Do(VectorOp.F64x2Splat);
        }

        static TracedLanes<T> Of(double value) => TracedLanes<T>.Broadcast(T.CreateTruncating(value));
    }

    private Action<WeightStretch> Change(VectorCode<T> vectors, Rprop rprop, Local error)
    {
        var code = vectors.Code;
        var worse = vectors.New();
        vectors.Constant(T.Zero).Set(worse);
        code.Get(error).I32(0).At(Op.F64Load, counters.PreviousError).Do(Op.F64Greater);
        code.If(() => code.V128(ulong.MaxValue, ulong.MaxValue).Set(worse));
        var (steps, gradients, changes) = (Vectors[0].Address, Vectors[1].Address, Vectors[2].Address);
        return stretch => Each(vectors, stretch, [memory.Gradient, steps, gradients, changes, memory.Weights], [worse], [steps, gradients, changes, memory.Weights], a =>
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

        static TracedLanes<T> Of(double value) => TracedLanes<T>.Broadcast(T.CreateTruncating(value));
    }

    private static TracedLanes<T> Flushed(TracedLanes<T> value) =>
        TracedLanes<T>.Select(TracedLanes<T>.LessThan(TracedLanes<T>.Abs(value), TracedLanes<T>.Broadcast(Kernels<T>.LeastNormal)), TracedLanes<T>.Broadcast(T.Zero), value);

    /// <summary>Computes a formula of the numbers of a stretch in vectors as long as the weights, whole vectors first, then one by one.</summary>
    private void Each(VectorCode<T> vectors, WeightStretch stretch, int[] arguments, Local[] scalars, int[] results, Func<TracedLanes<T>[], TracedLanes<T>[]> function)
    {
        var code = vectors.Code;
        code.Scope(() =>
        {
            var formula = vectors.Prepare(arguments.Length + scalars.Length, function);
            var lanes = Vector / VectorCode<T>.NumberBytes;
            // Behind the last weight there may be room for more: zeros, which stay so.
            var padded = (stretch.Length + lanes - 1) / lanes * lanes;
            var count = stretch.Offset + stretch.Length == topology.WeightCount && stretch.Offset + padded <= BlockShape.Padded(topology.WeightCount) ? padded : stretch.Length;
            var (first, whole) = (stretch.Offset * VectorCode<T>.NumberBytes, count / lanes);
            if (whole > 0)
                Run(whole * Vector, Vector, first, isOne: false);
            if (count % lanes > 0)
                Run(count % lanes * VectorCode<T>.NumberBytes, VectorCode<T>.NumberBytes, first + (whole * Vector), isOne: true);

            void Run(int end, int step, int from, bool isOne) => code.For(end, step, at => code.Scope(() =>
            {
                var loaded = new List<Local>();
                foreach (var argument in arguments)
                {
                    var local = vectors.New();
                    code.Get(at);
                    (isOne ? vectors.LoadOne(argument + from) : vectors.Load(argument + from)).Set(local);
                    loaded.Add(local);
                }
                var computed = formula.Of([.. loaded, .. scalars]);
                for (var k = 0; k < results.Length; k++)
                {
                    code.Get(at);
                    vectors.Get(computed[k]);
                    _ = isOne ? vectors.StoreOne(results[k] + from) : vectors.Store(results[k] + from);
                }
            }));
        });
    }
}

using System.Globalization;
using System.Text.Json;

namespace Backprop;

/// <summary>
/// Weight perturbation: ∂E/∂w from E with changed weights, without any backward pass. With all weights at once ∂E/∂w is estimated as (E(w + ξ) − E(w)) ξ / σ² with random ξ (Cauwenberghs 1993), which in the mean over ξ, for
/// small σ, is the derivative, with a variance that grows with the number of weights; <see cref="OneByOne"/>, as Jabri and Flower 1992 do, as (E(w_k + σ) − E(w)) / σ for each weight, which costs a run per weight.
/// Each block of at most 512 cases has changes of its own; a case of a weight change at a time has them if <see cref="TrainerOptions.Batch"/> is <see cref="Batch.EachCase"/>.
/// </summary>
/// <example>
/// <code>
/// var net = new Network&lt;double&gt;(Topology.Layered(2, 3, 1)).Randomize(seed: 1);
/// var cases = Cases.From([[0, 1], [1, 1]], [[1], [0]]);
/// Console.WriteLine(GradientCheck.Angles(net, cases, new WeightPerturbation { OneByOne = true, Deviation = 1e-5 }).Degrees);
/// </code>
/// </example>
public sealed record WeightPerturbation : GradientMethod
{
    /// <inheritdoc/>
    public override string Name => "weight perturbation";

    /// <summary>σ: the standard deviation of the changes, which are normal; one by one, each change itself. More than 0, 0.01 by default.</summary>
    public double Deviation { get; init; } = 0.01;

    /// <summary>Runs with changed weights per weight change, over which the estimate is averaged; at least 1, the default. Without effect one by one.</summary>
    public int Samples { get; init; } = 1;

    /// <summary>Whether each weight is changed by itself; false by default.</summary>
    public bool OneByOne { get; init; }

    /// <summary>Fixes the changes, on every machine: they follow from the seed, the sweep and the number of the first case; 1 by default.</summary>
    public ulong Seed { get; init; } = 1;

    /// <inheritdoc/>
    public override GradientMethod WithSeed(ulong seed) => this with { Seed = seed };

    internal override void Validate()
    {
        Require(Deviation > 0 && double.IsFinite(Deviation), nameof(Deviation), Deviation, "a finite number above 0");
        Require(Samples >= 1, nameof(Samples), Samples, "1 or more");
    }

    internal override void WriteSettings(Utf8JsonWriter json)
    {
        json.WriteNumber("deviation", Deviation);
        json.WriteNumber("samples", Samples);
        json.WriteBoolean("oneByOne", OneByOne);
        json.WriteString("seed", Seed.ToString(CultureInfo.InvariantCulture));
    }

    internal override GradientPass<T> Bind<T>(GradientTask task) => new Pass<T>(this, task);

    private sealed unsafe class Pass<T> : GradientPass<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        private readonly WeightPerturbation method;
        private readonly AlignedBuffer<T> changed;
        private readonly int count;
        private readonly int[] learning;
        private readonly double[] errors;
        private readonly double[] changes;

        internal Pass(WeightPerturbation method, GradientTask task)
            : base(task.Propagate<T>(use: StateUse.ErrorAlone))
        {
            this.method = method;
            count = task.Topology.WeightCount;
            changed = new AlignedBuffer<T>(BlockShape.Padded(count));
            learning = [.. task.Topology.Blocks.SelectMany(static block => Enumerable.Range(0, block.Length).Where(k => !block.IsFrozen(k) && block.MaskArray?[k] != false).Select(k => block.Offset + k))];
            errors = new double[method.OneByOne ? learning.Length : method.Samples];
            changes = new double[learning.Length];
        }

        internal override bool IsPlain => false;

        internal override bool AllowsLanes => false;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        internal override double Derive(CaseBlock<T> block, ReadOnlySpan<int> cases, T* weights, Gradient<T> gradient, bool fresh, int sweep)
        {
            new ReadOnlySpan<T>(weights, count).CopyTo(changed.Span);
            for (var run = 0; run < errors.Length; run++)
                errors[run] = method.OneByOne ? ErrorOfOne(block, weights, learning[run]) : ErrorOfSample(block, weights, cases[0], sweep, run);
            // Last, so that the states are those of the net as it is.
            Propagation.Forward(block, weights);
            var error = Propagation.Error(block);
            ForwardPasses += errors.Length + 1;
            if (!double.IsFinite(error))
                return error;
            if (fresh)
                gradient.Values.Clear();
            for (var run = 0; run < errors.Length; run++)
            {
                var difference = errors[run] - error;
                if (method.OneByOne)
                {
                    gradient.Values[learning[run]] += T.CreateTruncating(difference / method.Deviation);
                    continue;
                }
                Draw(cases[0], sweep, run);
                for (var k = 0; k < learning.Length; k++)
                    gradient.Values[learning[k]] += T.CreateTruncating(difference * changes[k] / (method.Deviation * method.Samples));
            }
            return error;
        }

        /// <summary>E with one weight changed.</summary>
        private double ErrorOfOne(CaseBlock<T> block, T* weights, int weight)
        {
            changed.Span[weight] = weights[weight] + T.CreateTruncating(method.Deviation);
            Propagation.Forward(block, changed.Pointer);
            changed.Span[weight] = weights[weight];
            return Propagation.Error(block);
        }

        /// <summary>E with all weights changed.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private double ErrorOfSample(CaseBlock<T> block, T* weights, int first, int sweep, int sample)
        {
            Draw(first, sweep, sample);
            for (var k = 0; k < learning.Length; k++)
                changed.Span[learning[k]] = weights[learning[k]] + T.CreateTruncating(method.Deviation * changes[k]);
            Propagation.Forward(block, changed.Pointer);
            return Propagation.Error(block);
        }

        /// <summary>Draws the changes of a run in deviations.</summary>
        private void Draw(int first, int sweep, int sample)
        {
            var normal = new NormalDistribution(Random(Noise.Mixed(Noise.Mixed(method.Seed, (ulong)sweep), (ulong)first), (ulong)sample));
            for (var k = 0; k < changes.Length; k++)
                changes[k] = normal.Next();
        }
    }
}

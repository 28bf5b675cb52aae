using System.Globalization;
using System.Text.Json;

namespace Backprop;

/// <summary>
/// Node perturbation: each case runs once as it is and once with noise ξ on the total inputs, and ∂E/∂x_j is estimated as (E(x + ξ) − E(x)) ξ_j / σ², without any backward pass; equation 6 follows. In the mean over the
/// noise, for small σ, that is the derivative, with a variance that grows with the number of units and, in iterative nets, iterations. Source: Werfel, Xie and Seung 2005; also Widrow and Lehr 1990, as Madaline rule III.
/// </summary>
/// <example>
/// <code>
/// var net = new Network&lt;double&gt;(Topology.Layered(2, 3, 1)).Randomize(seed: 1);
/// var cases = Cases.From([[0, 1], [1, 1]], [[1], [0]]);
/// Console.WriteLine(GradientCheck.Angles(net, cases, new NodePerturbation { Samples = 100 }).Degrees);
/// </code>
/// </example>
public sealed record NodePerturbation : GradientMethod
{
    /// <inheritdoc/>
    public override string Name => "node perturbation";

    /// <summary>σ: the standard deviation of the noise, which is normal; more than 0, 0.01 by default.</summary>
    public double Deviation { get; init; } = 0.01;

    /// <summary>Runs with noise per case and weight change, over which the estimate is averaged; at least 1, the default.</summary>
    public int Samples { get; init; } = 1;

    /// <summary>Fixes the noise, on every machine: it follows from the seed, the sweep and the number of the case; 1 by default.</summary>
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
        json.WriteString("seed", Seed.ToString(CultureInfo.InvariantCulture));
    }

    internal override GradientPass<T> Bind<T>(GradientTask task)
    {
        task.RefuseNoise(this, "adds noise of its own and compares with a run without");
        task.RefuseRecomputation(this, "needs the states of all iterations at once");
        return new Pass<T>(this, task);
    }

    private sealed unsafe class Pass<T> : GradientPass<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        private readonly NodePerturbation method;
        private readonly Noise noise;
        private readonly Propagation<T> noisy;
        private readonly Group[] groups;
        private readonly Group[] outputs;
        private readonly double[] errors;
        private readonly double[] differences;
        private readonly double[] part;

        internal Pass(NodePerturbation method, GradientTask task)
            : base(task.Propagate<T>())
        {
            this.method = method;
            var topology = task.Topology;
            groups = [.. topology.Groups.Where(group => !group.IsInput && Propagation.Derivatives(group) != null)];
            outputs = [.. topology.Outputs.Where(group => task.Cases.Target(group) is not null)];
            // Noise where nothing is learned would only blur the estimates of the other units.
            var learning = topology.Groups.Where(static group => !group.IsInput).Where(static group => group.Biases is { Frozen: false } || Array.Exists(group.Into, static projection => !projection.Weights.Frozen)).Select(static group => group.Origin).Distinct(StringComparer.Ordinal);
            noise = new Noise { Seed = method.Seed, TotalInputs = learning.ToDictionary(static name => name, _ => method.Deviation, StringComparer.Ordinal) };
            noisy = new Propagation<T>(topology, task.Capacity, task.Error, StateUse.AllStates, task.Team, noise);
            (errors, differences, part) = (new double[task.Capacity], new double[task.Capacity], new double[task.Capacity]);
        }

        internal override bool IsPlain => false;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        internal override double Derive(CaseBlock<T> block, ReadOnlySpan<int> cases, T* weights, Gradient<T> gradient, bool fresh, int sweep)
        {
            Propagation.Forward(block, weights);
            var error = Propagation.Error(block);
            if (!double.IsFinite(error))
                return error;
            Errors(Propagation, block, errors);
            foreach (var group in groups)
                new Span<T>(Propagation.Derivatives(group), group.Size * block.Stride).Clear();
            var ofSweep = noise.InSweep(sweep);
            for (var sample = 0; sample < method.Samples; sample++)
            {
                noisy.DrawNoise(block, cases, ofSweep.InSweep(sample));
                noisy.Forward(block, weights);
                Errors(noisy, block, differences);
                for (var c = 0; c < block.Count; c++)
                    differences[c] = Factor(block, c) * (differences[c] - errors[c]);
                foreach (var group in groups)
                    Add(block, group);
            }
            ForwardPasses += method.Samples + 1;
            BackwardPasses += 0.5;
            Propagation.DeriveWeights(block, weights, gradient, fresh);
            return error;
        }

        private double Factor(CaseBlock<T> block, int c) => (block.Weights == null ? 1 : double.CreateTruncating(block.Weights[c])) / (method.Deviation * method.Deviation * method.Samples);

        private void Add(CaseBlock<T> block, Group group)
        {
            T* dx = Propagation.Derivatives(group), added = noisy.NoiseOnTotals(group);
            if (added == null)
                return;
            for (nint unit = 0; unit < group.Size; unit++)
            {
                for (var c = 0; c < block.Count; c++)
                    dx[(unit * block.Stride) + c] += T.CreateTruncating(differences[c] * double.CreateTruncating(added[(unit * block.Stride) + c]));
            }
        }

        /// <summary>E of each case, without its weight.</summary>
        private void Errors(Propagation<T> run, CaseBlock<T> block, double[] sums)
        {
            sums.AsSpan(0, block.Count).Clear();
            foreach (var output in outputs)
            {
                run.ErrorsOfCases(block, output, part.AsSpan(0, block.Count));
                for (var c = 0; c < block.Count; c++)
                    sums[c] += part[c];
            }
        }
    }
}

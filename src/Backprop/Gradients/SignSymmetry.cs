using System.Globalization;
using System.Text.Json;

namespace Backprop;

/// <summary>
/// Sign symmetry: ∂E/∂y_i = Σ_j m_ji sign(w_ji) ∂E/∂x_j in place of equation 7: what comes back keeps the sign of each weight, as it is now, and not its size. All else is back-propagation.
/// Source: Liao, Leibo and Poggio 2016, whose three kinds of magnitudes are <see cref="SignMagnitude"/>.
/// </summary>
/// <example>
/// <code>
/// var net = new Network&lt;double&gt;(Topology.Layered(2, 3, 1)).Randomize(seed: 1);
/// var cases = Cases.From([[0, 1], [1, 1]], [[1], [0]]);
/// Console.WriteLine(GradientCheck.Angles(net, cases, new SignSymmetry()).Degrees);
/// </code>
/// </example>
public sealed record SignSymmetry : GradientMethod
{
    /// <inheritdoc/>
    public override string Name => "sign symmetry";

    /// <summary>The size of return weights: each of them, or the greatest where they are drawn; more than 0, 1 by default.</summary>
    public double Size { get; init; } = 1;

    /// <summary>How sizes come about; all the same by default.</summary>
    public SignMagnitude Magnitude { get; init; }

    /// <summary>Fixes the sizes that are drawn, on every machine; 1 by default.</summary>
    public ulong Seed { get; init; } = 1;

    /// <inheritdoc/>
    public override GradientMethod WithSeed(ulong seed) => this with { Seed = seed };

    internal override void Validate()
    {
        Require(Size > 0 && double.IsFinite(Size), nameof(Size), Size, "a finite number above 0");
        if (!Enum.IsDefined(Magnitude))
            throw new ArgumentOutOfRangeException(nameof(Magnitude), Magnitude, "Magnitude must be one of the kinds of SignMagnitude.");
    }

    internal override void WriteSettings(Utf8JsonWriter json)
    {
        json.WriteNumber("size", Size);
        json.WriteString("magnitude", Magnitude.ToString());
        json.WriteString("seed", Seed.ToString(CultureInfo.InvariantCulture));
    }

    internal override GradientPass<T> Bind<T>(GradientTask task) => new Pass<T>(this, task, new ReturnWeights<T>(task.Topology.WeightCount));

    private sealed unsafe class Pass<T> : GradientPass<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        private readonly SignSymmetry method;
        private readonly ReturnWeights<T> returns;
        private readonly T[] sizes;

        internal Pass(SignSymmetry method, GradientTask task, ReturnWeights<T> returns)
            : base(task.Propagate(returns))
        {
            (this.method, this.returns) = (method, returns);
            sizes = new T[returns.Values.Length];
            sizes.AsSpan().Fill(T.CreateTruncating(method.Size));
            if (method.Magnitude == SignMagnitude.Fixed)
                Draw(Random(method.Seed, 0));
        }

        internal override bool IsPlain => false;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        internal override void Begin(T* weights, int sweep, int first)
        {
            if (method.Magnitude == SignMagnitude.Redrawn)
                Draw(Random(Noise.Mixed(method.Seed, (ulong)sweep), (ulong)first));
            var values = returns.Values;
            for (var k = 0; k < values.Length; k++)
                values[k] = weights[k] > T.Zero ? sizes[k] : weights[k] < T.Zero ? -sizes[k] : T.Zero;
        }

        private void Draw(RandomSource random)
        {
            foreach (ref var size in sizes.AsSpan())
                size = T.CreateTruncating(random.NextDouble() * method.Size);
        }
    }
}

/// <summary>How the sizes of the return weights of <see cref="SignSymmetry"/> come about.</summary>
public enum SignMagnitude
{
    /// <summary>All are the same ("uniform sign-concordant feedback").</summary>
    Uniform,

    /// <summary>Each is drawn once, from 0 to <see cref="SignSymmetry.Size"/> ("fixed random magnitude").</summary>
    Fixed,

    /// <summary>Each is drawn again for every weight change ("batchwise random magnitude").</summary>
    Redrawn,
}

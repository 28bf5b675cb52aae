using System.Globalization;
using System.Text.Json;

namespace Backprop;

/// <summary>
/// Feedback alignment: ∂E/∂y_i = Σ_j b_ji ∂E/∂x_j in place of equation 7, with random return weights b that never change. All else is back-propagation. Copies of a shared weight
/// in an iterative net share their return weight, and links that a mask leaves out have none. Source: Lillicrap, Cownden, Tweed and Akerman 2016.
/// </summary>
/// <example>
/// <code>
/// var net = new Network&lt;double&gt;(Topology.Layered(2, 3, 1)).Randomize(seed: 1);
/// var cases = Cases.From([[0, 1], [1, 1]], [[1], [0]]);
/// Console.WriteLine(GradientCheck.Angles(net, cases, new FeedbackAlignment()).Degrees);
/// </code>
/// </example>
public sealed record FeedbackAlignment : GradientMethod
{
    /// <inheritdoc/>
    public override string Name => "feedback alignment";

    /// <summary>The return weights are uniform within ± this; more than 0, 0.5 by default.</summary>
    public double Range { get; init; } = 0.5;

    /// <summary>Fixes the return weights, on every machine; 1 by default.</summary>
    public ulong Seed { get; init; } = 1;

    /// <inheritdoc/>
    public override GradientMethod WithSeed(ulong seed) => this with { Seed = seed };

    internal override void Validate() => Require(Range > 0 && double.IsFinite(Range), nameof(Range), Range, "a finite number above 0");

    internal override void WriteSettings(Utf8JsonWriter json)
    {
        json.WriteNumber("range", Range);
        json.WriteString("seed", Seed.ToString(CultureInfo.InvariantCulture));
    }

    internal override GradientPass<T> Bind<T>(GradientTask task)
    {
        var returns = new ReturnWeights<T>(task.Topology.WeightCount);
        var random = Random(Seed, 0);
        foreach (var block in task.Topology.Blocks)
        {
            var values = returns.Values.Slice(block.Offset, block.Length);
            for (var k = 0; k < values.Length; k++)
            {
                var number = random.NextSigned() * Range;
                values[k] = block.MaskArray is { } mask && !mask[k] ? T.Zero : T.CreateTruncating(number);
            }
        }
        return new(task.Propagate(returns));
    }
}

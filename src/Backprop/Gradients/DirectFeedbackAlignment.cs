using System.Globalization;
using System.Text.Json;

namespace Backprop;

/// <summary>
/// Direct feedback alignment: ∂E/∂y of each hidden group is Σ_k b_ki ∂E/∂x_k over the units k of all output groups, with random weights b that never change, whatever lies between. The weights of the output
/// groups learn as by back-propagation. For layered nets whose output groups send to no other group. Source: Nøkland 2016.
/// </summary>
/// <example>
/// <code>
/// var net = new Network&lt;double&gt;(Topology.Layered(2, 4, 3, 1)).Randomize(seed: 1);
/// var cases = Cases.From([[0, 1], [1, 1]], [[1], [0]]);
/// Console.WriteLine(GradientCheck.Angles(net, cases, new DirectFeedbackAlignment()).Degrees);
/// </code>
/// </example>
public sealed record DirectFeedbackAlignment : GradientMethod
{
    /// <inheritdoc/>
    public override string Name => "direct feedback alignment";

    /// <summary>The weights b are uniform within ± this, more than 0; null, the default: ±1/√n for a hidden group of n units.</summary>
    public double? Range { get; init; }

    /// <summary>Fixes the weights b, on every machine; 1 by default.</summary>
    public ulong Seed { get; init; } = 1;

    /// <inheritdoc/>
    public override GradientMethod WithSeed(ulong seed) => this with { Seed = seed };

    internal override void Validate() => Require(Range is null || (Range > 0 && double.IsFinite(Range.Value)), nameof(Range), Range ?? 0, "a finite number above 0");

    internal override void WriteSettings(Utf8JsonWriter json)
    {
        if (Range is { } range) json.WriteNumber("range", range);
        json.WriteString("seed", Seed.ToString(CultureInfo.InvariantCulture));
    }

    internal override GradientPass<T> Bind<T>(GradientTask task)
    {
        var topology = task.Topology;
        LayeredNets.Check(this, topology);
        var links = new Dictionary<Group, Projection[]>();
        var count = 0;
        foreach (var group in topology.Groups.Where(static group => !group.IsInput && !group.IsOutput))
            links.Add(group, [.. topology.Outputs.Select(output => Link(group, output, ref count))]);
        var returns = new ReturnWeights<T>(count, links);
        var random = Random(Seed, 0);
        foreach (var (group, itsLinks) in links)
        {
            var range = Range ?? (1 / Math.Sqrt(group.Size));
            foreach (var link in itsLinks)
            {
                foreach (ref var value in returns.Values.Slice(link.Weights.Offset, link.Weights.Length))
                    value = T.CreateTruncating(random.NextSigned() * range);
            }
        }
        return new(task.Propagate(returns));
    }

    private static Projection Link(Group group, Group output, ref int count)
    {
        var weights = new WeightBlock($"{output.Name}->{group.Name}", output.Size, group.Size, count);
        count += weights.Length;
        return new Projection(new ProjectionDescription(group.Name, output.Name), group, output, weights);
    }
}

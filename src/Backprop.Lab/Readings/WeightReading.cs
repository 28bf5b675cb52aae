namespace Backprop.Lab;

/// <summary>What one place of a weight adds to ∂E/∂w in one case (equation 6).</summary>
/// <param name="To">The receiving group.</param>
/// <param name="From">The sending group; null for a bias, whose sender is always 1.</param>
/// <param name="Derivative">∂E/∂x of the receiving unit.</param>
/// <param name="State">y of the sending unit; 1 for a bias.</param>
/// <param name="Product">Their product, rounded in the precision of the net.</param>
internal sealed record WeightTerm(Group To, Group? From, double Derivative, double State, double Product);

/// <summary>One weight or bias: where it stands, and ∂E/∂w of one case (equation 6) place by place.</summary>
internal sealed class WeightReading
{
    private WeightReading(WeightBlock block, int weight) => (Block, Weight) = (block, weight);

    /// <summary>The block that it is one of.</summary>
    public WeightBlock Block { get; }

    /// <summary>Its place in the flat vector.</summary>
    public int Weight { get; }

    /// <summary>The receiving unit, from 0.</summary>
    public int To => UnitsOf(Block, Weight).To;

    /// <summary>The sending unit, from 0; of a bias 0.</summary>
    public int From => UnitsOf(Block, Weight).From;

    /// <summary>Whether the link exists: no mask and no lesion leaves it out.</summary>
    public bool Exists => Block.Mask?[Weight - Block.Offset] != false;

    /// <summary>Whether learning leaves it as it is, by itself or with its block.</summary>
    public bool IsFrozen => Block.IsFrozen(Weight - Block.Offset);

    /// <summary>Its value.</summary>
    public required double Value { get; init; }

    /// <summary>∂E/∂w of the case as the library computes it: the sum of the terms, or their mean where the net says so; 0 if it is frozen.</summary>
    public required double OfCase { get; init; }

    /// <summary>What each place of it adds.</summary>
    public required IReadOnlyList<WeightTerm> Terms { get; init; }

    /// <summary>Whether the sum of the terms is divided by their number (the paper's average over the copies).</summary>
    public bool IsMean => Block.Sharing == SharedGradient.Mean && Block.Copies > 1;

    /// <summary>The sum of the terms.</summary>
    public double Sum => Terms.Sum(static term => term.Product);

    /// <summary>What all places add together, by a sum in double precision: ∂E/∂w of a window of sequences, which the library computes only of all windows.</summary>
    public double OfPlaces => IsFrozen ? 0 : IsMean ? Sum / Block.Copies : Sum;

    /// <summary>Reads a weight.</summary>
    /// <param name="reading">The numbers of the case.</param>
    /// <param name="weight">Its place in the flat vector.</param>
    public static WeightReading Of(CaseReading reading, int weight)
    {
        var block = BlockOf(reading.Net, weight);
        var (to, from) = UnitsOf(block, weight);
        return new WeightReading(block, weight)
        {
            Value = reading.Weights[weight],
            OfCase = reading.ByWeight[weight],
            Terms = block.IsBias
                ? [.. reading.Net.Groups.Where(group => group.Biases == block).Select(group => Term(group, null, 1))]
                : [.. reading.Net.Projections.Where(projection => projection.Weights == block).Select(projection => Term(projection.To, projection.From, reading.States[projection.From.Index][from]))],
        };

        WeightTerm Term(Group receiver, Group? sender, double state)
        {
            var derivative = reading.ByTotalInput[receiver.Index][to];
            return new(receiver, sender, derivative, state, reading.Multiply(derivative, state));
        }
    }

    /// <summary>The lesion that destroys the link of a weight; null for a bias, which is not a link, and for a link that does not exist.</summary>
    /// <param name="net">The net.</param>
    /// <param name="weight">The place of the weight in the flat vector.</param>
    public static Lesion? LinkOf(Topology net, int weight)
    {
        var block = BlockOf(net, weight);
        if (block.IsBias || block.Mask?[weight - block.Offset] == false) return null;
        var (to, from) = UnitsOf(block, weight);
        return Lesion.OfLinks(block.Name, new Link(to, from));
    }

    /// <summary>The receiving unit and the sending unit of a weight, from 0; of a bias the sender is 0.</summary>
    public static (int To, int From) UnitsOf(WeightBlock block, int weight)
    {
        var k = weight - block.Offset;
        return block.IsOneToOne ? (k, k) : (k / block.Columns, k % block.Columns);
    }

    /// <summary>The block in which a place of the flat vector lies.</summary>
    public static WeightBlock BlockOf(Topology net, int weight)
    {
        foreach (var block in net.Blocks)
        {
            if (weight >= block.Offset && weight < block.Offset + block.Length) return block;
        }
        throw new ArgumentOutOfRangeException(nameof(weight), weight, $"The net has {net.WeightCount} weights.");
    }
}

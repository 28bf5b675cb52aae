namespace Backprop.Lab;

/// <summary>What a weight or a bias is called.</summary>
internal static class WeightName
{
    private static readonly Phrase Bias = new("Bias of {0}, unit {1}", "{0} 单元 {1} 的偏置"), Link = new("Weight from {0} {1} to {2} {3}", "权重：{0} {1} → {2} {3}");

    /// <summary>Its name: of copies that share it, the name of what they are copies of.</summary>
    /// <param name="net">The net.</param>
    /// <param name="weight">Its place in the flat vector.</param>
    /// <param name="language">The language.</param>
    public static string Of(Topology net, int weight, Language language)
    {
        var block = WeightReading.BlockOf(net, weight);
        var (to, from) = WeightReading.UnitsOf(block, weight);
        if (block.IsBias)
        {
            var group = net.Groups.First(group => group.Biases == block);
            return Bias.In(language, group.Origin, group.UnitLabel(to));
        }
        var projection = net.Projections.Last(projection => projection.Weights == block);
        return Link.In(language, projection.From.Origin, projection.From.UnitLabel(from), projection.To.Origin, projection.To.UnitLabel(to));
    }
}

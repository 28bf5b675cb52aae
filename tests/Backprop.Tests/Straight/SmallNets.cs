namespace Backprop.Tests;

/// <summary>Random nets of a few units.</summary>
internal static class SmallNets
{
    /// <summary>One or two inputs and up to three further groups, some of them outputs, each from some of those before it, the last from all.</summary>
    /// <param name="random">The generator.</param>
    /// <param name="function">Gives the function of each group.</param>
    /// <param name="largest">The most units of a group that is not an input.</param>
    /// <param name="part">Gives which weights of a projection are missing, and which are frozen; null: none.</param>
    internal static Topology Random(RandomSource random, Func<UnitFunction> function, int largest, Func<int, int, (bool[,]? Mask, bool[,]? Frozen)>? part = null) => Topology.Build(net =>
    {
        int Size() => 1 + random.NextInt(largest);
        var senders = new List<(GroupBuilder Group, int Size)> { Input("a") };
        if (random.NextInt(2) == 0)
            senders.Add(Input("b"));
        var groups = 1 + random.NextInt(3);
        for (var k = 0; k < groups; k++)
        {
            var (biases, size) = (random.NextInt(3) > 0, Size());
            var group = k == groups - 1 || random.NextInt(3) == 0 ? net.Output($"g{k}", size, function(), biases: biases) : net.Group($"g{k}", size, function(), biases: biases);
            Connect(senders[^1]);
            foreach (var sender in senders.SkipLast(1))
            {
                if (k == groups - 1 || random.NextInt(2) == 0)
                    Connect(sender);
            }
            senders.Add((group, size));

            void Connect((GroupBuilder Group, int Size) sender)
            {
                var (mask, frozen) = part?.Invoke(size, sender.Size) ?? (null, null);
                group.From(sender.Group, mask: mask, frozenWeights: frozen);
            }
        }

        (GroupBuilder, int) Input(string name)
        {
            var size = 1 + random.NextInt(8);
            return (net.Input(name, size), size);
        }
    });
}

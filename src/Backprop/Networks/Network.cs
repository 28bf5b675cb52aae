namespace Backprop;

/// <summary>
/// A topology with weights. Running it changes nothing in it; learning is a <see cref="Trainer{T}"/>'s.
/// It may be run from several threads at once as long as none changes its weights.
/// </summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
/// <example>
/// <code>
/// var net = new Network&lt;float&gt;(Topology.Layered(2, 3, 1)).Randomize(seed: 1, range: 0.3);
/// float output = net.Run([0, 1])[0];
/// net["input-&gt;hidden"].Clear();          // the weights of a projection, in place
/// net.GetBiases("output")[0] = 0.5f;
/// Network&lt;double&gt; wide = net.Copy&lt;double&gt;();
/// </code>
/// </example>
public sealed class Network<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly AlignedBuffer<T> weights;

    /// <summary>A net whose weights are all 0.</summary>
    /// <param name="topology">What the net is.</param>
    /// <exception cref="TopologyException">The weights are more than the memory holds.</exception>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is neither <see cref="float"/> nor <see cref="double"/>.</exception>
    public Network(Topology topology)
    {
        ArgumentNullException.ThrowIfNull(topology);
        if (typeof(T) != typeof(float) && typeof(T) != typeof(double))
            throw new NotSupportedException($"A net computes in float or double, not in {typeof(T).Name}.");
        Topology = topology;
        var (bytes, available) = ((long)topology.WeightCount * Unsafe.SizeOf<T>(), GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);
        if (topology.WeightCount > Array.MaxLength - 1024 || bytes > available)
            throw new TopologyException(FormattableString.Invariant($"The net has {topology.WeightCount:N0} weights, which take {bytes >> 20:N0} MiB, but {available >> 20:N0} MiB of memory and arrays of {Array.MaxLength - 1024:N0} numbers are what there is; make its groups smaller."));
        weights = new AlignedBuffer<T>(topology.WeightCount);
    }

    /// <summary>What the net is.</summary>
    public Topology Topology { get; }

    /// <summary>All weights, biases included, in the order of <see cref="Topology.Blocks"/>. They may be changed in place.</summary>
    public Span<T> Weights => weights.Span;

    internal AlignedBuffer<T> WeightBuffer => weights;

    /// <summary>Buffers that running one case leaves for the next; null while they are in use.</summary>
    internal object? SpareRun;

    /// <summary>The weights of a projection "from-&gt;to" (or of the name that several share), [to · from size + from]; of a one-to-one projection [unit].</summary>
    /// <param name="projection">The name of the projection, or the one that several share.</param>
    /// <exception cref="KeyNotFoundException">No weights are called so.</exception>
    public Span<T> this[string projection] => this[Topology.GetWeights(projection)];

    /// <summary>The weights of a block.</summary>
    /// <param name="block">A block of this topology.</param>
    public Span<T> this[WeightBlock block]
    {
        get
        {
            ArgumentNullException.ThrowIfNull(block);
            return Weights.Slice(block.Offset, block.Length);
        }
    }

    /// <summary>The biases of a group, one per unit; empty for a group without biases.</summary>
    /// <param name="group">The group's name.</param>
    /// <returns>The biases in place: writing to the span changes the net.</returns>
    /// <exception cref="KeyNotFoundException">No group is called so.</exception>
    public Span<T> GetBiases(string group) => Topology[group].Biases is { } block ? this[block] : [];

    /// <summary>Draws weights and biases uniformly from [−range, range); blocks with an initialization of their own in the topology use that instead.</summary>
    /// <param name="seed">Fixes every weight, on every machine.</param>
    /// <param name="range">Half the width; the symmetry net of the paper has 0.3.</param>
    /// <param name="biases">The value that biases start with instead; null, the default: they are drawn like other weights.</param>
    /// <returns>This net.</returns>
    public Network<T> Randomize(ulong seed, double range = 0.3, double? biases = null) =>
        Initialize(seed, Initialization.Uniform(range), biases is { } value ? Initialization.Constant(value) : null);

    /// <summary>Draws weights and biases; blocks with an initialization of their own in the topology use that instead.</summary>
    /// <param name="seed">Fixes every weight, on every machine.</param>
    /// <param name="weights">How weights start.</param>
    /// <param name="biases">How biases start; null, the default: like other weights.</param>
    /// <returns>This net.</returns>
    public Network<T> Initialize(ulong seed, Initialization weights, Initialization? biases = null)
    {
        ArgumentNullException.ThrowIfNull(weights);
        var random = new RandomSource(seed);
        var fanIns = FanIns();
        foreach (var block in Topology.Blocks)
        {
            var start = block.Initial ?? (block.IsBias ? biases ?? weights : weights);
            var fanIn = block.IsBias ? 1 : fanIns[block];
            var values = this[block];
            for (var k = 0; k < values.Length; k++)
            {
                // Drawn even where the mask leaves the weight out, so that a mask changes no other weight.
                var value = start.Value(random.NextSigned(), block, fanIn);
                values[k] = block.MaskArray is { } mask && !mask[k] ? T.Zero : T.CreateTruncating(value);
            }
        }
        return this;
    }

    /// <summary>Adds noise to weights, independent for each: drawn from the normal distribution with mean 0. Masked weights stay 0.</summary>
    /// <param name="deviation">The standard deviation, finite and 0 or more.</param>
    /// <param name="seed">Fixes the noise of every weight, on every machine; the noise grows in proportion to the deviation.</param>
    /// <param name="projections">The projections "from-&gt;to", or names under which several share their weights; none given: all weights of the net, biases included.</param>
    /// <returns>This net.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The deviation is negative or not finite.</exception>
    /// <exception cref="KeyNotFoundException">No weights are called so.</exception>
    public Network<T> AddNoise(double deviation, ulong seed, params ReadOnlySpan<string> projections)
    {
        if (!(deviation >= 0 && double.IsFinite(deviation)))
            throw new ArgumentOutOfRangeException(nameof(deviation), deviation, "The deviation of the noise must be a finite number, 0 or more.");
        var chosen = new HashSet<WeightBlock>();
        foreach (var projection in projections)
            chosen.Add(Topology.GetWeights(projection));
        var normal = new NormalDistribution(new RandomSource(seed));
        foreach (var block in Topology.Blocks)
        {
            var values = this[block];
            for (var k = 0; k < values.Length; k++)
            {
                // Drawn for every weight, so that a lesion or a choice of projections changes the noise of no other weight.
                var noise = normal.Next();
                if ((chosen.Count == 0 || chosen.Contains(block)) && block.MaskArray?[k] != false)
                    values[k] = T.CreateTruncating(double.CreateTruncating(values[k]) + (deviation * noise));
            }
        }
        return this;
    }

    /// <summary>A net with a lesion: the same weights without the links that it destroys, and its units held at 0. This net stays as it is.</summary>
    /// <param name="lesion">What is destroyed.</param>
    /// <returns>A net with weights of its own, over a topology of its own in which the weights have the same places. Learning does not bring anything back.</returns>
    /// <exception cref="TopologyException">The lesion names a group, unit, projection or link that the net does not have, or units of a group that softmax sets together.</exception>
    public Network<T> WithLesion(Lesion lesion)
    {
        var lesioned = new Network<T>(Topology.WithLesion(lesion));
        Weights.CopyTo(lesioned.Weights);
        foreach (var block in lesioned.Topology.Blocks)
        {
            if (block.MaskArray is not { } mask)
                continue;
            var values = lesioned[block];
            for (var k = 0; k < values.Length; k++)
                values[k] = mask[k] ? values[k] : T.Zero;
        }
        return lesioned;
    }

    /// <summary>A net of the same topology with the same weights, in another precision if asked.</summary>
    /// <typeparam name="TOther">The precision of the copy: <see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <returns>A net with weights of its own.</returns>
    public Network<TOther> Copy<TOther>()
        where TOther : unmanaged, IBinaryFloatingPointIeee754<TOther>
    {
        var copy = new Network<TOther>(Topology);
        for (var k = 0; k < copy.Weights.Length; k++)
            copy.Weights[k] = TOther.CreateTruncating(Weights[k]);
        return copy;
    }

    /// <summary>A net of the same topology with the same weights.</summary>
    /// <returns>A net with weights of its own.</returns>
    public Network<T> Copy() => Copy<T>();

    /// <summary>The topology in words.</summary>
    public override string ToString() => Topology.ToString();

    /// <summary>For each block the weights into one receiving unit through all projections into its group, which the ranges of Glorot and He count; of shared weights those into the group declared first.</summary>
    private Dictionary<WeightBlock, int> FanIns()
    {
        var fanIns = new Dictionary<WeightBlock, int>();
        var byGroup = new Dictionary<Group, int>();
        foreach (var projection in Topology.Projections)
        {
            if (fanIns.ContainsKey(projection.Weights))
                continue;
            if (!byGroup.TryGetValue(projection.To, out var fanIn))
                byGroup.Add(projection.To, fanIn = projection.To.Incoming.Sum(static into => into.Weights.Columns));
            fanIns.Add(projection.Weights, fanIn);
        }
        return fanIns;
    }
}

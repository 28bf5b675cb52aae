namespace Backprop;

/// <summary>The states of every unit of a net in every one of some cases.</summary>
/// <typeparam name="T">The precision of the net.</typeparam>
public sealed class Activity<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly T[][] states;

    private Activity(Topology topology, int count)
    {
        Topology = topology;
        Count = count;
        states = [.. topology.Groups.Select(group => new T[checked(group.Size * count)])];
    }

    /// <summary>The net's topology.</summary>
    public Topology Topology { get; }

    /// <summary>The number of cases.</summary>
    public int Count { get; }

    /// <summary>The states of a group's units in a case, counted from 0.</summary>
    /// <param name="group">The group, by its name or as the topology has it.</param>
    /// <param name="case">The case, from 0.</param>
    /// <exception cref="KeyNotFoundException">No group is called so.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such case.</exception>
    public ReadOnlySpan<T> this[string group, int @case] => this[Topology[group], @case];

    /// <summary>The states of a group's units in a case, counted from 0.</summary>
    /// <param name="group">The group, by its name or as the topology has it.</param>
    /// <param name="case">The case, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such case.</exception>
    public ReadOnlySpan<T> this[Group group, int @case]
    {
        get
        {
            ArgumentNullException.ThrowIfNull(group);
            ArgumentOutOfRangeException.ThrowIfNegative(@case, nameof(@case));
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(@case, Count, nameof(@case));
            return states[group.Index].AsSpan(@case * group.Size, group.Size);
        }
    }

    internal static Activity<T> Of(Network<T> network, Cases cases, Noise? noise) => new ActivityRun<T>(network, cases, noise).Run();

    /// <summary>The states of a group, [case · group.Size + unit].</summary>
    internal T[] Of(Group group) => states[group.Index];

    internal static Activity<T> Empty(Topology topology, int count) => new(topology, count);
}

/// <summary>Runs one net over one set of cases, any number of times, and keeps the states of every group.</summary>
/// <typeparam name="T">The precision of the net.</typeparam>
internal sealed unsafe class ActivityRun<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Network<T> network;
    private readonly bool windows;
    private readonly Activity<T> activity;
    private readonly CaseBlock<T>[] blocks;
    private readonly Propagation<T> propagation;

    internal ActivityRun(Network<T> network, Cases cases, Noise? noise = null)
    {
        this.network = network;
        windows = cases.Sequences is not null;
        activity = Activity<T>.Empty(network.Topology, cases.Count);
        blocks = CaseBlock<T>.All(new BoundCases(network.Topology, cases, noise: noise));
        propagation = new Propagation<T>(network.Topology, blocks[0].Stride, error: null, noise: noise);
    }

    /// <summary>The states with the weights as they are; the same object each time.</summary>
    internal Activity<T> Run()
    {
        var first = 0;
        for (var index = 0; index < blocks.Length; index++)
        {
            var block = blocks[index];
            propagation.DrawNoise(block, first);
            propagation.Forward(block, network.WeightBuffer.Pointer);
            if (windows && index + 1 < blocks.Length)
                propagation.CarryOn(block, blocks[index + 1]);
            foreach (var group in network.Topology.Groups)
            {
                var source = propagation.States(block, group);
                var target = activity.Of(group);
                for (var c = 0; c < block.Count; c++)
                {
                    var states = target.AsSpan((first + c) * group.Size, group.Size);
                    if (source == null)
                    {
                        block.Sparse(group.Index).WriteTo(states, c);
                        continue;
                    }
                    for (var unit = 0; unit < group.Size; unit++)
                        states[unit] = source[((nint)unit * block.Stride) + c];
                }
            }
            first += block.Count;
        }
        return activity;
    }
}

namespace Backprop;

/// <summary>
/// Cases laid out for the kernels: for each group a matrix [unit × case] whose rows are padded to whole lanes.
/// Of input groups with few states that are not 0, only those are kept (<see cref="Sparse"/>).
/// A padded case has inputs 0 and targets "don't care", so that it adds exactly 0 to E and to every gradient.
/// </summary>
internal sealed unsafe class CaseBlock<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Maximum number of cases per block: its states stay in the cache, and the gradients of the blocks are summed in order.</summary>
    internal const int LargestCount = 512;

    /// <summary>Minimum number of values for which sharing their layout among threads pays off.</summary>
    private const int WorthSharing = 1 << 15;

    private readonly Topology topology;
    private readonly Group[] groups;
    private readonly BoundCases? cases;
    private readonly AlignedBuffer<T>?[] inputs;
    private readonly SparseInput<T>?[] sparse;
    private readonly AlignedBuffer<T>?[] targets;
    private readonly AlignedBuffer<T>?[] clamps;
    private readonly AlignedBuffer<T>? weights;
    private readonly nint[] inputAddresses;
    private readonly nint[] targetAddresses;
    private readonly nint[] clampAddresses;
    private int count;
    private SharedFill? shared;

    internal CaseBlock(BoundCases cases, int capacity)
        : this(cases.Topology, cases, Math.Min(capacity, cases.Cases.Count))
    {
    }

    private CaseBlock(Topology topology, BoundCases? cases, int capacity, bool clamped = false)
    {
        this.topology = topology;
        groups = [.. topology.Groups];
        this.cases = cases;
        Capacity = capacity;
        Stride = BlockShape.Padded(capacity);
        sparse = [.. topology.Groups.Select(group => cases?.SparseInput(group) is { } values ? new SparseInput<T>(values, Stride) : null)];
        inputs = [.. topology.Groups.Select(group => group.IsInput && sparse[group.Index] is null ? Buffer(group) : null)];
        targets = [.. topology.Groups.Select(group => cases?.Target(group) is null ? null : Buffer(group))];
        clamps = [.. topology.Groups.Select(group => cases?.Clamp(group) is not null || (clamped && !group.IsInput) ? Buffer(group) : null)];
        weights = cases is null || cases.Cases.Weights.IsEmpty ? null : new AlignedBuffer<T>(Stride);
        inputAddresses = Addresses(inputs);
        targetAddresses = Addresses(targets);
        clampAddresses = Addresses(clamps);
        Shape = new BlockShape([.. topology.Groups.Select(group => new GroupShape
        {
            HasTargets = targets[group.Index] is not null,
            HasClamps = clamps[group.Index] is not null,
            IsAlwaysZero = cases?.IsAlwaysZero(group) == true,
            Slots = sparse[group.Index]?.States.Slots,
        })]);
    }

    internal int Capacity { get; }

    /// <summary>The number of cases.</summary>
    internal int Count
    {
        get => count;
        private set
        {
            count = value;
            Width = BlockShape.Padded(value);
        }
    }

    /// <summary>Numbers per row: the capacity, padded.</summary>
    internal int Stride { get; }

    /// <summary>The number of cases that the kernels compute: <see cref="Count"/>, padded.</summary>
    internal int Width { get; private set; }

    /// <summary>What it gives each group, apart from the numbers.</summary>
    internal BlockShape Shape { get; }

    /// <summary>The states of the input group of this index; null if they are kept <see cref="Sparse"/>.</summary>
    internal T* Input(int group) => (T*)inputAddresses[group];

    internal T* Input(Group group) => Input(group.Index);

    /// <summary>Whether no input group is sparse.</summary>
    internal bool IsDense => Array.TrueForAll(sparse, static input => input is null);

    /// <summary>The states of an input group whose <see cref="Input(int)"/> is null.</summary>
    internal SparseInput<T> Sparse(int group) => sparse[group]!;

    /// <summary>Desired states [unit × case]; null if the group has none.</summary>
    internal T* Target(int group) => (T*)targetAddresses[group];

    /// <summary>Clamps [unit × case], NaN where a unit is free; null if the group has none.</summary>
    internal T* Clamp(int group) => (T*)clampAddresses[group];

    /// <summary>The weights of the cases in E; null if all are 1.</summary>
    internal T* Weights => weights is null ? null : weights.Pointer;

    /// <summary>Lays out the chosen cases, at most <see cref="Capacity"/>.</summary>
    /// <param name="chosen">Their numbers.</param>
    /// <param name="team">Threads that share the work; null: none.</param>
    internal void Fill(ReadOnlySpan<int> chosen, ThreadTeam? team = null)
    {
        Count = chosen.Length;
        if (cases!.Cases.Held is { } held)
            held.Check(chosen);
        foreach (var group in groups)
        {
            if (sparse[group.Index] is { } few)
                few.Fill(chosen);
            else
                Fill(cases!.Input(group), inputs[group.Index], chosen, T.Zero, team);
            Fill(cases!.Target(group), targets[group.Index], chosen, T.NaN, team);
            Fill(cases.Clamp(group), clamps[group.Index], chosen, T.NaN, team);
            if (group.IsInput && cases.Input(group) is null)
                inputs[group.Index]!.Span.Fill(T.CreateTruncating(group.InitialState!.Value));
        }
        if (weights is not null)
        {
            weights.Span.Clear();
            for (var k = 0; k < chosen.Length; k++)
                weights.Span[k] = T.CreateTruncating(cases!.Cases.Weights[chosen[k]]);
        }
    }

    /// <summary>Lays out the states of an input group in the chosen cases with noise; 0 for its lesioned units.</summary>
    internal void FillWithNoise(Group group, ReadOnlySpan<int> chosen, Noise noise)
    {
        var (given, deviation) = (cases!.Input(group), noise.OfStates(group));
        var states = inputs[group.Index]!.Span;
        for (var k = 0; k < chosen.Length; k++)
        {
            var normal = noise.Of(group, chosen[k], ofStates: true);
            for (var unit = 0; unit < group.Size; unit++)
                states[(unit * Stride) + k] = T.CreateTruncating((given is null ? group.InitialState!.Value : given[chosen[k], unit]) + (deviation * normal.Next()));
        }
        foreach (var unit in group.LesionedUnits)
            states.Slice(unit * Stride, chosen.Length).Clear();
    }

    /// <summary>Creates a block of one case whose inputs the caller writes.</summary>
    internal static CaseBlock<T> One(Topology topology) => Given(topology, 1);

    /// <summary>Creates a block of cases whose inputs the caller writes.</summary>
    internal static CaseBlock<T> Given(Topology topology, int capacity) => new(topology, null, capacity) { Count = capacity };

    /// <summary>Takes the first cases only of those that the caller writes.</summary>
    internal void Take(int cases) => Count = cases;

    /// <summary>Copies this block of one case to one in which the caller can also clamp every group that is not an input.</summary>
    internal CaseBlock<T> WithClamps()
    {
        var block = new CaseBlock<T>(topology, null, 1, clamped: true) { Count = 1 };
        foreach (var group in topology.Inputs)
            inputs[group.Index]!.Span.CopyTo(block.inputs[group.Index]!.Span);
        block.ClearClamps();
        return block;
    }

    /// <summary>Whether some group has clamps.</summary>
    internal bool HasClamps => Array.Exists(clamps, static buffer => buffer is not null);

    /// <summary>Sets all units free.</summary>
    internal void ClearClamps()
    {
        foreach (var buffer in clamps)
            buffer?.Span.Fill(T.NaN);
    }

    /// <summary>Lays out all cases in order, in blocks of at most <see cref="LargestCount"/>; windows of sequences with one block per window.</summary>
    internal static CaseBlock<T>[] All(BoundCases cases)
    {
        var order = Enumerable.Range(0, cases.Cases.Count).ToArray();
        return [.. order.Chunk(cases.Cases.Sequences ?? LargestCount).Select(chosen =>
        {
            var block = new CaseBlock<T>(cases, chosen.Length);
            block.Fill(chosen);
            return block;
        })];
    }

    private void Fill(CaseValues? values, AlignedBuffer<T>? buffer, ReadOnlySpan<int> chosen, T padding, ThreadTeam? team)
    {
        if (values is null)
            return;
        if (team is null || (long)values.Size * chosen.Length < WorthSharing || !values.AreStoredAs<T>())
        {
            values.Gather(chosen, buffer!.Pointer, Stride, Stride, padding);
            return;
        }
        shared ??= new SharedFill(Stride);
        fixed (int* numbers = chosen)
            shared.Run(team, values, numbers, chosen.Length, buffer!.Pointer, padding);
    }

    private AlignedBuffer<T> Buffer(Group group) => new(checked(group.Size * Stride));

    private static nint[] Addresses(AlignedBuffer<T>?[] buffers) => [.. buffers.Select(static buffer => buffer is null ? 0 : (nint)buffer.Pointer)];

    /// <summary>The layout of the chosen cases, cut into whole bundles.</summary>
    private sealed class SharedFill(int stride) : ISharedWork
    {
        private CaseValues? values;
        private int* chosen;
        private int count;
        private T* target;
        private T padding;

        internal void Run(ThreadTeam team, CaseValues from, int* cases, int length, T* to, T fill)
        {
            values = from;
            chosen = cases;
            count = length;
            target = to;
            padding = fill;
            team.Run(this);
        }

        public void Run(int part, int parts)
        {
            var (first, end) = (Boundary(part, parts), Boundary(part + 1, parts));
            values!.Gather(new ReadOnlySpan<int>(chosen + first, end - first), target + first, stride, part == parts - 1 ? stride - first : end - first, padding);
        }

        private int Boundary(int part, int parts) => Math.Min(count, BlockShape.Padded((int)((long)count * part / parts)));
    }
}

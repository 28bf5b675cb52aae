namespace Backprop;

/// <summary>The units and links of a net that lesions have destroyed, and the net without them.</summary>
internal sealed class LesionedParts(Topology topology)
{
    private readonly IReadOnlyList<GroupDescription> declared = topology.Unrolling?.Net.Declared ?? topology.Declared;
    private readonly Dictionary<string, SortedSet<int>> units = new(StringComparer.Ordinal);
    private readonly Dictionary<WeightBlock, bool[]> masks = [];

    internal LesionedParts Add(Lesion lesion)
    {
        lesion.Destroy(this);
        return this;
    }

    internal Topology Build()
    {
        if (units.Count + masks.Count == 0)
            return topology;
        GroupDescription[] groups = [.. declared.Select(group => units.TryGetValue(group.Name, out var lesioned) ? group with { Lesioned = [.. lesioned] } : group)];
        // One object per block: copies of an unrolled net have the very same mask.
        var matrices = masks.ToDictionary(static entry => entry.Key.Name, static entry => AsMatrix(entry.Key, entry.Value), StringComparer.Ordinal);
        return topology.Unrolling is { } unrolling
            ? new IterativeTopology(groups, [.. unrolling.Net.Projections.Select(Masked)]).Unroll(unrolling.Iterations, unrolling.Sharing)
            : TopologyAssembly.Assemble(groups, [.. topology.Projections.Select(projection => Masked(projection.Description))]);

        ProjectionDescription Masked(ProjectionDescription projection) =>
            matrices.TryGetValue(projection.Share ?? projection.Name, out var mask) ? projection with { Mask = mask } : projection;
    }

    /// <summary>Chooses a share of some parts. The parts of a smaller share are among those of a greater one.</summary>
    internal static int[] Choose(int[] parts, double share, ulong seed)
    {
        new RandomSource(seed).Shuffle(parts.AsSpan());
        return parts[..(int)Math.Floor((share * parts.Length) + 0.5)];
    }

    internal int[] IntactUnits(string group)
    {
        var lesioned = Lesioned(group);
        return [.. Enumerable.Range(0, Declared(group).Size).Where(unit => !lesioned.Contains(unit))];
    }

    internal void DestroyUnit(string group, int unit)
    {
        if (unit < 0 || unit >= Declared(group).Size)
            throw new TopologyException($"The lesion destroys unit {unit} of group '{DisplayText.Name(group)}', whose units are 0 … {Declared(group).Size - 1}.");
        Lesioned(group).Add(unit);
    }

    internal void DestroyUnit(string group, string unit)
    {
        var names = Declared(group).UnitNames;
        var index = names.ToList().IndexOf(unit);
        if (index < 0)
            throw new TopologyException($"The lesion destroys unit '{DisplayText.Name(unit)}' of group '{DisplayText.Name(group)}', {(names.Count == 0 ? "whose units have no names; give their numbers" : $"which has no such unit{NearestName.Hint(unit, names)}")}");
        Lesioned(group).Add(index);
    }

    /// <summary>The links of a projection that exist, as indices of its block.</summary>
    internal int[] IntactLinks(string projection)
    {
        var mask = Mask(Block(projection));
        return [.. Enumerable.Range(0, mask.Length).Where(link => mask[link])];
    }

    internal void DestroyLinks(string projection, int[] links)
    {
        var mask = Mask(Block(projection));
        foreach (var link in links)
            mask[link] = false;
    }

    internal void DestroyLink(string projection, int to, int from)
    {
        var block = Block(projection);
        var senders = block.IsOneToOne ? block.Rows : block.Columns;
        if (to < 0 || to >= block.Rows || from < 0 || from >= senders || (block.IsOneToOne && to != from))
            throw new TopologyException($"The lesion destroys the link of '{DisplayText.Name(projection)}' to unit {to} from unit {from}, but {(block.IsOneToOne ? $"each of its {block.Rows} links runs from a unit to the one of the same number" : $"it has links to the units 0 … {block.Rows - 1} from the units 0 … {senders - 1}")}.");
        Mask(block)[block.IsOneToOne ? to : (to * block.Columns) + from] = false;
    }

    private GroupDescription Declared(string group) => declared.FirstOrDefault(description => description.Name == group)
        ?? throw new TopologyException($"The lesion destroys units of group '{DisplayText.Name(group)}', which the net does not have; its groups are {Topology.Names(declared.Select(static description => description.Name))}{Hint(group, declared.Select(static description => description.Name))}");

    private SortedSet<int> Lesioned(string group)
    {
        if (!units.TryGetValue(group, out var lesioned))
            units.Add(group, lesioned = [.. Declared(group).Lesioned]);
        return lesioned;
    }

    private WeightBlock Block(string projection)
    {
        var names = topology.Blocks.Where(static block => !block.IsBias).Select(static block => block.Name).ToList();
        try
        {
            return topology.GetWeights(projection);
        }
        catch (KeyNotFoundException)
        {
            throw new TopologyException($"The lesion destroys links of '{DisplayText.Name(projection)}', which the net does not have; its projections are {Topology.Names(names)}{Hint(projection, names)}");
        }
    }

    private bool[] Mask(WeightBlock block)
    {
        if (!masks.TryGetValue(block, out var mask))
            masks.Add(block, mask = block.MaskArray is { } already ? [.. already] : [.. Enumerable.Repeat(true, block.Length)]);
        return mask;
    }

    private static bool[,] AsMatrix(WeightBlock block, bool[] mask)
    {
        var matrix = new bool[block.Rows, block.Columns];
        for (var k = 0; k < mask.Length; k++)
            matrix[k / block.Columns, k % block.Columns] = mask[k];
        return matrix;
    }

    private static string Hint(string name, IEnumerable<string> known) => NearestName.Hint(name, known) is { Length: > 0 } hint ? hint : ".";
}

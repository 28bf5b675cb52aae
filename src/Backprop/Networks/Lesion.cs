namespace Backprop;

/// <summary>
/// What is destroyed in a net: units, which are then held at 0, or links, whose weights are then 0. A share of them is chosen by a seed, or they are named.
/// <see cref="Network{T}.WithLesion"/> applies it. A lesion stays: running and learning respect it, and models keep it.
/// With one seed a greater share destroys what a smaller one does and more, so that a curve over shares follows the decline of one net.
/// </summary>
/// <example>
/// <code>
/// var net = new Network&lt;float&gt;(Topology.Layered(6, 4, 1)).Randomize(seed: 1);
/// var damaged = net.WithLesion(Lesion.ShareOfUnits("hidden", 0.25, seed: 1) | Lesion.OfLinks("hidden-&gt;output", new Link(To: 0, From: 3)));
/// Console.WriteLine(damaged.Topology["hidden"].LesionedUnits.Count);   // 1
/// </code>
/// </example>
public abstract record Lesion
{
    private protected Lesion() { }

    /// <summary>Destroys the given units of a group.</summary>
    /// <param name="group">The group's name; in an iterative net that of the group that the copies stand for.</param>
    /// <param name="units">The units, from 0.</param>
    /// <returns>The lesion.</returns>
    public static Lesion OfUnits(string group, params ReadOnlySpan<int> units)
    {
        ArgumentNullException.ThrowIfNull(group);
        return new UnitLesion(group, new ValueList<int>(units.ToArray()));
    }

    /// <summary>Destroys units of a group by their names.</summary>
    /// <param name="group">The group's name; in an iterative net that of the group that the copies stand for.</param>
    /// <param name="units">Names among <see cref="Group.UnitNames"/>.</param>
    /// <returns>The lesion.</returns>
    public static Lesion OfUnits(string group, params ReadOnlySpan<string> units)
    {
        ArgumentNullException.ThrowIfNull(group);
        return new NamedUnitLesion(group, new ValueList<string>(units.ToArray()));
    }

    /// <summary>Destroys links of a projection.</summary>
    /// <param name="projection">The projection "from-&gt;to", or the name under which several share their weights; all of them then lose the link.</param>
    /// <param name="links">The links, by their receiving and sending units.</param>
    /// <returns>The lesion.</returns>
    public static Lesion OfLinks(string projection, params ReadOnlySpan<Link> links)
    {
        ArgumentNullException.ThrowIfNull(projection);
        return new LinkLesion(projection, new ValueList<Link>(links.ToArray()));
    }

    /// <summary>Destroys a share of the units of a group that are still intact, every choice equally likely.</summary>
    /// <param name="group">The group's name; in an iterative net that of the group that the copies stand for.</param>
    /// <param name="share">From 0 to 1; times the number of units, rounded to the nearest whole number, halves up.</param>
    /// <param name="seed">Fixes the choice, on every machine.</param>
    /// <returns>The lesion.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The share is not from 0 to 1.</exception>
    public static Lesion ShareOfUnits(string group, double share, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(group);
        return new UnitShareLesion(group, Share(share), seed);
    }

    /// <summary>Destroys a share of the links of a projection that still exist, every choice equally likely.</summary>
    /// <param name="projection">The projection "from-&gt;to", or the name under which several share their weights.</param>
    /// <param name="share">From 0 to 1; times the number of links, rounded to the nearest whole number, halves up.</param>
    /// <param name="seed">Fixes the choice, on every machine.</param>
    /// <returns>The lesion.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The share is not from 0 to 1.</exception>
    public static Lesion ShareOfLinks(string projection, double share, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(projection);
        return new LinkShareLesion(projection, Share(share), seed);
    }

    /// <summary>Both lesions, the first one first: shares of the second count what the first left intact.</summary>
    /// <param name="first">A lesion.</param>
    /// <param name="second">Another one.</param>
    /// <returns>One lesion that does both.</returns>
    public static Lesion operator |(Lesion first, Lesion second)
    {
        ArgumentNullException.ThrowIfNull(first);
        return first.And(second);
    }

    /// <summary>This lesion, then another one: shares of the second count what the first left intact.</summary>
    /// <param name="then">The other lesion.</param>
    /// <returns>One lesion that does both.</returns>
    public Lesion And(Lesion then)
    {
        ArgumentNullException.ThrowIfNull(then);
        return new BothLesions(this, then);
    }

    internal abstract void Destroy(LesionedParts parts);

    private static double Share(double share) => share is >= 0 and <= 1 ? share
        : throw new ArgumentOutOfRangeException(nameof(share), share, "The share of what is destroyed must be from 0 to 1.");
}

/// <summary>A link of a projection.</summary>
/// <param name="To">The receiving unit, from 0.</param>
/// <param name="From">The sending unit, from 0.</param>
public readonly record struct Link(int To, int From);

internal sealed record UnitLesion(string Group, ValueList<int> Units) : Lesion
{
    internal override void Destroy(LesionedParts parts)
    {
        foreach (var unit in Units)
            parts.DestroyUnit(Group, unit);
    }
}

internal sealed record NamedUnitLesion(string Group, ValueList<string> Units) : Lesion
{
    internal override void Destroy(LesionedParts parts)
    {
        foreach (var unit in Units)
            parts.DestroyUnit(Group, unit);
    }
}

internal sealed record LinkLesion(string Projection, ValueList<Link> Links) : Lesion
{
    internal override void Destroy(LesionedParts parts)
    {
        foreach (var (to, from) in Links)
            parts.DestroyLink(Projection, to, from);
    }
}

internal sealed record UnitShareLesion(string Group, double Share, ulong Seed) : Lesion
{
    internal override void Destroy(LesionedParts parts)
    {
        foreach (var unit in LesionedParts.Choose(parts.IntactUnits(Group), Share, Seed))
            parts.DestroyUnit(Group, unit);
    }
}

internal sealed record LinkShareLesion(string Projection, double Share, ulong Seed) : Lesion
{
    internal override void Destroy(LesionedParts parts) => parts.DestroyLinks(Projection, LesionedParts.Choose(parts.IntactLinks(Projection), Share, Seed));
}

internal sealed record BothLesions(Lesion First, Lesion Second) : Lesion
{
    internal override void Destroy(LesionedParts parts)
    {
        First.Destroy(parts);
        Second.Destroy(parts);
    }
}

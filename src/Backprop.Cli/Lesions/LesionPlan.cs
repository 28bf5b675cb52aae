using System.Globalization;

namespace Backprop.Cli;

/// <summary>Where a lesion strikes: a share of the units of a group, or of the links of a projection.</summary>
/// <param name="Name">The group or the projection.</param>
/// <param name="IsLinks">Whether links are destroyed, not units.</param>
internal sealed record LesionSite(string Name, bool IsLinks)
{
    public override string ToString() => $"{(IsLinks ? "links" : "units")} of {Name}";
}

/// <summary>How much damage is done to each net.</summary>
/// <param name="Share">The share of units or links that are destroyed.</param>
/// <param name="Noise">The deviation of the noise on all weights.</param>
internal sealed record Damage(double Share, double Noise);

/// <summary>A study of lesions: every damage is done once per seed to a copy of the same net.</summary>
internal sealed record LesionPlan
{
    /// <summary>Where units or links are destroyed; empty where only noise is added.</summary>
    public required IReadOnlyList<LesionSite> Sites { get; init; }

    /// <summary>The damages, in the order of the curve.</summary>
    public required IReadOnlyList<Damage> Damages { get; init; }

    public required int Seeds { get; init; }

    public required ulong FirstSeed { get; init; }

    /// <summary>The distance from its target below which an output is right; null: on the right side of 0.5.</summary>
    public double? Within { get; init; }

    /// <summary>Sweeps of relearning after the lesion; 0 for none.</summary>
    public int Relearn { get; init; }

    /// <summary>Whether the damages differ in noise, not in the share that is destroyed.</summary>
    public bool VariesNoise => Sites.Count == 0;

    /// <summary>After how many sweeps of relearning the net is measured, at most eleven times; 0 first.</summary>
    public IReadOnlyList<int> Sweeps => [.. Enumerable.Range(0, 11).Select(tenth => (int)((long)Relearn * tenth / 10)).Distinct()];

    /// <summary>What damages are called on axes and in tables.</summary>
    public string Axis => VariesNoise ? "noise" : "share";

    /// <summary>What is varied of a damage.</summary>
    public double Varied(Damage damage) => VariesNoise ? damage.Noise : damage.Share;

    /// <summary>What is destroyed, in words.</summary>
    public string What
    {
        get
        {
            var sites = string.Join(" and ", Sites.Select(static site => DisplayText.Name(site.ToString())));
            var noise = VariesNoise ? "noise on weights" : Damages[0].Noise > 0 ? string.Create(CultureInfo.InvariantCulture, $", noise {Damages[0].Noise} on weights") : "";
            return sites + noise;
        }
    }

    /// <summary>When a case counts as right, in words.</summary>
    public string Right => Within is { } distance ? $"every output within {Numeral.Text(distance)} of its target" : "every output on the right side of 0.5";

    /// <summary>A damaged copy of a net.</summary>
    public Network<T> Strike<T>(Network<T> network, Damage damage, ulong seed)
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        var damaged = network.Copy();
        if (damage.Noise > 0)
            damaged.AddNoise(damage.Noise, seed);
        foreach (var (index, site) in Sites.Index())
        {
            // Each site has a choice of its own: groups of one size do not lose the units of the same numbers.
            var own = seed ^ ((ulong)index * 0x9E3779B97F4A7C15);
            damaged = damaged.WithLesion(site.IsLinks ? Lesion.ShareOfLinks(site.Name, damage.Share, own) : Lesion.ShareOfUnits(site.Name, damage.Share, own));
        }
        return damaged;
    }
}

namespace Backprop.Lab;

/// <summary>Something that was done in a lab: all deeds in their order repeat it from its opening.</summary>
internal abstract record Deed
{
    /// <summary>The net learned.</summary>
    /// <param name="Changes">So many weight changes.</param>
    /// <param name="Sweeps">The sweeps made altogether when it was done.</param>
    /// <param name="ByChange">Whether it was made change by change, whatever the stop rules say.</param>
    internal sealed record Learned(long Changes, int Sweeps, bool ByChange = false) : Deed;

    /// <summary>The settings were changed.</summary>
    internal sealed record Changed(CaseTraining Training) : Deed;

    /// <summary>A weight was given a value.</summary>
    internal sealed record Weighted(int Weight, double Value) : Deed;

    /// <summary>Units or links were destroyed.</summary>
    internal sealed record Lesioned(Lesion Lesion) : Deed;

    /// <summary>A weight or a bias was frozen by itself, so that learning leaves it as it is, or set free again.</summary>
    internal sealed record FrozeWeight(int Weight, bool Frozen) : Deed;

    /// <summary>The weights of a block were frozen, so that learning leaves them as they are, or set free again.</summary>
    internal sealed record Froze(string Block, bool IsBias, bool Frozen) : Deed;
}

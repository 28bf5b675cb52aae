namespace Backprop.Lab;

/// <summary>Something that was done in a lab: all deeds in their order repeat it from its opening.</summary>
internal abstract record Deed
{
    /// <summary>The net learned by so many weight changes.</summary>
    internal sealed record Learned(long Changes) : Deed;

    /// <summary>The settings were changed.</summary>
    internal sealed record Changed(CaseTraining Training) : Deed;

    /// <summary>A weight was given a value.</summary>
    internal sealed record Weighted(int Weight, double Value) : Deed;
}

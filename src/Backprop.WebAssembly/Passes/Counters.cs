namespace Backprop.WebAssembly;

/// <summary>Where the numbers are that a training counts.</summary>
internal sealed class Counters
{
    public Counters(MemoryMap map)
    {
        Changes = map.Reserve(72);
        (Sweeps, Status, PreviousError, Error, Distance, OnRightSide) = (Changes + 8, Changes + 12, Changes + 16, Changes + 24, Changes + 32, Changes + 40);
        (BestSweep, BestError, LastError, NoiseSeed) = (Changes + 44, Changes + 48, Changes + 56, Changes + 64);
    }

    /// <summary>Weight changes made, 8 bytes.</summary>
    public int Changes { get; }

    /// <summary>Sweeps made, 4 bytes.</summary>
    public int Sweeps { get; }

    /// <summary>Why the last run ended, 4 bytes.</summary>
    public int Status { get; }

    /// <summary>E over the cases of the last change, a double; +∞ before the first.</summary>
    public int PreviousError { get; }

    /// <summary>E when it was last measured, a double.</summary>
    public int Error { get; }

    /// <summary>The greatest distance of an output from its target when it was last measured, a double.</summary>
    public int Distance { get; }

    /// <summary>Whether all outputs were on the right side of 0.5 then, 4 bytes.</summary>
    public int OnRightSide { get; }

    /// <summary>The sweep after which E was least, 4 bytes.</summary>
    public int BestSweep { get; }

    /// <summary>That least E, a double; +∞ before any was measured.</summary>
    public int BestError { get; }

    /// <summary>E of the last sweep, a double; NaN before the first.</summary>
    public int LastError { get; }

    /// <summary>The seed of the noise, 8 bytes.</summary>
    public int NoiseSeed { get; }
}

namespace Backprop.WebAssembly;

/// <summary>Gives parts of the memory away, one after the other, each on a boundary of 64 bytes.</summary>
internal sealed class MemoryMap
{
    private const int Alignment = 64;

    private long end;

    /// <summary>The bytes given away so far.</summary>
    public long End => end;

    /// <summary>Gives bytes away; beyond what the module may have, the addresses mean nothing, and <see cref="End"/> says so.</summary>
    /// <returns>Their address.</returns>
    public int Reserve(long bytes)
    {
        var address = end;
        end = (end + bytes + Alignment - 1) / Alignment * Alignment;
        return unchecked((int)Math.Min(address, int.MaxValue));
    }
}

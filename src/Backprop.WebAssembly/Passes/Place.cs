namespace Backprop.WebAssembly;

/// <summary>Where numbers are: at an address of the memory, or at one of the block of cases at hand.</summary>
internal readonly record struct Place(int Offset, bool IsInBlock = false)
{
    public static Place operator +(Place place, int bytes) => place with { Offset = place.Offset + bytes };
}

namespace Backprop.Figures;

/// <summary>Shades and bars that every terminal has, where color may be missing.</summary>
internal static class Blocks
{
    private const string Bars = "▁▂▃▄▅▆▇█";

    /// <summary>A bar of a height from 0 (lowest) to 1 (full).</summary>
    public static char Bar(double share) => double.IsNaN(share) ? ' ' : Bars[Math.Clamp((int)(share * Bars.Length), 0, Bars.Length - 1)];
}

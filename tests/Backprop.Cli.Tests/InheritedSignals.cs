namespace Backprop.Cli.Tests;

/// <summary>A process inherits which signals are ignored: SIGHUP under nohup, SIGINT in the background of a script. The tool keeps that.</summary>
internal static class InheritedSignals
{
    /// <summary>Whether a signal, "HUP", "INT" or "TERM", is ignored by what this process starts; false where that is not known.</summary>
    public static bool AreIgnored(string signal)
    {
        if (!OperatingSystem.IsLinux()) return false;
        const string mask = "SigIgn:";
        var ignored = Convert.ToUInt64(File.ReadLines("/proc/self/status").First(static line => line.StartsWith(mask, StringComparison.Ordinal))[mask.Length..].Trim(), 16);
        var number = signal switch { "HUP" => 1, "INT" => 2, _ => 15 };
        return ((ignored >> (number - 1)) & 1) != 0;
    }
}

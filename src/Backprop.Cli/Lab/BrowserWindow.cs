using System.ComponentModel;
using System.Diagnostics;

namespace Backprop.Cli;

/// <summary>The browser that the user has chosen for their system.</summary>
internal static class BrowserWindow
{
    /// <summary>Opens an address.</summary>
    /// <returns>Whether a browser was asked to; not on a machine without a screen, for instance.</returns>
    public static bool TryOpen(string address)
    {
        try
        {
            if (OperatingSystem.IsWindows())
            {
                Process.Start(new ProcessStartInfo(address) { UseShellExecute = true })?.Dispose();
                return true;
            }
            if (OperatingSystem.IsMacOS())
            {
                Process.Start("open", [address]).Dispose();
                return true;
            }
            // Without a screen the system may open a browser in this very terminal.
            if (!HasScreen("DISPLAY") && !HasScreen("WAYLAND_DISPLAY")) return false;
            // A session of its own: Ctrl-C in this terminal does not end the browser. What it says does not belong here.
            var browser = Process.Start(new ProcessStartInfo("setsid", ["xdg-open", address]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
            browser.BeginOutputReadLine();
            browser.BeginErrorReadLine();
            return true;
        }
        catch (Exception e) when (e is Win32Exception or FileNotFoundException)
        {
            return false;
        }
    }

    private static bool HasScreen(string variable) => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(variable));
}

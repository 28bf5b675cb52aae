using System.Globalization;
using System.Runtime.InteropServices;

namespace Backprop.Cli;

/// <summary>The common text of the reports: machine, durations, precision.</summary>
internal static class BenchText
{
    /// <summary>The machine as far as results depend on it, and the precision of the nets.</summary>
    public static string Machine<T>() => Text($"{Environment.ProcessorCount} cores, {RuntimeInformation.ProcessArchitecture}, {RuntimeInformation.FrameworkDescription}, {(int)Lanes.Width}-bit vectors ({Lanes.Variable}), {Precision<T>()}");

    public static string Precision<T>() => typeof(T) == typeof(float) ? "float" : "double";

    public static string Duration(double seconds) => seconds switch
    {
        < 1e-6 => Text($"{seconds * 1e9:F1} ns"),
        < 1e-3 => Text($"{seconds * 1e6:F2} µs"),
        < 1 => Text($"{seconds * 1e3:F2} ms"),
        _ => Text($"{seconds:F2} s"),
    };

    public static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

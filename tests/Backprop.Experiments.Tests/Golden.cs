using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Backprop.Experiments.Tests;

/// <summary>The independent double-precision reference files, which live with the library's tests.</summary>
internal static class Golden
{
    public static JsonElement Read(string file, [CallerFilePath] string caller = "")
    {
        // The caller may sit in a folder below this file's: the golden files are beside this project.
        var directory = new DirectoryInfo(Path.GetDirectoryName(caller)!);
        while (!Directory.Exists(Path.Combine(directory.FullName, "Backprop.Tests", "Golden"))) directory = directory.Parent!;
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(directory.FullName, "Backprop.Tests", "Golden", file)));
        return document.RootElement.Clone();
    }

    /// <summary>The indices of the ones in a list of zeros and ones.</summary>
    public static IEnumerable<int> Ones(JsonElement states) =>
        states.EnumerateArray().Index().Where(s => s.Item.GetDouble() == 1).Select(s => s.Index);

    public static double[] Numbers(JsonElement list) => [.. list.EnumerateArray().SelectMany(
        item => item.ValueKind == JsonValueKind.Array ? Numbers(item) : [item.GetDouble()])];
}

using System.Runtime.CompilerServices;

namespace Backprop.Cli.Tests;

/// <summary>Texts that a person has looked at. Run the tests with BACKPROP_APPROVE=1 to replace them, and read the difference before committing.</summary>
internal static class Approved
{
    public static void Matches(string actual, string path, [CallerFilePath] string caller = "")
    {
        var file = Path.Combine(Path.GetDirectoryName(caller)!, path);
        if (string.Equals(Environment.GetEnvironmentVariable("BACKPROP_APPROVE"), "1", StringComparison.Ordinal))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, actual);
            return;
        }
        Assert.True(File.Exists(file), $"{path} is not there yet: run the tests with BACKPROP_APPROVE=1, then read it.");
        Assert.Equal(File.ReadAllText(file), actual);
    }
}

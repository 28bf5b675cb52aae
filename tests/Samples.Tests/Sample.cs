using System.Reflection;

namespace Samples.Tests;

/// <summary>Runs a sample's program and returns the lines that it prints.</summary>
internal static class Sample
{
    private static readonly Lock Output = new();

    internal static string[] Run(string name, params string[] arguments)
    {
        // Programs print to the one console, so they run one after the other.
        lock (Output)
        {
            var console = Console.Out;
            using var text = new StringWriter();
            Console.SetOut(text);
            try
            {
                var main = Assembly.Load(name).EntryPoint!;
                main.Invoke(null, main.GetParameters().Length == 0 ? null : [arguments]);
            }
            finally
            {
                Console.SetOut(console);
            }
            return text.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        }
    }
}

using System.Globalization;
using System.IO.Pipes;
using System.Reflection;

namespace Backprop.Mutation;

/// <summary>The process that runs tests against the mutated assembly. A line of numbers comes in, a line of numbers goes out.</summary>
internal static class TestHost
{
    /// <summary>The first argument of a process that is a host.</summary>
    internal const string Argument = "--host";

    /// <summary>Asks for all places that a test passes.</summary>
    internal const int Cover = -1;

    /// <summary>The answer of a mutant that no test notices.</summary>
    internal const int Survived = -1;

    /// <param name="requests">The pipe that requests come through.</param>
    /// <param name="answers">The pipe that answers go through.</param>
    /// <param name="mutated">The name of the mutated assembly.</param>
    /// <param name="places">The number of the last mutant, plus 1.</param>
    /// <param name="first">The mutant with which static fields are made.</param>
    /// <param name="tests">The file of the test assembly.</param>
    /// <param name="without">Test classes to leave out.</param>
    internal static int Run(string requests, string answers, string mutated, int places, int first, string tests, IReadOnlyCollection<string> without)
    {
        using var input = new StreamReader(new AnonymousPipeClientStream(PipeDirection.In, requests));
        using var output = new StreamWriter(new AnonymousPipeClientStream(PipeDirection.Out, answers)) { AutoFlush = true };
        Console.SetOut(TextWriter.Null);
        Console.SetError(TextWriter.Null);
        var control = Assembly.Load(mutated).GetType("Backprop.Mutation.Switch", throwOnError: true)!;
        var (active, hits) = (control.GetField("Active")!, control.GetField("Hits")!);
        var methods = new TestMethods(tests, without);
        output.WriteLine(string.Join('\t', Enumerable.Range(0, methods.Count).Select(methods.Name)));
        active.SetValue(null, first);
        output.WriteLine(string.Join('\t', methods.Classes.Select(type => $"{type.Name} {Reached(() => TestMethods.Initialize(type))}")));
        while (input.ReadLine() is { } line)
        {
            var numbers = line.Split(' ').Select(static number => int.Parse(number, CultureInfo.InvariantCulture)).ToArray();
            if (numbers[0] == Cover)
            {
                var before = Environment.CpuUsage.TotalTime;
                var passes = false;
                var reached = Reached(() => passes = methods.Passes(numbers[1]));
                output.WriteLine($"{(passes ? 1 : 0)} {(int)(Environment.CpuUsage.TotalTime - before).TotalMilliseconds} {reached}".TrimEnd());
                continue;
            }
            active.SetValue(null, numbers[0]);
            var failed = Array.FindIndex(numbers, 1, test => !methods.Passes(test));
            active.SetValue(null, 0);
            output.WriteLine(failed < 0 ? Survived : numbers[failed]);
        }
        return 0;

        string Reached(Action action)
        {
            var reached = new bool[places];
            hits.SetValue(null, reached);
            action();
            hits.SetValue(null, null);
            return string.Join(' ', reached.Index().Where(static place => place.Item).Select(static place => place.Index));
        }
    }
}

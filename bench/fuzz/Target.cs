using Backprop.Tests;

namespace Backprop.Fuzz;

/// <summary>A reader of files: valid samples to damage, what a program does with a file, and how it may refuse one.</summary>
internal abstract class Target
{
    private byte[][]? samples;

    /// <summary>The name on the command line.</summary>
    public abstract string Name { get; }

    /// <summary>Valid files.</summary>
    public byte[][] Samples => samples ??= [.. MakeSamples()];

    /// <summary>Words of the format that are put into samples.</summary>
    protected virtual string[]? Words => null;

    /// <summary>Reads a file and uses what it gives, as a program would.</summary>
    public abstract void Run(string path);

    /// <summary>Whether the documentation of what <see cref="Run"/> calls names the exception.</summary>
    public abstract bool IsDocumented(Exception exception);

    /// <summary>The bytes that bounds are multiples of: the file's, or what it holds unpacked.</summary>
    public virtual long Size(byte[] file) => file.Length;

    /// <summary>A damaged sample.</summary>
    public virtual byte[] Damage(byte[] sample, Random random) => Damage(sample, random, Words);

    protected abstract IEnumerable<byte[]> MakeSamples();

    /// <summary>Bytes changed, removed, doubled, words put in; now and then a stretch many times over.</summary>
    protected static byte[] Damage(byte[] sample, Random random, string[]? words)
    {
        var file = Mutation.Of(sample, random, words);
        if (file.Length == 0 || random.Next(25) > 0)
            return file;
        var at = random.Next(file.Length);
        var stretch = file.AsSpan(at, Math.Min(random.Next(1, 40), file.Length - at)).ToArray();
        var times = random.Next(1, 100_000 / stretch.Length);
        return [.. file[..at], .. Enumerable.Repeat(stretch, times).SelectMany(static bytes => bytes), .. file[at..]];
    }
}

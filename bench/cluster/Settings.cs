using System.Globalization;

namespace Backprop.ClusterBench;

/// <summary>The training that is timed: a net of 784 inputs, two hidden layers of rectified linear units and 10 outputs, as the work W4 of <c>backprop bench</c>.</summary>
/// <param name="Units">Units of each hidden layer.</param>
/// <param name="Batch">Cases per weight update.</param>
/// <param name="Batches">Updates per sweep.</param>
/// <param name="Sweeps">Sweeps that are timed, after one that is not.</param>
/// <param name="Shares">Shares of a batch.</param>
/// <param name="Threads">Threads per rank.</param>
internal sealed record Settings(int Units = 1024, int Batch = 256, int Batches = 10, int Sweeps = 5, int Shares = 2, int Threads = 1)
{
    public static Settings Read(IEnumerable<string> words)
    {
        var settings = new Settings();
        foreach (var word in words)
        {
            var (name, number) = word.Split('=') is [var left, var right] ? (left, int.Parse(right, CultureInfo.InvariantCulture)) : throw new ArgumentException($"'{word}' is not name=number");
            settings = name switch
            {
                "units" => settings with { Units = number },
                "batch" => settings with { Batch = number },
                "batches" => settings with { Batches = number },
                "sweeps" => settings with { Sweeps = number },
                "shares" => settings with { Shares = number },
                "threads" => settings with { Threads = number },
                _ => throw new ArgumentException($"'{name}' is not a setting; units, batch, batches, sweeps, shares and threads are"),
            };
        }
        return settings;
    }
}

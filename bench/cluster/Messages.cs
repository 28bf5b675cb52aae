using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Backprop.Mpi;

namespace Backprop.ClusterBench;

/// <summary>The time of one message between rank 0 and the last rank, half of there and back, by its length: what latency and bandwidth are fitted to.</summary>
internal static class Messages
{
    public static unsafe void Measure(Communicator ranks, IReadOnlyList<int> lengths)
    {
        foreach (var length in lengths)
        {
            var memory = new Span<byte>(NativeMemory.AllocZeroed((nuint)Math.Max(length, 1)), length);
            var rounds = Math.Clamp(20_000_000 / Math.Max(length, 1), 5, 200);
            var times = new List<double>(rounds);
            ranks.Barrier();
            for (var round = 0; round < rounds; round++)
            {
                var start = Stopwatch.GetTimestamp();
                var (first, last) = (0, ranks.Count - 1);
                if (ranks.Rank == first)
                {
                    ranks.BeginSend(memory, last).Wait();
                    ranks.BeginReceive(memory, last).Wait();
                }
                else if (ranks.Rank == last)
                {
                    ranks.BeginReceive(memory, first).Wait();
                    ranks.BeginSend(memory, first).Wait();
                }
                times.Add(Stopwatch.GetElapsedTime(start).TotalSeconds / 2);
            }
            times.Sort();
            if (ranks.Rank == 0)
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{length} {times[times.Count / 2]:E4} {times[0]:E4}"));
        }
    }
}

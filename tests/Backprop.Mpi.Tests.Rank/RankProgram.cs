using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Backprop.Mpi.Tests;

/// <summary>What each rank of a test does, by the first word: rank 0 prints what came of it.</summary>
public static class RankProgram
{
    public static int Main(string[] arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        using var ranks = Communicator.Start();
        if (ranks is null)
        {
            Console.WriteLine("alone");
            return 0;
        }
        switch (arguments[0])
        {
            case "messages":
                Messages(ranks);
                break;
            case "ring":
                Ring(ranks);
                break;
            case "broadcast":
                Broadcast(ranks);
                break;
            case "exceptions":
                Exceptions(ranks);
                break;
            case "training":
                var digest = Digest(Train(ranks));
                if (ranks.Rank == 0)
                    Console.WriteLine(digest);
                break;
            case "memory":
                var trainer = Train(ranks);
                // Its own, and that of another rank.
                var shared = File.ReadLines("/proc/self/maps").Count(static line => line.Contains("memfd:backprop", StringComparison.Ordinal));
                GC.KeepAlive(trainer);
                if (ranks.Rank == 0)
                    Console.WriteLine(shared >= 2);
                break;
            case "mismatch":
                return Mismatch(ranks);
            case "post":
                Post(ranks);
                break;
            case "listener":
                Listen(ranks);
                break;
            case "abort":
                if (ranks.Rank == ranks.Count - 1)
                    ranks.Abort(7);
                ranks.Barrier();
                break;
        }
        return 0;
    }

    /// <summary>Trains a net of 10,502 weights for some updates.</summary>
    public static Trainer<float> Train(IRanks? ranks)
    {
        var random = new RandomSource(3);
        double[][] Rows(int size) => [.. Enumerable.Range(0, 40).Select(_ => Enumerable.Range(0, size).Select(_ => random.NextSigned()).ToArray())];
        var net = new Network<float>(Topology.Layered(4, 1500, 2)).Randomize(seed: 1, range: 0.3);
        var trainer = new Trainer<float>(net, Cases.From(Rows(4), Rows(2)), new GradientDescent { LearningRate = 0.01, Momentum = 0.9 }, options: new TrainerOptions { Batch = Batch.Of(16), Shares = 8, Ranks = ranks });
        trainer.Run(StopWhen.Sweeps(5));
        return trainer;
    }

    /// <summary>A digest of the weights.</summary>
    public static string Digest(Trainer<float> trainer)
    {
        ArgumentNullException.ThrowIfNull(trainer);
        return Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(trainer.Network.Weights)));
    }

    /// <summary>Rank 0 takes two messages of every other rank as they come, and prints the sum of what they say.</summary>
    private static void Messages(Communicator ranks)
    {
        if (ranks.Rank > 0)
        {
            ranks.Send(BitConverter.GetBytes(ranks.Rank), to: 0, tag: 5);
            ranks.Send(new byte[100_000 * ranks.Rank], to: 0, tag: 6);
            return;
        }
        var (sum, bytes) = (0, 0);
        for (var k = 0; k < 2 * (ranks.Count - 1); k++)
        {
            var message = ranks.Probe();
            var data = ranks.Receive(message);
            if (message.Tag == 5)
                sum += BinaryPrimitives.ReadInt32LittleEndian(data) * message.From;
            else
                bytes += data.Length / message.From;
        }
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{sum} {bytes} {ranks.TryProbe() is null}"));
    }

    /// <summary>Every rank sends a million bytes to the next one and receives as many, at the same time.</summary>
    private static unsafe void Ring(Communicator ranks)
    {
        const int length = 1_000_000;
        var memory = new Span<byte>(NativeMemory.AllocZeroed(2 * length), 2 * length);
        memory[..length].Fill((byte)(ranks.Rank + 1));
        var (next, before) = ((ranks.Rank + 1) % ranks.Count, (ranks.Rank + ranks.Count - 1) % ranks.Count);
        var receives = ranks.BeginReceive(memory[length..], before);
        var sends = ranks.BeginSend(memory[..length], next);
        receives.Wait();
        sends.Wait();
        var right = !memory[length..].ContainsAnyExcept((byte)(before + 1)) && sends.IsDone();
        ranks.Barrier();
        if (ranks.Rank == 0)
            Console.WriteLine(right);
    }

    private static void Broadcast(Communicator ranks)
    {
        var data = ranks.Rank == 1 ? new byte[] { 3, 1, 4 } : new byte[3];
        ranks.Broadcast(data, from: 1);
        if (ranks.Rank == 0)
            Console.WriteLine(string.Join(' ', data));
    }

    /// <summary>Null references are signals to .NET, which MPI must not take.</summary>
    private static void Exceptions(Communicator ranks)
    {
        var caught = 0;
        for (var k = 0; k < 3; k++)
        {
            try
            {
                string? nothing = ranks.Rank >= 0 ? null : "";
                _ = nothing!.Length;
            }
            catch (NullReferenceException)
            {
                caught++;
            }
        }
        ranks.Barrier();
        if (ranks.Rank == 0)
            Console.WriteLine(caught);
    }

    /// <summary>Rank 1 sends fewer bytes than rank 0 expects.</summary>
    private static unsafe int Mismatch(Communicator ranks)
    {
        var memory = new Span<byte>(NativeMemory.AllocZeroed(8), 8);
        if (ranks.Rank == 1)
            ranks.BeginSend(memory[..4], 0).Wait();
        if (ranks.Rank != 0)
            return 0;
        try
        {
            ranks.BeginReceive(memory, 1).Wait();
            Console.WriteLine("taken");
        }
        catch (MpiException exception)
        {
            Console.WriteLine(exception.Message);
        }
        return 0;
    }

    /// <summary>Every other rank posts messages that are too long to leave by themselves, and then says so; rank 0 looks for that first, and takes the messages in their order.</summary>
    private static void Post(Communicator ranks)
    {
        const int posted = 5, said = 6, count = 200;
        if (ranks.Rank > 0)
        {
            for (var k = 0; k < count; k++)
                ranks.Post(Enumerable.Repeat((byte)k, 100_000).ToArray(), 0, posted);
            ranks.Send([], to: 0, said);
            return;
        }
        var inOrder = true;
        for (var rank = 1; rank < ranks.Count; rank++)
        {
            ranks.Receive(ranks.Probe(rank, said));
            for (var k = 0; k < count; k++)
                inOrder &= ranks.Receive(ranks.Probe(rank, posted)).AsSpan().IndexOfAnyExcept((byte)k) < 0;
        }
        Console.WriteLine(inOrder);
    }

    /// <summary>Rank 0 waits for a number of rank 1, which says something else first and sends the number when it is asked for it.</summary>
    private static unsafe void Listen(Communicator ranks)
    {
        const int words = 5, question = 6;
        var memory = new Span<byte>(NativeMemory.AllocZeroed(8), 8);
        if (ranks.Rank == 1)
        {
            ranks.Send([], to: 0, words);
            ranks.Receive(ranks.Probe(0, question));
            ranks.BeginSend(memory, 0).Wait();
        }
        if (ranks.Rank > 0)
            return;
        ranks.Listener = () =>
        {
            if (ranks.TryProbe(null, words) is { } envelope)
                throw new InvalidOperationException($"heard rank {envelope.From}");
        };
        var number = ranks.BeginReceive(memory, 1);
        try
        {
            number.Wait();
        }
        catch (InvalidOperationException exception)
        {
            ranks.Listener = null;
            ranks.Receive(ranks.Probe(1, words));
            ranks.Send([], to: 1, question);
            number.Wait();
            Console.WriteLine(exception.Message);
        }
    }
}

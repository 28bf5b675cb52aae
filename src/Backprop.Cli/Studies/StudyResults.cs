using System.Text;
using Backprop.Experiments;

namespace Backprop.Cli;

/// <summary>The phase of a study over ranks.</summary>
internal enum StudyPhase
{
    /// <summary>Nets are trained.</summary>
    Runs,

    /// <summary>It is sought what stops those that have not learned.</summary>
    Causes,

    /// <summary>Nothing is left to do.</summary>
    Done,
}

/// <summary>What a rank has found since it last said so.</summary>
/// <param name="Runs">How trainings ended.</param>
/// <param name="Causes">What stops nets.</param>
/// <param name="Kind">The kind of the nets that it asks for; null: any.</param>
internal sealed record StudyResults(IReadOnlyList<StudyRun> Runs, IReadOnlyList<(StudyNet Net, CauseCounts Found)> Causes, int? Kind = null)
{
    public byte[] ToBytes()
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes, Encoding.UTF8);
        writer.Write(Kind ?? -1);
        writer.Write(Runs.Count);
        foreach (var run in Runs)
        {
            StudyNets.Write(writer, run.Net);
            writer.Write(run.Sweeps);
            writer.Write(run.Learned);
            writer.Write(run.Stopped is not null);
            writer.Write(run.Stopped ?? "");
            writer.Write(run.Error ?? double.NaN);
        }
        writer.Write(Causes.Count);
        foreach (var (net, found) in Causes)
        {
            StudyNets.Write(writer, net);
            foreach (var count in (int[])[found.Later, found.Plateau, found.Saturation, found.TrueMinimum])
                writer.Write(count);
        }
        writer.Flush();
        return bytes.ToArray();
    }

    public static StudyResults Of(byte[] content)
    {
        using var reader = new BinaryReader(new MemoryStream(content), Encoding.UTF8);
        var kind = reader.ReadInt32();
        var runs = new StudyRun[reader.ReadInt32()];
        for (var k = 0; k < runs.Length; k++)
        {
            var (net, sweeps, learned, hasStopped, stopped, error) = (StudyNets.Read(reader), reader.ReadInt32(), reader.ReadBoolean(), reader.ReadBoolean(), reader.ReadString(), reader.ReadDouble());
            runs[k] = new(net, sweeps, learned, hasStopped ? stopped : null, double.IsNaN(error) ? null : error);
        }
        var causes = new (StudyNet, CauseCounts)[reader.ReadInt32()];
        for (var k = 0; k < causes.Length; k++)
            causes[k] = (StudyNets.Read(reader), new CauseCounts(reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32()));
        return new(runs, causes, kind < 0 ? null : kind);
    }
}

/// <summary>Nets that rank 0 hands out; a message has them as stretches of neighboring seeds.</summary>
/// <param name="Phase">What is to be done with them.</param>
/// <param name="Nets">The nets, all of one kind; none if there are no more of the kind that was asked for.</param>
internal sealed record StudyNets(StudyPhase Phase, IReadOnlyList<StudyNet> Nets)
{
    public byte[] ToBytes()
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        writer.Write((int)Phase);
        for (var first = 0; first < Nets.Count;)
        {
            var end = first + 1;
            while (end < Nets.Count && Nets[end] == After(Nets[end - 1]))
                end++;
            Write(writer, Nets[first]);
            writer.Write(end - first);
            first = end;
        }
        writer.Flush();
        return bytes.ToArray();
    }

    public static StudyNets Of(byte[] content)
    {
        using var reader = new BinaryReader(new MemoryStream(content));
        var phase = (StudyPhase)reader.ReadInt32();
        var nets = new List<StudyNet>();
        while (reader.BaseStream.Position < content.Length)
        {
            nets.Add(Read(reader));
            for (var more = reader.ReadInt32(); more > 1; more--)
                nets.Add(After(nets[^1]));
        }
        return new(phase, nets);
    }

    /// <summary>Whether a net goes on with the last stretch of some.</summary>
    internal static bool Follow(List<StudyNet> nets, StudyNet net) => nets.Count > 0 && net == After(nets[^1]);

    private static StudyNet After(StudyNet net) => net with { Seed = net.Seed + 1 };

    internal static void Write(BinaryWriter writer, StudyNet net)
    {
        writer.Write(net.Point);
        writer.Write(net.Seed);
    }

    internal static StudyNet Read(BinaryReader reader) => new(reader.ReadInt32(), reader.ReadUInt64());
}

using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Backprop.Mpi;

namespace Backprop.Cli;

/// <summary>Finds out before any work that ranks differ in what they are about to do: a node may have another version of the tool, of the data or of a file.</summary>
internal static class RankAgreement
{
    /// <summary>The tag of what rank 0 has, and of the answer in which a rank says where it differs.</summary>
    private const int Tag = 1;

    /// <summary>Whether this process does what one process does alone: prints, writes files, tests.</summary>
    public static bool IsFirst(this Terminal terminal) => terminal.Ranks is not { Rank: > 0 };

    /// <summary>The number of processes that carry out a command.</summary>
    public static int RankCount(this Terminal terminal) => terminal.Ranks?.Count ?? 1;

    /// <summary>Compares what each rank has with what rank 0 has; it also waits until every rank has come so far.</summary>
    /// <param name="ranks">The ranks, those of <see cref="Terminal.Ranks"/>.</param>
    /// <param name="parts">What must be the same: a name for messages, and all that it says.</param>
    /// <exception cref="InputException">At rank 0: another rank differs.</exception>
    public static void Check(IRanks ranks, params IReadOnlyList<(string Name, string Text)> parts)
    {
        var world = (Communicator)ranks;
        (string Name, string Text)[] all = [("version of backprop", typeof(RankAgreement).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? ""), .. parts];
        var own = string.Join('\n', all.Select(static part => $"{part.Name}\t{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(part.Text)))}"));
        if (ranks.Rank > 0)
        {
            var first = Encoding.UTF8.GetString(world.Receive(world.Probe(0, Tag)));
            world.Send(Encoding.UTF8.GetBytes(Difference(first, own) ?? ""), to: 0, Tag);
            return;
        }
        for (var rank = 1; rank < ranks.Count; rank++)
            world.Send(Encoding.UTF8.GetBytes(own), rank, Tag);
        var differences = new List<(int Rank, string Part)>();
        for (var rank = 1; rank < ranks.Count; rank++)
        {
            if (Encoding.UTF8.GetString(world.Receive(world.Probe(rank, Tag))) is { Length: > 0 } part)
                differences.Add((rank, part));
        }
        if (differences is [var (other, name), ..])
            throw new InputException($"rank {other} has another {name} than rank 0{(differences.Count > 1 ? $", and {differences.Count - 1} more ranks differ" : "")}: all processes must run the same version of backprop with the same command on the same files; look whether every machine sees the same folder");
    }

    /// <summary>The first part in which the lines of a rank differ from those of rank 0; null where none does.</summary>
    private static string? Difference(string first, string own)
    {
        var (theirs, ours) = (first.Split('\n'), own.Split('\n'));
        for (var k = 0; k < Math.Max(theirs.Length, ours.Length); k++)
        {
            if (k >= theirs.Length || k >= ours.Length || theirs[k] != ours[k])
                return (k < ours.Length ? ours[k] : theirs[k]).Split('\t')[0];
        }
        return null;
    }
}

using System.Globalization;
using System.Text;

namespace Backprop.Cli;

/// <summary>
/// What the record of an interrupted training must hold, so that the training that goes on with it writes the file that it would have written without the interruption:
/// the head and the snapshot before the first sweep to the byte, which follow from the seed, and the rows of every later snapshot up to the checkpoint.
/// </summary>
/// <param name="Head">The line of the column names, with its end.</param>
/// <param name="First">The lines of the snapshot before the first sweep.</param>
/// <param name="Sweeps">The sweeps of the checkpoint.</param>
/// <param name="IsWithinSweep">Whether the checkpoint is of the middle of the sweep after these.</param>
internal sealed record EarlierSnapshots(string Head, string First, int Sweeps, bool IsWithinSweep)
{
    /// <summary>Characters of the head that a message shows: enough for the names of the first columns.</summary>
    private const int LongestHead = 100;

    /// <summary>Whether a file that is not this record is begun anew at the checkpoint; otherwise it is refused.</summary>
    public bool MayBeginAnew { get; init; }

    /// <summary>The length of the part of the file that stays. A snapshot of the checkpoint's own sweep is written again.</summary>
    /// <param name="snapshots">What is recorded, how often, and where.</param>
    /// <param name="newest">The sweep of the newest snapshot that stays; −1 where there is none.</param>
    /// <exception cref="InputException">The file is not the record that the training left.</exception>
    public long Length(Snapshots snapshots, out int newest)
    {
        newest = -1;
        if (Fault(snapshots, out var length, out var kept) is not { } fault)
        {
            newest = kept;
            return length;
        }
        return MayBeginAnew ? 0 : throw new InputException(
            $"{snapshots.Path}: {fault}, so the record cannot go on; restore the file as the interrupted training left it, or use --force to begin the record anew at sweep {Numeral.Text(Sweeps)}");
    }

    private string? Fault(Snapshots snapshots, out long length, out int newest)
    {
        (length, newest) = (0, -1);
        var needed = NeededSnapshots(snapshots.Every);
        if (!File.Exists(snapshots.Path)) return needed == 0 ? null : "the file is missing";
        using var file = new BufferedStream(File.OpenRead(snapshots.Path), 1 << 16);
        // A training that was stopped before its first snapshot may not have written the head either.
        if (needed == 0 && file.Length == 0) return null;
        if (Line(file) is not { } head || head != Head) return $"its first line is not '{DisplayText.Of(Head.TrimEnd('\n'), LongestHead)}'";
        length = Encoding.UTF8.GetByteCount(head);
        string[] first = [.. First.Split('\n')[..^1].Select(static line => line + "\n")];
        for (var snapshot = 0L; snapshot < needed; snapshot++)
        {
            var sweep = (int)(snapshot * snapshots.Every);
            var start = sweep.ToString(CultureInfo.InvariantCulture) + ",";
            foreach (var model in first)
            {
                if (Line(file) is not { } line || !IsLike(line, model, start))
                    return $"the snapshot of sweep {Numeral.Text(sweep)} is missing, incomplete or of another net";
                if (snapshot == 0 && line != model) return "the snapshot of sweep 0 is of another net, other cases or another seed";
                length += Encoding.UTF8.GetByteCount(line);
            }
            newest = sweep;
        }
        return null;
    }

    /// <summary>The number of snapshots that were written before the checkpoint for certain.</summary>
    private long NeededSnapshots(int every) => IsWithinSweep ? (Sweeps / every) + 1L : (Sweeps + every - 1L) / every;

    /// <summary>Whether a line is that of the same row in another snapshot: as many cells, the sweep in front. A row whose name has a line break goes on in lines without a sweep.</summary>
    private static bool IsLike(string line, string model, string start) =>
        line.EndsWith('\n') && (!model.StartsWith("0,", StringComparison.Ordinal) || line.StartsWith(start, StringComparison.Ordinal)) && line.Count(',') == model.Count(',');

    /// <summary>The next line with its end, which only the last line may lack; null at the end of the file.</summary>
    private static string? Line(Stream file)
    {
        var bytes = new List<byte>();
        while (file.ReadByte() is >= 0 and var next)
        {
            bytes.Add((byte)next);
            if (next == '\n') break;
        }
        return bytes.Count == 0 ? null : Encoding.UTF8.GetString([.. bytes]);
    }
}

using System.Globalization;
using System.Numerics;
using System.Text;

namespace Backprop.Cli;

/// <summary>
/// Records a net while it trains: a table with the column <c>sweep</c> in front, in which a snapshot follows the other. It changes no bit of the training.
/// A training that goes on from a checkpoint goes on with the file too: what was written after the checkpoint is written again.
/// </summary>
internal sealed class SnapshotFile<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const string SweepColumn = "sweep";

    private readonly Snapshots snapshots;
    private readonly RecordTable<T> table;
    private readonly TableWriter writer;
    private readonly StreamWriter stream;
    private int last;

    /// <summary>Begins the file, or goes on with it.</summary>
    /// <param name="snapshots">What is recorded.</param>
    /// <param name="table">The table.</param>
    /// <param name="sweeps">The sweeps that the training has made already; null for a new training.</param>
    public SnapshotFile(Snapshots snapshots, RecordTable<T> table, int? sweeps)
    {
        (this.snapshots, this.table) = (snapshots, table);
        var (kept, newest) = sweeps is { } made ? Kept(snapshots.Path, made) : ("", -1);
        last = newest;
        stream = new StreamWriter(snapshots.Path, append: false, new UTF8Encoding(false)) { NewLine = "\n" };
        writer = RecordCsv.To(stream);
        if (kept.Length == 0)
            RecordCsv.Row(writer, [SweepColumn, .. table.Head]);
        stream.Write(kept);
    }

    /// <summary>Trains, and takes a snapshot before the first sweep, after each so many, and at the end.</summary>
    public History Train(Trainer<T> trainer, StopRule stop, IProgress<TrainingProgress>? progress, CancellationToken interrupted)
    {
        // A checkpoint may be of the middle of a sweep, or of sweeps between two snapshots.
        if (!trainer.IsWithinSweep && trainer.History.Sweeps % snapshots.Every == 0)
            Take(trainer);
        while (true)
        {
            var next = (int)Math.Min(int.MaxValue, ((trainer.History.Sweeps / snapshots.Every) + 1L) * snapshots.Every);
            // Pausing changes no bit. Rules are checked before the first sweep: one that holds at a pause ends the next run at once.
            var history = trainer.Run(stop | StopWhen.Sweeps(next), progress, interrupted);
            if (history.Stopped == StopWhen.Canceled)
                return history;
            Take(trainer);
            if (history.Sweeps < next)
                return history;
        }
    }

    public void Dispose() => stream.Dispose();

    private void Take(Trainer<T> trainer)
    {
        var sweeps = trainer.History.Sweeps;
        // The newest snapshot is there already where a training goes on, or ended at a pause.
        if (sweeps <= last) return;
        last = sweeps;
        var sweep = sweeps.ToString(CultureInfo.InvariantCulture);
        foreach (var row in table.Rows(trainer.Network))
            RecordCsv.Row(writer, row.Prepend(sweep));
        writer.Flush();
    }

    /// <summary>The lines of the file up to a sweep, and the newest sweep among them, which is −1 where there is none.</summary>
    private static (string Lines, int Newest) Kept(string path, int sweeps)
    {
        if (!File.Exists(path)) return ("", -1);
        var (kept, newest) = (new StringBuilder(), -1);
        foreach (var line in File.ReadLines(path))
        {
            if (Sweep(line) is { } sweep)
            {
                if (sweep > sweeps) break;
                newest = sweep;
            }
            kept.Append(line).Append('\n');
        }
        return (kept.ToString(), newest);
    }

    private static int? Sweep(string line) =>
        line.IndexOf(',', StringComparison.Ordinal) is > 0 and var comma && int.TryParse(line.AsSpan(0, comma), NumberStyles.None, CultureInfo.InvariantCulture, out var sweep) ? sweep : null;
}

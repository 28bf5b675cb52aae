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
    /// <param name="earlier">What the file must hold already; null for a new training.</param>
    /// <exception cref="InputException">It does not; the file stays as it is.</exception>
    public SnapshotFile(Snapshots snapshots, RecordTable<T> table, EarlierSnapshots? earlier)
    {
        (this.snapshots, this.table) = (snapshots, table);
        var (kept, newest) = (0L, -1);
        if (earlier is not null) kept = earlier.Length(snapshots, out newest);
        last = newest;
        // What stays is not written again, so that a second interruption cannot lose it.
        var file = new FileStream(snapshots.Path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read);
        file.SetLength(kept);
        file.Position = kept;
        stream = new StreamWriter(file, new UTF8Encoding(false)) { NewLine = "\n" };
        writer = RecordCsv.To(stream);
        if (kept == 0)
            RecordCsv.Row(writer, [SweepColumn, .. table.Head]);
    }

    /// <summary>Records of the same columns, of whatever training.</summary>
    public static OutputKind Kind(RecordTable<T> table) => OutputKind.Table("a record of the same columns", [SweepColumn, .. table.Head]);

    /// <summary>What the file of a training holds that is interrupted after some sweeps.</summary>
    /// <param name="table">The table.</param>
    /// <param name="start">The net before its first sweep.</param>
    public static EarlierSnapshots Earlier(RecordTable<T> table, Network<T> start)
    {
        return new(Text([[SweepColumn, .. table.Head]]), Text(table.Rows(start).Select(static row => row.Prepend("0"))), 0, IsWithinSweep: false);

        static string Text(IEnumerable<IEnumerable<string>> rows)
        {
            using var text = new StringWriter { NewLine = "\n" };
            var writer = RecordCsv.To(text);
            foreach (var row in rows)
                RecordCsv.Row(writer, row);
            writer.Flush();
            return text.ToString();
        }
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
}

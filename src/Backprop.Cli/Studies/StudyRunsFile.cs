using System.Globalization;
using System.Text;
using Backprop.Experiments;

namespace Backprop.Cli;

/// <summary>
/// The runs of a study as CSV: one line per net, with the digits that tell the study, the values of the varied settings, the seed, and how the
/// training ended. Lines are added while the study runs, and put in order at its end.
/// </summary>
internal sealed class StudyRunsFile
{
    private const string Study = "study", Yes = "yes", No = "no", NotFinite = "not finite";
    private const int LinesPerWrite = 256;
    private static readonly TimeSpan TimePerWrite = TimeSpan.FromSeconds(1);

    private readonly string path, identity;
    private readonly StudyJob job;
    private readonly Dictionary<StudyNet, string> others = [];
    private readonly Dictionary<string, bool> ends;
    private readonly List<string> waiting = [];
    private readonly TimeProvider time;
    private bool isBegun;
    private long written;

    /// <param name="path">The file.</param>
    /// <param name="job">The study.</param>
    /// <param name="identity">What tells the study.</param>
    /// <param name="time">The clock by which lines are written: at most a second of work is lost with a process that is killed.</param>
    public StudyRunsFile(string path, StudyJob job, string identity, TimeProvider time)
    {
        (this.path, this.job, this.identity, this.time) = (path, job, identity, time);
        written = time.GetTimestamp();
        var training = job.Training.Training;
        ends = training.Until.ToDictionary(static condition => condition.Rule.Name, static condition => condition.IsGoal, StringComparer.Ordinal);
        ends[StopWhen.Sweeps(training.Sweeps).Name] = false;
        ends[NotFinite] = false;
    }

    /// <summary>Files of this kind, whatever study they are of.</summary>
    public static OutputKind Kind { get; } = OutputKind.StartingWith("a list of runs of 'backprop study'", Study + ",");

    private string Header => string.Join(',', [Study, .. job.Varied.Select(static setting => setting.Name), "seed", "sweeps", "learned", "stopped", "error"]);

    /// <summary>Reads the runs that the file holds already; none where there is no file.</summary>
    /// <exception cref="UsageException">It holds runs of another study.</exception>
    /// <exception cref="InputException">It is damaged.</exception>
    public IReadOnlyList<StudyRun> Read()
    {
        if (new FileInfo(path) is not { Exists: true, Length: > 0 })
            return [];
        var text = File.ReadAllText(path);
        // A line that was cut when the computer stopped is not a run.
        var lines = text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries);
        if (lines.Length > 0 && lines[0].EndsWith('\r'))
            throw new InputException($"{path}: its lines end with a carriage return, as another program has saved it; save it with line feeds alone, or name another file");
        var points = job.Points.Index().ToDictionary(point => string.Join(',', point.Item.Select(static value => Numeral.Text(value))), static point => point.Index, StringComparer.Ordinal);
        if (lines.Length > 0 && lines[0] != Header)
        {
            if (job.Force) return [];
            throw new UsageException($"{path} holds the runs of another study ('{DisplayText.Name(lines[0])}', expected '{Header}'): name another file with --runs, or replace it with --force.");
        }
        var (runs, nets) = (new List<StudyRun>(), new HashSet<StudyNet>());
        for (var number = 2; number <= lines.Length; number++)
        {
            var cells = lines[number - 1].Split(',');
            if (cells[0] != identity)
            {
                if (job.Force) return [];
                throw new UsageException($"{path} holds the runs of another study: its net, cases, settings or values of --vary are not these. Name another file with --runs, or replace it with --force.");
            }
            var run = Run(cells, points) ?? throw new InputException($"{path}, line {number}: is not a run of this study: '{DisplayText.Name(lines[number - 1])}'");
            if (!nets.Add(run.Net))
                throw new InputException($"{path}, line {number}: seed {run.Net.Seed} is there twice; take one of the lines out");
            runs.Add(run);
            // Seeds that are not asked for now are kept.
            if (IsOther(run)) others[run.Net] = lines[number - 1];
        }
        isBegun = lines.Length > 0 && text.EndsWith('\n');
        return runs;
    }

    /// <summary>Adds a run.</summary>
    public void Add(StudyRun run)
    {
        waiting.Add(Line(run));
        if (waiting.Count >= LinesPerWrite || time.GetElapsedTime(written) >= TimePerWrite) Flush();
    }

    /// <summary>Writes the runs that were added since the last time.</summary>
    public void Flush()
    {
        if (waiting.Count == 0) return;
        var lines = string.Concat(waiting.Select(static line => line + "\n"));
        if (isBegun) File.AppendAllText(path, lines);
        else File.WriteAllText(path, $"{Header}\n{lines}");
        isBegun = true;
        waiting.Clear();
        written = time.GetTimestamp();
    }

    /// <summary>Writes all runs in the order of points and seeds.</summary>
    /// <param name="runs">The runs of this study; those that were in the file besides them are kept.</param>
    public void WriteInOrder(IEnumerable<StudyRun> runs)
    {
        waiting.Clear();
        var all = runs.Select(run => KeyValuePair.Create(run.Net, Line(run))).Concat(others).OrderBy(static run => run.Key.Point).ThenBy(static run => run.Key.Seed);
        AtomicFile.Write(path, stream =>
        {
            using var writer = new StreamWriter(stream, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\n" };
            writer.WriteLine(Header);
            foreach (var run in all)
                writer.WriteLine(run.Value);
        });
    }

    private bool IsOther(StudyRun run) => run.Net.Seed < job.FirstSeed || run.Net.Seed - job.FirstSeed >= (ulong)job.Seeds;

    private string Line(StudyRun run) => string.Join(',', [
        identity, .. job.Points[run.Net.Point].Select(static value => Numeral.Text(value)), Numeral.Text(run.Net.Seed), Numeral.Text(run.Sweeps),
        run.Learned ? Yes : No, run.Stopped ?? NotFinite, run.Error is { } error ? Numeral.Text(error) : ""]);

    private StudyRun? Run(string[] cells, Dictionary<string, int> points)
    {
        var varied = job.Varied.Count;
        return cells.Length == varied + 6 && points.TryGetValue(string.Join(',', cells[1..(varied + 1)]), out var point)
            && ulong.TryParse(cells[varied + 1], NumberStyles.None, CultureInfo.InvariantCulture, out var seed)
            && int.TryParse(cells[varied + 2], NumberStyles.None, CultureInfo.InvariantCulture, out var sweeps) && sweeps <= job.Training.Training.Sweeps
            && cells[varied + 3] is (Yes or No) and var learned && ends.TryGetValue(cells[varied + 4], out var isGoal) && isGoal == (learned == Yes)
            && (cells[varied + 5].Length == 0 ? double.NaN : Numeral.TryRead<double>(cells[varied + 5], out var value) ? value : (double?)null) is { } error
            ? new StudyRun(new StudyNet(point, seed), sweeps, learned == Yes, cells[varied + 4] == NotFinite ? null : cells[varied + 4], double.IsNaN(error) ? null : error)
            : null;
    }
}

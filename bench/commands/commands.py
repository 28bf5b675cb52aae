"""Measures and writes the report: commands.py ROOT BUILD [--quick] [train] [predict] [large]."""
import datetime
import json
import os
import re
import statistics
import subprocess
import sys
import time

# This process stays small: the peak of memory of a process counts what the one that started it had.
HERE = os.path.dirname(os.path.abspath(__file__))
PYTHON = "/usr/bin/python3"
ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}


class Measured:
    """Medians of what commands took: processor seconds, seconds, the peak of memory in MB."""

    def __init__(self, runs):
        self.processor, self.seconds, self.megabytes = (statistics.median(run[k] for run in runs) for k in range(3))


def run(command, environment=None):
    """One run from a cold process to its end."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env={**os.environ, **(environment or {})})
    errors = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    process.returncode = status
    if status != 0:
        sys.exit(f"{' '.join(command)} failed: {errors.decode()}")
    return usage.ru_utime + usage.ru_stime, seconds, usage.ru_maxrss / 1024


def measure(repetitions, *commands):
    """The commands in turns, so that all meet the same weather; after one run each that is not counted, where there are several."""
    runs = [[] for _ in commands]
    for repetition in range(repetitions + (repetitions > 1)):
        for k, (command, environment) in enumerate(commands):
            result = run(command, environment)
            if repetition > 0 or repetitions == 1:
                runs[k].append(result)
    return [Measured(each) for each in runs]


def rows_of(names, measured, peer):
    """Lines of a table; how many times the peer takes."""
    for name, own in zip(names, measured):
        yield (f"| {name} | {own.processor:.2f} s | {own.seconds:.2f} s | {own.megabytes:.0f} MB | "
               f"{peer.processor / own.processor:.1f} × | {peer.seconds / own.seconds:.1f} × | {peer.megabytes / own.megabytes:.1f} × |")


HEAD = ["| | processor | from start to end | peak of memory | processor, ratio | time, ratio | memory, ratio |", "|---|---|---|---|---|---|---|"]


def write_table(path, rows, columns):
    subprocess.run([PYTHON, os.path.join(HERE, "tables.py"), path, str(rows), str(columns)], check=True)


def versions():
    return subprocess.run([PYTHON, "-c", "import sklearn, pandas; print(f'scikit-learn {sklearn.__version__}, pandas {pandas.__version__}', end='')"], capture_output=True, text=True, check=True).stdout


def train(native, ready, build, quick):
    table = os.path.join(build, "thousand.csv")
    write_table(table, 1000, 10)
    rows = [("scikit-learn", [PYTHON, os.path.join(HERE, "train.py"), table, os.path.join(build, "thousand.joblib")])]
    models = []
    for name, tool in (("ahead of time", native), ("installed for one platform", ready)):
        if tool is None:
            continue
        models.append(os.path.join(build, f"{len(models)}.safetensors"))
        rows.append((f"Backprop, {name}", [tool, "train", table, "--target", "y", "--force", "--model", models[-1]]))
        rows.append((f"Backprop, {name}, `--plain`", [tool, "train", table, "--target", "y", "--force", "--plain", "--model", os.path.join(build, "plain.safetensors")]))
    measured = measure(1 if quick else 7, *((command, None) for _, command in rows))
    lines = [*HEAD, *rows_of([name for name, _ in rows], measured, measured[0]), ""]
    if len(models) == 2:
        with open(models[0], "rb") as one, open(models[1], "rb") as other:
            lines += [f"The models of the two builds of Backprop {'have the same bytes' if one.read() == other.read() else '**DIFFER**'}.", ""]
    return [
        "## `backprop train` on 1,000 rows of 10 numbers, three classes", "",
        "scikit-learn: read_csv, StandardScaler, MLPClassifier() with its defaults (one net 10-100-3, at most 200 sweeps), score, joblib.dump. "
        "Backprop: `train table.csv --target y`, eight nets 10-100-3 that stop by eight validation parts, test scores, the model file; with `--plain` one net.", "",
        *lines]


def predict(native, ready, build, quick):
    small, large_table = (20_000, 100_000) if quick else (1_000_000, 5_000_000)
    paths = {rows: os.path.join(build, f"rows-{rows}.csv") for rows in (1000, small, large_table)}
    for rows, path in paths.items():
        if not os.path.exists(path):
            write_table(path, rows, 10)
    peer, plain, eight = (os.path.join(build, name) for name in ("answers.joblib", "one.safetensors", "eight.safetensors"))
    run([PYTHON, os.path.join(HERE, "train.py"), paths[1000], peer])
    run([ready, "train", paths[1000], "--target", "y", "--force", "--plain", "--model", plain])
    run([ready, "train", paths[1000], "--target", "y", "--force", "--model", eight])
    answers = os.path.join(build, "answers.csv")
    ours = [("the same shape", ready, plain), ("the same shape, ahead of time", native, plain), ("eight nets averaged", ready, eight)]
    ours = [each for each in ours if each[1] is not None]
    lines = []
    for rows in (small, large_table):
        peer_command = [PYTHON, os.path.join(HERE, "predict.py"), peer, paths[rows], answers]
        measured = measure(
            1 if quick or rows == large_table else 3, (peer_command, None), (peer_command, ONE_THREAD),
            *(([tool, "predict", model, paths[rows], "--output", answers, "--force"], None) for _, tool, model in ours))
        lines += [f"{rows:,} rows, {os.path.getsize(paths[rows]) / 1e6:.0f} MB:", "", *HEAD, *rows_of(
            ["scikit-learn", "scikit-learn, one thread", *(f"Backprop, {name}" for name, _, _ in ours)], measured, measured[0]), ""]
    return [
        "## `backprop predict`", "",
        "scikit-learn: joblib.load, read_csv, predict, to_csv; one net 10-100-3. Backprop: `predict model table.csv --output answers.csv`, the same shape (`train --plain`), and eight such nets.", "",
        *lines]


def large(native, ready, build, quick):
    rows = 20_000 if quick else 1_000_000
    path = os.path.join(build, f"wide-{rows}.csv")
    if not os.path.exists(path):
        write_table(path, rows, 20)
    seconds = {}
    few, many = 1, 4
    for sweeps in (few, many):
        seconds[sweeps] = measure(1 if quick else 3, ([ready, "train", path, "--target", "y", "--plain", "--sweeps", str(sweeps), "--force", "--model", os.path.join(build, "wide.safetensors")], None))[0]
    machine = json.loads(subprocess.run([ready, "bench", "W3", "--json"], capture_output=True, check=True, text=True).stdout)["machine"]
    peak = machine["operationsPerSecond"]
    sweep = (seconds[many].processor - seconds[few].processor) / (many - few)
    # 20-100-3: forward, ∂E/∂w and, for the hidden units, ∂E/∂y; 72 % of the rows are learned from, 8 % validate, 20 % test.
    multiply_adds = rows * (0.72 * (2 * (20 * 100 + 100 * 3) + 100 * 3) + 0.08 * (20 * 100 + 100 * 3))
    arithmetic = 2 * multiply_adds / peak
    return [
        f"## `backprop train --plain` on {rows:,} rows of 20 numbers, three classes ({os.path.getsize(path) / 1e6:.0f} MB)", "",
        "Processor seconds of the command with 1 and with 4 sweeps. Their difference is the time of sweeps, each with its validation; the rest is the start, two passes over the file, the encoding, the test scores and the model file.", "",
        "| | processor | peak of memory |", "|---|---|---|",
        *[f"| {sweeps} {'sweep' if sweeps == 1 else 'sweeps'} | {seconds[sweeps].processor:.2f} s | {seconds[sweeps].megabytes:.0f} MB |" for sweeps in (few, many)],
        f"| a sweep | {sweep:.2f} s | |",
        f"| all but the sweeps | {seconds[few].processor - few * sweep:.2f} s | |",
        "",
        f"The multiply-adds of a sweep take {arithmetic:.3f} s at the peak of {peak / 1e9:.0f} GFLOP/s that `backprop bench` measures: a sweep runs at {arithmetic / sweep:.0%} of it.", ""]


def cpu():
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        fields = dict(re.findall(r"^([\w ]+?)\s*: (.*)$", file.read(), re.M))
    return fields.get("model name", os.uname().machine)


def main():
    root, build, *rest = sys.argv[1:]
    quick = "--quick" in rest
    parts = {"train": train, "predict": predict, "large": large}
    wanted = [part for part in rest if part != "--quick"] or list(parts)
    for part in wanted:
        if part not in parts:
            sys.exit(f"unknown part '{part}': {', '.join(parts)}")
    native, ready = (os.path.join(build, folder, "Backprop.Cli") for folder in ("native", "ready"))
    native = native if os.path.exists(native) else None
    commit = subprocess.run(["git", "-C", root, "describe", "--always", "--dirty"], capture_output=True, text=True, check=False).stdout.strip()
    now = datetime.datetime.now(datetime.timezone.utc)
    report = [
        f"# Whole commands beside scikit-learn, {now:%Y-%m-%d %H:%M} UTC", "",
        f"- CPU: {cpu()}, {os.cpu_count()} cores", f"- commit: {commit}", f"- {versions()}, Python {sys.version.split()[0]}; .NET {subprocess.run(['dotnet', '--version'], capture_output=True, text=True, check=True).stdout.strip()}",
        f"- `bench/commands/run.sh {' '.join(rest)}`".rstrip(" `") + "`: each command a process of its own from its start to its end, in turns, medians; files in the cache of the system",
        "- a ratio is how many times scikit-learn takes", ""]
    for part in wanted:
        report += parts[part](native, ready, build, quick)
    report.insert(5, f"- load when it ended: {os.getloadavg()[0]:.1f}")
    print("\n".join(report))
    if quick:
        return
    name = re.sub(r"[^a-z0-9]+", "-", cpu().replace("(R)", "").replace("(TM)", "").lower()).strip("-")
    path = os.path.join(root, "bench", "results", f"{now:%Y-%m-%d-%H%M}-{name}-{commit}-commands.md")
    with open(path, "w", encoding="utf-8") as file:
        file.write("\n".join(report))
    print("kept in", os.path.relpath(path, root))


main()

"""The table of ratios: ratios.py PEERS.jsonl BACKPROP.json ROOT PRODUCTS.txt. Printed, and kept in ROOT/bench/results/ with the CPU and the commit."""
import datetime
import json
import os
import platform
import re
import subprocess
import sys

WORKS = {
    "W1": "symmetry 6-2-1, 64 cases, 1,425 sweeps",
    "W2": "family trees, 100 cases, 1,500 sweeps with decay",
    "W3": "784-128-10, batch 64, momentum, 60,000 cases, one sweep",
    "W4": "784-1024-1024-10 rectified linear, batch 256, 60 batches",
    "W5a": "one row through 784-128-10",
    "W5b": "one row through 6-2-1",
    "W6": "1,000 symmetry nets, 1,425 sweeps each",
    "W7": "sequence completion, 30 hidden units, T = 6, 20 sequences, 1,000 sweeps",
    "W10": "64-64-10, softmax, 1,797 cases, L-BFGS, 60 iterations",
}
# How many times as fast as the peer: the goals.
REACH = {
    ("W1", "PyTorch"): 600, ("W1", "FANN"): 35, ("W1", "C++"): 1, ("W2", "PyTorch"): 55, ("W2", "FANN"): 30, ("W2", "C++"): 1,
    ("W3", "PyTorch"): 2.4, ("W3", "NumPy"): 1.4, ("W4", "PyTorch"): 1.25, ("W4", "NumPy"): 1.25, ("W6", "C++"): 0.9, ("W7", "PyTorch"): 50, ("W10", "scikit-learn"): 2,
}
# The longest that our own time may be, in seconds.
LIMIT = {"W5a": 5e-6, "W5b": 50e-9}
# Peers that run the same procedure from the same weights must come to the same error, or one of them does not do the work.
SAME_ERROR = {"W1", "W2"}


def json_values(path):
    """The JSON values that stand in the file one after the other."""
    with open(path, encoding="utf-8") as file:
        text = file.read()
    at, values = 0, []
    while at < len(text):
        if text[at].isspace():
            at += 1
            continue
        value, at = json.JSONDecoder().raw_decode(text, at)
        values.append(value)
    return values


def results(values):
    """Every object among the values, however deep, that has a work and a time."""
    found, values = [], list(values)
    while values:
        value = values.pop(0)
        if isinstance(value, dict) and "work" in value and "seconds" in value:
            found.append(value)
        elif isinstance(value, dict):
            values = list(value.values()) + values
        elif isinstance(value, list):
            values = value + values
    return found


def duration(seconds):
    for unit, size in (("s", 1), ("ms", 1e-3), ("µs", 1e-6), ("ns", 1e-9)):
        if seconds >= size:
            return f"{seconds / size:.3g} {unit}"
    return f"{seconds:.3g} s"


def times(ratio):
    return f"{ratio:,.0f} ×" if ratio >= 100 else f"{ratio:.3g} ×"


def cpu():
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        text = file.read()
    fields = dict(re.findall(r"^([\w ]+?)\s*: (.*)$", text, re.M))
    vectors = next((name for flag, name in (("avx512f", "AVX-512"), ("avx2", "AVX2"), ("asimd", "NEON")) if flag in text), "no wide vectors")
    return f"{fields.get('model name', platform.machine())} (model {fields.get('model', '?')}, {os.cpu_count()} cores, {vectors})"


def table(peers, ours):
    lines = ["| work | threads | peer | its time | Backprop | of peak | ratio | of the fastest | goal |", "|---|---|---|---|---|---|---|---|---|"]
    for work, what in WORKS.items():
        best = {}
        for entry in peers:
            key = (entry["threads"], entry["peer"])
            if entry["work"] == work and (key not in best or entry["seconds"] < best[key]["seconds"]):
                best[key] = entry
        for (threads, peer), entry in sorted(best.items(), key=lambda item: (item[0][0], -item[1]["seconds"])):
            own = min((one for one in ours if one["work"] == work and one.get("threads", 1) == threads), key=lambda one: one["seconds"], default={})
            mine = own.get("seconds")
            share = f"{own['shareOfPeak']:.0%}" if "shareOfPeak" in own else ""
            ratio = "" if mine is None else times(entry["seconds"] / mine)
            fastest = times(entry["fastest"] / own["fastest"]) if "fastest" in own else ""
            goal = REACH.get((work, peer))
            verdict = "" if goal is None else f"≥ {goal} ×" + ("" if mine is None else " yes" if entry["seconds"] / mine >= goal else " no")
            version = f"{peer} {entry['version'].removeprefix(peer).strip()}" + (f" ({entry['note']})" if entry.get("note") else "")
            lines.append(f"| {work} {what} | {threads} | {version} | {duration(entry['seconds'])} | {'' if mine is None else duration(mine)} | {share} | {ratio} | {fastest} | {verdict} |")
        for one in ours:
            if one["work"] == work and work in LIMIT:
                verdict = "yes" if one["seconds"] <= LIMIT[work] else "no"
                lines.append(f"| {work} {what} | {one.get('threads', 1)} | – | | {duration(one['seconds'])} | | | | ≤ {duration(LIMIT[work])} {verdict} |")
    return lines


def disagreements(peers):
    for work in sorted(SAME_ERROR):
        errors = {f"{entry['peer']} {entry['version']}": entry["error"] for entry in peers if entry["work"] == work and "error" in entry}
        if errors and max(errors.values()) > 1.001 * min(errors.values()):
            yield f"**{work}: the peers end with different errors, so they do not do the same work: {errors}**"


def main():
    peers, own, root = results(json_values(sys.argv[1])), json_values(sys.argv[2]), sys.argv[3]
    ours = results(own)
    commit = subprocess.run(["git", "-C", root, "describe", "--always", "--dirty"], capture_output=True, text=True, check=False).stdout.strip()
    now = datetime.datetime.now(datetime.timezone.utc)
    report = [
        f"# Backprop beside its peers, {now:%Y-%m-%d %H:%M} UTC", "",
        f"- CPU: {cpu()}", f"- commit: {commit}", f"- OpenBLAS kernels: {os.environ.get('PEERS_OPENBLAS', 'not stated')}",
        *[f"- one core, measured with {one['works'][0]['work']}: {one['machine']['operationsPerSecond'] / 1e9:.0f} GFLOP/s of fused multiply-adds, "
          f"{one['machine']['bytesPerSecond'] / 1e9:.1f} GB/s from memory, {one['machine']['laneWidth']}-bit lanes" for one in own if one.get("works")],
        f"- load when it ended: {os.getloadavg()[0]:.1f}",
        "- one run of `bench/peers/run.sh`; medians, after a warm-up, of the training loop alone (of one call, for W5); float32; "
        "peers' threads pinned to as many cores, as stated; of two builds of one peer the faster; where the ratio of "
        "the medians and that of the fastest runs differ much, the machine was busy", "",
        *table(peers, ours), *disagreements(peers), "",
    ]
    with open(sys.argv[4], encoding="utf-8") as file:
        products = file.read().strip()
    if products:
        report += ["## The products of W3 and W4 alone", "", "```", products, "```", ""]
    print("\n".join(report))
    if not ours:
        return
    name = re.sub(r"[^a-z0-9]+", "-", cpu().rsplit(" (", 1)[0].replace("(R)", "").replace("(TM)", "").lower()).strip("-")
    path = os.path.join(root, "bench", "results", f"{now:%Y-%m-%d-%H%M}-{name}-{commit}.md")
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        file.write("\n".join(report))
    print("kept in", os.path.relpath(path, root))


main()

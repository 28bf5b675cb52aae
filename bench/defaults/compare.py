"""Trains scikit-learn's MLPClassifier and MLPRegressor, with their defaults, on the rows that the default settings of Backprop
were trained on (training and validation together, for they hold out nothing by default), and compares on the same test rows.

    python3 bench/defaults/compare.py out/tables out/defaults.json

Numbers are standardized by the training rows and missing ones set to the mean, categories one-hot, as Backprop does; without
that scikit-learn's defaults do far worse.
"""
import csv, gzip, json, os, sys, time, warnings
import numpy as np
from sklearn.impute import SimpleImputer
from sklearn.neural_network import MLPClassifier, MLPRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

warnings.filterwarnings("ignore")
folder, results = sys.argv[1], json.load(open(sys.argv[2]))
only = sys.argv[3].split(",") if len(sys.argv) > 3 else None


def load(name, target):
    path = os.path.join(folder, name)
    if name.endswith("10k"):
        images = np.fromfile(path + "-images", np.uint8)[16:].reshape(-1, 784) / 255.0
        return images, np.fromfile(path + "-labels", np.uint8)[8:], True, False
    with (gzip.open(path, "rt") if name.endswith(".gz") else open(path)) as file:
        header, *rows = csv.reader(file)
    at = header.index(target)
    columns = []
    for i in range(len(header)):
        if i == at:
            continue
        cells = [r[i] for r in rows]
        try:
            columns.append([float(c) if c else np.nan for c in cells])
        except ValueError:
            for category in sorted(set(cells)):
                columns.append([float(c == category) for c in cells])
    answers = [r[at] for r in rows]
    classes = not name.startswith("diabetes")
    return np.array(columns).T, np.array(answers) if classes else np.array(answers, float), classes, True


print(f"{'table':18} {'scikit-learn':>12} {'Backprop':>9} {'difference':>10}  {'seconds':>8}")
for entry in results:
    name = entry["table"]
    if only and not any(name.startswith(o) for o in only):
        continue
    x, y, classes, scaled = load(name, entry["target"])
    scores, start = [], time.time()
    for run in entry["runs"]:
        rows = run["training"] + run["validation"]
        net = (MLPClassifier if classes else MLPRegressor)(random_state=run["seed"])
        model = make_pipeline(SimpleImputer(), StandardScaler(), net) if scaled else net
        scores.append(model.fit(x[rows], y[rows]).score(x[run["test"]], y[run["test"]]))
    print(f"{name:18} {np.mean(scores):12.4f} {entry['mean']:9.4f} {entry['mean'] - np.mean(scores):+10.4f}  {(time.time() - start) / len(scores):8.2f}  {[round(s, 3) for s in scores]}", flush=True)

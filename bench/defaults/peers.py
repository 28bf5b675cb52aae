"""Trains scikit-learn's methods, with their defaults, on the tables and splits that `prepare` wrote, and appends a line per
table, split and method to RESULTS/METHOD.csv. What is already there is not done again.

    python3 bench/defaults/peers.py FOLDER RESULTS [--methods mlp,boosting,forest,mlp-raw] [--tables a,b] [--cells N] [--splits 10]

Threads: OMP_NUM_THREADS. Every method gets what its manual asks for, fitted on the training rows only. The nets: numbers
standardized, a missing one the mean and a column that says so; categories one-hot, missing ones a category of their own;
targets that are numbers standardized ('mlp-raw' is the same net on targets as they are). Boosting: categories by number and
named as such, missing numbers as they are. The forest: as the nets, but not standardized.
"""
import argparse, csv, os, time, warnings
import numpy as np
from sklearn.compose import ColumnTransformer, TransformedTargetRegressor
from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor, RandomForestClassifier, RandomForestRegressor
from sklearn.impute import SimpleImputer
from sklearn.neural_network import MLPClassifier, MLPRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, OrdinalEncoder, StandardScaler

warnings.filterwarnings("ignore")
FIELDS = ["table", "split", "method", "accuracy", "log_loss", "brier", "r2", "rmse", "seconds"]
# A probability of 0 would make a log-loss infinite; the other programs have the same floor.
FLOOR = 1e-6


def number(cell):
    try:
        return float(cell) if cell else np.nan
    except ValueError:
        return None


def load(folder, table):
    """The inputs as an array of objects, which columns are numbers, and the targets."""
    with open(os.path.join(folder, table["table"] + ".csv"), newline="", encoding="utf-8") as file:
        header, *rows = csv.reader(file)
    at = header.index(table["target"])
    columns, numeric = [], []
    for i in range(len(header)):
        if i == at:
            continue
        cells = [row[i] for row in rows]
        numbers = [number(cell) for cell in cells]
        numeric.append(None not in numbers)
        columns.append(np.array(numbers if numeric[-1] else cells, dtype=object))
    targets = [row[at] for row in rows]
    return np.array(columns, dtype=object).T, np.array(numeric), np.array(targets) if table["task"] == "classes" else np.array(targets, float)


def inputs(numeric, scaled):
    numbers = [SimpleImputer(add_indicator=True)] + ([StandardScaler()] if scaled else [])
    return ColumnTransformer([("numbers", make_pipeline(*numbers), np.flatnonzero(numeric)),
                              ("categories", OneHotEncoder(handle_unknown="ignore", sparse_output=False), np.flatnonzero(~numeric))])


def model(method, classes, numeric, seed):
    if method == "boosting":
        coded = ColumnTransformer([("numbers", "passthrough", np.flatnonzero(numeric)),
                                   ("categories", OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=np.nan), np.flatnonzero(~numeric))])
        named = np.arange(len(numeric)) >= numeric.sum()
        kind = HistGradientBoostingClassifier if classes else HistGradientBoostingRegressor
        return make_pipeline(coded, kind(categorical_features=named, random_state=seed))
    if method == "forest":
        kind = RandomForestClassifier if classes else RandomForestRegressor
        return make_pipeline(inputs(numeric, False), kind(random_state=seed))
    net = (MLPClassifier if classes else MLPRegressor)(random_state=seed)
    if method == "mlp" and not classes:
        net = TransformedTargetRegressor(net, transformer=StandardScaler())
    return make_pipeline(inputs(numeric, True), net)


def scores(fitted, x, y, classes):
    if not classes:
        error = fitted.predict(x) - y
        return {"r2": 1 - np.sum(error**2) / np.sum((y - y.mean()) ** 2), "rmse": np.sqrt(np.mean(error**2))}
    known = list(fitted.classes_)
    given = fitted.predict_proba(x)
    actual = np.array([[c == k for k in known] for c in y], float)
    right = np.maximum((given * actual).sum(1), FLOOR)
    # A class that no training row has counts as given probability 0.
    unknown = 1 - actual.sum(1)
    return {"accuracy": np.mean(np.array(known)[given.argmax(1)] == y), "log_loss": -np.mean(np.log(right)),
            "brier": np.mean(((given - actual) ** 2).sum(1) + unknown)}


options = argparse.ArgumentParser()
options.add_argument("folder")
options.add_argument("results")
options.add_argument("--methods", default="mlp,boosting,forest,mlp-raw")
options.add_argument("--tables")
options.add_argument("--cells", type=int, default=10**12)
options.add_argument("--splits", type=int, default=10)
options = options.parse_args()
os.makedirs(options.results, exist_ok=True)
methods = options.methods.split(",")
done = {}
for method in methods:
    path = os.path.join(options.results, method + ".csv")
    if not os.path.exists(path):
        with open(path, "w") as file:
            file.write(",".join(FIELDS) + "\n")
    with open(path) as file:
        text = file.read()
    if not text.endswith("\n"):  # a run that was ended may have left half a line, which is done again
        with open(path, "a") as file:
            file.write("\n")
    done[method] = {(line["table"], int(line["split"])) for line in csv.DictReader(text.splitlines()) if line["seconds"]}

with open(os.path.join(options.folder, "tables.csv"), encoding="utf-8") as file:
    tables = list(csv.DictReader(file))
for table in tables:
    name, classes = table["table"], table["task"] == "classes"
    if options.tables and name not in options.tables.split(",") or int(table["rows"]) * (int(table["columns"]) + 1) > options.cells:
        continue
    wanted = [(split, method) for split in range(1, options.splits + 1) for method in methods
              if (name, split) not in done[method] and not (classes and method == "mlp-raw")]
    if not wanted:
        continue
    x, numeric, y = load(options.folder, table)
    with open(os.path.join(options.folder, "splits", name + ".txt")) as file:
        tests = [np.array(line.split(), int) for line in file]
    for split, method in wanted:
        test = tests[split - 1]
        rest = np.setdiff1d(np.arange(len(y)), test)
        start = time.perf_counter()
        fitted = model(method, classes, numeric, split).fit(x[rest], y[rest])
        seconds = time.perf_counter() - start
        values = {"seconds": seconds, **scores(fitted, x[test], y[test], classes)}
        line = {"table": name, "split": split, "method": method, **{key: round(float(value), 6) for key, value in values.items()}}
        with open(os.path.join(options.results, method + ".csv"), "a") as file:
            csv.DictWriter(file, FIELDS, lineterminator="\n").writerow(line)
    print(name, "done", flush=True)

"""Writes the tables of this folder that come from scikit-learn's copies, as CSV with a header.

    python3 tests/tables/tables.py FOLDER

Titanic comes from the copy of OpenML's data set 40945 among scikit-learn's own tests.
"""
import csv, gzip, io, os, sys
from sklearn import datasets

folder = sys.argv[1]
os.makedirs(folder, exist_ok=True)


def number(value):
    text = repr(float(value))
    return text[:-2] if text.endswith(".0") else text


def write(name, columns, rows):
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    data = text.getvalue().encode()
    with open(os.path.join(folder, name), "wb") as file:
        if name.endswith(".gz"):
            with gzip.GzipFile(fileobj=file, mode="wb", mtime=0, filename="") as zipped:
                zipped.write(data)
        else:
            file.write(data)


for name, load, target in [("iris.csv", datasets.load_iris, "species"), ("wine.csv", datasets.load_wine, "cultivar"),
                           ("breast_cancer.csv", datasets.load_breast_cancer, "diagnosis")]:
    bunch = load()
    columns = [c.replace(" (cm)", "").replace("/", "_per_") for c in bunch.feature_names]
    write(name, [*columns, target], [[*map(number, x), bunch.target_names[y]] for x, y in zip(bunch.data, bunch.target)])
bunch = datasets.load_digits()
write("digits.csv.gz", [*bunch.feature_names, "digit"], [[*map(number, x), int(y)] for x, y in zip(bunch.data, bunch.target)])
bunch = datasets.load_diabetes(scaled=False)
write("diabetes.csv", [*bunch.feature_names, "progression"], [[*map(number, x), number(y)] for x, y in zip(bunch.data, bunch.target)])

titanic = os.path.join(os.path.dirname(datasets.__file__), "tests/data/openml/id_40945/data-v1-dl-16826755.arff.gz")
with gzip.open(titanic, "rt") as file:
    lines = file.read().splitlines()
names = [line.split("'")[1] for line in lines if line.startswith("@attribute")]
kept = ["pclass", "sex", "age", "sibsp", "parch", "fare", "embarked", "survived"]
rows = []
for row in csv.reader(line for line in lines[lines.index("@data") + 1:] if line and not line.startswith("%")):
    cells = dict(zip(names, row))
    cells["survived"] = {"0": "no", "1": "yes"}[cells["survived"]]
    rows.append(["" if cells[k] == "?" else cells[k] for k in kept])
write("titanic.csv", kept, rows)

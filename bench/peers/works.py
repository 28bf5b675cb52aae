"""The works W1 to W7 and W10 as data, the same for every peer, and the one way in which each of them is timed.

States and weights are float32. A weight matrix is [to, from], as in the golden files that the small nets start from.
"""
import json
import os
import statistics
import sys
import time

import numpy

GOLDEN = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "tests", "Backprop.Tests", "Golden")
THREADS = int(os.environ.get("OMP_NUM_THREADS", "1"))
REPETITIONS = int(os.environ.get("PEERS_REPETITIONS", "7"))
BUDGET_SECONDS = float(os.environ.get("PEERS_BUDGET_SECONDS", "12"))


class Golden:
    """Cases and starting weights of one golden file."""

    def __init__(self, name):
        with open(os.path.join(GOLDEN, name + ".json"), encoding="utf-8") as file:
            self._data = json.load(file)

    def inputs(self, group):
        return numpy.array([case["inputs"][group] for case in self._data["cases"]], numpy.float32)

    def targets(self, group):
        return numpy.array([case["targets"][group] for case in self._data["cases"]], numpy.float32)

    def weights(self, projection):
        return numpy.array(self._data["initial"]["weights"][projection], numpy.float32)

    def biases(self, group):
        return numpy.array(self._data["initial"]["biases"][group], numpy.float32)


SYMMETRY_SWEEPS, SYMMETRY_RATE, SYMMETRY_MOMENTUM = 1425, 0.1, 0.9
FAMILY_SWEEPS, FAMILY_DECAY = 1500, 0.002
# (first sweep, learning rate, momentum)
FAMILY_PHASES = [(0, 0.005, 0.5), (20, 0.01, 0.9)]
# (from groups, to group) in the order of computation
FAMILY_LAYERS = [
    (["person1"], "codeP"), (["relation"], "codeR"), (["codeP", "codeR"], "central"), (["central"], "penult"), (["penult"], "person2"),
]


class Large:
    """A net and random cases of W3 or W4; both train by minibatches with momentum, sum of squares."""

    def __init__(self, sizes, cases, batch, rectified, rate):
        self.sizes, self.cases, self.batch, self.rectified, self.rate, self.momentum = sizes, cases, batch, rectified, rate, 0.9
        random = numpy.random.default_rng(1)
        self.inputs = random.random((cases, sizes[0]), numpy.float32)
        self.targets = numpy.zeros((cases, sizes[-1]), numpy.float32)
        self.targets[numpy.arange(cases), random.integers(0, sizes[-1], cases)] = 1
        self.weights = [
            (random.random((to, source), numpy.float32) * 2 - 1) * numpy.float32((6 / (to + source)) ** 0.5)
            for source, to in zip(sizes, sizes[1:])
        ]
        self.biases = [numpy.zeros(to, numpy.float32) for to in sizes[1:]]


def w3():
    return Large([784, 128, 10], 60_000, 64, False, 1e-3)


def w4():
    return Large([784, 1024, 1024, 10], 60 * 256, 256, True, 1e-5)


SECOND_ORDER_ITERATIONS, SECOND_ORDER_PENALTY = 60, 0.01


def w10():
    """As many cases as scikit-learn's digits have, all in one batch."""
    return Large([64, 64, 10], 1797, 1797, False, 0)


SEQUENCE_HIDDEN, SEQUENCE_TIMES, SEQUENCE_SWEEPS, SEQUENCE_RATE, SEQUENCE_MOMENTUM = 30, 6, 1000, 0.2, 0.9


def sequences():
    """20 of the 25 sequences: letters [time, case, 5] (zero after the second) and digits [time - 2, case, 3] at times 3 to 6."""
    digits = {"A": "12", "B": "23", "C": "31", "D": "21", "E": "13"}
    pairs = [(first, second) for first in "ABCDE" for second in "ABCDE"][:20]
    letters = numpy.zeros((SEQUENCE_TIMES, 20, 5), numpy.float32)
    answers = numpy.zeros((SEQUENCE_TIMES - 2, 20, 3), numpy.float32)
    for case, pair in enumerate(pairs):
        for moment, letter in enumerate(pair):
            letters[moment, case, "ABCDE".index(letter)] = 1
        for moment, digit in enumerate("".join(digits[letter] for letter in pair)):
            answers[moment, case, int(digit) - 1] = 1
    return letters, answers


def measure(work, peer, version, run, reset=lambda: None, calls=1, note=""):
    """Times run() alone, after one warm-up, and prints the median as one JSON line. run() may return the error E it ends with."""
    reset()
    error = run()
    seconds, began = [], time.perf_counter()
    while len(seconds) < REPETITIONS and (len(seconds) < 1 or time.perf_counter() - began < BUDGET_SECONDS):
        reset()
        start = time.perf_counter()
        error = run()
        seconds.append((time.perf_counter() - start) / calls)
    line = {
        "work": work, "peer": peer, "version": version, "threads": THREADS, "seconds": statistics.median(seconds),
        "fastest": min(seconds), "repetitions": len(seconds),
    }
    if error is not None:
        line["error"] = float(error)
    if note:
        line["note"] = note
    print(json.dumps(line), flush=True)


def chosen():
    """The works named on the command line, or all."""
    names = sys.argv[1:]
    return lambda work: not names or work in names


def write_for_c(folder):
    """Cases and starting weights of the small nets as numbers in plain text, for the peers in C and C++."""
    symmetry, family = Golden("symmetry-6-2-1-a"), Golden("family-a")
    parts = {
        "symmetry.txt": [symmetry.inputs("in"), symmetry.targets("out"), symmetry.weights("in->hid"), symmetry.biases("hid"),
                         symmetry.weights("hid->out"), symmetry.biases("out")],
        "family.txt": [family.inputs("person1"), family.inputs("relation"), family.targets("person2")]
                      + [family.weights(f"{source}->{to}") for sources, to in FAMILY_LAYERS for source in sources]
                      + [family.biases(to) for _, to in FAMILY_LAYERS],
    }
    for name, arrays in parts.items():
        with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
            for array in arrays:
                file.write(" ".join(repr(float(value)) for value in array.ravel()) + "\n")


if __name__ == "__main__":
    write_for_c(sys.argv[1])

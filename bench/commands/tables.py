"""A table: columns of numbers with three decimals, and a target of three classes that depends on four of them: tables.py PATH ROWS COLUMNS."""
import sys

import numpy
import pandas

ROWS_AT_ONCE = 100_000


def write(path, rows, columns):
    random = numpy.random.default_rng(1)
    with open(path, "w", encoding="utf-8") as file:
        for first in range(0, rows, ROWS_AT_ONCE):
            count = min(ROWS_AT_ONCE, rows - first)
            x = random.standard_normal((count, columns))
            score = numpy.tanh(x[:, 0] * x[:, 1]) + x[:, 2] ** 2 / 2 - numpy.sin(x[:, 3]) + 0.3 * random.standard_normal(count)
            table = pandas.DataFrame({f"x{k + 1}": numpy.round(10 * x[:, k], 3) for k in range(columns)})
            table["y"] = numpy.where(score > 0.5, "high", numpy.where(score > -0.3, "mid", "low"))
            table.to_csv(file, index=False, header=first == 0)


write(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))

"""What the makers of golden files share: the values of an array of any type, and the file that cases are written to."""

import gzip
import json

import numpy as np

TYPES = ["b1", "i1", "u1", "i2", "u2", "i4", "u4", "i8", "u8", "f2", "f4", "f8"]
SHAPE = (2, 2, 3)


def values(code):
    """Twelve values: both ends of the type's range, zero, one, and some between; no two neighbors are equal."""
    kind = np.dtype(code)
    if kind.kind == "b":
        numbers = [0, 1] * 6
    elif kind.kind == "f":
        numbers = [0, 1, -1, 1 / 3, 1e-7, 6.1e-5, 65504, -0.1, 2.5, 100.1, 1e-3, 4097]
    else:
        limits = np.iinfo(kind)
        numbers = [limits.min, limits.max, 0, 1, 100, 7, 3, limits.max // 3, 12, 13, 14, 15]
    return np.array(numbers, dtype=kind).reshape(SHAPE)


def label_values(code):
    return (np.arange(12) * 5 % 12 % (2 if code == "b1" else 12)).astype(code).reshape(SHAPE)


def expected(array):
    """Shape, and numbers in C order as float64."""
    return {"shape": list(array.shape), "values": [float(value) for value in np.ravel(array, order="C")]}


def write(path, cases):
    """One JSON line a case, gzipped without a time, so that the same cases give the same bytes."""
    text = "".join(json.dumps(case, separators=(",", ":"), allow_nan=False) + "\n" for case in cases)
    with open(path, "wb") as file:
        file.write(gzip.compress(text.encode(), 9, mtime=0))
    print(f"{path}: {len(cases)} cases")

"""Pickles of (image, labels), for every protocol, type, byte order and memory order, by the NumPy that runs this.

    python make_pickles.py      # writes pickles-numpy1.jsonl.gz or pickles-numpy2.jsonl.gz beside itself
"""

import pickle
from pathlib import Path

import numpy as np
from cases import TYPES, expected, label_values, values, write

FOLDER = Path(__file__).parent


def arranged(array, code, order):
    """The same array in a byte order and a memory order; T: neither C nor Fortran order."""
    if order == "T":
        stored = np.ascontiguousarray(np.transpose(array, (1, 2, 0)).astype(code))
        return np.transpose(stored, (2, 0, 1))
    return np.asarray(array.astype(code), order=order)


def case(protocol, code, order):
    pair = (arranged(values(code), code, order), arranged(label_values(code), code, order))
    data = pickle.dumps(pair, protocol=protocol)
    image, labels = pickle.loads(data)
    name = f"protocol {protocol}, {code}, order {order}"
    return {"name": name, "hex": data.hex(), "image": expected(image), "labels": expected(labels)}


def one_object_twice(protocol):
    """The second item is a reference to the first, and the whole is a list."""
    array = np.asfortranarray(label_values("<u2"))
    data = pickle.dumps([array, array], protocol=protocol)
    name = f"protocol {protocol}, a list of one array twice"
    return {"name": name, "hex": data.hex(), "image": expected(array), "labels": expected(array)}


def read_only(protocol):
    array = values("<f4")
    array.flags.writeable = False
    data = pickle.dumps((array, label_values("<i4")), protocol=protocol)
    name = f"protocol {protocol}, read-only"
    return {"name": name, "hex": data.hex(), "image": expected(array), "labels": expected(label_values("<i4"))}


def alone(protocol):
    data = pickle.dumps(values("<f4"), protocol=protocol)
    return {"name": f"protocol {protocol}, an image alone", "hex": data.hex(), "image": expected(values("<f4"))}


cases = [
    case(protocol, endian + code, order)
    for protocol in (2, 3, 4, 5)
    for code in TYPES
    for endian in ("|" if np.dtype(code).itemsize == 1 else "<>")
    for order in "CFT"
]
cases += [make(protocol) for protocol in (2, 3, 4, 5) for make in (one_object_twice, read_only, alone)]
write(FOLDER / f"pickles-numpy{np.__version__[0]}.jsonl.gz", cases)

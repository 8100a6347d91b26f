"""npy arrays of every type, byte order and memory order, and npz files, by NumPy.

    python make_numpys.py       # writes numpys.jsonl.gz beside itself
"""

import io
from pathlib import Path

import numpy as np
from cases import TYPES, expected, label_values, values, write

FOLDER = Path(__file__).parent


def npy(code, order):
    array = np.asarray(values(code), order=order)
    file = io.BytesIO()
    np.save(file, array)
    return {"name": f"{code}, order {order}", "file": "scan.npy", "hex": file.getvalue().hex(), "image": expected(array)}


def npz(name, save, image, labels, **others):
    file = io.BytesIO()
    save(file, vol=image, seg=labels, **others)
    data = file.getvalue()
    return {"name": name, "file": "scan.npz", "hex": data.hex(), "image": expected(image), "labels": expected(labels)}


def npy_of_version(version):
    file = io.BytesIO()
    np.lib.format.write_array(file, values("<f4"), version=version)
    name = f"npy version {version[0]}"
    return {"name": name, "file": "scan.npy", "hex": file.getvalue().hex(), "image": expected(values("<f4"))}


cases = [
    npy(endian + code, order)
    for code in TYPES
    for endian in ("|" if np.dtype(code).itemsize == 1 else "<>")
    for order in "CF"
]
cases += [npy_of_version((major, 0)) for major in (1, 2, 3)]
fortran = np.asfortranarray(label_values(">i4"))
many = {f"array{index}": np.arange(index) for index in range(20)}
cases += [
    npz("stored", np.savez, values("<f4"), label_values("<u2")),
    npz("deflated", np.savez_compressed, values("<f8"), label_values("<f8")),
    npz("deflated, big-endian Fortran labels", np.savez_compressed, values(">f2"), fortran),
    npz("stored, among many arrays", np.savez, values("<i2"), label_values("|b1"), **many),
]
write(FOLDER / "numpys.jsonl.gz", cases)

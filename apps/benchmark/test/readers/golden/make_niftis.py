"""NIfTI-1 and NIfTI-2 files and orientations, with what nibabel makes of them.

    python make_niftis.py       # writes niftis.jsonl.gz and orientations.jsonl.gz beside itself
"""

import gzip
from itertools import permutations, product
from pathlib import Path

import nibabel as nib
import numpy as np
from cases import TYPES, expected, label_values, values, write
from nibabel import orientations

FOLDER = Path(__file__).parent
KINDS = {1: (nib.Nifti1Image, nib.Nifti1Header), 2: (nib.Nifti2Image, nib.Nifti2Header)}
AFFINE = np.array([[-2, 0.1, 0, 90], [0, 2.5, -0.2, -126], [0.3, 0, 3, -72], [0, 0, 0, 1]])


def image(version, endian, array, affine=AFFINE):
    make, header = KINDS[version]
    result = make(array, affine, header(endianness=endian), dtype=array.dtype)
    result.header.set_slope_inter(1, 0)
    return result


def case(name, version, data, packed=False):
    loaded = KINDS[version][0].from_bytes(data)
    case = {
        "name": f"NIfTI-{version}, {name}",
        "file": "scan.nii.gz" if packed else "scan.nii",
        "hex": (gzip.compress(data, 9, mtime=0) if packed else data).hex(),
        "image": expected(loaded.get_fdata()),
    }
    has_affine = loaded.header["sform_code"] > 0 or loaded.header["qform_code"] > 0
    return {**case, "affine": loaded.affine[:3].tolist()} if has_affine else case


def typed(version, code, endian):
    result = image(version, endian, values(code).astype(endian + code))
    return case(endian + code, version, result.to_bytes(), packed=endian == ">")


def scaled(version, endian):
    """The header is exchanged in the bytes: nibabel would divide the values by the slope when it writes them."""
    result = image(version, endian, values("i2").astype(endian + "i2"))
    data = result.to_bytes()
    header = result.header.copy()
    header["scl_slope"], header["scl_inter"], header["vox_offset"] = 0.5, -3, len(data) - 24
    return case(f"{endian}i2, scaled", version, header.binaryblock + data[len(header.binaryblock) :])


def oriented(version, sform, qform):
    turned = AFFINE.copy()
    turned[:3, :3] = nib.eulerangles.euler2mat(0.3, -0.2, 0.1) @ np.diag([2, 2.5, -3])
    result = image(version, "<", label_values("i2"), None)
    result.header.set_sform(AFFINE, sform)
    result.header.set_qform(turned, qform, strip_shears=False)
    kind = KINDS[version][0]
    made = kind(label_values("i2"), None, result.header)
    made.header["sform_code"], made.header["qform_code"] = sform, qform
    return case(f"sform {sform}, qform {qform}", version, made.to_bytes())


def orientation(name, affine, code):
    array = np.arange(24).reshape(2, 3, 4)
    source = nib.Nifti1Image(array.astype("i2"), affine)
    start = orientations.io_orientation(affine)
    turn = orientations.ornt_transform(start, orientations.axcodes2ornt(tuple(code)))
    result = source.as_reoriented(turn)
    if code == "RAS":
        canonical = nib.as_closest_canonical(source)
        assert np.array_equal(canonical.affine, result.affine)
        assert np.array_equal(canonical.get_fdata(), result.get_fdata())
    affines = {"from": affine[:3].tolist(), "affine": result.affine[:3].tolist()}
    return {"name": name, "to": code, **affines, "image": expected(result.get_fdata())}


def affines():
    """The 48 orientations in the first place, then oblique and sheared ones."""
    for axes, signs in product(permutations(range(3)), product((1, -1), repeat=3)):
        matrix = np.eye(4)
        matrix[:3, :3] = np.eye(3)[list(axes)] * np.array(signs) * np.array([1, 1.5, 2])
        matrix[:3, 3] = 10, -20, 30
        yield f"axes {axes}, signs {signs}", matrix
    generator = np.random.default_rng(1)
    for index in range(30):
        matrix = np.eye(4)
        matrix[:3] = generator.normal(size=(3, 4)).round(3) * 3
        yield f"oblique {index}", matrix


niftis = [typed(version, code, endian) for version in (1, 2) for code in TYPES if code not in ("b1", "f2") for endian in "<>"]
niftis += [scaled(version, endian) for version in (1, 2) for endian in "<>"]
niftis += [oriented(version, *codes) for version in (1, 2) for codes in ((0, 0), (0, 1), (1, 0), (1, 2), (2, 1))]
write(FOLDER / "niftis.jsonl.gz", niftis)
turns = [orientation(name, affine, "RAS") for name, affine in affines()]
codes = ["LPS", "LIA", "PSR", "SAL"]
turns += [orientation(name, affine, codes[index % 4]) for index, (name, affine) in enumerate(affines()) if index % 6 == 0]
write(FOLDER / "orientations.jsonl.gz", turns)

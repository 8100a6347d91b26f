"""Reads a safetensors file with the reference implementation, and writes one of its own, for safetensors.test.ts."""

import json
import sys
from pathlib import Path

import numpy
from safetensors import safe_open
from safetensors.numpy import load_file, save_file

folder = Path(sys.argv[1])

# Ours: every tensor as raw bytes, with its shape and type.
tensors = load_file(folder / "ours.safetensors")
with safe_open(folder / "ours.safetensors", framework="numpy") as file:
    metadata = file.metadata()
described = {}
for index, (name, values) in enumerate(tensors.items()):
    (folder / f"{index}.bin").write_bytes(values.tobytes())
    described[name] = {"file": f"{index}.bin", "dtype": str(values.dtype), "shape": list(values.shape)}
(folder / "ours.json").write_text(json.dumps({"metadata": metadata, "tensors": described}))

# Theirs: the same weights, and what a checkpoint holds beside them.
extra = {"steps": numpy.arange(3, dtype=numpy.int64), "scale": numpy.float16([0.5]), "empty": numpy.zeros((0, 4))}
save_file({**tensors, **extra}, folder / "theirs.safetensors", metadata={"note": "written by Python"})
print(f"safetensors in Python read {len(tensors)} tensors and wrote {len(tensors) + len(extra)}")

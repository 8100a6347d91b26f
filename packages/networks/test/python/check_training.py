"""Reads the state of a training with the reference implementation of safetensors, for training-state.test.ts."""

import hashlib
import json
import sys

from safetensors import safe_open

with safe_open(sys.argv[1], framework="numpy") as file:
    metadata = file.metadata()
    tensors = {name: file.get_tensor(name) for name in file.keys()}

# The digest, as the documentation describes it.
with open(sys.argv[1], "rb") as file:
    content = file.read()
start = 8 + int.from_bytes(content[:8], "little")
blank = content[:start].replace(metadata["sha256"].encode(), b"0" * 64)
pieces = [content[place : place + 2**24] for place in range(start, len(content), 2**24)]
digest = hashlib.sha256(b"".join(hashlib.sha256(piece).digest() for piece in [blank, *pieces])).hexdigest()

print(
    json.dumps(
        {
            "format": metadata["format"],
            "sealed": digest == metadata["sha256"],
            "training": json.loads(metadata["training"]),
            "tensors": {name: [str(values.dtype), values.tobytes().hex()] for name, values in tensors.items()},
        }
    )
)

"""Exchanges weights of VM-1 with the other side as safetensors files, for peers-weights.test.ts.

The folder named on the command line holds moving.bin and fixed.bin, float32, and ours.safetensors. Written are
theirs.safetensors, as PyTorch stores a state_dict with a buffer in it, wrapped.safetensors, the same behind DataParallel,
and what the network makes of the images with either side's weights: theirs.bin, ours.bin.
"""

import sys
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file

sys.path.insert(0, str(Path(__file__).parent.parent / "peers"))
from vm1 import VM1, voxel_grid

folder = Path(sys.argv[1])
size = [int(length) for length in sys.argv[2].split("x")]

# The names of the authors' module, by the beginning of ours.
AUTHORS = {"encoder": "unet_model.downarm", "decoder": "unet_model.uparm", "extra": "unet_model.extras"}


def authors_name(name):
    group, *rest = name.split(".")
    return f"{AUTHORS[group]}.{rest[0]}.main.{rest[2]}" if group in AUTHORS else name


def image(name):
    values = torch.frombuffer(bytearray((folder / name).read_bytes()), dtype=torch.float32)
    return values.reshape(1, 1, *size)


def displacement(model):
    with torch.no_grad():
        return model(image("moving.bin"), image("fixed.bin"))[0]


torch.manual_seed(1)
model = VM1()
torch.nn.init.normal_(model.flow.weight, 0, 1)
grid = {"spatial_trans.grid": voxel_grid(tuple(size), torch.float32)[None]}
for file, module in (("theirs", model), ("wrapped", torch.nn.DataParallel(model))):
    prefix = "module." if file == "wrapped" else ""
    state = {prefix + authors_name(name.removeprefix(prefix)): value for name, value in module.state_dict().items()}
    save_file({**state, **grid}, folder / f"{file}.safetensors")
(folder / "theirs.bin").write_bytes(displacement(model).numpy().tobytes())

ours = load_file(folder / "ours.safetensors")
model.load_state_dict({name: ours.pop(authors_name(name)) for name in model.state_dict()}, strict=True)
assert not ours, f"not taken: {list(ours)}"
(folder / "ours.bin").write_bytes(displacement(model).numpy().tobytes())
print(f"PyTorch {torch.__version__}")

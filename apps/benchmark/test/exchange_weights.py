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
from voxelmorph import VM1, Voxelmorph

folder = Path(sys.argv[1])
size = [int(length) for length in sys.argv[2].split("x")]

def image(name):
    values = torch.frombuffer(bytearray((folder / name).read_bytes()), dtype=torch.float32)
    return values.reshape(1, 1, *size)


def displacement(model):
    with torch.no_grad():
        return model(image("moving.bin"), image("fixed.bin"))[0]


torch.manual_seed(1)
model = Voxelmorph(**VM1)
torch.nn.init.normal_(model.flow.weight, 0, 1)
# A buffer of the authors' sampler: the indices of every voxel.
positions = torch.meshgrid(*[torch.arange(length, dtype=torch.float32) for length in size], indexing="ij")
grid = {"spatial_trans.grid": torch.stack(positions)[None]}
for file, module in (("theirs", model), ("wrapped", torch.nn.DataParallel(model))):
    save_file({**module.state_dict(), **grid}, folder / f"{file}.safetensors")
(folder / "theirs.bin").write_bytes(displacement(model).numpy().tobytes())

ours = load_file(folder / "ours.safetensors")
model.load_state_dict(ours, strict=True)
(folder / "ours.bin").write_bytes(displacement(model).numpy().tobytes())
print(f"PyTorch {torch.__version__}")

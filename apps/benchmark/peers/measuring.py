"""What every measuring process needs: the images of a run, clocks, memory, and lines for its parent."""

import json
import pathlib
import resource
import sys
import time


def peak_bytes():
    """Largest resident memory: VmHWM where the kernel tells, else what getrusage reports."""
    peak = status_bytes("VmHWM:")
    if peak is not None:
        return peak
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


def status_bytes(key):
    """A figure of /proc/self/status; None where there is no such file."""
    try:
        with open("/proc/self/status") as status:
            for line in status:
                if line.startswith(key):
                    return int(line.split()[1]) * 1024
    except OSError:
        pass
    return None


def restart_peak():
    """Forgets the peak so far, where the kernel can, and returns the resident memory."""
    try:
        with open("/proc/self/clear_refs", "w") as file:
            file.write("5")
    except OSError:
        pass
    return status_bytes("VmRSS:") or peak_bytes()


def shape_of(folder):
    return json.loads((pathlib.Path(folder) / "pair.json").read_text())["shape"]


def load_pair(folder):
    """Two tensors [1, 1, D, H, W] and their shape."""
    import torch

    shape = shape_of(folder)

    def read(name):
        data = bytearray((pathlib.Path(folder) / name).read_bytes())
        return torch.frombuffer(data, dtype=torch.float32).reshape(1, 1, *shape).clone()

    return read("moving.f32"), read("fixed.f32"), shape


def load_arrays(folder):
    """The same as numpy arrays [D, H, W]."""
    import numpy

    shape = shape_of(folder)
    return [numpy.fromfile(pathlib.Path(folder) / name, "<f4").reshape(shape) for name in ("moving.f32", "fixed.f32")]


def emit(**line):
    print(json.dumps(line), flush=True)


def timed(action):
    start = time.perf_counter()
    result = action()
    return (time.perf_counter() - start) * 1000, result

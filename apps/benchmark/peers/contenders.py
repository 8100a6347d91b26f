"""The Python contenders of the comparison.

Each is prepared on the two images of a folder and then offers

    forward()   the loss
    gradient()  the loss and its gradient to the moving image, in the library's own container
    export(g)   that gradient as little-endian float32 bytes in C order, divided where the library's own convention asks
                for it; it is never part of a timing
"""

import ctypes
import os
import platform
from collections import namedtuple

from measuring import load_arrays, load_pair

Prepared = namedtuple("Prepared", "forward gradient export")


def prepare_tensors(make_loss):
    """A contender that PyTorch differentiates, or for which it calls the closed gradient."""

    def prepare(folder, window, threads):
        import torch

        torch.set_num_threads(threads)
        moving, fixed, _shape = load_pair(folder)
        loss = make_loss(window)

        def forward():
            with torch.no_grad():
                return float(loss(moving, fixed))

        def gradient():
            image = moving.detach().requires_grad_(True)
            value = loss(image, fixed)
            value.backward()
            return float(value.detach()), image.grad

        def export(tensor):
            tensor = tensor.contiguous()
            return ctypes.string_at(tensor.data_ptr(), tensor.nbytes)

        return Prepared(forward, gradient, export)

    return prepare


def pytorch(name):
    def make_loss(window):
        from lncc import LOSSES

        return lambda moving, fixed: LOSSES[name](moving, fixed, window)

    return prepare_tensors(make_loss)


def compiled(name):
    """The compiler runs here, so that no evaluation holds its seconds."""
    prepare = pytorch(name)

    def prepare_compiled(folder, window, threads):
        prepared = prepare(folder, window, threads)
        prepared.forward()
        prepared.gradient()
        return prepared

    return prepare_compiled


def monai(window):
    from monai.losses import LocalNormalizedCrossCorrelationLoss

    return LocalNormalizedCrossCorrelationLoss(spatial_dims=3, kernel_size=window, kernel_type="rectangular")


def prepare_dipy(folder, window, _threads):
    """The kernels behind dipy's CCMetric, which know one thread. The energy comes out of the kernel that makes the step,
    so the loss alone costs the same. The step is the derivative of each window's score to its center voxel alone; with
    ones in place of the image gradient, its components are that derivative."""
    import numpy
    from dipy.align.crosscorr import compute_cc_forward_step_3d, precompute_cc_factors_3d

    moving, fixed = load_arrays(folder)
    ones = numpy.ones((*moving.shape, 3), numpy.float32)

    def gradient():
        factors = precompute_cc_factors_3d(moving, fixed, window // 2)
        step, energy = compute_cc_forward_step_3d(ones, factors, window // 2)
        return energy / moving.size, step

    def export(step):
        return (numpy.asarray(step)[..., 0] / moving.size).astype("<f4").tobytes()

    return Prepared(lambda: gradient()[0], gradient, export)


def need(*modules):
    def check():
        for module in modules:
            __import__(module)

    return check


def need_compiler():
    """Compiles a sum, which takes a C++ compiler."""
    import torch

    torch.compile(lambda values: values + 1)(torch.ones(4))


CONTENDERS = {
    "pytorch/cumulative": (need("torch"), pytorch("cumulative")),
    "pytorch/cumulative-closed": (need("torch"), pytorch("cumulative-closed")),
    "pytorch/cumulative-double": (need("torch"), pytorch("cumulative-double")),
    "pytorch/cumulative-compiled": (need_compiler, compiled("cumulative-compiled")),
    "pytorch/summed-area": (need("torch"), pytorch("summed-area")),
    "pytorch/separable": (need("torch"), pytorch("separable")),
    "pytorch/grouped": (need("torch"), pytorch("grouped")),
    "pytorch/sequential": (need("torch"), pytorch("sequential")),
    "monai/lncc": (need("torch", "monai.losses"), prepare_tensors(monai)),
    "dipy/crosscorr": (need("numpy", "dipy.align.crosscorr"), prepare_dipy),
}


def reason_of(error):
    lines = str(error).strip().splitlines() or [type(error).__name__]
    return f"{type(error).__name__}: {lines[0]}"


def missing(names):
    """Why contenders cannot run here, by name."""
    reasons = {}
    for name in names:
        try:
            CONTENDERS[name][0]()
        except Exception as error:  # a broken installation raises anything
            reasons[name] = reason_of(error)
    return reasons


def versions():
    """Of Python and the installed libraries."""
    from importlib.metadata import PackageNotFoundError, version

    installed = {"python": platform.python_version()}
    for name in ("torch", "monai", "dipy", "numpy"):
        try:
            installed[name] = version(name)
        except PackageNotFoundError:
            pass
    return installed


def limit_threads(threads):
    """For libraries that read their thread count when they are loaded."""
    for name in ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
        os.environ[name] = str(threads)

"""What the networks share: sampling at displaced voxels, and the squared differences of a displacement."""

from functools import cache

import torch
import torch.nn.functional as functional


@cache
def identity(extents, dtype):
    """[3, D, H, W]: where every voxel is, from -1 to 1 along each axis."""
    axes = [torch.linspace(-1, 1, extent, dtype=dtype) for extent in extents]
    return torch.stack(torch.meshgrid(*axes, indexing="ij"))


def warp(image, displacement):
    """The image at x + u(x), trilinear, zeros outside; u as [1, 3, D, H, W] in units in which an axis runs from -1 to 1."""
    position = identity(image.shape[2:], image.dtype) + displacement
    return functional.grid_sample(image, position.flip(1).movedim(1, -1), align_corners=True)


def warp_by_voxels(image, displacement):
    """The same with u in voxels."""
    return warp(image, displacement * per_axis([2 / (extent - 1) for extent in image.shape[2:]], image))


def per_axis(factors, like):
    """Three numbers, one for each component of a displacement."""
    return torch.tensor(factors, dtype=like.dtype).view(1, 3, 1, 1, 1)


def squared_differences(field, factors=(1, 1, 1)):
    """Mean square of the forward differences along an axis times its factor, averaged over the axes."""
    squares = [(field.diff(dim=axis + 2) * factor).square().mean() for axis, factor in enumerate(factors)]
    return sum(squares) / 3

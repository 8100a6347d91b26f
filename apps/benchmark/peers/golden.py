"""Weights and images of the golden network cases, from the integer hash that made them (packages/conformance/golden)."""

import numpy

MASK = 0xFFFFFFFF
GOLDEN_RATIO = 0x9E3779B9


def mix(values):
    """The 32-bit finalizer of MurmurHash3, on integers below 2^32 held in 64 bits."""
    values = values ^ (values >> 16)
    values = values * 0x85EBCA6B & MASK
    values = values ^ (values >> 13)
    values = values * 0xC2B2AE35 & MASK
    return values ^ (values >> 16)


def stream(seed, number, count):
    """The first integers of a stream, as float64."""
    start = mix(seed + (number + 1) * GOLDEN_RATIO & MASK)
    indices = numpy.arange(count, dtype=numpy.uint64)
    return mix(indices * GOLDEN_RATIO + start & MASK).astype(numpy.float64)


def weight(seed, parameter):
    """One parameter, in float32."""
    draws = stream(seed, parameter["p"], parameter["count"]) / 2**31 - 1
    values = parameter["offset"] + parameter["scale"] * draws
    return values.astype(numpy.float32).reshape(parameter["shape"])


def images(seed, size):
    """The moving and the fixed image, in float32."""
    first, second = (stream(seed, number, numpy.prod(size)).reshape(size) / 2**32 for number in (1000001, 1000002))
    moved = numpy.roll(first, (-2, -1, 1), (0, 1, 2))
    return {"moving": finish(0.8 * moved + 0.2 * second), "fixed": finish(first)}


def finish(noise):
    """Three rounds of box sums of extent 5, contrast, and zeros outside an ellipsoid."""
    for _ in range(3):
        for axis in range(3):
            noise = box(noise, axis)
    image = numpy.clip(0.5 + 10 * (noise - 0.5), 0, 1)
    radii = [(numpy.arange(extent) - (extent - 1) / 2) / (0.45 * extent) for extent in noise.shape]
    depth, height, width = numpy.ix_(*radii)
    image[depth * depth + height * height + width * width > 1] = 0
    return image.astype(numpy.float32)


def box(noise, axis):
    """The mean of five neighbors along an axis, zeros outside, added from the first to the last."""
    padding = [(2, 2) if other == axis else (0, 0) for other in range(3)]
    padded = numpy.pad(noise, padding)
    extent = noise.shape[axis]
    parts = [padded.take(range(offset, offset + extent), axis) for offset in range(5)]
    return ((((parts[0] + parts[1]) + parts[2]) + parts[3]) + parts[4]) / 5


def bit_sum(values):
    """The sum of the words of float32 values times the odd numbers, modulo 2^32."""
    words = numpy.ascontiguousarray(values).reshape(-1).view(numpy.uint32).astype(numpy.uint64)
    odd = 2 * numpy.arange(words.size, dtype=numpy.uint64) + 1
    return int((words * odd & MASK).sum() & MASK)

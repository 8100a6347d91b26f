"""LNCC in PyTorch, by every way of summing over windows that the comparison times.

All return -mean(C^2 / (V_I V_J + 1e-5)) with box windows and zeros outside, on tensors [1, 1, D, H, W]:

    C = S_IJ - S_I S_J / N      V_I = S_II - S_I^2 / N      V_J likewise      N = window^3

They differ in how the window sums S come about, and in whether PyTorch differentiates the operations one by one or the
closed gradient is used: five sums down, three up.
"""

import torch
import torch.nn.functional as functional

PRODUCT = 1e-5


def statistics(sums, count):
    sum_moving, sum_fixed, sum_moving_squared, sum_fixed_squared, sum_product = sums
    covariance = sum_product - sum_moving * sum_fixed / count
    moving_variance = sum_moving_squared - sum_moving * sum_moving / count
    fixed_variance = sum_fixed_squared - sum_fixed * sum_fixed / count
    return covariance, moving_variance, fixed_variance


def score(sums, count):
    covariance, moving_variance, fixed_variance = statistics(sums, count)
    return -(covariance * covariance / (moving_variance * fixed_variance + PRODUCT)).mean()


def products(moving, fixed):
    return moving, fixed, moving * moving, fixed * fixed, moving * fixed


def dense_sum(image, window):
    return functional.conv3d(image, torch.ones(1, 1, window, window, window), padding=window // 2)


def separable_sum(image, window):
    """One 1-D convolution per axis."""
    for axis in range(3):
        shape, padding = [1, 1, 1, 1, 1], [0, 0, 0]
        shape[2 + axis], padding[axis] = window, window // 2
        image = functional.conv3d(image, torch.ones(shape), padding=padding)
    return image


def cumulate(image, axis, window, dtype=None):
    """Cumulative sums along one axis, with the zeros outside that the first and the last window reach."""
    padding = [0, 0] * (image.dim() - axis)
    padding[-2:] = window // 2 + 1, window // 2
    return functional.pad(image, padding).cumsum(axis, dtype=dtype)


def difference(cumulated, axis, window):
    """c[i + window] - c[i]"""
    extent = cumulated.shape[axis] - window
    return cumulated.narrow(axis, window, extent) - cumulated.narrow(axis, 0, extent)


def cumulative_sum(image, window):
    """One axis after the other: no cumulative sum is longer than one line. What a line has summed up still rounds the
    windows behind it, most visibly those of the background."""
    for axis in (2, 3, 4):
        image = difference(cumulate(image, axis, window), axis, window)
    return image


def double_cumulative_sum(image, window):
    """The same, cumulated in float64; the differences are rounded once per axis, like a direct sum."""
    for axis in (2, 3, 4):
        image = difference(cumulate(image, axis, window, torch.float64), axis, window).to(image.dtype)
    return image


def summed_area_sum(image, window):
    """Differences of a summed-area table, whose entries are sums over up to the whole volume. So are their rounding
    errors, which in float32 are larger than what a window holds."""
    for axis in (2, 3, 4):
        image = cumulate(image, axis, window)
    for axis in (2, 3, 4):
        image = difference(image, axis, window)
    return image


def automatic(window_sum):
    """The loss as PyTorch differentiates it, one operation after the other."""

    def loss(moving, fixed, window):
        return score([window_sum(each, window) for each in products(moving, fixed)], window**3)

    return loss


def grouped(moving, fixed, window):
    """Algorithm 2: one grouped dense convolution over five channels, differentiated by PyTorch."""
    weights = torch.ones(5, 1, window, window, window)
    maps = torch.cat(products(moving, fixed), 1)
    return score(functional.conv3d(maps, weights, padding=window // 2, groups=5).split(1, 1), window**3)


def maps_to_sum(moving, upstream, sums, count):
    """dL/dC, dL/dV_I and what of them belongs to the mean: the maps that go through the window once more."""
    covariance, moving_variance, fixed_variance = statistics(sums, count)
    denominator = moving_variance * fixed_variance + PRODUCT
    to_score = -upstream / moving.numel()
    to_covariance = to_score * 2 * covariance / denominator
    to_variance = -to_score * covariance * covariance * fixed_variance / (denominator * denominator)
    return to_covariance, to_variance, (to_covariance * sums[1] + 2 * to_variance * sums[0]) / count


def combine(moving, fixed, first, second, third):
    return fixed * first + 2 * moving * second - third


class Closed(torch.autograd.Function):
    """Five window sums down; three up for the gradient to the moving image."""

    @staticmethod
    def forward(context, moving, fixed, window, window_sum, wrap):
        sums = [window_sum(each, window) for each in products(moving, fixed)]
        context.window, context.window_sum, context.wrap = window, window_sum, wrap
        context.save_for_backward(moving, fixed, *sums)
        return wrap(score)(sums, window**3)

    @staticmethod
    def backward(context, upstream):
        moving, fixed, *sums = context.saved_tensors
        window, wrap = context.window, context.wrap
        maps = wrap(maps_to_sum)(moving, upstream, sums, window**3)
        summed = [context.window_sum(each, window) for each in maps]
        return wrap(combine)(moving, fixed, *summed), None, None, None, None


def closed(window_sum, wrap=lambda function: function):
    """The loss with the closed gradient; `wrap` is applied to its elementwise parts."""
    return lambda moving, fixed, window: Closed.apply(moving, fixed, window, window_sum, wrap)


LOSSES = {
    "sequential": automatic(dense_sum),
    "grouped": grouped,
    "separable": closed(separable_sum),
    "cumulative": automatic(cumulative_sum),
    "cumulative-closed": closed(cumulative_sum),
    "cumulative-compiled": closed(cumulative_sum, torch.compile),
    "cumulative-double": closed(double_cumulative_sum),
    "summed-area": automatic(summed_area_sum),
}

"""Checks every loss in float64: equal values, equal gradients, gradients equal to central differences."""

import sys

import torch

sys.dont_write_bytecode = True
import lncc  # noqa: E402
from contenders import missing  # noqa: E402

WINDOW = 5
STEP = 1e-5


def check_slopes(loss, moving, fixed):
    """The gradient to the moving image, and its largest error against central differences."""
    image = moving.clone().requires_grad_(True)
    value = loss(image, fixed, WINDOW)
    value.backward()
    worst = 0.0
    for index in range(0, moving.numel(), 37):
        shift = torch.zeros(moving.numel())
        shift[index] = STEP
        shift = shift.view_as(moving)
        slope = (loss(moving + shift, fixed, WINDOW) - loss(moving - shift, fixed, WINDOW)) / (2 * STEP)
        worst = max(worst, abs(float(slope - image.grad.flatten()[index])))
    return float(value.detach()), image.grad, worst


def main():
    torch.set_default_dtype(torch.float64)
    torch.manual_seed(0)
    moving, fixed = torch.rand(2, 1, 1, 9, 8, 10).unbind()
    reasons = missing([f"pytorch/{name}" for name in lncc.LOSSES])
    first = None
    for name, loss in lncc.LOSSES.items():
        reason = reasons.get(f"pytorch/{name}")
        if reason:
            print(f"{name}: skipped, {reason}")
            continue
        value, gradient, worst = check_slopes(loss, moving, fixed)
        first = first or (value, gradient)
        difference = max(abs(value - first[0]), float((gradient - first[1]).abs().max()))
        print(f"{name}: loss {value:.12f}, errors: slopes {worst:.1e}, from the first {difference:.1e}")
        assert worst < 1e-9, worst
        assert difference < 1e-12, difference


if __name__ == "__main__":
    main()

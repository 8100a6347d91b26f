"""Checks the networks in float64 against the values of their authors' code.

    python check_networks.py                 every golden case there is a network for
    python check_networks.py LKU-4.json      one file

Parameters have to have the same names, shapes and order; displacement, warped image, loss, gradients and three training
steps the same values.
"""

import json
import pathlib
import sys

import torch

sys.dont_write_bytecode = True
import golden  # noqa: E402
from lncc import LOSSES  # noqa: E402
from networks import LEARNING_RATE, Training  # noqa: E402

FOLDER = pathlib.Path(__file__).resolve().parents[3] / "packages/conformance/golden/networks"
NAMES = {"VM-1": "vm1", "VM-2": "vm2", "LKU-4": "lku4", "LKU-8": "lku8", "TM": "tm"}
WINDOW = 9
# The files hold thirteen digits.
TOLERANCE = 1e-9
# A gradient that is smaller is that of a table of which a mask of -100 leaves nothing: 1e-46.
SMALLEST_GRADIENT = 1e-30


def check_parameters(case, network):
    found = [(name, list(values.shape)) for name, values in network.named_parameters()]
    expected = [(entry["name"], entry["shape"]) for entry in case["params"]]
    assert found == expected, f"parameters {found} instead of {expected}"
    assert sum(values.numel() for values in network.parameters()) == case["param_total"]


def regenerate(case, network):
    """Gives the network its weights, and returns the images."""
    with torch.no_grad():
        for entry, values in zip(case["params"], network.parameters(), strict=True):
            weight = golden.weight(case["seed"], entry)
            assert golden.bit_sum(weight) == entry["bits"], f"the weights of {entry['name']} are others"
            values.copy_(torch.from_numpy(weight))
    images = golden.images(case["seed"], case["size"])
    for name, image in images.items():
        assert golden.bit_sum(image) == case["inputs"][name]["bits"], f"the {name} image is another"
    return [torch.from_numpy(images[name]).double()[None, None] for name in ("moving", "fixed")]


def at(tensor, samples):
    return tensor.detach().flatten()[samples["idx"]]


def error(found, expected, scale=1):
    """The largest difference; it has to be within the tolerance times a scale."""
    expected = torch.as_tensor(expected)
    largest = float((torch.as_tensor(found) - expected).abs().max())
    assert largest <= TOLERANCE * scale, f"{found} instead of {expected}"
    return largest / scale


def check_evaluation(mode, training, moving, fixed):
    kept = []
    handle = training.network.register_forward_hook(lambda _network, _images, results: kept.extend(results))
    terms = training.terms(moving, fixed)
    handle.remove()
    output, warped = kept
    terms[0].backward()
    values = [mode["loss"][name] for name in ("total", "similarity", "smoothness")]
    worst = 0
    for entry, parameter in zip(mode["grad"], training.network.parameters(), strict=True):
        unused = "l2" not in entry
        assert (parameter.grad is None) == unused, f"parameter {entry['p']} has a gradient, or has none"
        if not unused:
            scale = max(entry["l2"], SMALLEST_GRADIENT)
            worst = max(worst, error(at(parameter.grad, entry), entry["val"], scale))
            worst = max(worst, error(parameter.grad.norm(), entry["l2"], scale))
    return {
        "output": error(at(output, mode["flow"]), mode["flow"]["val"]),
        "warped": error(at(warped, mode["warped"]), mode["warped"]["val"]),
        "loss": error(torch.stack(terms).detach(), values),
        "gradients": worst,
    }


def check_steps(mode, training, moving, fixed):
    assert f"lr={LEARNING_RATE:.0e}".replace("e-0", "e-") in mode["train"]["optimizer"]
    before = [values.detach().clone() for values in training.network.parameters()]
    losses = [training.step(moving, fixed)[0] for _ in range(mode["train"]["steps"])]
    losses.append(float(training.terms(moving, fixed)[0].detach()))
    worst = 0
    for entry, first, values in zip(mode["train"]["params"], before, training.network.parameters(), strict=True):
        change = float((values.detach() - first).norm())
        expected = entry.get("delta_l2", 0)
        worst = max(worst, error(change, expected, expected or 1))
    return {"losses of the steps": error(losses, mode["train"]["loss"]), "changes": worst}


def check(path):
    case = json.loads(path.read_text())
    mode = case["modes"]["plain"]
    for loss in ("sequential", "separable"):
        training = Training(NAMES[case["network"]], case["size"], LOSSES[loss], WINDOW)
        check_parameters(case, training.network)
        assert training.smoothness_weight == mode["loss_weights"]["smoothness"]
        moving, fixed = regenerate(case, training.network)
        errors = check_evaluation(mode, training, moving, fixed)
        errors |= check_steps(mode, training, moving, fixed)
        used = sum(values.numel() for values in training.network.parameters() if values.grad is not None)
        told = ", ".join(f"{name} {value:.1e}" for name, value in errors.items())
        counts = f"{used:,} of {case['param_total']:,} parameters used"
        print(f"{case['network']}, {loss}: {counts}; errors: {told}", flush=True)


def main():
    torch.set_default_dtype(torch.float64)
    paths = [pathlib.Path(path) for path in sys.argv[1:]] or [FOLDER / f"{name}.json" for name in NAMES]
    for path in paths:
        check(path)


if __name__ == "__main__":
    main()

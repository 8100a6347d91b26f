"""Times LNCC and a VM-1 training step in PyTorch on the pair of a benchmark run.

    python time_pytorch.py ../../../results/<run>                    prints JSON lines
    python time_pytorch.py ../../../results/<run> --append           also adds them to the run's measurements

Every loss and task runs in a process of its own, in alternating order, like the benchmark's own contenders.
"""

import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys

sys.dont_write_bytecode = True
from measuring import emit, load_pair, peak_bytes, timed  # noqa: E402


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("run", type=pathlib.Path, help="results folder of a benchmark run")
    parser.add_argument("--steps", type=int, help="timed training steps (default: as the run)")
    parser.add_argument("--rounds", type=int, help="default: as the run")
    parser.add_argument("--repetitions", type=int, default=5, help="timed evaluations of the loss per round")
    parser.add_argument("--append", action="store_true", help="add the lines to the run's measurements.jsonl")
    parser.add_argument("--job", nargs=3, metavar=("LOSS", "TASK", "ROUND"), help=argparse.SUPPRESS)
    return parser.parse_args()


def measure_loss(settings, common, loss, moving, fixed, repetitions):
    import torch

    window = settings["window"]

    def forward():
        with torch.no_grad():
            return float(loss(moving, fixed, window))

    def gradient():
        image = moving.detach().requires_grad_(True)
        value = loss(image, fixed, window)
        value.backward()
        return float(value.detach())

    for mode, action in (("forward", forward), ("gradient", gradient)):
        action()
        times = []
        for _ in range(repetitions):
            milliseconds, _value = timed(action)
            times.append(milliseconds)
            emit(kind="loss", mode=mode, milliseconds=milliseconds, **common)
        print(f"{common['contender']} {mode}: median {statistics.median(times):.1f} ms", file=sys.stderr)


def measure_training(settings, common, loss, moving, fixed, steps):
    import torch

    from vm1 import VM1, smoothness

    torch.manual_seed(settings["seed"])
    network = VM1()
    optimizer = torch.optim.Adam(network.parameters(), lr=1e-4, amsgrad=True)

    def step():
        displacement, warped = network(moving, fixed)
        similarity = loss(warped, fixed, settings["window"])
        roughness = smoothness(displacement)
        total = similarity + roughness
        optimizer.zero_grad(set_to_none=True)
        total.backward()
        optimizer.step()
        return [float(value.detach()) for value in (total, similarity, roughness)]

    times = []
    for number in range(steps + 1):
        milliseconds, (total, similarity, roughness) = timed(step)
        times.append(milliseconds)
        emit(
            kind="step", step=number, milliseconds=milliseconds,
            loss=total, similarity=similarity, smoothness=roughness, **common,
        )
    print(f"{common['contender']} step: median {statistics.median(times[1:]):.0f} ms", file=sys.stderr)


def perform(options, settings):
    import torch

    from lncc import LOSSES

    torch.set_num_threads(settings["threads"])
    name, task, round_number = options.job
    moving, fixed, shape = load_pair(options.run / "pair")
    common = {"contender": f"pytorch/{name}", "shape": shape, "round": int(round_number)}
    if task == "loss":
        measure_loss(settings, common, LOSSES[name], moving, fixed, options.repetitions)
    else:
        measure_training(settings, common, LOSSES[name], moving, fixed, options.steps or settings["steps"])
    emit(kind="memory", contender=common["contender"], task=task, round=common["round"], peakBytes=peak_bytes())


def orchestrate(options, settings):
    rounds = options.rounds or settings["rounds"]
    for task in ("loss", "training"):
        for round_number in range(1, rounds + 1):
            names = ["sequential", "separable"]
            for name in names if round_number % 2 == 1 else reversed(names):
                job = ["--job", name, task, str(round_number)]
                command = [sys.executable, os.path.abspath(__file__), *sys.argv[1:], *job]
                lines = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
                sys.stdout.write(lines)
                sys.stdout.flush()
                if options.append:
                    with open(options.run / "measurements.jsonl", "a") as log:
                        log.write("\n" + lines)


def main():
    options = arguments()
    settings = json.loads((options.run / "run.json").read_text())["settings"]
    if options.job:
        perform(options, settings)
    else:
        orchestrate(options, settings)


if __name__ == "__main__":
    main()

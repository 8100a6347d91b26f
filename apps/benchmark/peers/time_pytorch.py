"""Times LNCC and training steps in PyTorch, on the pair of a benchmark run and with the networks of that run.

    python time_pytorch.py ../../../results/<run>                    prints JSON lines
    python time_pytorch.py ../../../results/<run> --append           also adds them to the run's measurements

Every loss, task and network runs in a process of its own, in alternating order, like the benchmark's own contenders.
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

LOSSES_TIMED = ("sequential", "separable")


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("run", type=pathlib.Path, help="results folder of a benchmark run")
    parser.add_argument("--steps", type=int, help="timed training steps (default: as the run)")
    parser.add_argument("--rounds", type=int, help="default: as the run")
    parser.add_argument("--repetitions", type=int, default=5, help="timed evaluations of the loss per round")
    parser.add_argument("--append", action="store_true", help="add the lines to the run's measurements.jsonl")
    parser.add_argument("--job", type=json.loads, help=argparse.SUPPRESS)
    return parser.parse_args()


def networks_of(settings):
    """The run's networks, as far as they are here; a run that names none is of VM-1."""
    from networks import NETWORKS

    named = settings.get("networks", ["vm1"])
    for name in named:
        if name not in NETWORKS:
            print(f"{name} is left out: networks.py has {', '.join(NETWORKS)}.", file=sys.stderr)
    return [name for name in named if name in NETWORKS]


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

    from networks import Training

    torch.manual_seed(settings["seed"])
    training = Training(common["network"], common["shape"], loss, settings["window"])
    times = []
    for number in range(steps + 1):
        milliseconds, (total, similarity, smoothness) = timed(lambda: training.step(moving, fixed))
        times.append(milliseconds)
        emit(
            kind="step", epoch=common["round"], step=number, pair=0, milliseconds=milliseconds, loadMilliseconds=0,
            loss=total, similarity=similarity, smoothness=smoothness, **common,
        )
    median = statistics.median(times[1:])
    print(f"{common['contender']}, step of {common['network']}: median {median:.0f} ms", file=sys.stderr)


def perform(options, settings):
    import torch

    from lncc import LOSSES

    torch.set_num_threads(settings["threads"])
    task, loss = options.job["task"], LOSSES[options.job["loss"]]
    moving, fixed, shape = load_pair(options.run / "pair")
    names = names_in(options.job)
    if task == "loss":
        measure_loss(settings, {"shape": shape, **names}, loss, moving, fixed, options.repetitions)
    else:
        measure_training(settings, {"shape": shape, **names}, loss, moving, fixed, options.steps or settings["pairs"])
    emit(kind="memory", task=task, peakBytes=peak_bytes(), **names)


def plan(options, settings):
    """The jobs in order: the loss alone, then one network after another, every second round backwards."""
    tasks = {
        "loss": [{"task": "loss", "loss": name} for name in LOSSES_TIMED],
        "training": [
            {"task": "training", "loss": name, "network": network}
            for network in networks_of(settings)
            for name in LOSSES_TIMED
        ],
    }
    for jobs in tasks.values():
        for round_number in range(1, (options.rounds or settings["epochs"]) + 1):
            for job in jobs if round_number % 2 == 1 else reversed(jobs):
                yield {**job, "round": round_number}


def names_in(job):
    """What a job's measurements are named by."""
    network = {"network": job["network"]} if "network" in job else {}
    return {"contender": f"pytorch/{job['loss']}", "round": job["round"], **network}


def failure(job, code):
    row = {"kind": "failure", "task": job["task"], "message": f"the process ended with code {code}", **names_in(job)}
    return json.dumps(row) + "\n"


def orchestrate(options, settings):
    failed = False
    for job in plan(options, settings):
        command = [sys.executable, os.path.abspath(__file__), *sys.argv[1:], "--job", json.dumps(job)]
        result = subprocess.run(command, stdout=subprocess.PIPE, text=True)
        lines = result.stdout
        if result.returncode != 0:
            failed = True
            lines += failure(job, result.returncode)
        sys.stdout.write(lines)
        sys.stdout.flush()
        if options.append:
            with open(options.run / "measurements.jsonl", "a") as log:
                log.write("\n" + lines)
    return 1 if failed else 0


def main():
    options = arguments()
    settings = json.loads((options.run / "run.json").read_text())["settings"]
    if options.job:
        perform(options, settings)
        return 0
    return orchestrate(options, settings)


if __name__ == "__main__":
    sys.exit(main())

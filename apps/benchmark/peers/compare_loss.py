"""One process of the comparison: reads a job from the first line of its standard input, writes events as JSON lines.

`compare.mjs` starts it; the jobs and events are described in compare/job.ts.
"""

import json
import os
import sys
import threading

sys.dont_write_bytecode = True
import bandwidth  # noqa: E402
from contenders import CONTENDERS, limit_threads, missing, reason_of, versions  # noqa: E402
from measuring import emit, peak_bytes, restart_peak, shape_of, timed  # noqa: E402

FEWEST_REPETITIONS = 3
BUDGET_MILLISECONDS = 3000
SLOW_MILLISECONDS = 10_000
WARM_MILLISECONDS = 500


def probe(job):
    emit(type="probe", versions=versions(), missing=missing(job["contenders"]))


def measure_bandwidth(job):
    emit(type="bandwidth", rows=bandwidth.measure(job["threads"], job["arrayBytes"]))


def prepare(job):
    return CONTENDERS[job["contender"]][1](job["pair"], job["window"], job["threads"])


def evaluate(job):
    prepared = prepare(job)
    loss, gradient = prepared.gradient()
    with open(job["gradientFile"], "wb") as file:
        file.write(prepared.export(gradient))
    forward = {"forwardLoss": prepared.forward()} if job["forward"] else {}
    emit(type="evaluation", loss=loss, **forward)


def sample(action, repetitions):
    """Milliseconds per evaluation, after half a second of evaluations to warm up: as many as asked, or three seconds of
    them, but at least three. Where the first of all takes longer than ten seconds it is the only one, and counts."""
    warm, _result = timed(action)
    if warm > SLOW_MILLISECONDS:
        return [warm]
    while warm < WARM_MILLISECONDS:
        warm += timed(action)[0]
    times = []
    while len(times) < repetitions and (len(times) < FEWEST_REPETITIONS or sum(times) < BUDGET_MILLISECONDS):
        times.append(timed(action)[0])
    return times


def time_loss(job):
    common = {"contender": job["contender"], "round": job["round"]}
    shape = shape_of(job["pair"])
    prepared = prepare(job)
    rest = restart_peak()
    for mode, action in (("forward", prepared.forward), ("gradient", prepared.gradient)):
        for milliseconds in sample(action, job["repetitions"]):
            row = {"kind": "loss", "mode": mode, "shape": shape, "milliseconds": milliseconds, **common}
            emit(type="measurement", measurement=row)
    memory = {"kind": "memory", "task": "loss", "peakBytes": peak_bytes(), "restBytes": rest, **common}
    emit(type="measurement", measurement=memory)


TASKS = {"probe": probe, "bandwidth": measure_bandwidth, "evaluate": evaluate, "loss": time_loss}


def end_with_parent():
    """The parent keeps the standard input open as long as it lives."""
    sys.stdin.read()
    os._exit(1)


def main():
    job = json.loads(sys.stdin.readline())
    threading.Thread(target=end_with_parent, daemon=True).start()
    limit_threads(job.get("threads", 1))
    try:
        TASKS[job["task"]](job)
        emit(type="done")
    except Exception as error:  # whatever a library raises is this contender's failure
        emit(type="failed", message=reason_of(error))
    sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    main()

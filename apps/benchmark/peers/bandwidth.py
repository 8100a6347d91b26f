"""The machine's memory bandwidth, by PyTorch's own kernels on arrays that no cache holds.

copy is `a.copy_(b)`, triad `torch.add(b, c, alpha=3, out=a)`. Bytes are counted as the STREAM benchmark counts them: two
arrays for a copy, three for a triad, without the lines that a write may have to load first.
"""

import statistics

REPETITIONS = 7


def measure(threads, array_bytes):
    """One row per type, thread count and operation; the rate is the best of the repetitions, as in STREAM."""
    import torch

    from measuring import timed

    rows = []
    for name, dtype in (("float32", torch.float32), ("float64", torch.float64)):
        count = array_bytes // dtype.itemsize
        first, second, third = (torch.full((count,), value, dtype=dtype) for value in (1.0, 2.0, 3.0))
        operations = (
            ("copy", 2, lambda: first.copy_(second)),
            ("triad", 3, lambda: torch.add(second, third, alpha=3, out=first)),
        )
        for used in sorted({1, threads}):
            torch.set_num_threads(used)
            for operation, arrays, action in operations:
                action()
                times = [timed(action)[0] / 1000 for _ in range(REPETITIONS)]
                moved = arrays * count * dtype.itemsize
                rows.append({
                    "operation": operation, "type": name, "threads": used,
                    "bytesPerSecond": moved / min(times), "medianBytesPerSecond": moved / statistics.median(times),
                })
        del first, second, third
    return rows

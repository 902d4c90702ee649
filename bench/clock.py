"""How long something takes when nothing disturbs it."""

import gc
import time
from collections.abc import Callable

ROUNDS = 3


def quickest(work: Callable[[], object]) -> float:
    """Return the seconds of the quietest round, after one to warm up."""
    work()
    found = []
    for _ in range(ROUNDS):
        gc.collect()
        start = time.perf_counter()
        work()
        found.append(time.perf_counter() - start)
    return min(found)

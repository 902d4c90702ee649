"""Measures our engine: many people in one process, one by one, and as a whole process."""

import gc
import json
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median, quantiles

from bench.decide import generate
from bench.decide.decisions import WISHES, Bundle, decide
from deqi.care import chain
from deqi.interop import fhir

ROUNDS, WARM_UP, PROCESSES = 3, 20, 10


@dataclass(frozen=True, slots=True)
class Pace:
    """What one engine takes, from JSON parsed in memory before the clock starts.

    ``per_second_from_text`` parses the JSON as well.
    """

    people: int
    per_second: float
    cpu_ms: float
    per_second_from_text: float

    def plain(self) -> dict[str, float]:
        return {name: round(value, 3) for name, value in asdict(self).items()}


def measure(lines: list[str]) -> Pace:
    """Measure reading and screening of all people; the quietest round counts."""
    bundles = [json.loads(line) for line in lines]
    _decide_all(bundles[:WARM_UP])
    rounds = [_timed(lambda: _decide_all(bundles)) for _ in range(ROUNDS)]
    wall, cpu = (min(each) for each in zip(*rounds, strict=True))
    parsing, _ = _timed(lambda: _parse_all(lines))
    people = len(lines)
    return Pace(people, people / wall, cpu / people * 1000, people / (wall + parsing))


def measure_single(lines: list[str]) -> dict[str, float]:
    """Measure single decisions in milliseconds: reading and screening, and the latter."""
    whole, screening = [], []
    for line in lines:
        bundle = json.loads(line)
        start = time.perf_counter()
        reading = fhir.read(bundle, today=generate.TODAY)
        read = time.perf_counter()
        chain.screen(reading.statements, today=generate.TODAY, wishes=WISHES)
        end = time.perf_counter()
        whole.append((end - start) * 1000)
        screening.append((end - read) * 1000)
    return {**_ends("whole", whole), **_ends("screening", screening)}


def measure_process(arguments: list[str]) -> dict[str, float]:
    """Measure ``deqi care`` as a whole process, in seconds."""
    command = [str(Path(sys.executable).parent / "deqi"), "care", *arguments]
    _spawn(command)
    spawned = [_spawn(command) for _ in range(PROCESSES)]
    return {"median": round(median(spawned), 3), "worst": round(max(spawned), 3)}


def _decide_all(bundles: list[Bundle]) -> None:
    for bundle in bundles:
        decide(bundle)


def _parse_all(lines: list[str]) -> None:
    for line in lines:
        json.loads(line)


def _timed(work: Callable[[], None]) -> tuple[float, float]:
    gc.collect()
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - wall, time.process_time() - cpu


def _ends(name: str, milliseconds: list[float]) -> dict[str, float]:
    cuts = quantiles(milliseconds, n=100, method="inclusive")
    return {f"{name}_p50": round(cuts[49], 3), f"{name}_p99": round(cuts[98], 3)}


def _spawn(command: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start

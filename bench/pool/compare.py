"""Measure REML with k = 30 in one run: ours and metafor's, on the same tables."""

import csv
import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median

import numpy as np

from bench.clock import quickest
from deqi.evidence import pooling, pools
from deqi.evidence.effects import Effect, Measure
from deqi.evidence.heterogeneity import Model, Tables
from deqi.evidence.pools import Interval

SEED, TRIALS, PROCESSES = 20261121, 30, 5
GOAL = 20
"""How many times metafor's fits a second ours must reach, many at once."""

HERE = Path(__file__).parent
PAGE = HERE.parents[1] / "docs" / "reference" / "bench-pool.md"
SETTINGS = {"model": Model.REML, "interval": Interval.WALD}


def main(count: int) -> int:
    """Measure ``count`` tables; return 1 where the goal is missed or figures differ."""
    if shutil.which("Rscript") is None:
        print("bench pool: R with metafor is not at hand, so there is no peer")
        return 0
    tables = simulate(count)
    effects = as_effects(tables)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "tables.csv"
        write(tables, path)
        peer = json.loads(run("Rscript", HERE / "fit.R", path).stdout)
        together = quickest(lambda: pools.pool(tables, **SETTINGS)) / count
        single = quickest(lambda: [pooling.pool(each, **SETTINGS) for each in effects])
        one = Path(folder) / "one.csv"
        write(tables.take(np.array([0])), one)
        processes = whole_processes(one)
    found = {
        "count": count,
        "together": 1 / together,
        "single": count / single,
        "peer": peer["per_second"],
        "apart": apart(pools.pool(tables, **SETTINGS).estimate, peer["estimate"]),
        "versions": f"metafor {peer['metafor']} on R {peer['r']}",
        **processes,
    }
    PAGE.write_text(page(found), encoding="utf-8")
    print(page(found))
    return int(found["together"] < GOAL * found["peer"] or found["apart"] > 1e-3)


def simulate(count: int) -> Tables:
    """Return tables of 30 trials with sampling variances ten-fold apart, tau² 0.09."""
    chance = np.random.default_rng(SEED)
    variances = np.exp(chance.uniform(np.log(0.02), np.log(0.2), (count, TRIALS)))
    estimates = chance.normal(0.3, np.sqrt(variances + 0.09))
    return Tables(estimates, variances, np.ones((count, TRIALS)))


def as_effects(tables: Tables) -> list[list[Effect]]:
    return [
        [
            Effect(Measure.GENERIC, float(y), float(v))
            for y, v in zip(*rows, strict=True)
        ]
        for rows in zip(tables.estimates, tables.variances, strict=True)
    ]


def write(tables: Tables, path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["table", "yi", "vi"])
        for place, rows in enumerate(
            zip(tables.estimates, tables.variances, strict=True)
        ):
            writer.writerows(
                (place, repr(float(y)), repr(float(v)))
                for y, v in zip(*rows, strict=True)
            )


def whole_processes(path: Path) -> dict[str, float]:
    """Return seconds from the command to its end, for one table in a file."""
    deqi = Path(sys.executable).with_name("deqi")
    script = f'x <- read.csv("{path}"); library(metafor); rma.uni(x$yi, x$vi)'
    commands = {
        "process": (deqi, "evidence", "pool", path, "--json"),
        "peer_process": ("Rscript", "-e", script),
    }
    return {
        name: median(timed(command) for _ in range(PROCESSES))
        for name, command in commands.items()
    }


def timed(command: Sequence[str | Path]) -> float:
    start = time.perf_counter()
    run(*command)
    return time.perf_counter() - start


def run(*command: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, text=True, check=True)


def apart(ours: np.ndarray, theirs: Sequence[float]) -> float:
    """Return the largest distance between two pooled estimates of one table."""
    return float(np.abs(ours - np.array(theirs)).max())


def page(found: dict[str, float | str]) -> str:
    together, single, peer = (
        float(found[name]) for name in ("together", "single", "peer")
    )
    return f"""# Pools a second

REML with k = {TRIALS}, {found["count"]} simulated tables, the same for both, in one run
(`python -m bench pool`); how it is measured stands in
[bench/pool](../../bench/pool/README.md). The machine has two cores and was not idle.

| inside one process | fits a second | times metafor |
| --- | --- | --- |
| deqi, all tables at once | {together:,.0f} | {together / peer:,.0f} |
| deqi, one table at a time, with checks, P values and warnings | {single:,.0f} | \
{single / peer:,.0f} |
| {found["versions"]}, `rma.uni` | {peer:,.0f} | 1 |

| one whole process, one table from a file | seconds |
| --- | --- |
| `deqi evidence pool --json` | {float(found["process"]):.2f} |
| `Rscript` with metafor | {float(found["peer_process"]):.2f} |

The goal is {GOAL} times metafor. Estimates of both lie at most {float(found["apart"]):.0e}
apart: metafor stops its search for tau² earlier
([validation/metafor](../../validation/metafor/README.md)).
"""

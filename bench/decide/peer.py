"""The peer: cql-execution under Node, on the same files, in a process of its own."""

import json
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.decide.clock import Pace
from bench.decide.decisions import Decided

HERE = Path(__file__).parent


class PeerUnavailable(Exception):
    """Node or the peer's packages are missing; the sentence says how to get them."""


@dataclass(frozen=True, slots=True)
class Run:
    """What the peer took and decided, by size, and what it is made of."""

    versions: dict[str, str]
    paces: dict[str, Pace]
    decisions: dict[str, dict[str, Decided]]


def install() -> None:
    """Install the pinned packages, once.

    Raises
    ------
    PeerUnavailable
    """
    if shutil.which("node") is None or shutil.which("npm") is None:
        raise PeerUnavailable("the peer needs node and npm: apt-get install nodejs npm")
    if not (HERE / "node_modules").exists():
        quiet = ("--no-audit", "--no-fund", "--ignore-scripts")
        subprocess.run(["npm", "ci", *quiet], cwd=HERE, check=True)


def run(folder: Path, sizes: tuple[str, ...], *, form: str, people: int) -> Run:
    """Decide for the first people of each size, with rules.cql in one of two forms."""
    out = folder / f"peer-{form}.json"
    arguments = [str(folder), str(out), form, str(people), *sizes]
    subprocess.run(["node", str(HERE / "run.mjs"), *arguments], check=True)
    read = json.loads(out.read_text(encoding="utf-8"))
    measured = read.pop("sizes")
    return Run(
        read,
        {size: _pace(each) for size, each in measured.items()},
        {size: each["decisions"] for size, each in measured.items()},
    )


def _pace(measured: dict[str, Any]) -> Pace:
    people, seconds = measured["people"], measured["seconds"]
    cpu_ms = measured["cpu_seconds"] / people * 1000
    parsed = people / (seconds + measured["parsing_seconds"])
    return Pace(people, people / seconds, cpu_ms, parsed)

"""Write packaged answers and plots from the rows: ``make docs``; ``--check`` compares.

Figures may part by a hair, for another machine rounds otherwise.
"""

import json
import math
import re
import sys
from pathlib import Path

from deqi.care import answering, packaging
from deqi.care.asking import Person
from deqi.evidence.plots import drawing, gallery
from deqi.knowledge import answers
from deqi.knowledge.answers import packaged

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "src" / "deqi" / "knowledge" / "answers" / packaged.FOLDER
PLOTS = ROOT / "docs" / "reference" / "plots"
NEAR = 2e-5


def pages() -> dict[str, str]:
    """Return every packaged answer by file name."""
    return {
        f"{key}.json": json.dumps(
            packaging.package(question), ensure_ascii=False, indent=1
        )
        + "\n"
        for key, question in answers.questions().items()
    }


def drawings() -> dict[str, str]:
    """Return the plots of the commonest question by file name."""
    found = answering.answer("low_back_pain", Person(40, 30))
    return {f"{plot.name}.svg": drawing.svg(plot) for plot in gallery.of(found)}


def stale_drawings(wanted: dict[str, str], folder: Path = PLOTS) -> list[str]:
    """Return the names of plots that say otherwise, are missing, or nobody draws.

    Where marks stand to a pixel depends on the fonts of a machine, so what is compared
    is what a plot says: its name, description, and every word and figure in it.
    """
    kept = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*")}
    return sorted(
        name
        for name in {*kept, *wanted}
        if said(kept.get(name, "")) != said(wanted.get(name, ""))
    )


def said(svg: str) -> list[str]:
    """Return all words and figures of a drawing."""
    return sorted(re.findall(r">([^<\n]+)<", svg))


def stale(wanted: dict[str, str], folder: Path = FOLDER) -> list[str]:
    """Return the names of files that differ, are missing, or answer nothing."""
    kept = {
        path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.json")
    }
    differ = [
        name
        for name, text in wanted.items()
        if name not in kept or not same(json.loads(kept[name]), json.loads(text))
    ]
    return sorted({*differ, *(set(kept) - set(wanted))})


def same(one: object, other: object) -> bool:
    """Return whether two plain values are equal but for rounding."""
    if isinstance(one, dict) and isinstance(other, dict):
        return list(one) == list(other) and all(same(one[k], other[k]) for k in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, rel_tol=NEAR, abs_tol=1e-9)
    return one == other and type(one) is type(other)


def write(wanted: dict[str, str], folder: Path = FOLDER) -> None:
    """Write what is not fresh, and take away what answers nothing."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in stale(wanted, folder):
        if name in wanted:
            (folder / name).write_text(wanted[name], encoding="utf-8")
        else:
            (folder / name).unlink()


def draw(wanted: dict[str, str], folder: Path = PLOTS) -> None:
    """Write the plots that are not fresh, and take away what nobody draws."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in stale_drawings(wanted, folder):
        if name in wanted:
            (folder / name).write_text(wanted[name], encoding="utf-8")
        else:
            (folder / name).unlink()


def main(arguments: list[str]) -> int:
    """Write the answers, or with ``--check`` say which are not fresh."""
    wanted, drawn = pages(), drawings()
    if "--check" not in arguments:
        write(wanted)
        draw(drawn)
        return 0
    old = [*stale(wanted), *stale_drawings(drawn)]
    if old:
        sys.stderr.write(f"answers or plots are not fresh: {', '.join(old)}\n")
    return 1 if old else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

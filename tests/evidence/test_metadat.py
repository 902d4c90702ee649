"""metadat's sets, where they and R are at hand: metafor is asked while the test runs.

The sets are under the GPL, so neither they nor figures made from them are kept here.
"""

import csv
import json
import shutil
import subprocess
from pathlib import Path

import pytest

from deqi.evidence import pooling, proportions
from deqi.evidence.arms import Counts
from deqi.evidence.effects import Effect, EffectImpossible, Measure, NothingToCompare
from deqi.evidence.heterogeneity import Model
from deqi.evidence.pools import Interval
from tests.evidence.witnessed import METAFOR, apart
from tests.shared import SHARED, needs_shared

SETS = SHARED / "testdata" / "stats" / "metadat"
COUNTS = (
    ("ai", "n1i", "ci", "n2i"),
    ("tpos", "tpos+tneg", "cpos", "cpos+cneg"),
    ("ai", "ai+bi", "ci", "ci+di"),
    ("xi", "ni", None, None),
)
FEWEST_SETS = 26


def metafor_is_missing() -> bool:
    """Return True where R or its package is not at hand."""
    if shutil.which("Rscript") is None:
        return True
    asked = ["Rscript", "-e", "library(metafor)"]
    return subprocess.run(asked, capture_output=True, check=False).returncode != 0


def effects_of(path: Path) -> list[Effect]:
    """Return a set's effects: yi and vi as they stand, or log odds ratios."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    found = []
    for row in rows:
        try:
            found.append(_effect(row))
        except (KeyError, ValueError, EffectImpossible, NothingToCompare):
            continue
    return found


def _effect(row: dict[str, str]) -> Effect:
    if "yi" in row:
        return Effect(Measure.GENERIC, float(row["yi"]), float(row["vi"]))
    treated, people, control, others = next(
        names
        for names in COUNTS
        if names[2] and set("+".join(map(str, names)).split("+")) <= set(row)
    )
    return proportions.compare(
        Measure.OR,
        Counts(_total(row, people), float(row[treated])),
        Counts(_total(row, str(others)), float(row[str(control)])),
    )


def _total(row: dict[str, str], names: str) -> float:
    return sum(float(row[name]) for name in names.split("+"))


@needs_shared
@pytest.mark.skipif(metafor_is_missing(), reason="R with metafor is not at hand")
def test_metafor_agrees_on_the_sets_of_metadat(tmp_path: Path) -> None:
    sets: dict[str, list[Effect]] = {}
    for path in sorted(SETS.glob("*.csv")):
        try:
            found = effects_of(path)
        except StopIteration:
            continue
        if 2 <= len(found) <= 100 and _is_weighable(found):
            sets[path.stem] = found
    assert len(sets) >= FEWEST_SETS
    table = tmp_path / "sets.csv"
    with table.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["table", "yi", "vi"])
        writer.writerows(
            (name, repr(each.estimate), repr(each.variance))
            for name, found in sets.items()
            for each in found
        )
    asked = ["Rscript", METAFOR / "reference.R", table]
    ran = subprocess.run(asked, capture_output=True, text=True, check=True)
    cases = json.loads(ran.stdout)
    assert len(cases) == 8 * len(sets)
    for case in cases:
        ours = pooling.pool(
            sets[case["table"]],
            model=Model(case["model"]),
            interval=Interval(case["interval"]),
        )
        figures = {
            name: getattr(ours, name)
            for name in ("estimate", "se", "ci", "tau2", "i2", "h2", "q", "q_p", "p")
        }
        assert apart(figures, case, absolute=1e-8) == {}, case["table"]


def _is_weighable(found: list[Effect]) -> bool:
    """Return False beyond the ratio of variances from which we warn."""
    variances = [each.variance for each in found]
    return max(variances) / min(variances) < 1e7

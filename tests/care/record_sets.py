"""Counts outcomes and findings over the real record sets of ../shared/testdata.

``python -m tests.care.record_sets`` prints docs/reference/record-sets.md anew.
"""

import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from deqi.care import chain
from deqi.cli import records
from deqi.core.facts import Kind, Rank, Speaker, Spec, Statement
from deqi.core.findings import Screening
from deqi.core.reading import Value
from deqi.core.rules import Outcome
from deqi.interop.fhir import Reading
from deqi.knowledge import facts
from tests.shared import SHARED

TODAY = date(2026, 11, 21)
SETS = (
    "synthea-2019",
    "pysynthea-2026",
    "smart-bulk-10",
    "ahrq-pain-summary",
    "cds-hooks",
    "fhir-test-cases",
)
PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "record-sets.md"


@dataclass(frozen=True)
class RecordSet:
    """What one folder of testdata holds."""

    name: str
    readings: tuple[Reading, ...]
    unread: int
    skipped: int


@cache
def read(name: str) -> RecordSet:
    """Read every record of a folder."""
    source = records.Source(TODAY)
    found = list(source.read([SHARED / "testdata" / name]))
    readings = tuple(each.reading for each in found if isinstance(each, records.Found))
    return RecordSet(name, readings, len(found) - len(readings), source.skipped)


def harmless() -> dict[str, Value]:
    """Return the harmless answer to every question that has one."""
    specs = facts.catalogue().specs.values()
    return {spec.id: spec.safe for spec in specs if spec.safe is not None}


def risks() -> Iterator[tuple[str, Value]]:
    """Return every single risk: each fact with each of its risky values."""
    for spec in facts.catalogue().specs.values():
        if spec.safe is not None and spec.rank is not Rank.USEFUL:
            yield from ((spec.id, value) for value in _risky(spec))


def _risky(spec: Spec) -> Sequence[Value]:
    if spec.kind is Kind.BOOL:
        return (not spec.safe,)
    if spec.kind is Kind.CHOICE:
        return tuple(level for level in spec.levels if level != spec.safe)
    if spec.kind is Kind.NUMBER:
        return () if spec.risk_below is None else (spec.risk_below * 0.9,)
    return (("leg_left",),)


def screen(reading: Reading, answers: Mapping[str, Value]) -> Screening:
    """Screen one record with a patient's answers of today."""
    said = (
        Statement(fact, value, Speaker.PATIENT, TODAY)
        for fact, value in answers.items()
    )
    return chain.screen((*reading.statements, *said), today=TODAY)[1]


def page() -> str:
    """Return the page that counts all of it."""
    parts = [
        "# Real record sets",
        "",
        "Printed by `python -m tests.care.record_sets` from the third-party records of",
        "`../shared/testdata`, which a clone does not hold. The day is 2026-11-21.",
        "",
        *_outcomes("From the records alone", {}),
        "A record alone never leads to `proceed`: what it does not say is asked.",
        "",
        *_outcomes("With all harmless answers", harmless()),
        "Answers are the patient's. A risk on record stands against them, with the finding",
        "`contradiction`, until a practitioner settles it. `ask` is left where the record",
        "gives no date of birth.",
        "",
        *_findings("Findings from the records alone", {}),
        *_findings("Findings with all harmless answers", harmless()),
        *_single_risks(),
    ]
    return "\n".join(parts)


def _outcomes(title: str, answers: Mapping[str, Value]) -> Iterator[str]:
    words = [outcome.value for outcome in Outcome]
    yield f"## {title}"
    yield ""
    yield f"| set | people | not read | no patient | {' | '.join(words)} |"
    yield "|---" * (4 + len(words)) + "|"
    for name in SETS:
        known = read(name)
        found = Counter(screen(each, answers).outcome for each in known.readings)
        counts = " | ".join(str(found[outcome]) for outcome in Outcome)
        people = len(known.readings)
        yield f"| {name} | {people} | {known.unread} | {known.skipped} | {counts} |"
    yield ""


def _findings(title: str, answers: Mapping[str, Value]) -> Iterator[str]:
    counted: dict[str, Counter[str]] = {}
    for name in SETS:
        for reading in read(name).readings:
            for found in screen(reading, answers).findings:
                degree = f", {found.urgency.value}" if found.urgency else ""
                counted.setdefault(f"`{found.id}`{degree}", Counter())[name] += 1
    yield f"## {title}"
    yield ""
    yield f"| finding | {' | '.join(SETS)} |"
    yield "|---" * (1 + len(SETS)) + "|"
    for finding, by_set in sorted(counted.items()):
        yield f"| {finding} | {' | '.join(str(by_set[name]) for name in SETS)} |"
    yield ""


def _single_risks() -> Iterator[str]:
    people = [each for name in SETS for each in read(name).readings]
    words = [outcome.value for outcome in Outcome]
    yield "## Harmless answers with one risk each"
    yield ""
    yield f"Every one of the {len(people)} people, with one answer turned into a risk."
    yield ""
    yield f"| risk | {' | '.join(words)} | session stopped |"
    yield "|---" * (2 + len(words)) + "|"
    safe = harmless()
    for fact, value in risks():
        screened = [screen(each, {**safe, fact: value}) for each in people]
        found = Counter(each.outcome for each in screened)
        stopped = sum(each.session.allowed is False for each in screened)
        counts = " | ".join(str(found[outcome]) for outcome in Outcome)
        yield f"| `{fact}` {_shown(value)} | {counts} | {stopped} |"
    yield ""


def _shown(value: Value) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(value) if isinstance(value, tuple) else str(value)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    sys.stdout.write(f"{PAGE.name} printed\n")

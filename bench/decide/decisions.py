"""Decides with our engine, and compares each decision with the peer's."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from bench.decide import generate
from deqi.care import chain, values
from deqi.core.findings import Screening
from deqi.core.people import Facts
from deqi.core.reading import Span
from deqi.core.rules import Rule
from deqi.interop import fhir
from deqi.knowledge import precautions, red_flags

WISHES = values.Wishes(examined=True, sessions_so_far=3)
"""A later visit with an examination, so that the questions of both are read."""

EIGHT = (
    "anticoagulant",
    "thrombocytopenia",
    "neutropenia",
    "sepsis_fever",
    "severe_bleeding_disorder",
    "pacemaker_icd",
    "pregnancy_any",
    "unstable_cardiac",
)

Bundle = dict[str, Any]
Decided = dict[str, bool | int | str | None]


class DifferentRules(Exception):
    """rules.cql and the records do not name the same rules and tiers."""


@dataclass(slots=True)
class Comparison:
    """What was compared, what differed, and which decisions were ever seen."""

    compared: int = 0
    people: int = 0
    differing: Counter[str] = field(default_factory=Counter)
    seen: Counter[tuple[str, object]] = field(default_factory=Counter)

    def add(self, ours: Decided, theirs: Decided) -> None:
        if ours.keys() != theirs.keys():
            raise DifferentRules(", ".join(sorted(ours.keys() ^ theirs.keys())))
        self.people += 1
        self.compared += len(ours)
        self.seen.update(ours.items())
        self.differing.update(name for name in ours if ours[name] != theirs[name])

    def never_seen(self) -> list[str]:
        """Return each tier and answer that no person had, so that it went untested."""
        names = (f"{rule.id}.{n}" for rule in rules() for n, _ in _tiers(rule))
        answers = {True: "true", False: "false", None: "open"}
        return [
            f"{name} {word}"
            for name in names
            for answer, word in answers.items()
            if not self.seen[name, answer]
        ]


def decide(bundle: Bundle) -> tuple[Facts, Screening]:
    """Decide for one person: read the record, settle the facts, apply every rule."""
    reading = fhir.read(bundle, today=generate.TODAY)
    return chain.screen(reading.statements, today=generate.TODAY, wishes=WISHES)


def rules() -> tuple[Rule, ...]:
    """Return the rules that rules.cql writes again."""
    chosen = (rule for rule in precautions.catalogue() if rule.id in EIGHT)
    return (*red_flags.catalogue(), *chosen)


def compare(lines: list[str], theirs: dict[str, Decided]) -> Comparison:
    """Compare the decisions for the people whom the peer has decided for."""
    made = Comparison()
    for line in lines[: len(theirs)]:
        bundle = json.loads(line)
        name = bundle["entry"][0]["resource"]["id"]
        made.add(dict(_named(*decide(bundle))), theirs[name])
    return made


def _named(
    facts: Facts, found: Screening
) -> Iterator[tuple[str, bool | int | str | None]]:
    """Yield every decision by the name that rules.cql gives it.

    A tier is asked for by its own expression, because a screening tells only what
    fires; what fires, and how urgently, is taken from the screening itself.
    """
    signs = facts.value("inflammatory_signs")
    if isinstance(signs, Span):
        yield from (("Signs sure", signs.low), ("Signs possible", signs.high))
    urgencies = {each.id: each.urgency for each in found.findings}
    for rule in rules():
        for place, tier in _tiers(rule):
            yield f"{rule.id}.{place}", tier.when.holds(facts.values_read)
        if rule.kind == "red_flag":
            urgency = urgencies.get(rule.id)
            yield f"{rule.id} urgency", urgency.value if urgency else None
        else:
            yield f"{rule.id} found", rule.id in urgencies


def _tiers(rule: Rule) -> Iterator[tuple[int, Any]]:
    yield from enumerate(rule.tiers, 1)

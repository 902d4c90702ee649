"""Each level of each fact: what it changes for somebody who is harmless otherwise."""

import csv
import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from deqi.core import answers
from deqi.core.facts import Kind, Spec
from deqi.core.reading import Value
from deqi.knowledge import conditions, facts, muscles, patterns, points, regions
from tests.spec import people
from tests.spec.effects import FIRST_VISIT, effect
from tests.spec.random_people import RISKS, SPECS, levels
from tests.spec.tables import Page, Table

PAGE = Page(
    "fact_levels",
    "What each answer changes",
    """A woman of 47 with low back pain for 20 weeks is harmless in all but what stands
    under "answer" and "beside". A row tells what the answer changes against the same
    person without it: rules that fire, questions that open, what is forbidden, and what
    comes into the plan or, after a minus, leaves it. Harmless answers of rank absolute
    and relative change nothing and have no row. No clinician has reviewed this.""",
)

COLUMNS = {
    "fact": "Fact",
    "level": "Answer",
    "beside": "Beside",
    "outcome": "Outcome",
    "session": "Session may go on",
    "fires": "Fires",
    "asks": "Asks",
    "forbids": "Forbids",
    "plan": "In the plan",
}
TITLES = {
    "person": "The person",
    "complaint": "The complaint",
    "red_flag": "Red flags",
    "inflammatory": "Signs of inflammation",
    "precaution": "Precautions",
    "preference": "Preferences and earlier needles",
    "examination": "Examination",
    "medicine": "Medicines",
    "baseline": "Where the measures start",
}

with (Path(__file__).parent / "fact_levels.csv").open(encoding="utf-8") as file:
    LINES = tuple(csv.DictReader(file))


def _cells(line: Mapping[str, str]) -> list[object]:
    level, beside = json.loads(line["level"]), json.loads(line["beside"] or "{}")
    rest = (line[name] for name in ("outcome", "session"))
    lists = (line[name].split("; ") for name in ("fires", "asks", "forbids", "plan"))
    return [line["fact"], level, beside, *rest, *([x for x in y if x] for y in lists)]


def _table(group: str) -> Table:
    rows = [_cells(line) for line in LINES if line["group"] == group]
    return Table(title=TITLES[group], columns=COLUMNS, rows=rows)


PERSON = _table("person")
COMPLAINT = _table("complaint")
RED_FLAGS = _table("red_flag")
INFLAMMATORY = _table("inflammatory")
PRECAUTIONS = _table("precaution")
PREFERENCES = _table("preference")
EXAMINATION = _table("examination")
MEDICINES = _table("medicine")
MEASURES = _table("baseline")

ROWS = [_cells(line) for line in LINES]


def known(told: Mapping[str, object]) -> dict[str, Value]:
    """Return answers as the engine reads them; null says that nobody answered."""
    real = {fact: raw for fact, raw in told.items() if fact != FIRST_VISIT}
    said = answers.read(
        {"facts": real}, facts.catalogue(), facts.vocabulary, today=people.TODAY
    )
    read = {each.fact: each.value for each in said}
    return {fact: True if fact == FIRST_VISIT else read.get(fact) for fact in told}


@pytest.mark.parametrize(list(COLUMNS), ROWS, ids=[f"{r[0]}={r[1]}" for r in ROWS])
def test_an_answer_changes_what_its_row_says(
    fact, level, beside, outcome, session, fires, asks, forbids, plan
):
    changed = effect(known({fact: level}), known(beside))
    assert changed.outcome == outcome
    assert {True: "yes", False: "no", None: "waits"}[changed.allowed] == session
    assert list(changed.fires) == fires
    assert list(changed.asks) == asks
    assert list(changed.forbids) == forbids
    assert list(changed.plan) == plan


def wanted(spec: Spec) -> set[str]:
    """Return the levels that must have a row; vocabularies of places stand apart."""
    if spec.kind is Kind.BOOL:
        return {json.dumps(level) for level in (True, False) if level != spec.safe}
    if spec.kind in (Kind.NUMBER, Kind.DATE) or spec.id in ANY:
        return set()
    if spec.kind is Kind.LIST:
        return {json.dumps([level]) for level in levels(spec)}
    harmless = {spec.safe} if spec in RISKS and spec.rank != "useful" else set()
    return {json.dumps(level) for level in levels(spec) if level not in harmless}


ANY = {
    name
    for name, spec in SPECS.items()
    if {"@regions", "@sites", "@muscles", "@text", "@medicines", "@clearances"}
    & set(spec.levels)
}
"""Facts whose levels are places or free text: a few rows, and a test of them all."""

SAID_ELSEWHERE = {"clearances": "outcomes"}
"""Facts that another page tells of."""


def test_every_level_of_every_fact_has_a_row():
    listed = {(line["fact"], line["level"]) for line in LINES}
    missing = {
        (spec.id, level)
        for spec in SPECS.values()
        for level in wanted(spec)
        if (spec.id, level) not in listed
    }
    assert missing == set()


def test_every_fact_has_a_row():
    assert {line["fact"] for line in LINES} | set(SAID_ELSEWHERE) == set(SPECS)


@pytest.mark.parametrize("spec", RISKS, ids=lambda spec: spec.id)
def test_a_harmless_answer_changes_nothing_but_closes_its_question(spec):
    unsaid, said = people.screen({spec.id: None}), people.screen({spec.id: spec.safe})
    assert said.findings == ()
    assert said.restrictions == ()
    assert said.session.allowed is True
    assert {each.fact for each in unsaid.questions} >= {
        each.fact for each in said.questions
    }


FORBIDDING = (
    "skin_problem_regions",
    "tumour_regions",
    "implant_regions",
    "joint_replacement_regions",
    "reduced_sensation_regions",
    "poor_circulation_regions",
    "limb_swelling_regions",
)


@pytest.mark.parametrize("fact", FORBIDDING)
def test_every_region_that_is_named_is_forbidden(fact):
    for code in regions.body_map().regions:
        found = people.screen({"cancer_history": True, fact: (code,)})
        assert code in {each.code for each in found.restrictions}


def test_every_region_with_lymphoedema_is_forbidden_with_its_limb():
    body = regions.body_map()
    for code in body.regions:
        found = people.screen({"lymphoedema_limbs": (code,)})
        assert [each.code for each in found.restrictions] == [body.limb(code)]


def test_every_region_that_hurts_is_read_for_its_side():
    body = regions.body_map()
    for code, region in body.regions.items():
        care = people.decide({"condition": "sciatica", "pain_regions": (code,)})
        (line,) = [each for each in care.plan.needling if each.point == "GB30"]
        sided = region.side if region.side in ("left", "right") else "both"
        assert line.sides.value == sided


def test_every_muscle_is_planned_or_left_out_for_its_risk():
    for name, muscle in muscles.catalogue().items():
        care = people.decide({"palpated_tender_muscles": (name,)})
        planned = name in {each.muscle for each in care.plan.needling}
        assert planned is muscle.may_be_planned
        assert (name in {each.point for each in care.plan.excluded}) is not planned


def test_every_site_is_planned_or_left_out_or_wants_a_level():
    for code in (*points.catalogue(), *points.levels()):
        care = people.decide({"palpated_tender_points": (code,)})
        site = f"ASHI {code}" if code in points.levels() else code
        planned = site in {each.site for each in care.plan.needling}
        point = points.catalogue().get(code)
        wants_level = point is not None and bool(point.levels)
        barred = (point is not None and point.forbidden) or code == "S5"
        assert planned is not (wants_level or barred)
        assert (site in {each.point for each in care.plan.excluded}) is barred


def test_every_pattern_brings_its_points():
    for name, pattern in patterns.catalogue().items():
        care = people.decide({"tcm_pattern": name})
        told = {each.point for each in care.plan.needling if pattern.name in each.why}
        placed = {p for p in pattern.points if not points.catalogue()[p].levels}
        assert told == placed


def test_every_condition_is_planned_for_or_informed_about():
    for name, condition in conditions.catalogue().items():
        care = people.decide({"condition": name})
        assert (care.plan is not None) is condition.plans
        assert (people.finding(care.screening, "not_planned_here") is None) is (
            condition.plans
        )

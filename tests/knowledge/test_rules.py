"""Rules made of records, and the records that make none."""

from collections.abc import Mapping
from datetime import date

import pytest

from deqi.core.rules import Outcome, Scope, Urgency
from deqi.knowledge import rules
from deqi.knowledge.schema import (
    Certainty,
    Provenance,
    Record,
    Review,
    SourceUse,
    UnreadableRecord,
    Use,
)

ORIGIN = Provenance(
    room="room",
    id="x",
    sources=(SourceUse("WHO1999", Use.SEEN),),
    certainty=Certainty.SEEN,
    review=Review.UNREVIEWED,
    authored_by="Deqi project",
    checked_by=None,
    as_of=date(2026, 11, 21),
    next_review=date(2027, 11, 21),
)
TIER: Mapping[str, object] = {"when": "pregnant", "action": "Stop.", "destination": ""}
LIMIT: Mapping[str, object] = {"scope": "point", "codes": ["LI4"], "reason": "r"}

WHOLE: Mapping[str, object] = {
    "title": "T",
    "kind": "relative",
    "tier": [TIER],
    "limit": [LIMIT],
}


def made(
    tier: Mapping[str, object] = TIER,
    limit: Mapping[str, object] = LIMIT,
    **fields: object,
) -> rules.Rule:
    """Return the rule of a record with one tier and one limit."""
    parts = {"tier": [tier], "limit": [limit]}
    return rules.rule(Record(ORIGIN, {**WHOLE, **parts, **fields}), select)


def select(name: str) -> Mapping[Scope, tuple[str, ...]]:
    """Return what a selection stands for."""
    return {Scope.POINT: (f"{name}-point",), Scope.MUSCLE: (f"{name}-muscle",)}


@pytest.mark.parametrize(
    ("kind", "extra", "outcome", "is_clearable"),
    [
        ("relative", {}, Outcome.CAUTION, True),
        ("absolute", {}, Outcome.REFER, True),
        ("absolute", {"clearable": False}, Outcome.REFER, False),
        ("relative", {"outcome": "refer"}, Outcome.REFER, True),
        ("red_flag", {"urgency": "emergency"}, Outcome.EMERGENCY, False),
        ("red_flag", {"urgency": "urgent"}, Outcome.REFER, True),
        ("red_flag", {"urgency": "soon"}, Outcome.CAUTION, True),
        ("red_flag", {"urgency": "watch"}, Outcome.CAUTION, True),
    ],
)
def test_what_a_tier_makes_of_the_screening(
    kind: str, extra: dict[str, object], outcome: Outcome, is_clearable: bool
) -> None:
    tier = made({**TIER, **extra}, kind=kind).tiers[0]
    assert (tier.outcome, tier.clearable) == (outcome, is_clearable)
    assert tier.urgency == (Urgency(extra["urgency"]) if "urgency" in extra else None)


def test_what_holds_the_session_up_is_not_cleared_by_a_document() -> None:
    rule = made(holds="session")
    assert (rule.holds_session, rule.tiers[0].clearable) == (True, False)


def test_a_record_without_a_kind_is_a_red_flag() -> None:
    fields = {"title": "T", "tier": [{**TIER, "urgency": "soon"}]}
    assert rules.rule(Record(ORIGIN, fields), select).kind == "red_flag"


def test_a_limit_says_what_it_takes_away() -> None:
    whole = {
        "scope": "region",
        "regions_of": "lymphoedema_regions",
        "whole_limb": True,
        "when": "pregnancy_weeks < 12",
        "reason": "r",
        "lifted_by_clearance": True,
        "sources": ["Carr2015 seen"],
    }
    limit = made(limit=whole).limits[0]
    assert (limit.scope, limit.codes) == (Scope.REGION, ())
    assert (limit.regions_of, limit.whole_limb) == ("lymphoedema_regions", True)
    assert limit.when is not None
    assert limit.when.text == "pregnancy_weeks < 12"
    assert limit.lifted_by_clearance
    assert limit.sources == ("Carr2015",)


def test_a_limit_stands_on_the_sources_of_its_rule_where_it_names_none() -> None:
    assert made().limits[0].sources == ("WHO1999",)


def test_a_selection_makes_a_limit_for_each_scope() -> None:
    chosen = made(limit={"select": "bleeding", "reason": "r"}).limits
    assert [(limit.scope, limit.codes) for limit in chosen] == [
        (Scope.POINT, ("bleeding-point",)),
        (Scope.MUSCLE, ("bleeding-muscle",)),
    ]


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"title": 3}, "title is no text"),
        ({"tier": []}, "x has no tier"),
        ({"tier": [{"when": "pregnant"}]}, "action"),
        ({"tier": [{**TIER, "when": "pregnant or"}]}, "not a condition"),
        ({"tier": [{**TIER, "urgency": "now"}]}, "'now' is not a valid Urgency"),
        ({"tier": [{**TIER, "outcome": "stop"}]}, "'stop' is not a valid Outcome"),
        ({"limit": [{**LIMIT, "scope": "hand"}]}, "'hand' is not a valid Scope"),
        ({"limit": [{**LIMIT, "codes": "LI4"}]}, "'LI4' is no list of codes"),
        ({"limit": [{"scope": "point"}]}, "reason"),
    ],
)
def test_a_record_that_makes_no_rule_is_refused_by_its_key(
    fields: dict[str, object], says: str
) -> None:
    with pytest.raises(UnreadableRecord, match=f"room:x: .*{says}"):
        rules.rule(Record(ORIGIN, {**WHOLE, **fields}), select)

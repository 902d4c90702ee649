"""Names that lead nowhere and facts that nobody reads, planted one by one."""

from dataclasses import replace

import pytest

from deqi.core.expressions import parse
from deqi.core.rules import Scope
from deqi.knowledge import facts, faults, red_flags
from deqi.knowledge.readers import WHOLE
from deqi.knowledge.schema import Record, SourceUse, UnreadableRecord, Use
from tests.house.sources import PACKAGE, shown

ORIGIN = next(iter(red_flags.provenance().values()))


def test_a_loader_that_refuses_is_a_fault() -> None:
    def load() -> object:
        raise UnreadableRecord("red_flags:x lacks title")

    found = list(faults.failing([load, list]))
    assert found == [
        faults.Fault(__name__, "UnreadableRecord: red_flags:x lacks title")
    ]


def test_an_unknown_source_is_a_fault() -> None:
    spoilt = replace(ORIGIN, sources=(SourceUse("Nobody1999", Use.SEEN),))
    known = dict.fromkeys(ORIGIN.source_ids)
    assert list(faults.unknown_sources({"a:1": ORIGIN, "a:2": spoilt}, known)) == [
        faults.Fault("a:2", "there is no source 'Nobody1999'")
    ]


def test_an_unlisted_source_inside_a_rule_is_a_fault() -> None:
    rule = replace(red_flags.catalogue()[0], sources=("Nobody1999",), limits=())
    assert list(faults.unlisted_sources([rule], {})) == [
        faults.Fault(rule.id, "there is no source 'Nobody1999'")
    ]
    assert list(faults.unlisted_sources([rule], {"Nobody1999": 1})) == []


@pytest.mark.parametrize(
    ("part", "fields", "says"),
    [
        ("limit", {"whole_limbs": True}, "a limit has no field 'whole_limbs'"),
        ("tier", {"whan": "always"}, "a tier has no field 'whan'"),
    ],
)
def test_a_misspelt_field_is_a_fault(
    part: str, fields: dict[str, object], says: str
) -> None:
    record = Record(ORIGIN, {"tier": [{"when": "always"}], part: [fields]})
    assert list(faults.misspelt_fields([record])) == [faults.Fault(ORIGIN.key, says)]
    assert list(faults.misspelt_fields([Record(ORIGIN, {"tier": [{}]})])) == []


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("pregnent", "nothing provides 'pregnent'"),
        ("anticoagulant == 'vkka'", "anticoagulant has no level 'vkka'"),
        ("'lower_back' in pain_regions", "pain_regions has no level 'lower_back'"),
        ("condition == 'backache'", "condition has no level 'backache'"),
    ],
)
def test_a_misspelt_condition_is_a_fault(text: str, says: str) -> None:
    found = list(faults.unknown_names([parse(text)], facts.catalogue()))
    assert found == [faults.Fault(text, says)]


@pytest.mark.parametrize(
    "text",
    [
        "pregnant and age > 12",
        "anticoagulant == 'vka'",
        "'low_back' in pain_regions",
        "'anything' in goals",
        "inflammatory_signs >= 4 and red_flag_open",
    ],
)
def test_a_condition_over_known_names_is_none(text: str) -> None:
    assert list(faults.unknown_names([parse(text)], facts.catalogue())) == []


def test_a_fact_or_level_that_nothing_reads_is_a_fault() -> None:
    specs = facts.catalogue().specs
    asked = [specs["pregnant"], specs["epilepsy"], specs["goals"]]
    seen = {"epilepsy": frozenset({"controlled"})}
    assert [fault.says for fault in faults.unread_levels(asked, seen, [])] == [
        "nothing reads it",
        "nothing reads its level 'uncontrolled'",
        "nothing reads it",
    ]
    seen = dict.fromkeys(specs, frozenset({WHOLE}))
    assert list(faults.unread_levels(asked, seen, [])) == []


@pytest.mark.parametrize(
    ("scope", "code", "is_known"),
    [
        (Scope.POINT, "BL23", True),
        (Scope.POINT, "BL68", False),
        (Scope.POINT, "EX-B2", True),
        (Scope.MUSCLE, "piriformis", True),
        (Scope.MUSCLE, "heart", False),
        (Scope.REGION, "low_back", True),
        (Scope.REGION, "lower_back", False),
        (Scope.TECHNIQUE, "electro", True),
        (Scope.TECHNIQUE, "electric", False),
        (Scope.DEPTH, "lower_end", True),
        (Scope.DEPTH, "shallow", False),
    ],
)
def test_a_misnamed_code_is_a_fault(scope: Scope, code: str, is_known: bool) -> None:
    found = list(faults.unknown_codes([("x", scope, code)]))
    assert found == (
        [] if is_known else [faults.Fault("x", f"there is no {scope} {code!r}")]
    )


def test_a_fact_that_code_reads_is_excused() -> None:
    asked = [facts.catalogue().specs["goals"]]
    assert list(faults.unread_levels(asked, {}, ["goals"])) == []


def test_a_record_that_names_another_in_vain_is_a_fault() -> None:
    named = [("a:1", "NRS"), ("a:2", "NSR")]
    assert list(faults.unknown_keys(named, {"NRS": 1}, "instrument")) == [
        faults.Fault("a:2", "there is no instrument 'NSR'")
    ]


@pytest.mark.parametrize(("name", "module"), faults.MADE_ELSEWHERE.items())
def test_what_is_said_to_be_made_in_code_is(name: str, module: str) -> None:
    path = PACKAGE.joinpath(*module.split(".")).with_suffix(".py")
    assert f'"{name}"' in path.read_text(encoding="utf-8"), shown(path)

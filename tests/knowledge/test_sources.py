"""Sources and the drafts' short names: every reference leads to a listed source."""

import csv
import re
from functools import cache

import pytest

from deqi.knowledge import coverage, instruments, muscles, points, rooms, sources
from deqi.knowledge.schema import SourceUse, Use
from deqi.knowledge.sources import UnknownSource
from tests.shared import SHARED, needs_shared

CLINICAL = SHARED / "knowledge" / "clinical"
DRAFTS = (
    "charting.yaml",
    "coverage.yaml",
    "dosing.yaml",
    "instruments.yaml",
    "protocols.yaml",
    "redflags.yaml",
    "safety.yaml",
    "tcm_patterns.yaml",
    "triggerpoints.yaml",
)
TABLES = ("cun.csv", "mme.csv", "points.csv")


@cache
def draft(name):
    return (CLINICAL / name).read_text(encoding="utf-8")


def in_yaml(text):
    """Yield what stands behind ``source:``, ``sources:`` and ``basis:``.

    A list in brackets, a text in quotation marks, or one name.
    """
    field = re.compile(
        r"(?:^|[{,]) *(?:basis|sources?): "
        r'(?:"(?P<quoted>[^"]+)"|\[(?P<list>[^\]]+)\]|(?P<one>[^\[\]"{},\n]+))',
        re.M,
    )
    for found in field.finditer(text):
        if found["list"]:
            yield from re.findall(r'"[^"]+"|(?:[^,"()]|\([^)]*\))+', found["list"])
        else:
            yield found["quoted"] or found["one"]


def references():
    """Yield every reference to a source in the drafts, with its file."""
    for name in DRAFTS:
        text = re.sub(r"^ *#.*$", "", draft(name), flags=re.M)
        for reference in in_yaml(text):
            yield name, reference.strip().strip('"')
    for name in TABLES:
        for row in csv.DictReader(draft(name).splitlines()):
            for part in row["source"].split(";"):
                yield name, part.strip()


def test_a_listed_source_is_itself():
    assert sources.resolve("WHO1999") == SourceUse("WHO1999", Use.SEEN)


def test_a_short_name_leads_to_its_source_and_how_it_was_seen():
    assert sources.resolve("WHO1999-s2.2(partial)") == SourceUse("WHO1999", Use.PARTIAL)
    assert sources.resolve("memory") == SourceUse("memory", Use.SEEN)
    assert sources.resolve("own").how is Use.DEFAULT


def test_a_name_that_leads_nowhere_is_refused():
    with pytest.raises(UnknownSource, match="hearsay"):
        sources.resolve("hearsay")


def test_every_short_name_leads_to_a_listed_source():
    for name, use in sources.aliases().items():
        assert use.id in sources.catalogue(), name


def test_every_source_says_what_it_is_and_how_much_was_read():
    for source in sources.catalogue().values():
        assert source.citation
        assert source.address
        assert source.how_seen


def test_every_source_of_every_record_is_listed():
    for room, provenance in rooms.ROOMS.items():
        for name, origin in provenance().items():
            for source in origin.source_ids:
                assert source in sources.catalogue(), f"{room}:{name}"


@needs_shared
def test_no_source_of_the_drafts_is_lost():
    rows = list(csv.DictReader(draft("sources.csv").splitlines()))
    assert len(rows) == 125
    assert {row["id"] for row in rows} <= set(sources.catalogue())


@needs_shared
def test_the_drafts_hold_as_many_references_as_are_tried():
    found = list(references())
    assert {name for name, _ in found} >= {
        "coverage.yaml",
        "dosing.yaml",
        "redflags.yaml",
        "safety.yaml",
        "points.csv",
    }
    assert len(found) > 400


@needs_shared
def test_every_reference_of_the_drafts_resolves():
    lost = set()
    for name, reference in references():
        try:
            sources.resolve(reference)
        except UnknownSource:
            lost.add((name, reference))
    assert lost == set()


@needs_shared
def test_every_short_name_stands_in_the_drafts():
    everything = "\n".join(draft(path.name) for path in sorted(CLINICAL.iterdir()))
    assert {name for name in sources.aliases() if name not in everything} == set()


def ids(name, pattern=r"^ *- \{?id: (\w+)"):
    return re.findall(pattern, draft(name), re.M)


@needs_shared
def test_every_point_muscle_instrument_and_payer_has_its_record():
    codes = [row["code"] for row in csv.DictReader(draft("points.csv").splitlines())]
    assert (len(codes), set(codes)) == (162, set(points.catalogue()))
    drawn = ids("triggerpoints.yaml")
    assert (len(drawn), set(drawn)) == (11, set(muscles.catalogue()))
    scored = ids("instruments.yaml")
    assert (len(scored), set(scored)) == (18, set(instruments.catalogue()))
    paying = ids("coverage.yaml")
    assert len(paying) == 7
    known = {*coverage.catalogue(), *coverage.provenance()}
    assert {name for name in paying if name not in known} == set()


@needs_shared
def test_every_finding_on_dose_rests_on_a_listed_source():
    dosing = draft("dosing.yaml").partition("lifestyle:")[0]
    findings = re.findall(r"- \{id: \w+, .*source: ([^}]+)\}", dosing)
    assert len(findings) == 9
    assert all(sources.resolve(name.strip()) for name in findings)

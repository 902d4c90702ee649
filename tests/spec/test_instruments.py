"""Instruments: how items become a score, what a missing item does, what change counts."""

import pytest

from deqi.core import instruments as scoring
from deqi.knowledge import instruments
from tests.spec.tables import Page, Table

PAGE = Page(
    "instruments",
    "Instruments",
    """How each questionnaire is scored here. The records carry sources and marks; no
    clinician has reviewed them yet. Every case below is run against the code.""",
)

RECORDS = Table(
    title="Range, direction and smallest important change",
    prose="""An important change is reached by either rule, absolute or per cent of the
    baseline, because the source offers both. Unknown: no source gives one.""",
    columns={
        "instrument": "Instrument",
        "low": "From",
        "high": "To",
        "direction": "Direction",
        "absolute": "Points",
        "percent": "Per cent",
        "source": "Source",
    },
    rows=[
        ("NRS", 0, 10, "higher_worse", 2, 30, "Ostelo2008"),
        ("VAS100", 0, 100, "higher_worse", 15, 30, "Ostelo2008"),
        ("PEG", 0, 10, "higher_worse", 1, 30, "Reed2023"),
        ("RMDQ24", 0, 24, "higher_worse", 5, 30, "Ostelo2008"),
        ("ODI", 0, 100, "higher_worse", 10, 30, "Ostelo2008"),
        ("SLEEP_NRS", 0, 10, "higher_worse", None, None, None),
        ("ISI", 0, 28, "higher_worse", 8.4, None, "ISI"),
        ("PSQI", 0, 21, "higher_worse", 3, None, "memory_unverified"),
        ("PHQ2", 0, 6, "higher_worse", None, None, None),
        ("PHQ4", 0, 12, "higher_worse", None, None, None),
        ("PGIC", 1, 7, "higher_worse", None, None, None),
        ("START_BACK", 0, 9, "higher_worse", None, None, None),
        ("EXPECTATION", 0, 10, "higher_better", None, None, None),
    ],
)


def filled(count: int, value: float) -> dict[str, float]:
    """Return the same answer to each numbered item."""
    return {str(place): value for place in range(1, count + 1)}


ITEMS = Table(
    title="From items to the score",
    prose="""Items are named by id, by a name of the record, or by their place; a score
    that is unknown means that too little was answered.""",
    columns={
        "instrument": "Instrument",
        "items": "Items",
        "score": "Score",
        "answered": "Answered",
    },
    rows=[
        ("NRS", {"pain": 6}, 6, 1),
        ("NRS", {"average": 6.5}, 6.5, 1),
        ("VAS100", {"pain": 43}, 43, 1),
        ("PEG", {"pain": 6, "enjoyment": 7, "activity": 5}, 6, 3),
        ("PEG", {"P": 6, "E": 7, "G": 7}, 6.67, 3),
        ("PEG", {"pain": 6, "enjoyment": 7}, None, 2),
        ("PEG", {"pain": 6, "enjoyment": 7, "activity": None}, None, 2),
        ("RMDQ24", {"1": True, "2": False, "24": True}, 2, 3),
        ("RMDQ24", {"q01": 1, "q2": None}, 1, 1),
        ("RMDQ24", filled(24, 1), 24, 24),
        ("ODI", filled(10, 2), 40, 10),
        ("ODI", {**filled(10, 2), "8": None}, 40, 9),
        ("ODI", {"1": 5, "2": 3, "3": 1}, 60, 3),
        ("ODI", {"1": 1, "2": 0, "3": 1}, 13.3, 3),
        ("SLEEP_NRS", {"sleep": 8}, 8, 1),
        ("ISI", filled(7, 3), 21, 7),
        ("ISI", filled(6, 3), None, 6),
        ("PHQ2", {"1": 2, "2": 1}, 3, 2),
        ("PHQ2", {"1": 2}, None, 1),
        ("PHQ4", {"1": 3, "2": 2, "3": 1, "4": 0}, 6, 4),
        ("PHQ4", {"1": 3, "2": 2, "3": 1}, None, 3),
        ("PGIC", {"change": 2}, 2, 1),
        ("START_BACK", filled(9, 1), 9, 9),
        ("START_BACK", filled(8, 1), None, 8),
        ("EXPECTATION", {"expectation": 7}, 7, 1),
    ],
)

READINGS = Table(
    title="What a score reads as",
    prose="""Bands of ODI and PSQI are from memory. STarT Back parts people at intake: a
    total over 3 is medium with up to 3 of the last five items, and high above that.""",
    columns={"instrument": "Instrument", "given": "Given", "band": "Reads as"},
    rows=[
        ("PHQ4", {"total": 2}, "none"),
        ("PHQ4", {"total": 3}, "mild"),
        ("PHQ4", {"total": 6}, "moderate"),
        ("PHQ4", {"total": 9}, "severe"),
        ("ISI", {"total": 7}, "none"),
        ("ISI", {"total": 8}, "subthreshold"),
        ("ISI", {"total": 15}, "moderate"),
        ("ISI", {"total": 22}, "severe"),
        ("ODI", {"total": 20}, "minimal"),
        ("ODI", {"total": 20.5}, "moderate"),
        ("ODI", {"total": 40.1}, "severe"),
        ("ODI", {"total": 61}, "very severe"),
        ("ODI", {"total": 81}, "extreme"),
        ("PSQI", {"total": 5}, "good"),
        ("PSQI", {"total": 6}, "poor"),
        ("NRS", {"total": 6}, None),
        ("START_BACK", {"total": 3}, "low"),
        ("START_BACK", {"total": 4}, None),
        (
            "START_BACK",
            {"items": {**filled(3, 1), **{str(n): 0 for n in range(4, 10)}}},
            "low",
        ),
        ("START_BACK", {"items": {**filled(7, 1), "8": 0, "9": 0}}, "medium"),
        ("START_BACK", {"items": {**filled(8, 1), "1": 0, "9": 0}}, "high"),
    ],
)

SCREENS = Table(
    title="Screens",
    prose="Parts of PHQ-4 need both of their items; a total tells nothing of them.",
    columns={
        "instrument": "Instrument",
        "given": "Given",
        "whole": "Positive",
        "parts": "Parts positive",
    },
    rows=[
        ("PHQ2", {"total": 2}, False, {}),
        ("PHQ2", {"total": 3}, True, {}),
        (
            "PHQ4",
            {"items": {"1": 2, "2": 1, "3": 1, "4": 1}},
            None,
            {"anxiety": True, "depression": False},
        ),
        (
            "PHQ4",
            {"items": {"1": 1, "2": 1, "3": 3, "4": 0}},
            None,
            {"anxiety": False, "depression": True},
        ),
        ("PHQ4", {"items": {"3": 3, "4": 0}}, None, {"depression": True}),
        ("PHQ4", {"total": 9}, None, {}),
    ],
)

CHANGES = Table(
    title="Change",
    prose="""Latest less baseline: negative is better where higher is worse. Important:
    better by the smallest important change. Worse: by 30 per cent, for NRS also by 2
    points (a rule of the product).""",
    columns={
        "instrument": "Instrument",
        "baseline": "Baseline",
        "latest": "Latest",
        "change": "Change",
        "important": "Important",
        "worse": "Worse",
    },
    rows=[
        ("NRS", 7, 5, -2, True, False),
        ("NRS", 7, 5.1, -1.9, False, False),
        ("NRS", 4, 2.8, -1.2, True, False),
        ("NRS", 4, 2.9, -1.1, False, False),
        ("NRS", 3, 3, 0, False, False),
        ("NRS", 8, 9, 1, False, False),
        ("NRS", 8, 10, 2, False, True),
        ("NRS", 3, 4, 1, False, True),
        ("NRS", 0, 1, 1, False, None),
        ("NRS", 0, 2, 2, False, True),
        ("NRS", None, 4, None, None, None),
        ("NRS", 4, None, None, None, None),
        ("RMDQ24", 12, 7, -5, True, False),
        ("RMDQ24", 15, 11, -4, False, False),
        ("RMDQ24", 13, 9, -4, True, False),
        ("RMDQ24", 10, 13, 3, False, True),
        ("PEG", 7, 6, -1, True, False),
        ("PEG", 7, 6.1, -0.9, False, False),
        ("ODI", 40, 30, -10, True, False),
        ("ODI", 40, 31, -9, False, False),
        ("ODI", 30, 21, -9, True, False),
        ("VAS100", 60, 45, -15, True, False),
        ("ISI", 20, 11, -9, True, None),
        ("ISI", 20, 12, -8, False, None),
        ("SLEEP_NRS", 8, 2, -6, None, None),
        ("EXPECTATION", 3, 8, 5, None, None),
    ],
)

REFUSED = Table(
    title="What is refused",
    columns={"instrument": "Instrument", "given": "Given", "rule": "Broken rule"},
    rows=[
        ("NRS", {"total": 11}, "ScoreOutOfRange"),
        ("NRS", {"total": -1}, "ScoreOutOfRange"),
        ("NRS", {"total": True}, "ScoreOutOfRange"),
        ("RMDQ24", {"total": 4.5}, "ScoreOutOfRange"),
        ("PGIC", {"total": 0}, "ScoreOutOfRange"),
        ("PEG", {"items": {"pain": 12}}, "AnswerOutOfRange"),
        ("RMDQ24", {"items": {"1": 2}}, "AnswerOutOfRange"),
        ("ODI", {"items": {"1": 2.5}}, "AnswerOutOfRange"),
        ("PEG", {"items": {"pain": True}}, "AnswerOutOfRange"),
        ("PEG", {"items": {"sleep": 3}}, "UnknownItem"),
        ("RMDQ24", {"items": {"25": 1}}, "UnknownItem"),
        ("PSQI", {"items": {"1": 1}}, "UnknownItem"),
        ("PEG", {"items": {"pain": 3, "P": 4}}, "ItemTwice"),
        ("NRS", {"items": {"now": 3, "worst": 8}}, "ItemTwice"),
        ("PEG", {"items": {"pain": 3}, "total": 3}, "BothItemsAndTotal"),
        ("PEG", {}, "NothingAnswered"),
        ("PEG", {"items": {}}, "NothingAnswered"),
        ("RMDQ24", {"items": {"1": None}}, "NothingAnswered"),
        ("PROMIS_29", {"total": 50}, "NotScored"),
        ("PROMIS_GLOBAL10", {"total": 50}, "NotScored"),
        ("EQ5D5L", {"total": 1}, "NotScored"),
        ("MEDS", {"total": 1}, "NotScored"),
        ("SESSION", {"total": 1}, "NotScored"),
    ],
)


@RECORDS.cases
def test_record(instrument, low, high, direction, absolute, percent, source):
    record = instruments.catalogue()[instrument]
    assert record.range == (low, high)
    assert record.direction == direction
    rule = record.improvement
    assert (rule.absolute, rule.percent, rule.source) == (absolute, percent, source)


@ITEMS.cases
def test_items(instrument, items, score, answered):
    found = scoring.score(instruments.catalogue()[instrument], items=items)
    assert found.score == score
    assert found.items_answered == answered


@READINGS.cases
def test_reading(instrument, given, band):
    assert scoring.score(instruments.catalogue()[instrument], **given).band == band


@SCREENS.cases
def test_screen(instrument, given, whole, parts):
    found = scoring.score(instruments.catalogue()[instrument], **given)
    assert found.positive is whole
    assert {name: sub.positive for name, sub in found.subscores.items()} == parts


@CHANGES.cases
def test_change(instrument, baseline, latest, change, important, worse):
    found = scoring.change(instruments.catalogue()[instrument], baseline, latest)
    assert found.absolute == change
    assert found.important is important
    assert found.worse is worse


@REFUSED.cases
def test_refused(instrument, given, rule):
    with pytest.raises(ValueError, match=instrument) as refused:
        scoring.score(instruments.catalogue()[instrument], **given)
    assert type(refused.value).__name__ == rule


def test_every_scored_instrument_has_a_row():
    scored = {
        each.id
        for each in instruments.catalogue().values()
        if each.method != "not_scored"
    }
    assert {row[0] for row in RECORDS.rows} == scored

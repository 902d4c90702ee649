"""Where the chart shows a point agrees with what the point's record says in words."""

import re
from itertools import chain

import pytest

from deqi.core.points import ASHI
from deqi.knowledge import loader, muscles, points
from deqi.knowledge.points import chart_places
from deqi.knowledge.points.chart_places import ANY_LEVEL, Basis
from deqi.knowledge.schema import UnreadableRecord

PLACES = chart_places.catalogue()
ALL = list(chain.from_iterable(PLACES.values()))
CATALOGUE = points.catalogue()
ROWS = [
    row
    for row in loader.rows("points", "chart_places.csv")
    if row["code"] in CATALOGUE and row["basis"] != Basis.OWN
]

WAYS_IN_WORDS = {"GB21": "Midway", "GB29": "Midway", "GB30": "at one third of the way"}
"""Points whose way is a share in words instead of cun."""

RECKONED = {
    "BL57": "halfway from the popliteal crease to the ankle",
    "GB28": "half a cun beyond GB27",
    "SP8": "3 cun below SP9",
    "SP9": "13 cun above the malleolus, by the measure of the leg",
    "BL31": "", "BL32": "", "BL33": "", "BL34": "", "GB27": "",
}  # fmt: skip
"""Points of which a figure is the product's, or reckoned from another point's."""


def row_of(**given: str) -> dict[str, str]:
    """Return a row with only these cells filled."""
    names = next(iter(loader.rows("points", "chart_places.csv")))
    return dict.fromkeys(names, "") | {"code": "X1", "basis": "own"} | given


def test_only_the_sole_and_the_tender_point_have_no_place() -> None:
    assert set(CATALOGUE) - set(PLACES) == {"KI1", ASHI}
    assert set(PLACES) - set(CATALOGUE) == set(muscles.catalogue())


def test_every_row_has_a_name_of_its_own() -> None:
    names = [row["id"] for row in loader.rows("points", "chart_places.csv")]
    assert len(names) == len(set(names)) == len(ALL)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_figures_are_those_of_the_words(row: dict[str, str]) -> None:
    point = CATALOGUE[row["code"]]
    said = {float(text) for text in re.findall(r"([\d.]+) cun", point.location)}
    used = {float(row[name]) for name in ("cun", "aside_cun") if row[name]} - {0.0}
    if row["code"] in WAYS_IN_WORDS:
        assert WAYS_IN_WORDS[row["code"]] in point.location
    elif row["code"] not in RECKONED:
        assert used <= said
        assert row["basis"] == Basis.PARTLY or used == said


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_a_way_is_measured_by_a_measure_of_the_body(row: dict[str, str]) -> None:
    lengths = {str(int(each.cun)) for each in points.measures() if each.cun}
    assert row["whole"] in lengths | {""} or row["code"] in WAYS_IN_WORDS


def test_a_point_with_a_level_starts_there() -> None:
    wrong = [
        place.code
        for place in ALL
        if (point := CATALOGUE.get(place.code))
        and point.level
        and place.start != point.level
    ]
    assert wrong == []
    assert [place.code for place in ALL if place.start == ANY_LEVEL] == ["EX-B2"]


def test_shares_lie_on_the_way_and_within_the_body() -> None:
    assert all(0 <= place.share <= 1 for place in ALL)
    assert all(abs(place.across or 0) <= 1 for place in ALL)


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        ({"end": "navel"}, "a way without its length"),
        ({"whole": "5"}, "a way without its length"),
        ({"across": "0.5"}, "lies across no part"),
        ({"part": "leg"}, "lies across no part"),
    ],
)
def test_a_row_that_is_half_filled_is_refused(
    given: dict[str, str], fault: str
) -> None:
    with pytest.raises(UnreadableRecord, match=fault):
        chart_places.read([row_of(**given)])


def test_two_rows_of_one_code_are_two_places() -> None:
    both = chart_places.read([row_of(view="back"), row_of(view="side")])
    assert [place.view for place in both["X1"]] == ["back", "side"]

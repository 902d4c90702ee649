"""Shortcuts: a practitioner's own words, which take the meaning of no other word."""

from __future__ import annotations

from dataclasses import replace

import psycopg
import pytest

from deqi.core.needling import Draft
from deqi.operations import refusals, shortcuts
from deqi.operations.sessions import Charting
from tests import charted, clinic
from tests.clinic import House, read, write
from tests.operations import rows

PIECE = "BL23 b 25mm; BL40 b 20mm"


def test_a_word_stands_for_its_piece_when_a_line_is_signed(
    house: House, owner: psycopg.Connection
) -> None:
    charted.ready(house)
    shortcuts.keep(write(house.practitioner), " Back ", f" {PIECE} ; ")
    typed = Charting(Draft("back; GV3 15mm; ret 20", 5, "", "none"))
    charted.signed(house, typed)
    line = rows.one(owner, "SELECT line FROM charting_session")
    assert line == f"{PIECE}; GV3 15mm; ret 20; in 5 out 5; ae none"


def test_the_same_word_again_takes_the_place_of_the_first(house: House) -> None:
    first = shortcuts.keep(write(house.practitioner), "back", PIECE)
    again = shortcuts.keep(write(house.practitioner), "back", "BL23 b")
    assert again == first
    kept = shortcuts.kept(read(house.practitioner))
    assert kept == (shortcuts.Kept(first, "back", "BL23 b"),)


@pytest.mark.parametrize(
    "word",
    ["bl23", "BL99", "ashi", "gluteus_medius", "ea", "x3", "l4", "bruise", "ret", "b"],
)
def test_a_word_with_a_meaning_is_refused(house: House, word: str) -> None:
    with pytest.raises(shortcuts.WordTaken) as refused:
        shortcuts.keep(write(house.practitioner), word, PIECE)
    assert refused.value.field == "word"


@pytest.mark.parametrize(
    "line",
    ["", " ; ", "BL23 b; out 2", "ae none", "lot A1", 'BL23 why "x', "BL23 b; " * 80],
)
def test_a_piece_that_counts_or_cannot_be_is_refused(house: House, line: str) -> None:
    with pytest.raises(shortcuts.UnfitPiece) as refused:
        shortcuts.keep(write(house.practitioner), "back", line)
    assert refused.value.field == "line"


def test_a_shortcut_is_its_owners_alone(house: House) -> None:
    kept = shortcuts.keep(write(house.practitioner), "back", PIECE)
    colleague = clinic.hire(
        house.network, house.clinic, clinic.Role.PRACTITIONER, "two@garden.example.org"
    )
    assert shortcuts.kept(read(colleague)) == ()
    with pytest.raises(refusals.NotFound):
        shortcuts.drop(write(colleague), kept)
    assert shortcuts.drop(write(house.practitioner), kept) == kept
    assert shortcuts.kept(read(house.practitioner)) == ()


def test_who_is_no_practitioner_has_none(house: House) -> None:
    nobody = replace(house.practitioner, practitioner=None)
    with pytest.raises(shortcuts.NoPractitioner):
        shortcuts.kept(read(nobody))

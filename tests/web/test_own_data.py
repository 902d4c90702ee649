"""What is kept of a patient, as the paper says it: no id, and days as people write them."""

from __future__ import annotations

import io
import json
import re

import psycopg
import pypdf
import pytest
from django.test import Client

from deqi.knowledge import facts, instruments
from deqi.operations import episodes, intake, plans
from deqi.operations.callers import Actor
from deqi.web.own import said
from tests import charted, clinic, patients
from tests.clinic import House, book, write

MEDICARE = "us_medicare_ncd_30_3_3"
CODED = re.compile(r"\b[a-z0-9]+(?:_[a-z0-9]+)+\b")
ISO = re.compile(r"\b\d{4}-\d\d-\d\d\b")


@pytest.fixture
def ada(house: House) -> Actor:
    """Return a patient of whom something of most kinds is kept."""
    ada = patients.ada(house)
    charted.ready(house)
    terms = episodes.Terms(
        condition="low_back_pain", style="combined", payer=MEDICARE, payer_number="N-1"
    )
    episodes.change(write(house.practitioner), house.episode, terms)
    told = {
        "goals": ["dig_my garden"],
        "pain_regions": ["low_back", "calf_left"],
        "onset_date": "2026-05-01",
        "pain_average": 6,
    }
    intake.answer(write(ada), told)
    plans.sign(write(house.practitioner), house.episode)
    charted.signed(house)
    charted.tell(house, {"anticoagulant": "doac"})
    book(house)
    return ada


@pytest.fixture
def paper(client: Client, ada: Actor) -> str:
    clinic.sign_in(client, ada)
    return printed(client)


def printed(client: Client) -> str:
    content = client.get("/me/data/my-record.pdf").content
    pages = pypdf.PdfReader(io.BytesIO(content)).pages
    return " ".join(" ".join(each.extract_text() for each in pages).split())


def test_answers_are_said_in_words(paper: str) -> None:
    assert "Answer: 1 May 2026" in paper
    assert "Answer: low back, L1 to L5, calf left" in paper
    assert "Answer: dig_my garden" in paper
    assert "Answer: Apixaban, rivaroxaban, edoxaban or dabigatran" in paper
    assert "Answer: 6 " in paper


def test_records_are_called_by_their_names(paper: str) -> None:
    assert "Condition: low back pain" in paper
    assert "Payer: Medicare (US), NCD 30.3.3" in paper
    assert "Cadence: 12 visits in 90 days, and up to 8 more" in paper
    assert f"Instrument: {instruments.catalogue()['NRS'].name}" in paper


def test_nothing_of_the_machine_is_left(paper: str) -> None:
    assert ISO.findall(paper) == []
    assert set(CODED.findall(paper)) == {"dig_my"}


def test_what_cannot_be_printed_is_told(
    client: Client, ada: Actor, owner: psycopg.Connection
) -> None:
    clinic.sign_in(client, ada)
    assert "cannot be printed" not in printed(client)
    owner.execute("UPDATE people_person SET city = U&'\\+10FFFD'")
    assert "Letters that cannot be printed here are in the copy" in printed(client)


def test_the_copy_for_a_computer_keeps_ids(client: Client, ada: Actor) -> None:
    clinic.sign_in(client, ada)
    held = json.loads(client.get("/me/data/my-record.json").content)["tables"]
    assert held["episodes"][0]["condition"] == "low_back_pain"
    told = {each["fact"]: each["value"] for each in held["facts"]}
    assert told["onset_date"] == "2026-05-01"
    assert told["implant_regions"] == []


@pytest.mark.parametrize(
    ("fact", "value", "words"),
    [
        ("condition", "sciatica", "sciatica and lumbar radicular pain"),
        ("palpated_tender_points", ["BL23"], "BL23"),
        ("palpated_tender_muscles", ["gluteus_medius"], "gluteus medius"),
        ("pain_regions", ["nowhere"], "nowhere"),
        ("trigger", ["old_injury", "posture"], "Old injury, Sitting or standing long"),
        ("tcm_pattern", "unknown_one", "unknown_one"),
        ("clearances", ["diabetes"], "Diabetes"),
        ("implant_regions", [], "none"),
        ("pregnant", None, "not known"),
    ],
)
def test_an_answer_in_words(fact: str, value: object, words: str) -> None:
    assert said.fact(fact, value) == words


@pytest.mark.parametrize("value", [True, 2.5])
def test_what_is_no_word_stays(value: object) -> None:
    assert said.fact("pregnant", value) is value


def test_every_vocabulary_of_a_fact_is_named_or_is_as_people_write() -> None:
    used = {
        level
        for spec in facts.catalogue().specs.values()
        for level in spec.levels
        if level.startswith("@")
    }
    as_written = {"@text", "@medicines", "@sites"}
    assert used == said.VOCABULARIES.keys() | as_written


def test_what_somebody_wrote_stays_as_it_is() -> None:
    assert said.column("note", "red_flag") == "red_flag"
    assert said.column("kind", "red_flag") == "red flag"
    assert said.column("kind", "dizziness_faint") == "dizziness or fainting"
    assert said.column("payer", "gone_payer") == "gone_payer"

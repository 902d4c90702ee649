"""The page of a screening: answers, overrules, advice, and what to do now."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.test import Client

from deqi.web.screenings import words
from tests import charted, clinic
from tests.clinic import MORNING, House, asked, at, second
from tests.web.episodes import sent, url

ADVICE = {
    "rule": "progressive_neuro",
    "by": "Dr Ex Ample",
    "role": "neurologist",
    "document": "letter",
    "given": "2026-11-20",
    "expires": "2027-02-20",
}


@pytest.fixture
def desk(client: Client, house: House) -> Client:
    clinic.sign_in(client, house.practitioner)
    return client


@pytest.fixture
def weak(house: House) -> Iterator[House]:
    charted.ready(house)
    charted.tell(house, {"leg_weakness_progressive": True})
    with at(MORNING + timedelta(minutes=2)):
        yield house


def text(client: Client, house: House) -> str:
    return client.get(url(house, "screening/")).content.decode()


def test_questions_are_asked_and_none_is_answered_ahead(
    desk: Client, house: House
) -> None:
    page = text(desk, house)
    assert "Questions are open that must be answered first." in page
    assert 'name="fact-saddle_numbness"' in page
    assert "checked" not in page
    assert "Ask the patient" in page
    assert "Look yourself" in page


def test_answers_of_every_kind_are_kept(desk: Client, house: House) -> None:
    answers = {
        "fact-saddle_numbness": "no",
        "fact-condition": "low_back_pain",
        "fact-onset_date": "2026-08-01",
        "fact-skin_problem_regions": ["none-of-these"],
        "fact-pain_regions": ["low_back"],
        "fact-goals": "walk\n\nsleep",
        "fact-neurological_examination": "normal",
    }
    before = text(desk, house)
    named = {name: value for name, value in answers.items() if name in before}
    assert len(named) >= 4, named
    answer = desk.post(url(house, "screening/"), sent(**named))
    assert answer.status_code == 302, answer.content.decode()
    with at(MORNING + timedelta(minutes=1)):
        after = text(desk, house)
    assert not [name for name in named if f'name="{name}"' in after]


def test_an_answer_that_cannot_be_keeps_the_rest(desk: Client, house: House) -> None:
    told = {"fact-onset_date": "2030-01-01", "fact-saddle_numbness": "yes"}
    answer = desk.post(url(house, "screening/"), sent(**told))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="2030-01-01"' in page
    assert page.count("checked") == 1
    answer = desk.post(url(house, "screening/"), sent(**{"fact-onset_date": "soon"}))
    assert answer.status_code == 422


def test_a_form_without_a_key_keeps_nothing(desk: Client, house: House) -> None:
    desk.post(url(house, "screening/"), {"fact-saddle_numbness": "yes"})
    assert 'name="fact-saddle_numbness"' in text(desk, house)


def test_an_emergency_says_what_to_do_now(desk: Client, house: House) -> None:
    charted.ready(house)
    charted.tell(house, {"saddle_numbness": True})
    with at(MORNING + timedelta(minutes=2)):
        page = text(desk, house)
    assert "Call 999 now" in page
    assert "This can never be overruled" in page
    assert "Write to the doctor: the letter is drafted" in page
    assert "not reviewed by a clinician yet" in page


def test_nothing_found_is_said(desk: Client, house: House) -> None:
    charted.ready(house)
    page = text(desk, house)
    assert "Today&#x27;s session may go on." in page or "may go on" in page


def test_a_reason_is_kept_and_shown(desk: Client, weak: House) -> None:
    address = url(weak, "screening/overrule/")
    told = {"rule": "progressive_neuro", "reason": "Examined: full strength."}
    assert desk.post(address, sent(**told)).status_code == 302
    assert "Examined: full strength." in text(desk, weak)
    answer = desk.post(address, sent(**told | {"reason": ""}))
    assert answer.status_code == 422
    gone = {"rule": "fracture", "reason": "x"}
    answer = desk.post(address, sent(**gone))
    assert answer.status_code == 422
    assert (
        "This rule does not hold for the patient any more." in answer.content.decode()
    )


def test_written_advice_closes_a_finding(desk: Client, weak: House) -> None:
    address = url(weak, "screening/clear/")
    late = desk.post(address, sent(**ADVICE | {"expires": "2026-11-21"}))
    assert late.status_code == 422
    assert "This advice has expired." in late.content.decode()
    blank = desk.post(address, sent(**ADVICE | {"by": ""}))
    assert blank.status_code == 422
    assert 'value="neurologist"' in blank.content.decode()
    assert desk.post(address, sent(**ADVICE)).status_code == 302
    page = text(desk, weak)
    assert "Closed by written advice" in page
    assert re.search(r"Dr Ex Ample \(neurologist\), letter, until", page)


def test_what_each_finding_rests_on_is_told(desk: Client, weak: House) -> None:
    page = text(desk, weak)
    assert re.search(r": yes \(practitioner, 23 Nov 2026\)", page)


def test_who_may_see_it(client: Client, house: House) -> None:
    clinic.sign_in(client, house.desk)
    assert client.get(url(house, "screening/")).status_code == 403
    clinic.sign_in(client, second(house).practitioner)
    assert client.get(url(house, "screening/")).status_code == 404


def test_queries_of_the_page(desk: Client, weak: House) -> None:
    text(desk, weak)
    with asked() as queries:
        text(desk, weak)
    assert len(queries) == 12


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (True, "yes"),
        (False, "no"),
        ((), "none"),
        (("low_back", "sacrum"), "low back, sacrum"),
        (3.0, "3"),
        (date(2026, 5, 1), "2026-05-01"),
    ],
)
def test_an_answer_is_told_in_words(answer: object, told: str) -> None:
    assert words.value(answer) == told


def test_what_nobody_said_is_not_known() -> None:
    assert words.said("saddle_numbness", None).endswith(": not known")

"""The intake, as a patient meets it: step by step, and stopped where danger shows."""

from __future__ import annotations

import re
from typing import Any

import psycopg
import pytest
from django.test import Client

from deqi.care.intake import STEPS
from deqi.core.facts import Kind, Spec
from deqi.operations import links, tasks_reads
from deqi.operations.callers import Actor
from deqi.operations.links import Purpose
from deqi.operations.operation import fresh_key
from deqi.web.intake.forms import ALL_NO, NONE, UNKNOWN, StepForm
from tests import clinic
from tests.clinic import House, read, write

START = "/me/intake/"


@pytest.fixture
def pat(house: House) -> Actor:
    return clinic.joined(house, "pat@example.org")


@pytest.fixture
def phone(client: Client, pat: Actor) -> Client:
    """Return the browser of a patient whose intake has begun."""
    clinic.sign_in(client, pat)
    client.post(f"{START}begin/", {"key": str(fresh_key())})
    return client


def sent(**told: Any) -> dict[str, Any]:
    return {"key": str(fresh_key()), **told}


def harmless(form: StepForm) -> dict[str, Any]:
    """Answer a step so that nothing alarms."""
    return sent(**{spec.id: _harmless(spec) for spec in form.step.asked})


def _harmless(spec: Spec) -> object:
    match spec.kind:
        case Kind.BOOL:
            return "no"
        case Kind.CHOICE:
            return spec.safe or UNKNOWN
        case Kind.NUMBER:
            return "3"
        case Kind.DATE:
            return ""
        case Kind.LIST:
            return [] if spec.id in ("pain_regions", "goals", "medicines") else [NONE]


def step_of(phone: Client) -> Any:
    """Follow to the step that comes next."""
    return phone.get(START, follow=True)


def kept(owner: psycopg.Connection) -> dict[str, Any]:
    return dict(
        owner.execute(
            "SELECT fact, value FROM intake_fact ORDER BY entered_at"
        ).fetchall()
    )


def test_begins_with_what_it_is_about(client: Client, pat: Actor) -> None:
    clinic.sign_in(client, pat)
    page = client.get(START)
    assert "Before your first visit" in page.content.decode()
    done = client.post(f"{START}begin/", sent(), follow=True)
    assert done.redirect_chain[-1][0] == f"{START}you/"


def test_a_step_asks_in_few_queries(phone: Client) -> None:
    phone.get(f"{START}nerves/")
    with clinic.asked() as queries:
        page = phone.get(f"{START}nerves/")
    assert page.status_code == 200
    assert "checked" not in page.content.decode()
    assert len(queries) == 13, queries


def test_leads_through_every_step_to_the_end(
    phone: Client, owner: psycopg.Connection
) -> None:
    seen = []
    for _ in range(60):
        page = step_of(phone)
        if "form" not in page.context:
            break
        form = page.context["form"]
        seen.append(form.step.id)
        done = phone.post(page.request["PATH_INFO"], harmless(form))
        assert done.status_code == 302, done.context["form"].errors
    assert "That is all we ask now" in page.content.decode()
    assert set(STEPS) - set(seen) <= {"stiffness"}
    scores = "SELECT instrument, score FROM outcomes_measurement ORDER BY 1"
    assert owner.execute(scores).fetchall() == [
        ("NRS", 3.0),
        ("PEG", 3.0),
        ("SLEEP_NRS", 3.0),
    ]


def test_no_to_all_that_is_left_keeps_what_was_chosen(
    phone: Client, owner: psycopg.Connection
) -> None:
    said = sent(both_legs_pain_new=UNKNOWN, **{ALL_NO: "1"})
    assert phone.post(f"{START}nerves/", said).status_code == 302
    told = kept(owner)
    assert told["saddle_numbness"] is told["bladder_change"] is False
    assert told["both_legs_pain_new"] is None


def test_the_key_enter_says_no_to_nothing(phone: Client) -> None:
    page = phone.get(f"{START}nerves/").content.decode()
    buttons = re.findall(
        r'<button[^>]*type="submit"[^>]*>', page.split("novalidate")[1]
    )
    assert len(buttons) == 2
    assert ALL_NO not in buttons[0]


def test_what_one_does_not_know_is_not_asked_twice(phone: Client) -> None:
    phone.post(f"{START}you/", sent(sex_at_birth=UNKNOWN))
    page = step_of(phone)
    assert page.request["PATH_INFO"] == f"{START}problem/"
    again = phone.get(f"{START}you/").context["form"]
    assert again["sex_at_birth"].value() == UNKNOWN


def test_takes_up_where_it_was_left_and_shows_ones_own_answers(phone: Client) -> None:
    phone.post(f"{START}you/", sent(sex_at_birth="female"))
    told = sent(
        condition="low_back_pain",
        onset_date="2026-11-01",
        onset_kind="sudden",
        trigger=["lifting"],
        previous_episodes="2",
    )
    phone.post(f"{START}problem/", told)
    assert step_of(phone).request["PATH_INFO"] == f"{START}where/"
    form = phone.get(f"{START}problem/").context["form"]
    shown = {name: form[name].value() for name in form.fields}
    assert shown == {
        "condition": "low_back_pain",
        "onset_date": "2026-11-01",
        "onset_kind": "sudden",
        "trigger": ["lifting"],
        "previous_episodes": "2",
    }


def test_an_emergency_is_told_at_once_and_to_the_clinic(
    phone: Client, house: House
) -> None:
    said = sent(bladder_change="yes", **{ALL_NO: "1"})
    page = phone.post(f"{START}nerves/", said, follow=True).content.decode()
    assert "Get help now" in page
    assert 'href="tel:999"' in page
    assert "116 123" in page
    (task,) = tasks_reads.listed(read(house.desk))
    assert task.urgency == "emergency"
    later = phone.get(f"{START}sudden/").content.decode()
    assert "needs help now: call 999" in later


def test_thoughts_of_self_harm_name_the_crisis_line_first(phone: Client) -> None:
    said = sent(self_harm_thoughts="yes")
    page = phone.post(f"{START}mood/", said, follow=True).content.decode()
    assert "You are not alone" in page
    assert page.index("116 123") < page.index('href="tel:999"')


def test_what_a_doctor_must_see_is_said_and_the_rest_may_be_told(phone: Client) -> None:
    said = sent(fever_or_chills="yes", **{ALL_NO: "1"})
    page = phone.post(f"{START}illness/", said, follow=True).content.decode()
    assert "speak with a doctor" in page
    assert "Go on with the questions" in page
    assert step_of(phone).request["PATH_INFO"] == f"{START}you/"


def test_where_it_hurts_is_painted(phone: Client, owner: psycopg.Connection) -> None:
    said = sent(pain_regions=["low_back_left"], radiates_below_knee="no")
    phone.post(f"{START}where/", said)
    assert kept(owner)["pain_regions"] == ["low_back_left"]
    again = phone.get(f"{START}where/").context["form"]
    assert again["pain_regions"].value() == ["low_back_left"]


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("Ibuprofen\n\n Ramipril ", ["Ibuprofen", "Ramipril"]),
        ("None", []),
        ("", None),
    ],
)
def test_medicines_are_written_one_a_line(
    phone: Client, owner: psycopg.Connection, typed: str, told: object
) -> None:
    phone.post(f"{START}medicines/", sent(medicines=typed))
    assert kept(owner)["medicines"] == told
    again = phone.get(f"{START}medicines/").context["form"]
    shown = "none" if told == [] else "\n".join(told or [])
    assert (again["medicines"].value() or "") == shown


def test_places_are_chosen_or_none_or_not_known(
    phone: Client, owner: psycopg.Connection
) -> None:
    said = sent(
        skin_problem_regions=["knee_left"],
        reduced_sensation_regions=[NONE],
        poor_circulation_regions=[UNKNOWN],
        limb_swelling_regions=[NONE],
        lymphoedema_limbs=[NONE],
    )
    assert phone.post(f"{START}skin/", said).status_code == 302
    told = kept(owner)
    assert told["skin_problem_regions"] == ["knee_left"]
    assert told["reduced_sensation_regions"] == []
    assert told["poor_circulation_regions"] is None
    again = phone.get(f"{START}skin/").context["form"]
    names = ("skin_problem_regions", "reduced_sensation_regions")
    assert [again[each].value() for each in names] == [["knee_left"], [NONE]]
    assert again["poor_circulation_regions"].value() == [UNKNOWN]


@pytest.mark.parametrize(
    ("step", "wrong", "sentence"),
    [
        ("nerves", {"bladder_change": "yes"}, "Choose an answer"),
        ("skin", {"skin_problem_regions": ["knee_left", NONE]}, "also none of it"),
        (
            "problem",
            {"condition": "low_back_pain", "onset_date": "2031-01-01"},
            "after",
        ),
        ("strength", {"pain_now": "11"}, "valid choice"),
    ],
)
def test_bad_input_comes_back_with_what_was_told(
    phone: Client, step: str, wrong: dict[str, Any], sentence: str
) -> None:
    form = phone.get(f"{START}{step}/").context["form"]
    fine = harmless(form) if step == "problem" else sent()
    page = phone.post(f"{START}{step}/", fine | wrong)
    assert page.status_code == 422
    assert sentence in page.content.decode()
    name, value = next(iter(wrong.items()))
    assert page.context["form"][name].value() == value


def test_what_somebody_else_has_answered_is_no_step_of_ones_own(phone: Client) -> None:
    assert phone.get(f"{START}nonsense/").status_code == 404


def test_staff_have_no_intake(client: Client, house: House) -> None:
    clinic.sign_in(client, house.practitioner)
    assert client.get(START).status_code == 403


def test_who_has_not_signed_in_is_asked_to(client: Client, house: House) -> None:
    assert client.get(START).status_code == 302


def test_the_holder_of_a_link_answers_without_an_account(
    client: Client, house: House, owner: psycopg.Connection
) -> None:
    call = write(house.practitioner)
    links.make(call, house.episode, Purpose.INTAKE)
    client.get(f"/q/{links.token(call)}")
    page = client.get(START, follow=True)
    assert page.status_code == 200
    where = page.request["PATH_INFO"]
    assert "Garden Clinic" in page.content.decode()
    client.post(where, harmless(page.context["form"]))
    whose = "SELECT DISTINCT patient_id, entered_by_id FROM intake_fact"
    assert owner.execute(whose).fetchall() == [(house.patient, None)]

"""The page of a plan: proposed with its reasons, changed with a click, signed."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client

from deqi.operations import episodes, plans_reads
from deqi.web.plans.gains import Gain, gains
from tests import charted, clinic
from tests.clinic import MORNING, House, asked, at, read, second, write
from tests.web.episodes import sent, url


@pytest.fixture
def desk(client: Client, house: House) -> Client:
    clinic.sign_in(client, house.practitioner)
    charted.ready(house)
    return client


def text(client: Client, house: House, asked_for: str = "") -> str:
    return client.get(url(house, "plan/") + asked_for).content.decode()


def kept(house: House, *, style: str = "combined", but: str = "") -> list[str]:
    found = plans_reads.weigh(read(house.practitioner), house.episode, style=style)
    assert found.care.plan is not None
    return [each.site for each in found.care.plan.needling if each.site != but]


def test_a_plan_is_proposed_with_why_and_how_deep(desk: Client, house: House) -> None:
    page = text(desk, house)
    assert 'value="BL23" checked' in page
    assert re.search("12.30 mm", page)
    assert "body-chart" in page
    assert "What comes anyway" in page
    assert "Over sham needles" in page
    assert "Tired or drowsy" in page


@pytest.mark.parametrize("style", ["traditional", "western"])
def test_the_style_is_switched(desk: Client, house: House, style: str) -> None:
    page = text(desk, house, f"?style={style}")
    assert f'href="?style={style}" aria-current="true"' in page
    assert f'name="style" value="{style}"' in page


def test_a_style_that_is_none_is_not_taken(desk: Client, house: House) -> None:
    assert 'aria-current="true">combined' in text(desk, house, "?style=x")


def test_a_line_is_left_out_with_a_click(desk: Client, house: House) -> None:
    lines = kept(house, but="BL23")
    told = sent(style="combined", kept=lines, note="Gently.")
    assert desk.post(url(house, "plan/"), told).status_code == 302
    page = text(desk, house)
    assert "Left out: BL23. Gently." in page
    assert "in place of the one that stands" in page


def test_earlier_plans_stay(desk: Client, house: House) -> None:
    for note in ("First.", "Second."):
        told = sent(style="combined", kept=kept(house), note=note)
        desk.post(url(house, "plan/"), told)
    page = text(desk, house)
    assert page.index("Second.") < page.index("Earlier plans") < page.index("First.")


def test_a_plan_without_lines_keeps_what_was_typed(desk: Client, house: House) -> None:
    answer = desk.post(url(house, "plan/"), sent(style="combined", note="Typed."))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Leave at least one line in the plan." in page
    assert "Typed.</textarea>" in page
    assert 'value="BL23">' in page


def test_what_is_barred_is_shown_with_why(desk: Client, house: House) -> None:
    charted.tell(house, {"skin_problem_regions": ["low_back"]})
    with at(MORNING + timedelta(minutes=2)):
        page = text(desk, house)
    assert "Left out by rules" in page


def test_nothing_is_planned_where_a_doctor_comes_first(
    desk: Client, house: House
) -> None:
    charted.tell(house, {"leg_weakness_progressive": True})
    with at(MORNING + timedelta(minutes=2)):
        page = text(desk, house)
        answer = desk.post(url(house, "plan/"), sent(style="combined"))
    assert "Nothing is planned" in page
    assert "A doctor comes first." in page
    assert answer.status_code == 422


def test_the_course_is_an_outline_until_its_reviews(desk: Client, house: House) -> None:
    assert "An outline: the review at visit 4 decides" in text(desk, house)


def test_the_course_says_what_is_covered(desk: Client, house: House) -> None:
    terms = episodes.Terms(
        condition="low_back_pain", style="combined", payer="us_medicare_ncd_30_3_3"
    )
    episodes.change(write(house.practitioner), house.episode, terms)
    assert "Covered" in text(desk, house)


def test_an_ended_episode_is_not_planned(desk: Client, house: House) -> None:
    episodes.discharge(write(house.practitioner), house.episode, note="Well.")
    assert "Sign the plan" not in text(desk, house)


def test_who_may_see_it(client: Client, house: House) -> None:
    clinic.sign_in(client, house.desk)
    assert client.get(url(house, "plan/")).status_code == 403
    clinic.sign_in(client, second(house).practitioner)
    assert client.get(url(house, "plan/")).status_code == 404


def test_queries_of_the_page(desk: Client, house: House) -> None:
    text(desk, house)
    with asked() as queries:
        text(desk, house)
    assert len(queries) == 15


def test_a_loss_is_no_gain() -> None:
    assert gains(None) == ()
    assert Gain("", "", 40, 30, "").more == 0
    assert Gain("", "", 40, None, "").more == 0
    assert Gain("", "", 40, 55, "").more == 15

"""The overview: counts beside each other, and nothing of few people."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from deqi.operations import patients
from deqi.web.network import bars
from tests import charted, clinic
from tests.clinic import House, asked, write

HERE = "/network/"


def words(page: object) -> str:
    return " ".join(page.content.decode().split())  # type: ignore[attr-defined]  # of an answer


def test_a_manager_sees_how_the_clinic_stands(client: Client, house: House) -> None:
    charted.ready(house)
    charted.signed(house)
    clinic.sign_in(client, house.manager)
    client.get(HERE)
    with asked() as queries:
        page = words(client.get(HERE))
    assert len(queries) == 14
    assert "How your clinic stands today." in page
    assert "<dt>Sessions signed this week</dt><dd>1</dd>" in page
    assert "0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1" in page
    assert "No task is overdue" in page
    assert '<span class="place">Garden Clinic</span>' in page


def test_the_network_sees_clinics_beside_each_other_and_few_people_as_few(
    client: Client, house: House
) -> None:
    network = clinic.second(house).network
    for _ in range(4):
        patients.register(write(house.desk), clinic.ADA)
    clinic.sign_in(client, network)
    client.get(HERE)
    with asked() as queries:
        page = words(client.get(HERE))
    assert len(queries) == 15
    assert page.index("Garden Clinic") < page.index("River Clinic")
    assert "<dt>Patients</dt><dd>5</dd>" in page
    assert '<dt>Patients</dt><dd><span class="is-few">under 5</span></dd>' in page
    assert "few people are somebody" in page


def test_a_network_without_a_clinic_is_told_how_to_begin(
    client: Client, database: None
) -> None:
    from deqi.operations import founding

    network = founding.found(
        "Example Network",
        email="network@example.org",
        manager="Nora Network",
        password=clinic.PASSWORD,
        is_example=True,
    )
    clinic.sign_in(client, network)
    assert "/network/clinics/add/" in words(client.get(HERE))


def test_the_desk_and_practitioners_have_no_overview(
    client: Client, house: House
) -> None:
    for actor in (house.desk, house.practitioner):
        clinic.sign_in(client, actor)
        assert client.get(HERE).status_code == 403


@pytest.mark.parametrize(
    ("weeks", "top", "heights", "told"),
    [
        ((0, 5), 5, [bars.LEAST, bars.HEIGHT], [True, True]),
        ((None, 10), 20, [bars.HEIGHT / 5, bars.HEIGHT / 2], [False, True]),
        ((None, 1), 1, [bars.HEIGHT, bars.HEIGHT], [False, True]),
    ],
)
def test_bars_stand_on_one_scale(
    weeks: tuple[int | None, ...], top: int, heights: list[float], told: list[bool]
) -> None:
    drawn = bars.draw(weeks, top)
    assert [bar.height for bar in drawn] == heights
    assert [bar.is_told for bar in drawn] == told
    assert [bar.y + bar.height for bar in drawn] == [bars.HEIGHT, bars.HEIGHT]


def test_the_tallest_bar_is_the_largest_count_of_all() -> None:
    assert bars.tallest([(1, None), (7, 0)]) == 7
    assert bars.tallest([(0, None)]) == 1


def test_the_desk_leads_each_role_to_its_own(client: Client, house: House) -> None:
    led = {}
    for actor in (house.practitioner, house.desk, house.manager):
        clinic.sign_in(client, actor)
        page = words(client.get("/desk/tasks/"))
        assert '<span class="place">Garden Clinic</span>' in page
        led[actor.role] = re.findall(r'href="(/network/[^"]*)"', page)
    assert list(led.values()) == [["/network/records/"], [], ["/network/"]]

"""Pages of doubles: the likely ones, and two side by side before they become one."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from django.test import Client

from deqi.operations import episodes, patients
from tests import clinic
from tests.clinic import ADA, House, asked, write


@pytest.fixture
def twin(house: House) -> UUID:
    return patients.register(write(house.desk), ADA)


@pytest.fixture
def needles(client: Client, house: House) -> Client:
    clinic.sign_in(client, house.practitioner)
    return client


def test_lists_why_two_may_be_one(needles: Client, house: House, twin: UUID) -> None:
    needles.get("/desk/patients/doubles/")
    with asked() as queries:
        page = needles.get("/desk/patients/doubles/").content.decode()
    assert "same name and birth date, same telephone" in page
    assert f"/desk/patients/doubles/{house.patient}/{twin}/" in page
    assert len(queries) == 9


def test_the_front_desk_sees_them_and_merges_none(
    client: Client, house: House, twin: UUID
) -> None:
    clinic.sign_in(client, house.desk)
    page = client.get("/desk/patients/doubles/").content.decode()
    assert "same name and birth date" in page
    assert f"/doubles/{house.patient}/" not in page
    url = f"/desk/patients/doubles/{house.patient}/{twin}/"
    assert client.get(url).status_code == 403


def test_nobody_alike_is_said(needles: Client) -> None:
    page = needles.get("/desk/patients/doubles/").content.decode()
    assert "No doubles found" in page


@pytest.mark.parametrize("second_stands", [True, False])
def test_merges_into_the_one_that_was_chosen(
    needles: Client, house: House, twin: UUID, second_stands: bool
) -> None:
    url = f"/desk/patients/doubles/{house.patient}/{twin}/"
    page = needles.get(url).content.decode()
    assert "Merge into number 1" in page
    assert "Merge into number 2" in page
    stands = twin if second_stands else house.patient
    answer = needles.post(url, {"key": uuid4(), "into": stands}, follow=True)
    assert answer.redirect_chain == [(f"/desk/patients/{stands}/", 302)]
    assert "one chart now" in answer.content.decode()


def test_says_before_that_one_of_two_episodes_is_to_end(
    needles: Client, house: House, twin: UUID
) -> None:
    held = episodes.open_episode(write(house.practitioner), twin)
    url = f"/desk/patients/doubles/{house.patient}/{twin}/"
    page = needles.get(url).content.decode()
    assert "Both have an episode that goes on" in page
    assert "Merge into" not in page
    for each in (house.episode, held):
        assert f'href="/desk/episodes/{each}/review/"' in page
    answer = needles.post(url, {"key": uuid4(), "into": twin})
    assert answer.status_code == 409
    assert "end one of them first" in answer.content.decode()


def test_a_manager_asks_a_practitioner_to_end_one(
    client: Client, house: House, twin: UUID
) -> None:
    episodes.open_episode(write(house.practitioner), twin)
    clinic.sign_in(client, house.manager)
    url = f"/desk/patients/doubles/{house.patient}/{twin}/"
    page = client.get(url).content.decode()
    assert "Ask a practitioner to end it." in page
    assert "/review/" not in page


@pytest.mark.parametrize("into", ["", str(UUID(int=7))])
def test_a_third_one_is_refused(
    needles: Client, house: House, twin: UUID, into: str
) -> None:
    url = f"/desk/patients/doubles/{house.patient}/{twin}/"
    assert needles.post(url, {"key": uuid4(), "into": into}).status_code == 404


def test_another_clinics_patient_is_not_there(needles: Client, house: House) -> None:
    other = clinic.second(house)
    url = f"/desk/patients/doubles/{house.patient}/{other.patient}/"
    assert needles.get(url).status_code == 404
    sent = {"key": uuid4(), "into": house.patient}
    assert needles.post(url, sent).status_code == 404

"""Pages of doubles: the likely ones, and two side by side before they become one."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from django.test import Client

from deqi.operations import patients
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
    assert len(queries) == 8


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

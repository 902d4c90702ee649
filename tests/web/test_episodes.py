"""The page of an episode itself: the complaint, the style, and who pays."""

from __future__ import annotations

import pytest
from django.test import Client

from deqi.operations import episodes, episodes_reads
from deqi.operations.episodes import Terms
from tests import clinic
from tests.clinic import House, asked, read, second, write
from tests.web.episodes import sent, url

TOLD = {
    "condition": "low_back_pain",
    "style": "western",
    "payer": "us_va",
    "payer_number": "N-1",
}


@pytest.fixture
def desk(client: Client, house: House) -> Client:
    clinic.sign_in(client, house.practitioner)
    return client


@pytest.mark.parametrize(("wants", "kept"), [("", None), ("yes", True), ("no", False)])
def test_the_terms_are_changed(
    desk: Client, house: House, wants: str, kept: bool | None
) -> None:
    told = sent(**TOLD, wants_maintenance=wants)
    assert desk.post(url(house, "change/"), told).status_code == 302
    found = episodes_reads.read(read(house.practitioner), house.episode)
    assert found.terms == Terms(**TOLD, wants_maintenance=kept)
    page = desk.get(url(house, "change/")).content.decode()
    assert '<option value="western" selected>' in page


@pytest.mark.parametrize("field", ["condition", "style", "payer"])
def test_bad_input_keeps_what_was_typed(desk: Client, house: House, field: str) -> None:
    told = sent(**TOLD | {field: "x"})
    answer = desk.post(url(house, "change/"), told)
    assert answer.status_code == 422
    sentence = "This is not in the list; choose one that is."
    assert answer.context["form"].errors == {field: [sentence]}
    assert 'value="N-1"' in answer.content.decode()
    # The screening, which reads the complaint, still opens.
    assert desk.get(url(house, "screening/")).status_code == 200


def test_an_episode_that_has_ended_changes_no_more(desk: Client, house: House) -> None:
    episodes.discharge(write(house.practitioner), house.episode, note="Well.")
    assert "changes no more" in desk.get(url(house, "change/")).content.decode()
    assert desk.post(url(house, "change/"), sent(**TOLD)).status_code == 422


def test_who_may_see_it(client: Client, house: House) -> None:
    clinic.sign_in(client, house.desk)
    assert client.get(url(house, "change/")).status_code == 403
    clinic.sign_in(client, second(house).practitioner)
    assert client.get(url(house, "change/")).status_code == 404


def test_queries_of_the_page(desk: Client, house: House) -> None:
    desk.get(url(house, "change/"))
    with asked() as queries:
        desk.get(url(house, "change/"))
    assert len(queries) == 8

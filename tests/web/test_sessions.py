"""The pages of a session: one screen, one line, signed once; and read again."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.test import Client

from deqi.core.needling import Draft
from deqi.operations import events, sessions, shortcuts
from deqi.operations.sessions import Charting
from tests import charted, clinic
from tests.charted import LINE
from tests.clinic import MORNING, TODAY, House, asked, at, second, write
from tests.operations.rows import column, one

NEXT_DAY = MORNING + timedelta(days=1, minutes=10)


@pytest.fixture
def open_house(house: House) -> House:
    charted.ready(house)
    return house


@pytest.fixture
def desk(client: Client, house: House) -> Client:
    clinic.sign_in(client, house.practitioner)
    return client


def typed(text: str = f"{LINE}; SP6 b", **more: object) -> dict[str, object]:
    told = {"key": str(uuid4()), "revision": 1, "line": text}
    return {**told, "needles_out": 7, "no_event": "on", **more}


def url(session: UUID, verb: str = "") -> str:
    return f"/desk/sessions/{session}/{verb}"


def test_the_screen_shows_the_line_and_asks_the_day(
    desk: Client, open_house: House
) -> None:
    charted.signed(open_house)
    with at(NEXT_DAY):
        answer = desk.get(url(charted.begun(open_house)))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "BL23 b 25mm; GV3 15mm; BL40 b 20mm; SP6 b; ret 20</textarea>" in page
    assert "Since 23 November" in page
    assert "last time: no" in page
    assert re.search(r'name="fact-intoxicated" value="yes"', page)
    assert "checked" not in page
    assert 'name="needles_out" id="id_needles_out" value=""' in page
    assert 'id="session-in">7</output>' in page
    assert "body-chart" in page

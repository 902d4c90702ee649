"""Every page of an episode in a browser: no fault of access, nothing sideways."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from django.test import Client

from deqi.operations import episodes, letters, measurements, plans
from deqi.operations.measurements import Taken
from tests import charted, clinic
from tests.clinic import MORNING, TODAY, House, at, write
from tests.web.episodes import url
from tests.web.look import STATIC, browser, served, violations

PHONE, DESK = 390, 1280


@pytest.fixture
def pages(client: Client, house: House, owner: psycopg.Connection) -> Mapping[str, str]:
    """Every page, of a patient in the midst of a course."""
    clinic.sign_in(client, house.practitioner)
    told = {"asked": client.get(url(house, "screening/"))}
    charted.ready(house)
    terms = replace(charted.TERMS, payer="us_medicare_ncd_30_3_3")
    episodes.change(write(house.practitioner), house.episode, terms)
    plans.sign(write(house.practitioner), house.episode)
    taken = Taken("NRS", total=7, on=TODAY - timedelta(days=5))
    measurements.record(write(house.practitioner), house.episode, taken)
    session = charted.signed(house)
    charted.copies(owner, session, 5)
    letter = letters.draft(write(house.practitioner), house.episode)
    for each in ("change", "consent", "coverage", "letters", "plan", "review"):
        told[each] = client.get(url(house, f"{each}/"))
    told["bill"] = client.get(f"/desk/superbills/{session}/")
    told["letter"] = client.get(f"/desk/letters/{letter}/")
    told["editing"] = client.get(f"/desk/letters/{letter}/edit/")
    charted.tell(house, {"saddle_numbness": True})
    with at(MORNING + timedelta(minutes=2)):
        told["emergency"] = client.get(url(house, "screening/"))
        told["withheld"] = client.get(url(house, "plan/"))
    drawn = url(house, "review/course.svg")
    return {
        name: answer.content.decode().replace(drawn, "/static/deqi/mark.svg")
        for name, answer in told.items()
    }


def test_nothing_keeps_anybody_out(pages: Mapping[str, str], tmp_path: Path) -> None:
    shutil.copytree(STATIC, tmp_path / "static")
    for name, page in pages.items():
        (tmp_path / f"{name}.html").write_text(page, encoding="utf-8")
    found: dict[str, list[str]] = {}
    with served(tmp_path) as address, browser() as opened:
        for width in (PHONE, DESK):
            view = opened.new_page(viewport={"width": width, "height": 900})
            for name in pages:
                view.goto(f"{address}/{name}.html")
                sideways = "document.documentElement.scrollWidth > innerWidth"
                faults = violations(view)
                faults += ["sideways"] if view.evaluate(sideways) else []
                found[f"{name} at {width}"] = faults
    assert {name: faults for name, faults in found.items() if faults} == {}

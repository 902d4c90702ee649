"""Pages of money: what a payer covers, and a bill for one session."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import psycopg
import pypdf
import pytest
from django.test import Client

from deqi.core.needling import Draft
from deqi.knowledge import coverage, facts
from deqi.operations import episodes
from tests import charted, clinic
from tests.charted import LINE
from tests.clinic import TODAY, House, asked, second, write
from tests.web.episodes import sent, url

MEDICARE = "us_medicare_ncd_30_3_3"


@pytest.fixture
def desk(client: Client, house: House) -> Client:
    clinic.sign_in(client, house.practitioner)
    charted.ready(house)
    return client


def pays(house: House, payer: str, condition: str = "low_back_pain") -> None:
    terms = episodes.Terms(
        condition=condition, style="combined", payer=payer, payer_number="N-1"
    )
    episodes.change(write(house.practitioner), house.episode, terms)


def signed(house: House, minutes: int | None = 31, line: str = LINE) -> UUID:
    draft = Draft(line, None, "", "none")
    typed = replace(charted.TYPED, draft=draft, one_to_one_minutes=minutes)
    return charted.signed(house, typed)


def bill(client: Client, session: UUID) -> str:
    return client.get(f"/desk/superbills/{session}/").content.decode()


def told(client: Client, house: House) -> str:
    return client.get(url(house, "coverage/")).content.decode()


def test_without_a_payer_nothing_is_covered(desk: Client, house: House) -> None:
    page = told(desk, house)
    assert "No payer is named" in page
    assert "none is yet" in page


def test_the_ledger_of_a_payer(desk: Client, house: House) -> None:
    pays(house, MEDICARE)
    session = charted.signed(house)
    clinic.book(house, on=TODAY + timedelta(days=7))
    page = told(desk, house)
    assert "Medicare (US), NCD 30.3.3" in page
    assert "Visits used</dt><dd>" in page
    assert "to come" in page
    assert f"/desk/superbills/{session}/" in page
    assert "rules not reviewed yet" in page


def test_what_is_open_is_told_by_its_questions(desk: Client, house: House) -> None:
    pays(house, MEDICARE, condition="")
    clinic.book(house, on=TODAY + timedelta(days=7))
    page = told(desk, house).split("What is not certain of these rules")[0]
    shown = re.sub(r"<[^>]*>", " ", page)
    _, *open_ones = shown.split("To be asked:")
    assert facts.catalogue().specs["condition"].question in open_ones[0]
    assert facts.catalogue().specs["duration_weeks"].question in open_ones[1]
    assert set(re.findall(r"\w+", shown)) & set(facts.catalogue().specs) <= {
        "condition"
    }
    assert not re.search(r"\d{4}-\d\d-\d\d", shown)


def test_what_is_counted_is_told_by_what_it_is_counted_from(
    desk: Client, house: House
) -> None:
    counted = next(
        each.id
        for each in coverage.catalogue().values()
        if any("duration_months" in c.holds.names() for c in each.criteria)
    )
    pays(house, counted)
    assert facts.catalogue().specs["onset_date"].question in told(desk, house)


def test_a_bill_shows_codes_and_no_price(desk: Client, house: House) -> None:
    pays(house, MEDICARE)
    page = bill(
        desk, charted.signed(house, replace(charted.TYPED, one_to_one_minutes=31))
    )
    assert "97810" in page
    assert "97813" not in page
    assert 'name="units-97810" value="1"' in page
    assert "at most 1, each only where needles were inserted anew" in page
    assert "M54.50 low back pain, unspecified" in page
    assert "KX (visits 13 to 20)" in page
    assert "acupuncture, GB garden-1" in page


def test_a_bill_is_printed_with_what_was_filled_in(desk: Client, house: House) -> None:
    pays(house, MEDICARE)
    session = charted.signed(house)
    fields = {
        "diagnoses": ["M54.50"],
        "units-97810": "1",
        "price-97810": "80.50",
        "units-97811": "0",
    }
    answer = desk.post(f"/desk/superbills/{session}/", sent(**fields))
    assert answer["Content-Type"] == "application/pdf"
    printed = pypdf.PdfReader(io.BytesIO(answer.content)).pages[0].extract_text()
    for said in ("M54.50", "97810", "80.50", "Ada Example, born 4 May 1971", "N-1"):
        assert said in printed
    assert "23 November 2026" in printed
    assert not re.search(r"\d{4}-\d\d-\d\d", printed)
    assert "97811" not in printed
    refused = desk.post(f"/desk/superbills/{session}/", sent(**{"units-97810": "x"}))
    assert refused.status_code == 422


def test_a_name_that_no_font_shows_is_told(
    desk: Client, house: House, owner: psycopg.Connection
) -> None:
    session = charted.signed(house)
    assert "empty box" not in bill(desk, session)
    owner.execute("UPDATE people_person SET given_name = U&'\\+10FFFD'")
    assert "empty box" in bill(desk, session)


def test_muscles_alone_are_billed_by_their_number(desk: Client, house: House) -> None:
    pays(house, MEDICARE)
    typed = replace(
        charted.TYPED, draft=Draft("multifidus b 30mm; ret 10", 2, "", "none")
    )
    page = bill(desk, charted.signed(house, typed))
    assert "20560" in page
    assert "97810" not in page


def test_codes_of_time_hold_whoever_pays_in_that_country(
    desk: Client, house: House, owner: psycopg.Connection
) -> None:
    session = charted.signed(house)
    page = bill(desk, session)
    assert "No codes of this payer are known here" in page
    owner.execute("UPDATE clinics_clinic SET country = 'US'")
    assert "97810" in bill(desk, session)
    pays(house, "us_va", condition="")
    page = bill(desk, session)
    assert "97810" in page
    assert "Veterans Affairs" in page
    assert "The complaint has no diagnosis code here" in page


def test_a_licence_that_did_not_hold_is_not_named(
    desk: Client, house: House, owner: psycopg.Connection
) -> None:
    session = charted.signed(house)
    owner.execute("UPDATE clinics_credential SET expires = '2026-06-01'")
    assert "none that held on the day" in bill(desk, session)


def test_a_session_is_billed_once_it_is_signed(desk: Client, house: House) -> None:
    answer = desk.get(f"/desk/superbills/{charted.begun(house)}/")
    assert answer.status_code == 409


def test_the_front_desk_bills_and_sees_no_chart(client: Client, house: House) -> None:
    charted.ready(house)
    session = charted.signed(house)
    clinic.sign_in(client, house.desk)
    page = bill(client, session)
    assert "/desk/patients/" in page
    assert "screening/" not in page
    assert "screening/" not in told(client, house)


def test_another_clinics_bill_is_not_found(client: Client, house: House) -> None:
    charted.ready(house)
    session = charted.signed(house)
    clinic.sign_in(client, second(house).practitioner)
    assert client.get(f"/desk/superbills/{session}/").status_code == 404
    assert client.get(url(house, "coverage/")).status_code == 404


def test_queries_of_the_pages(desk: Client, house: House) -> None:
    session = charted.signed(house)
    pages = {url(house, "coverage/"): 15, f"/desk/superbills/{session}/": 10}
    for address, most in pages.items():
        desk.get(address)
        with asked() as queries:
            desk.get(address)
        assert len(queries) == most

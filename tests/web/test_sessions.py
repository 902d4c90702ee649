"""The pages of a session: one screen, one line, signed once; and read again."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import UUID, uuid4

import psycopg
import pytest
from django.core import signing as sealing
from django.test import Client

from deqi.core.needling import Draft
from deqi.operations import events, sessions, shortcuts
from deqi.operations.sessions import Charting
from deqi.web.sessions import keys
from tests import charted, clinic
from tests.charted import CARRIED, LINE
from tests.clinic import MORNING, TODAY, House, asked, at, second, write
from tests.operations.rows import column, one

NEXT_DAY = MORNING + timedelta(days=1, minutes=10)
JSON = {"accept": "application/json"}


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


def url(session: object, verb: str = "") -> str:
    return f"/desk/sessions/{session}/{verb}"


def text(answer: object) -> str:
    return answer.content.decode()  # type: ignore[attr-defined,no-any-return]  # a response of the client


def test_the_screen_shows_the_line_and_asks_the_day(
    desk: Client, open_house: House
) -> None:
    charted.signed(open_house)
    with at(NEXT_DAY):
        page = text(desk.get(url(charted.begun(open_house))))
    assert f"{CARRIED}</textarea>" in page
    assert "Since 23 November" in page
    assert "last time: no" in page
    assert 'name="fact-intoxicated" value="yes"' in page
    assert "checked" not in page
    assert 'name="needles_out" id="id_needles_out" value=""' in page
    assert 'id="session-in">7</output>' in page
    assert "body-chart" in page


def test_the_screen_costs_few_questions(desk: Client, open_house: House) -> None:
    charted.signed(open_house)
    with at(NEXT_DAY):
        session = charted.begun(open_house)
        with asked() as queries:
            assert desk.get(url(session)).status_code == 200
    assert len(queries) == 13


def test_what_is_saved_comes_back(desk: Client, house: House) -> None:
    session = charted.begun(house)
    told = typed(**{"score-NRS": "4", "note": "calm", "lot": "A1"})
    assert desk.post(url(session, "chart/"), told).status_code == 302
    page = text(desk.get(url(session)))
    assert "SP6 b</textarea>" in page
    for field in ('value="7"', 'value="4"', "calm", 'value="A1"', 'value="2"'):
        assert field in page
    assert "Saved." in page


def test_a_script_saves_and_is_told_the_revision(
    desk: Client, house: House, owner: psycopg.Connection
) -> None:
    session = charted.begun(house)
    told = typed(no_event="", events="bruise mild")
    answer = desk.post(url(session, "chart/"), told, headers=JSON)
    assert answer.json() == {"revision": 2}
    again = desk.post(url(session, "chart/"), told, headers=JSON)
    assert again.json() == {"revision": 2}
    assert one(owner, "SELECT revision FROM charting_session") == 2


def test_what_cannot_be_saved_is_shown_as_it_was_typed(
    desk: Client, house: House
) -> None:
    session = charted.begun(house)
    answer = desk.post(url(session, "chart/"), typed("GV3", needles_out="many"))
    assert answer.status_code == 422
    assert "GV3</textarea>" in text(answer)


def test_a_saving_that_comes_again_after_the_signature_shows_it(
    desk: Client, open_house: House
) -> None:
    session = charted.begun(open_house)
    here = {
        "bond": keys.bond(session, open_house.episode),
        "fact-fever_or_chills": "no",
    }
    sent = typed(**here)
    desk.post(url(session, "chart/"), sent, headers=JSON)
    desk.post(url(session, "sign/"), typed(revision=2))
    again = desk.post(url(session, "chart/"), sent, headers=JSON)
    assert again.json() == {"revision": 2, "stops": True}


def test_answers_are_kept_as_whose_they_are(
    desk: Client, open_house: House, owner: psycopg.Connection
) -> None:
    with at(NEXT_DAY):
        session = charted.begun(open_house)
        told = {"fact-fever_or_chills": "no", "fact-intoxicated": "no"}
        sent = typed(bond=keys.bond(session, open_house.episode), **told)
        answer = desk.post(url(session, "chart/"), sent, headers=JSON).json()
    assert (answer["revision"], answer["stops"]) == (2, False)
    assert answer["pass"]
    asked_of = "SELECT fact, speaker, value, via FROM intake_fact WHERE said_on = %s"
    found = owner.execute(asked_of, [NEXT_DAY.date()]).fetchall()
    assert sorted(found) == [
        ("fever_or_chills", "patient", False, "session"),
        ("intoxicated", "practitioner", False, "session"),
    ]


def test_answers_never_go_to_another_session_s_patient(
    desk: Client, open_house: House, owner: psycopg.Connection
) -> None:
    session = charted.begun(open_house)
    stolen = keys.bond(uuid4(), open_house.episode)
    before = column(owner, "SELECT id FROM intake_fact")
    for bond in (stolen, str(open_house.episode), ""):
        sent = typed(bond=bond, **{"fact-fever_or_chills": "yes", "note": bond})
        desk.post(url(session, "chart/"), sent)
    assert len(column(owner, "SELECT id FROM intake_fact")) == len(before)


def test_an_answer_that_forbids_the_needle_is_told_at_once(
    desk: Client, open_house: House
) -> None:
    with at(NEXT_DAY):
        session = charted.begun(open_house)
        told = {
            "bond": keys.bond(session, open_house.episode),
            "fact-intoxicated": "yes",
        }
        answer = desk.post(url(session, "chart/"), typed(**told), headers=JSON)
        assert answer.json()["stops"] is True
        page = text(desk.get(url(session)))
    assert "No needling today" in page
    assert "Said today, and a risk" in page
    assert "today: yes" in page


@pytest.mark.parametrize(
    ("name", "value"),
    [("fact-anticoagulant", "rat poison"), ("fact-fever_or_chills", "perhaps")],
)
def test_an_answer_that_cannot_be_is_refused(
    desk: Client, open_house: House, name: str, value: str
) -> None:
    session = charted.begun(open_house)
    told = typed(**{"bond": keys.bond(session, open_house.episode), name: value})
    assert desk.post(url(session, "chart/"), told).status_code == 422
    answer = desk.post(url(session, "chart/"), told, headers=JSON)
    assert answer.status_code == 422
    assert answer.json()["sentences"]


def test_a_number_is_read_as_one_and_a_word_in_its_place_is_refused(
    desk: Client, open_house: House, owner: psycopg.Connection
) -> None:
    session = charted.begun(open_house)
    here = {"bond": keys.bond(session, open_house.episode)}
    told = typed(**here, **{"fact-platelets": "180,5"})
    assert desk.post(url(session, "chart/"), told).status_code == 302
    fact = "SELECT value FROM intake_fact WHERE fact = 'platelets' AND via = 'session'"
    assert 180.5 in column(owner, fact)
    told = typed(**here, **{"fact-platelets": "many", "revision": 2})
    assert desk.post(url(session, "chart/"), told).status_code == 422


def test_it_is_signed_with_one_form(
    desk: Client, open_house: House, owner: psycopg.Connection
) -> None:
    session = charted.begun(open_house)
    told = typed(**{"score-NRS": "4", "score-PEG": "3,5"})
    answer = desk.post(url(session, "sign/"), told, follow=True)
    page = text(answer)
    assert "Session of 23 November 2026" in page
    assert "7 in, 7 out" in page
    assert "Signed." in page
    scores = "SELECT score FROM outcomes_measurement ORDER BY score"
    assert column(owner, scores) == [3.5, 4]
    again = desk.post(url(session, "sign/"), told)
    assert again.status_code == 302
    assert len(column(owner, scores)) == 2


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"line": "BL23 b 99"}, "takes at most"),
        ({"needles_out": ""}, "add in and out"),
        ({"needles_out": "x"}, "whole number"),
        ({"needles_out": "6"}, "count again"),
        ({"no_event": "", "events": "brise"}, "is no adverse event"),
        ({"events": "bruise mild"}, "Untick none"),
        ({"score-NRS": "bad"}, "as a number"),
        ({"score-NRS": "11"}, "NRS"),
        ({"one_to_one_minutes": "-1"}, "greater than or equal to 0"),
        ({"revision": "7"}, "Somebody else has saved"),
    ],
)
def test_what_is_refused_keeps_what_was_typed(
    desk: Client, open_house: House, more: dict[str, str], told: str
) -> None:
    session = charted.begun(open_house)
    sent = typed(note="a calm note", **more)
    answer = desk.post(url(session, "sign/"), sent)
    page = text(answer)
    assert answer.status_code == 422
    assert told in page
    assert "a calm note" in page
    assert f"{sent['line']}</textarea>" in page
    assert sent["key"] not in page


def test_open_questions_are_shown_where_signing_is_refused(
    desk: Client, house: House
) -> None:
    session = charted.begun(house)
    charted.consented(house)
    answer = desk.post(
        url(session, "sign/"), typed(**{"fact-sudden_severe_pain": "no"})
    )
    page = text(answer)
    assert answer.status_code == 422
    assert "Ask today&#x27;s safety questions first" in page
    assert "Open since the intake" in page
    assert 'name="fact-sudden_severe_pain" value="no" checked' in page
    assert 'name="fact-platelets"' in page


def test_of_two_the_slower_is_told_and_nothing_typed_is_lost(
    desk: Client, open_house: House
) -> None:
    session = charted.signed(open_house)
    answer = desk.post(url(session, "sign/"), typed("GV3 15mm", note="mine"))
    page = text(answer)
    assert answer.status_code == 422
    assert "has signed this session" in page
    assert "GV3 15mm</code> · mine" in page
    told = typed(bond=keys.bond(session, open_house.episode))
    answer = desk.post(url(session, "chart/"), told, headers=JSON)
    assert answer.status_code == 422


def sealed_of(page: str) -> str:
    found = re.search(r'name="pass" value="([^"]+)"', page)
    assert found is not None
    return found[1]


def test_the_preview_follows_the_line_and_writes_nothing(
    desk: Client, open_house: House, owner: psycopg.Connection
) -> None:
    charted.tell(open_house, {"pacemaker_or_icd": True})
    shortcuts.keep(write(open_house.practitioner), "back", "BL23 b 25mm")
    with at(MORNING + timedelta(minutes=2)):
        page = text(desk.get(url(charted.begun(open_house))))
    before = column(owner, "SELECT id FROM audit_event")
    line = "back; GV3 15 ea 2Hz; foo; BL40 b 99; ret 20; GV3 9mm"
    told = {"line": line, "pass": sealed_of(page)}
    with asked() as queries:
        answer = desk.post("/desk/sessions/preview/", told)
    shown = text(answer)
    assert len(queries) == 5
    assert column(owner, "SELECT id FROM audit_event") == before
    assert '<mark class="is-error">foo</mark>' in shown
    assert '<mark class="is-error">ea</mark>' in shown
    assert '<mark class="is-error">99</mark>' in shown
    assert "<strong>BL23</strong> both sides, needled, 25 mm" in shown
    assert "not reviewed by a clinician yet" in shown
    assert "add in and out" not in shown


def test_the_preview_counts_and_warns(desk: Client, open_house: House) -> None:
    page = text(desk.get(url(charted.begun(open_house))))
    told = {"pass": sealed_of(page), "line": "GV1 5mm; GV1 5mm; ret 20"}
    for out, wanted in (("", 0), ("1", 1), ("2", 0)):
        sent = {**told, "needles_out": out}
        shown = text(desk.post("/desk/sessions/preview/", sent))
        assert shown.count("Not every needle is out") == wanted
        assert 'id="session-in" hx-swap-oob="true">2</output>' in shown
    assert '<mark class="is-doubt">' in shown
    assert 'data-retention-minutes="20"' in shown


def test_a_page_that_is_none_of_ours_is_read_with_nothing(desk: Client) -> None:
    sent = {"line": "GV1", "pass": sealing.dumps([[], {}], salt="other")}
    answer = desk.post("/desk/sessions/preview/", sent)
    assert answer.status_code == 422
    assert "Load the page again." in text(answer)


def test_words_are_offered(desk: Client) -> None:
    words = dict(desk.get("/desk/sessions/words/").json()["words"])
    assert words["BL23"].startswith("Shenshu")
    assert {"LU1", "gluteus_medius", "bruise", "ret", "mild"} <= words.keys()


def test_a_session_begins_on_a_form(
    desk: Client, open_house: House, owner: psycopg.Connection
) -> None:
    page = text(desk.get(f"/desk/sessions/begin/{open_house.episode}/"))
    assert "first session" in page
    assert column(owner, "SELECT id FROM charting_session") == []
    visit = clinic.book(open_house)
    begin = f"/desk/sessions/begin/{open_house.episode}/{visit}/"
    answer = desk.post(begin, {"key": str(uuid4())})
    assert answer.headers["Location"] == url(
        one(owner, "SELECT id FROM charting_session")
    )


def test_the_history_goes_on_by_pages(
    desk: Client, open_house: House, owner: psycopg.Connection
) -> None:
    here = f"/desk/sessions/?episode={open_house.episode}"
    assert "No session yet" in text(desk.get(here))
    told = Charting(Draft(LINE, 5, "", "bruise mild"))
    session = charted.signed(open_house, told)
    sessions.amend(write(open_house.practitioner), session, text="more")
    charted.copies(owner, session, 2000)
    with asked() as queries:
        page = text(desk.get(here))
    assert len(queries) == 9
    assert "1 adverse event" in page
    assert "amended" in page
    older = re.search(r"after=([0-9a-f-]{36})", page)
    assert older is not None
    page = text(desk.get(f"{here}&after={older[1]}"))
    assert page.count("<tr>") == 26
    assert "Newest" in page
    assert desk.get("/desk/sessions/").status_code == 404
    assert desk.get("/desk/sessions/?episode=x").status_code == 404


def test_a_signed_session_is_added_to(desk: Client, open_house: House) -> None:
    line = 'BL23 b 90 why "tall"; ret 20; in 2 out 2; ae none'
    told = Charting(Draft(line), {}, "slept well", 12)
    session = charted.signed(open_house, told)
    empty = desk.post(url(session, "amend/"), {"key": str(uuid4()), "text": ""})
    assert empty.status_code == 422
    blank = {"key": "", "text": "BL40 too"}
    assert "has no key" in text(desk.post(url(session, "amend/"), blank))
    sent = {"key": str(uuid4()), "text": "BL40 too"}
    page = text(desk.post(url(session, "amend/"), sent, follow=True))
    for told_there in ("BL40 too", "slept well", "Overruled", "tall", "Added."):
        assert told_there in page
    assert "This is not what was signed" not in page


def test_what_is_open_is_not_amended(desk: Client, house: House) -> None:
    session = charted.begun(house)
    sent = {"key": str(uuid4()), "text": "more"}
    answer = desk.post(url(session, "amend/"), sent)
    assert answer.headers["Location"] == url(session)


def test_shortcuts_are_kept_and_dropped(
    desk: Client, house: House, owner: psycopg.Connection
) -> None:
    here = "/desk/sessions/shortcuts/"
    assert "None yet" in text(desk.get(here))
    bad = {"key": str(uuid4()), "word": "bl23", "line": "GV3"}
    answer = desk.post(here, bad)
    assert answer.status_code == 422
    assert "choose another word" in text(answer)
    good = {"key": str(uuid4()), "word": "Back", "line": "BL23 b"}
    assert "BL23 b" in text(desk.post(here, good, follow=True))
    kept = one(owner, "SELECT id FROM charting_shortcut")
    desk.post(f"{here}{kept}/drop/", {"key": str(uuid4())})
    assert column(owner, "SELECT id FROM charting_shortcut") == []


def test_events_since_the_last_session_are_told(
    desk: Client, open_house: House
) -> None:
    charted.signed(open_house)
    with at(NEXT_DAY):
        told = events.Happened("pneumothorax", 3, TODAY)
        events.report(write(open_house.practitioner), open_house.episode, told)
        page = text(desk.get(url(charted.begun(open_house))))
    assert "air between lung and chest wall, grade 3" in page


GETS = ("", "shortcuts/", "words/", "{session}/", "begin/{episode}/")


@pytest.mark.parametrize("path", GETS)
def test_who_is_no_practitioner_is_shown_nothing(
    client: Client, house: House, path: str
) -> None:
    session: UUID = charted.begun(house)
    here = "/desk/sessions/" + path.format(session=session, episode=house.episode)
    assert client.get(here).status_code == 302
    clinic.sign_in(client, house.desk)
    assert client.get(here).status_code == 403


def test_another_clinic_finds_nothing(client: Client, house: House) -> None:
    session = charted.begun(house)
    clinic.sign_in(client, second(house).practitioner)
    assert client.get(url(session)).status_code == 404
    assert client.get(f"/desk/sessions/?episode={house.episode}").status_code == 404
    for verb in ("chart/", "sign/"):
        assert client.post(url(session, verb), typed()).status_code == 404

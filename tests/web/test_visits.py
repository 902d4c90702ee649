"""Pages of the diary: today, any day, one visit booked, moved, cancelled, stepped."""

from __future__ import annotations

import re
from datetime import time, timedelta
from uuid import UUID, uuid4

import psycopg
import pytest
from django.test import Client

from deqi.core.visits import Step
from deqi.operations import doubles, episodes, patients, tasks, visits
from tests import charted, clinic
from tests.clinic import TODAY, House, asked, book, write
from tests.operations.rows import column, one

TOMORROW = TODAY + timedelta(days=1)


@pytest.fixture
def desk(client: Client, house: House) -> Client:
    clinic.sign_in(client, house.desk)
    return client


def text(client: Client, url: str, status: int = 200) -> str:
    answer = client.get(url)
    assert answer.status_code == status
    return " ".join(answer.content.decode().split())


def slot(house: House, **other: object) -> dict[str, object]:
    told: dict[str, object] = {
        "key": uuid4(),
        "episode": house.episode,
        "purpose": "treatment",
        "practitioner": house.works,
        "on": TODAY.isoformat(),
        "at": "10:00",
        "minutes": 30,
        "room": house.room,
        "note": "",
    }
    return told | other


class TestDay:
    def test_lists_who_comes_and_what_matters(self, desk: Client, house: House) -> None:
        book(house, 14)
        tasks.add(write(house.desk), "Ring", due_on=TODAY, patient=house.patient)
        page = text(desk, "/desk/")
        assert "Monday 23 November 2026 · 1 visit" in page
        assert "14:00" in page
        assert "Ada Example" in page
        assert "No consent" in page
        assert "1 task due" in page
        assert "Not screened" not in page

    def test_an_empty_day_says_what_to_do(self, desk: Client) -> None:
        assert "No visits on this day" in text(desk, "/desk/")

    def test_another_day_by_its_address(self, desk: Client, house: House) -> None:
        book(house, 9, on=TOMORROW)
        page = text(desk, f"/desk/visits/?on={TOMORROW}")
        assert "Tuesday 24 November 2026 · 1 visit" in page
        assert f"?on={TODAY}" in page

    @pytest.mark.parametrize("on", ["", "soon", "2026-02-30"])
    def test_a_day_that_is_none_is_today(self, desk: Client, on: str) -> None:
        assert "<h1>Today</h1>" in text(desk, f"/desk/visits/?on={on}")

    def test_a_practitioner_sees_their_own_until_they_ask_for_all(
        self, client: Client, house: House
    ) -> None:
        other = clinic.hire(
            house.network, house.clinic, house.practitioner.role, "other@x.example.org"
        )
        book(house)
        clinic.sign_in(client, other)
        assert "Ada Example" not in text(client, "/desk/")
        page = text(client, "/desk/visits/?all=1")
        assert "Ada Example" in page
        assert "Not screened" in page
        assert f"/desk/sessions/begin/{house.episode}/" in page

    def test_a_practitioner_sees_the_last_scores_as_a_line(
        self, client: Client, house: House
    ) -> None:
        charted.ready(house)
        charted.signed(house)
        book(house, on=TOMORROW)
        clinic.sign_in(client, house.practitioner)
        page = text(client, f"/desk/visits/?on={TOMORROW}")
        assert "last scores: 4" in page
        assert "New" not in page

    def test_the_session_of_a_visit_is_opened_from_it(
        self, client: Client, house: House
    ) -> None:
        session = charted.begun(house, book(house))
        clinic.sign_in(client, house.practitioner)
        assert f"/desk/sessions/{session}/" in text(client, "/desk/")

    @pytest.mark.parametrize("who", ["desk", "practitioner"])
    def test_asks_as_much_however_many_come(
        self, client: Client, house: House, who: str
    ) -> None:
        for hour in range(9, 17):
            book(house, hour)
        clinic.sign_in(client, getattr(house, who))
        text(client, "/desk/")
        with asked() as queries:
            text(client, "/desk/visits/?all=1")
        assert len(queries) == {"desk": 9, "practitioner": 10}[who]

    def test_is_for_the_desk_alone(self, client: Client, house: House) -> None:
        assert client.get("/desk/").status_code == 302
        clinic.sign_in(client, clinic.joined(house, "pat@example.org"))
        assert client.get("/desk/").status_code == 403


class TestBooking:
    def url(self, house: House) -> str:
        return f"/desk/visits/book/{house.patient}/"

    def test_books_and_goes_to_the_day(self, desk: Client, house: House) -> None:
        page = text(desk, self.url(house))
        assert "Since 23 November 2026" in page
        assert f'value="{house.works}" selected' in page
        answer = desk.post(self.url(house), slot(house), follow=True)
        assert answer.redirect_chain == [(f"/desk/visits/?on={TODAY}", 302)]
        assert "The visit is booked." in answer.content.decode()
        assert "Room 1" in answer.content.decode()

    def test_the_form_sent_twice_books_once(
        self, desk: Client, house: House, owner: psycopg.Connection
    ) -> None:
        sent = slot(house)
        for _ in range(2):
            assert desk.post(self.url(house), sent).status_code == 302
        assert one(owner, "SELECT count(*) FROM diary_visit") == 1

    def test_a_time_that_is_taken_keeps_what_was_typed(
        self, desk: Client, house: House
    ) -> None:
        desk.post(self.url(house), slot(house))
        sent = slot(house, at="10:15", room="", note="by taxi")
        answer = desk.post(self.url(house), sent)
        page = answer.content.decode()
        assert answer.status_code == 422
        assert "already has a visit then; choose another." in page
        assert 'value="by taxi"' in page
        assert 'value="10:15"' in page

    def test_a_field_left_out_is_named(self, desk: Client, house: House) -> None:
        answer = desk.post(self.url(house), slot(house, at=""))
        assert answer.status_code == 422
        assert "Begins at" in answer.content.decode()

    def test_without_an_episode_there_is_nothing_to_book(
        self, desk: Client, house: House
    ) -> None:
        newcomer = patients.register(write(house.desk), clinic.ADA)
        page = text(desk, f"/desk/visits/book/{newcomer}/")
        assert f"/desk/patients/{newcomer}/episode/" in page
        episodes.open_episode(write(house.desk), newcomer)
        assert "Book the visit" in text(desk, f"/desk/visits/book/{newcomer}/")

    def test_of_two_episodes_that_go_on_one_is_chosen(
        self, desk: Client, house: House, owner: psycopg.Connection
    ) -> None:
        twin = charted.merged_before(house, owner)
        url = f"/desk/visits/book/{twin}/"
        page = text(desk, url)
        for number in (1, 2):
            assert f"Since 23 November 2026, no. {number}</option>" in page
        assert '<option value="" selected>Choose</option>' in page
        assert desk.post(url, slot(house, episode="")).status_code == 422
        assert desk.post(url, slot(house)).status_code == 302

    def test_another_clinics_patient_is_not_there(
        self, desk: Client, house: House
    ) -> None:
        other = clinic.second(house)
        text(desk, self.url(other), 404)


def times(page: str) -> list[str]:
    """Return what is said of the times of a day, row by row."""
    box = page.split('id="taken"')[1].split("</section>")[0]
    words = re.sub(r"<[^>]*>", " ", box).split("Taken on")[1]
    assert "at this clinic" in words
    words = (
        words.replace(", at this clinic", "")
        .replace("Show what is taken", "")
        .replace("\N{EN DASH}", "-")
    )
    return words.split()


class TestTaken:
    def url(self, house: House) -> str:
        return f"/desk/visits/book/{house.patient}/"

    def test_shows_what_is_taken_today(self, desk: Client, house: House) -> None:
        book(house, 9)
        page = text(desk, self.url(house))
        told = "Monday 23 November 2026 Needles Example 09:00-09:30"
        assert " ".join(times(page)).startswith(told)
        # Of the patient, who has that visit, too; no room is chosen yet.
        assert "Ada Example 09:00-09:30" in " ".join(times(page))
        assert "Room 1" not in times(page)

    def test_looks_at_another_day_and_a_room_and_keeps_what_was_typed(
        self, desk: Client, house: House, owner: psycopg.Connection
    ) -> None:
        other = episodes.open_episode(
            write(house.desk), patients.register(write(house.desk), clinic.ADA)
        )
        place = visits.Slot(house.works, TOMORROW, time(11), 30, house.room)
        visits.book(write(house.desk), other, place)
        sent = slot(house, on=TOMORROW, note="by taxi", look="1")
        answer = desk.post(self.url(house), sent)
        assert answer.status_code == 200
        page = " ".join(answer.content.decode().split())
        told = " ".join(times(page))
        assert "Tuesday 24 November 2026 Needles Example 11:00-11:30" in told
        assert "Room 1 11:00-11:30 Ada Example nothing yet" in told
        assert 'value="by taxi"' in page
        assert "has-error" not in page
        assert one(owner, "SELECT count(*) FROM diary_visit") == 1

    @pytest.mark.parametrize("wrong", ["", "soon", "9999-12-31"])
    def test_what_cannot_be_read_is_today_and_who_usually_treats(
        self, desk: Client, house: House, wrong: str
    ) -> None:
        sent = slot(house, on=wrong, practitioner="nobody", room="x", look="1")
        answer = desk.post(self.url(house), sent)
        told = " ".join(times(answer.content.decode()))
        assert told.startswith("Monday 23 November 2026 Needles Example nothing yet")

    def test_a_day_that_the_address_names_is_looked_at(
        self, desk: Client, house: House
    ) -> None:
        book(house, 9, on=TOMORROW)
        page = text(desk, f"{self.url(house)}?on={TOMORROW}")
        assert "09:00-09:30" in times(page)

    def test_what_holds_its_time_no_more_is_not_taken(
        self, desk: Client, house: House
    ) -> None:
        visits.cancel(write(house.desk), book(house, 9))
        with clinic.at(clinic.MORNING + timedelta(hours=3)):
            visits.step(write(house.desk), book(house, 10), Step.MISSED)
            assert times(text(desk, self.url(house))).count("nothing") == 2

    def test_a_visit_takes_nothing_from_itself(
        self, desk: Client, house: House
    ) -> None:
        place = visits.Slot(house.works, TOMORROW, time(9), 30, house.room)
        visit = visits.book(write(house.desk), house.episode, place)
        book(house, 14, on=TOMORROW)
        told = " ".join(times(text(desk, f"/desk/visits/{visit}/move/")))
        assert told == (
            "Tuesday 24 November 2026 Needles Example 14:00-14:30"
            " Room 1 nothing yet Ada Example 14:00-14:30"
        )

    def test_what_is_booked_under_an_earlier_number_counts(
        self, desk: Client, house: House
    ) -> None:
        book(house, 9)
        twin = patients.register(write(house.desk), clinic.ADA)
        doubles.merge(write(house.manager), house.patient, into=twin)
        page = text(desk, f"/desk/visits/book/{twin}/")
        assert "Ada Example 09:00-09:30" in " ".join(times(page))

    @pytest.mark.parametrize("verb", ["book", "move"])
    def test_asks_in_few_queries(self, desk: Client, house: House, verb: str) -> None:
        visit, *_ = [book(house, hour) for hour in range(9, 17)]
        url = self.url(house) if verb == "book" else f"/desk/visits/{visit}/move/"
        text(desk, url)
        with asked() as queries:
            text(desk, url)
        assert len(queries) == {"book": 13, "move": 14}[verb]


class TestChanging:
    def test_moves(self, desk: Client, house: House) -> None:
        visit = book(house)
        page = text(desk, f"/desk/visits/{visit}/move/")
        assert 'value="10:00"' in page
        sent = slot(house, on=TOMORROW, at="11:00")
        answer = desk.post(f"/desk/visits/{visit}/move/", sent)
        assert answer.headers["Location"] == f"/desk/visits/?on={TOMORROW}"

    def test_a_move_that_is_refused_says_why(self, desk: Client, house: House) -> None:
        visit = book(house)
        sent = slot(house, on=TODAY - timedelta(days=1))
        answer = desk.post(f"/desk/visits/{visit}/move/", sent)
        assert answer.status_code == 422
        assert "This day is over" in answer.content.decode()

    def test_cancels_with_a_word_of_why(
        self, desk: Client, house: House, owner: psycopg.Connection
    ) -> None:
        visit = book(house)
        assert "Ada Example, Monday 23 November at 10:00" in text(
            desk, f"/desk/visits/{visit}/cancel/"
        )
        sent = {"key": uuid4(), "why": "has a cold"}
        answer = desk.post(f"/desk/visits/{visit}/cancel/", sent, follow=True)
        assert "its time is free" in answer.content.decode()
        assert one(owner, "SELECT cancelled_why FROM diary_visit") == "has a cold"
        again = desk.post(f"/desk/visits/{visit}/cancel/", {"key": uuid4()})
        assert again.status_code == 422
        assert "is cancelled" in again.content.decode()

    def test_another_clinics_visit_is_not_there(
        self, desk: Client, house: House
    ) -> None:
        visit = book(clinic.second(house))
        for verb in ("move", "cancel"):
            text(desk, f"/desk/visits/{visit}/{verb}/", 404)
        answer = step(desk, visit, "arrived")
        assert answer.status_code == 404


def step(client: Client, visit: UUID, to: str, **more: object) -> object:
    told = {"key": uuid4(), "to": to, "on": TODAY.isoformat(), **more}
    return client.post(f"/desk/visits/{visit}/step/", told)


class TestSteps:
    def test_a_button_takes_a_visit_on(
        self, desk: Client, house: House, owner: psycopg.Connection
    ) -> None:
        visit = book(house)
        assert "Is here" in text(desk, "/desk/")
        answer = step(desk, visit, "arrived")
        assert answer.headers["Location"] == f"/desk/visits/?on={TODAY}"
        assert "Not here after all" in text(desk, "/desk/")
        asked_ = "SELECT step FROM diary_visitstep ORDER BY entered_at"
        assert column(owner, asked_) == ["booked", "arrived"]

    def test_goes_back_to_all_or_to_today(self, desk: Client, house: House) -> None:
        visit = book(house)
        answer = step(desk, visit, "arrived", on="", all="1")
        assert answer.headers["Location"] == "/desk/?all=1"

    @pytest.mark.parametrize(
        ("to", "why"), [("flown", "no such step"), ("done", "cannot become done")]
    )
    def test_a_step_that_cannot_be_is_refused_in_words(
        self, desk: Client, house: House, to: str, why: str
    ) -> None:
        step(desk, book(house), to)
        page = text(desk, f"/desk/visits/?on={TODAY}")
        # Within what a script puts into the page.
        assert why in page.split('id="day"')[1]

    def test_who_comes_after_all_to_a_time_that_is_taken_is_told_so(
        self, desk: Client, house: House
    ) -> None:
        with clinic.at(clinic.MORNING + timedelta(hours=2)):
            visit = book(house, 10)
            step(desk, visit, "missed")
            book(house, 10, 5)
            step(desk, visit, "arrived")
            page = text(desk, f"/desk/visits/?on={TODAY}")
        assert "Needles Example already has a visit then; book another time." in page
        assert "Did not come" in page

    def test_a_manager_steps_nothing(self, client: Client, house: House) -> None:
        visit = book(house)
        clinic.sign_in(client, house.manager)
        assert step(client, visit, "arrived").status_code == 403

    def test_an_address_does_nothing_by_itself(
        self, desk: Client, house: House
    ) -> None:
        assert desk.get(f"/desk/visits/{book(house)}/step/").status_code == 405

"""The pages behind a link, as its holder meets them."""

from __future__ import annotations

import html
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest
from django.test import Client

from deqi.operations import episodes, links, tasks_reads
from deqi.operations.links import Purpose
from deqi.operations.operation import fresh_key
from deqi.web.links.forms import NONE
from tests import clinic
from tests.clinic import MORNING, House, read, write


def address(house: House, purpose: Purpose = Purpose.CHECK_IN) -> str:
    call = write(house.practitioner)
    links.make(call, house.episode, purpose)
    return f"/q/{links.token(call)}"


def answers(page: Any, **more: Any) -> dict[str, Any]:
    """Return a whole check-in: some pain, and nothing that alarms."""
    form = page.context["form"]
    told: dict[str, Any] = {"key": str(fresh_key()), "NRS": "6", "SLEEP_NRS": "2"}
    told |= {name: [NONE] for name in form.fields if name.startswith("list_")}
    told |= {each.fact: each.levels[0] for each in form.sheet.questions if each.levels}
    return told | more


def stored(owner: psycopg.Connection) -> dict[str, Any]:
    return dict(owner.execute("SELECT fact, value FROM intake_fact").fetchall())


def end(house: House) -> None:
    episodes.discharge(write(house.practitioner), house.episode, note="Well again.")


def revoke(house: House, where: str) -> None:
    opened = links.opened(where.removeprefix("/q/"))
    links.revoke(write(house.desk), opened.id)


class TestCheckIn:
    def test_asks_in_few_queries_and_is_kept_out_of_sight(
        self, client: Client, house: House
    ) -> None:
        where = address(house)
        with clinic.asked() as queries:
            page = client.get(where)
        assert page.status_code == 200
        assert len(queries) == 11, queries
        assert page.headers["Referrer-Policy"] == "no-referrer"
        assert "noindex" in page.headers["X-Robots-Tag"]
        assert "no-store" in page.headers["Cache-Control"]
        assert "Ada" not in page.content.decode()

    def test_nothing_is_chosen_beforehand(self, client: Client, house: House) -> None:
        assert "checked" not in client.get(address(house)).content.decode()

    def test_keeps_what_was_said_and_thanks(
        self, client: Client, house: House, owner: psycopg.Connection
    ) -> None:
        where = address(house)
        page = client.get(where)
        said = answers(page, pain_regions=["low_back_left"])
        done = client.post(where, said, follow=True)
        assert done.status_code == 200
        assert "it has arrived" in done.content.decode()
        kept = stored(owner)
        assert kept["pain_regions"] == ["low_back_left"]
        assert kept["anticoagulant"] == "none"
        assert kept["saddle_numbness"] is kept["fever_or_chills"] is False
        scores = "SELECT instrument, score FROM outcomes_measurement ORDER BY 1"
        assert owner.execute(scores).fetchall() == [("NRS", 6), ("SLEEP_NRS", 2)]

    def test_works_without_any_cookie_and_from_no_origin(self, house: House) -> None:
        strict = Client(enforce_csrf_checks=True)
        where = address(house)
        said = answers(strict.get(where))
        strict.cookies.clear()
        assert strict.post(where, said, HTTP_ORIGIN="null").status_code == 302

    def test_sent_twice_is_kept_once(
        self, client: Client, house: House, owner: psycopg.Connection
    ) -> None:
        where = address(house)
        said = answers(client.get(where))
        first, second = client.post(where, said), client.post(where, said)
        assert (first.status_code, second.status_code) == (302, 200)
        count = "SELECT count(*) FROM outcomes_measurement WHERE instrument = 'NRS'"
        assert owner.execute(count).fetchone() == (1,)

    def test_what_is_not_ticked_beside_something_stays_unknown(
        self, client: Client, house: House, owner: psycopg.Connection
    ) -> None:
        where = address(house)
        page = client.get(where)
        client.post(where, answers(page, list_0=["both_legs_pain_new"]))
        kept = stored(owner)
        assert kept["both_legs_pain_new"] is True
        assert "saddle_numbness" not in kept

    def test_an_emergency_is_told_at_once_and_to_the_clinic(
        self, client: Client, house: House
    ) -> None:
        where = address(house)
        page = client.get(where)
        said = answers(page, list_0=["bladder_change"])
        done = client.post(where, said, follow=True).content.decode()
        assert 'href="tel:999"' in done
        assert "116 123" in done
        assert "111" in done
        (task,) = tasks_reads.listed(read(house.desk))
        assert task.urgency == "emergency"
        assert 'href="tel:999"' in client.get(where).content.decode()

    def test_what_a_doctor_must_see_is_no_thank_you(
        self, client: Client, house: House
    ) -> None:
        where = address(house)
        said = answers(client.get(where), list_1=["fever_or_chills"])
        done = client.post(where, said, follow=True).content.decode()
        assert "speak with a doctor" in done

    @pytest.mark.parametrize(
        ("wrong", "sentence"),
        [
            ({"list_0": []}, "or “None of these”"),
            ({"list_0": [NONE, "bladder_change"]}, "also none of these"),
            ({"NRS": ""}, "required"),
            ({"NRS": "11"}, "valid choice"),
        ],
    )
    def test_bad_input_comes_back_with_what_was_chosen(
        self, client: Client, house: House, wrong: dict[str, Any], sentence: str
    ) -> None:
        where = address(house)
        page = client.get(where)
        again = client.post(where, answers(page, pain_regions=["hip_left"]) | wrong)
        assert again.status_code == 422
        text = again.content.decode()
        assert sentence in text
        assert 'value="hip_left"' in text
        assert client.post(where, answers(page)).status_code == 302

    def test_a_refusal_of_the_records_comes_back_to_the_form(
        self, client: Client, house: House
    ) -> None:
        where = address(house)
        again = client.post(where, answers(client.get(where)) | {"key": "none"})
        assert again.status_code == 422
        assert "load the page again" in again.content.decode()

    def test_an_old_link_says_what_to_do(self, client: Client, house: House) -> None:
        where = address(house)
        with clinic.at(MORNING + timedelta(hours=80)):
            page = client.get(where)
        assert page.status_code == 410
        assert "Ask Garden Clinic" in page.content.decode()

    def test_what_was_typed_stays_when_the_episode_has_ended(
        self, client: Client, house: House
    ) -> None:
        where = address(house)
        said = answers(client.get(where), pain_regions=["hip_left"])
        end(house)
        again = client.post(where, said)
        assert again.status_code == 422
        text = again.content.decode()
        assert "Your treatment has ended, so nothing was sent." in text
        assert 'value="hip_left"' in text
        assert 'value="6" id="id_NRS_6" checked' in text

    @pytest.mark.parametrize("purpose", [Purpose.CHECK_IN, Purpose.INTAKE])
    def test_a_link_of_an_ended_episode_says_so(
        self, client: Client, house: House, purpose: Purpose
    ) -> None:
        where = address(house, purpose)
        end(house)
        page = client.get(where)
        assert page.status_code == 410
        assert "This treatment has ended" in page.content.decode()

    @pytest.mark.parametrize("purpose", Purpose)
    def test_a_revoked_link_says_so(
        self, client: Client, house: House, purpose: Purpose
    ) -> None:
        where = address(house, purpose)
        revoke(house, where)
        page = client.get(where)
        assert page.status_code == 410
        assert "has taken this link back" in page.content.decode()

    def test_a_revoked_link_opens_to_nothing_that_is_sent_to_it(
        self, client: Client, house: House
    ) -> None:
        where = address(house)
        page = client.get(where)
        asked = page.context["form"].sheet.questions[0].text
        assert asked in html.unescape(page.content.decode())
        revoke(house, where)
        for said in ({"x": "1"}, answers(page)):
            again = client.post(where, said)
            text = html.unescape(again.content.decode())
            assert again.status_code == 410
            assert "has taken this link back" in text
            assert asked not in text

    def test_of_an_old_link_that_is_said_beside_what_else_is_wrong(
        self, client: Client, house: House
    ) -> None:
        where = address(house)
        said = answers(client.get(where), pain_regions=["hip_left"]) | {"NRS": ""}
        with clinic.at(MORNING + timedelta(hours=80)):
            again = client.post(where, said)
            empty = client.post(where)
        assert again.status_code == 422
        text = again.content.decode()
        assert "This link is too old; nothing was sent." in text
        assert "required" in text
        assert 'value="hip_left"' in text
        assert empty.status_code == 410

    def test_an_unknown_link_is_not_there(self, client: Client, house: House) -> None:
        page = client.get("/q/nonsense")
        assert page.status_code == 404
        assert "not known" in page.content.decode()


class TestAccount:
    def test_leads_to_an_account_first(self, client: Client, house: House) -> None:
        where = address(house, Purpose.SIGN_IN)
        page = client.get(where).content.decode()
        assert f"/accounts/signup/?next={where}" in page
        assert client.post(f"{where}/claim/").headers["Location"] == where

    def test_makes_whoever_signed_in_the_patient(
        self, client: Client, house: House
    ) -> None:
        from deqi.records.accounts.models import User

        user = User.objects.create_user("ada@example.org", "x")
        client.force_login(
            user, backend="allauth.account.auth_backends.AuthenticationBackend"
        )
        where = address(house, Purpose.SIGN_IN)
        page = client.get(where)
        assert page.headers["Referrer-Policy"] == "same-origin"
        done = client.post(f"{where}/claim/", {"key": str(page.context["key"])})
        assert urlsplit(done.headers["Location"]).path == "/me/"
        assert client.get(where).status_code == 410

    def test_an_old_one_is_over(self, client: Client, house: House) -> None:
        where = address(house, Purpose.SIGN_IN)
        with clinic.at(MORNING + timedelta(hours=80)):
            assert client.get(where).status_code == 410


class TestIntake:
    def test_opens_the_intake_for_its_holder(
        self, client: Client, house: House
    ) -> None:
        where = address(house, Purpose.INTAKE)
        assert client.get(where).headers["Location"] == "/me/intake/"
        token = where.removeprefix("/q/")
        assert client.session["link"] == links.digest(token) != token

    def test_opens_it_to_no_cookie_of_before(
        self, client: Client, house: House
    ) -> None:
        client.post("/places/")
        client.session.save()
        before = client.session.session_key
        answer = client.get(address(house, Purpose.INTAKE))
        assert client.session.session_key != before
        assert not answer.cookies["session"]["max-age"]

    def test_not_while_somebody_else_is_signed_in(
        self, client: Client, house: House
    ) -> None:
        clinic.sign_in(client, clinic.joined(house, "pat@example.org"))
        page = client.get(address(house, Purpose.INTAKE))
        assert page.status_code == 409
        assert "Sign out" in page.content.decode()

    def test_an_old_one_is_over(self, client: Client, house: House) -> None:
        where = address(house, Purpose.INTAKE)
        with clinic.at(MORNING + timedelta(days=15)):
            assert client.get(where).status_code == 410

    def test_ends_for_who_is_in_it_when_the_link_is_revoked(
        self, client: Client, house: House
    ) -> None:
        where = address(house, Purpose.INTAKE)
        assert client.get(where, follow=True).status_code == 200
        revoke(house, where)
        page = client.get("/me/intake/")
        assert page.status_code == 409
        text = page.content.decode()
        assert "Your clinic has taken this link back; nothing more is taken" in text
        assert "what you told before is kept" in text
        assert "link" not in client.session
        again = client.get("/me/intake/")
        assert urlsplit(again.headers["Location"]).path == "/accounts/login/"

"""Signing in and out: who gets in, where they come, and how long they stay."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from django.core.cache import caches
from django.core.mail import EmailMessage
from django.db import connections
from django.test import Client, RequestFactory, override_settings

from deqi.config.env import SignOn
from deqi.config.providers import providers
from deqi.core.roles import Role
from deqi.operations import accounts, staff
from deqi.operations.callers import Actor
from deqi.records.accounts.models import User
from deqi.web import asking
from deqi.web.accounts import invitations
from tests import clinic
from tests.clinic import MORNING, PASSWORD, House, write

LOGIN = "/accounts/login/"
CODE = re.compile(r"\n([A-Z0-9]{4}-[A-Z0-9]{4})\n")


def email_of(actor: Actor) -> str:
    return User.objects.get(pk=actor.user).email


def enter(client: Client, email: str, password: str = PASSWORD) -> Any:
    return client.post(LOGIN, {"login": email, "password": password})


@pytest.fixture
def desk(house: House) -> str:
    """Give the front desk a password; return the address they sign in with."""
    user = User.objects.get(pk=house.desk.user)
    user.set_password(PASSWORD)
    user.save()
    return user.email


class TestSigningIn:
    def test_leads_to_where_the_work_begins(self, client: Client, desk: str) -> None:
        assert enter(client, desk).headers["Location"] == "/desk/"
        assert client.get("/places/").status_code == 200

    def test_gets_a_new_session(self, client: Client, desk: str) -> None:
        client.get("/accounts/signup/")
        client.session["x"] = 1
        before = client.session.session_key
        enter(client, desk)
        assert client.session.session_key != before

    def test_asks_several_roles_where_to_work(
        self, client: Client, house: House, desk: str
    ) -> None:
        colleague = staff.Colleague(desk, "Desk Example", Role.CLINIC_MANAGER)
        staff.add(write(house.manager), colleague)
        assert enter(client, desk).headers["Location"] == "/places/"
        page = client.get("/places/")
        held = page.context["places"]
        assert [each.role for each in held] == ["Manager of the clinic", "Front desk"]
        assert {each.where for each in held} == {"Garden Clinic"}
        chosen = client.post("/places/", {"place": held[0].place})
        assert chosen.headers["Location"] == "/network/"
        assert client.get("/places/").context["places"][0].is_chosen
        elsewhere = client.post("/places/", {"place": "practitioner@elsewhere"})
        assert elsewhere.headers["Location"] == "/places/"

    def test_a_manager_of_the_network_works_at_all_clinics(
        self, client: Client, house: House
    ) -> None:
        assert enter(client, email_of(house.network)).headers["Location"] == "/network/"
        (only,) = client.get("/places/").context["places"]
        assert only.where == "All clinics"

    def test_who_belongs_nowhere_may_become_a_patient(
        self, client: Client, house: House
    ) -> None:
        user = User.objects.create_user("nobody@example.org", PASSWORD)
        accounts.add_address(user, proven=True)
        enter(client, user.email)
        assert 'href="/book/"' in client.get("/places/").content.decode()

    def test_a_wrong_password_keeps_the_address(
        self, client: Client, desk: str
    ) -> None:
        page = enter(client, desk, "not the pass phrase")
        assert page.status_code == 200
        assert f'value="{desk}"' in page.content.decode()

    def test_an_unproven_address_has_to_be_proven_first(
        self, client: Client, house: House, outbox: list[EmailMessage]
    ) -> None:
        user = User.objects.create_user("new@example.org", PASSWORD)
        accounts.add_address(user, proven=False)
        enter(client, user.email)
        assert "/places/" in client.get("/places/").headers["Location"]
        (mail,) = outbox
        code = CODE.search(str(mail.body))
        assert code
        done = client.post("/accounts/confirm-email/", {"code": code[1]})
        assert done.headers["Location"] == "/places/"

    def test_by_a_code_that_names_nothing_of_health(
        self, client: Client, house: House, outbox: list[EmailMessage]
    ) -> None:
        pat = clinic.joined(house, "pat@example.org")
        assert pat.user is not None
        accounts.prove_address(pat.user)
        client.post("/accounts/login/code/", {"email": "pat@example.org"})
        (mail,) = outbox
        assert mail.message().get_content_type() == "text/plain"
        code = CODE.search(str(mail.body))
        assert code
        done = client.post("/accounts/login/code/confirm/", {"code": code[1]})
        assert done.headers["Location"] == "/me/"

    def test_single_sign_on_is_offered_only_where_it_is_set_up(
        self, client: Client
    ) -> None:
        assert "Single sign-on" not in client.get(LOGIN).content.decode()
        offered = providers(SignOn("https://id.example.org", "deqi", "-"))
        with override_settings(SOCIALACCOUNT_PROVIDERS=offered):
            assert "Single sign-on" in client.get(LOGIN).content.decode()


class TestLock:
    def test_closes_after_five_tries_and_says_until_when(
        self, client: Client, desk: str
    ) -> None:
        for _ in range(4):
            assert enter(client, desk, "wrong").status_code == 200
        locked = enter(client, desk, "wrong")
        assert locked.status_code == 429
        assert "for 1 hour" in locked.content.decode()
        assert enter(client, desk).status_code == 429

    def test_says_of_no_name_whether_it_is_known(self, client: Client) -> None:
        for _ in range(4):
            enter(client, "stranger@example.org", "wrong")
        assert enter(client, "stranger@example.org", "wrong").status_code == 429

    def test_one_name_locks_no_other(self, client: Client, desk: str) -> None:
        for _ in range(5):
            enter(client, "stranger@example.org", "wrong")
        assert enter(client, desk).status_code == 302

    def test_a_name_of_ones_own_sets_no_other_free(
        self, client: Client, house: House, desk: str
    ) -> None:
        user = User.objects.create_user("thief@example.org", PASSWORD)
        accounts.add_address(user, proven=True)
        for _ in range(4):
            enter(client, desk, "wrong")
        assert enter(Client(), user.email).status_code == 302
        assert enter(client, desk, "wrong").status_code == 429

    def test_a_name_is_one_however_it_is_written(
        self, client: Client, desk: str
    ) -> None:
        for each in (desk.upper(), f" {desk}", desk.title(), f"{desk} "):
            assert enter(client, each, "wrong").status_code == 200
        assert enter(client, desk, "wrong").status_code == 429

    def test_behind_a_proxy_counts_by_the_address_that_it_adds(
        self, client: Client, desk: str
    ) -> None:
        form = {"login": desk, "password": "wrong"}
        with override_settings(ALLAUTH_TRUSTED_PROXY_COUNT=1):
            tries = [
                client.post(
                    LOGIN,
                    form,
                    headers={"X-Forwarded-For": f"198.51.100.{at}, 203.0.113.9"},
                )
                for at in range(5)
            ]
        assert tries[-1].status_code == 429
        assert enter(client, desk).status_code == 302

    def test_without_a_proxy_no_header_is_believed(
        self, client: Client, desk: str
    ) -> None:
        form = {"login": desk, "password": "wrong"}
        tries = [
            client.post(LOGIN, form, headers={"X-Forwarded-For": f"203.0.113.{at}"})
            for at in range(5)
        ]
        assert tries[-1].status_code == 429

    def test_an_address_is_slowed_down_by_all_workers_together(
        self, client: Client, desk: str
    ) -> None:
        for at in range(30):
            enter(client, f"stranger{at}@example.org", "wrong")
        # What a worker keeps to itself is gone; the count is not.
        caches.close_all()
        connections.close_all()
        slowed = enter(Client(), "another@example.org", "wrong")
        assert slowed.status_code == 429
        assert "Wait a minute, and try again." in slowed.content.decode()


class TestPassword:
    def test_short_and_common_ones_are_refused(self, client: Client) -> None:
        for weak in ("short", "password1234", "123456789012"):
            form = {"email": "a@example.org", "password1": weak, "password2": weak}
            page = client.post("/accounts/signup/", form)
            assert page.status_code == 200
            assert page.context["form"].errors
        assert not User.objects.exists()

    def test_an_invitation_works_once_and_proves_the_address(
        self, client: Client, house: House, outbox: list[EmailMessage]
    ) -> None:
        user = User.objects.create_user("colleague@example.org", name="New Colleague")
        accounts.add_address(user, proven=False)
        invitations.send(RequestFactory().get("/"), user.id)
        (mail,) = outbox
        assert "Colleague" not in str(mail.body)
        found = re.search(r"http\S+", str(mail.body))
        assert found
        place = urlsplit(found[0]).path
        form = client.get(place, follow=True)
        where = form.request["PATH_INFO"]
        client.post(where, {"password1": PASSWORD, "password2": PASSWORD})
        assert enter(Client(), user.email).headers["Location"] == "/places/"
        again = Client().get(place, follow=True).content.decode()
        assert "password1" not in again


class TestSecondStep:
    def test_staff_come_no_further_without_one(self, client: Client, desk: str) -> None:
        enter(client, desk)
        with override_settings(DEMO=False):
            for path in ("/desk/", "/desk/patients/", "/places/", "/"):
                assert client.get(path).headers["Location"] == "/accounts/2fa/"
            page = client.get("/accounts/2fa/")
            assert "One thing before you begin" in page.content.decode()
            assert client.get("/accounts/logout/").status_code == 200

    def test_with_one_they_are_asked_for_it_and_let_in(
        self, client: Client, house: House, desk: str
    ) -> None:
        secret = generate_totp_secret()
        TOTP.activate(User.objects.get(pk=house.desk.user), secret)
        with override_settings(DEMO=False):
            assert "/2fa/authenticate/" in enter(client, desk).headers["Location"]
            assert "login" in client.get("/places/").headers["Location"]
            from allauth.mfa.totp.internal.auth import (
                format_hotp_value,
                hotp_value,
                yield_hotp_counters_from_time,
            )

            counter = next(iter(yield_hotp_counters_from_time()))
            code = format_hotp_value(hotp_value(secret, counter))
            done = client.post("/accounts/2fa/authenticate/", {"code": code})
            assert done.headers["Location"] == "/desk/"
            assert client.get("/places/").status_code == 200

    def test_one_that_cannot_be_read_is_refused_in_a_sentence(
        self, client: Client, house: House, desk: str
    ) -> None:
        TOTP.activate(User.objects.get(pk=house.desk.user), generate_totp_secret())
        with override_settings(SECRET_KEY="another" * 10):
            asked = enter(client, desk).headers["Location"]
            refused = client.post(asked, {"code": "000000"})
            assert refused.status_code == 409
            assert "ask who looks after the machine" in refused.content.decode()
            assert client.get("/desk/").status_code == 302

    def test_patients_may_do_without(self, client: Client, house: House) -> None:
        clinic.sign_in(client, clinic.joined(house, "pat@example.org"))
        with override_settings(DEMO=False):
            assert client.get("/places/").status_code == 200
            assert Client().get("/").status_code == 200

    def test_who_looks_after_the_machine_needs_one_too(self, client: Client) -> None:
        root = User.objects.create_superuser("root@example.org", PASSWORD)
        client.force_login(
            root, backend="allauth.account.auth_backends.AuthenticationBackend"
        )
        with override_settings(DEMO=False):
            assert client.get("/admin/").headers["Location"] == "/accounts/2fa/"
        assert "/accounts/login/" in Client().get("/admin/login/").headers["Location"]

    def test_a_demonstration_says_that_it_is_one(self, client: Client) -> None:
        assert "This is a demonstration" in client.get(LOGIN).content.decode()
        with override_settings(DEMO=False):
            assert "demonstration" not in client.get(LOGIN).content.decode()


class TestLimits:
    def test_a_new_secret_key_signs_everybody_out_whatever_the_old_one_signed(
        self, client: Client, desk: str
    ) -> None:
        enter(client, desk)
        assert client.get("/places/").status_code == 200
        old = (settings.SECRET_KEY,)
        with override_settings(SECRET_KEY="another" * 10, OLD_SECRET_KEYS=old):
            assert client.get("/places/").status_code == 302

    def test_a_desk_that_was_left_is_signed_out(
        self, client: Client, desk: str
    ) -> None:
        enter(client, desk)
        with clinic.at(MORNING + timedelta(minutes=29)):
            assert client.get("/places/").status_code == 200
        with clinic.at(MORNING + timedelta(minutes=58)):
            assert client.get("/places/").status_code == 200
        with clinic.at(MORNING + timedelta(minutes=89)):
            gone = client.get("/places/")
            assert gone.headers["Location"] == "/accounts/login/?next=/places/"
            assert "signed out" in client.get(LOGIN).content.decode()

    def test_nobody_stays_for_longer_than_a_day_of_work(
        self, client: Client, desk: str
    ) -> None:
        enter(client, desk)
        for minutes in range(25, 12 * 60, 25):
            with clinic.at(MORNING + timedelta(minutes=minutes)):
                assert client.get("/places/").status_code == 200
        with clinic.at(MORNING + timedelta(hours=12, minutes=1)):
            assert client.get("/places/").status_code == 302

    def test_patients_are_not_hurried(self, client: Client, house: House) -> None:
        clinic.sign_in(client, clinic.joined(house, "pat@example.org"))
        with clinic.at(MORNING + timedelta(hours=3)):
            assert client.get("/places/").status_code == 200


class TestTheme:
    def test_is_kept_with_the_account_and_comes_along(
        self, client: Client, desk: str, owner: psycopg.Connection
    ) -> None:
        enter(client, desk)
        kept = client.post("/theme/", {"theme": "dark"})
        assert (kept.status_code, kept.cookies["theme"].value) == (204, "dark")
        other = Client()
        assert enter(other, desk).cookies["theme"].value == "dark"
        assert 'data-theme="dark"' in other.get("/").content.decode()

    def test_falls_back_to_the_device(self, client: Client, desk: str) -> None:
        enter(client, desk)
        client.post("/theme/", {"theme": "dark"})
        assert client.post("/theme/", {"theme": "plaid"}).status_code == 204
        assert "theme" not in enter(Client(), desk).cookies

    def test_is_nobodys_without_an_account(
        self, client: Client, owner: psycopg.Connection
    ) -> None:
        assert client.post("/theme/", {"theme": "dark"}).status_code == 204
        count = owner.execute("SELECT count(*) FROM accounts_preference").fetchone()
        assert count == (0,)


class TestSigningOut:
    def test_is_asked_by_a_form_that_pages_can_hook_on(
        self, client: Client, desk: str
    ) -> None:
        enter(client, desk)
        page = client.get("/accounts/logout/").content.decode()
        assert page.count("data-signout") == 1
        assert client.post("/accounts/logout/").headers["Location"] == "/"
        assert client.get("/places/").status_code == 302

    def test_elsewhere_is_seen_and_ended(self, client: Client, desk: str) -> None:
        other = Client()
        enter(other, desk)
        enter(client, desk)
        page = client.get("/accounts/sessions/")
        assert len(page.context["sessions"]) == 2
        client.post("/accounts/sessions/")
        assert other.get("/places/").status_code == 302
        assert client.get("/places/").status_code == 200


def test_somebody_without_any_place_starts_at_the_choice() -> None:
    assert asking.start_of(()) == "/places/"

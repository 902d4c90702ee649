"""Single sign-on, all the way: the button, a real provider, and back."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from datetime import timedelta
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qs, urlsplit

import psycopg
import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.signals import social_account_added
from django.test import Client, override_settings

from deqi.config.env import SignOn
from deqi.config.providers import providers
from deqi.config.redaction import Redacted, WithoutData
from deqi.core.roles import Role
from deqi.operations import staff
from deqi.records.accounts.models import User
from tests import clinic
from tests.clinic import MORNING, PASSWORD, House, write
from tests.oidc import Provider, provider
from tests.operations.rows import one
from tests.web.test_accounts import LOGIN, enter

HERE = "/accounts/oidc/network/login/"
NINA = "nina@example.org"
SIGNED_IN = "SELECT count(*) FROM socialaccount_socialaccount"


@pytest.fixture(scope="module")
def outside() -> Iterator[Provider]:
    with provider() as started:
        yield started


@pytest.fixture
def at_work(outside: Provider, database: None) -> Iterator[Provider]:
    """Set the clinic up for the provider."""
    with set_up(outside.register("http://testserver")):
        yield outside


def set_up(sign_on: SignOn, **told: object) -> Any:
    """Set the clinic up; what is told besides stands over the provider's own words."""
    given = providers(sign_on)
    (app,) = given["openid_connect"]["APPS"]
    app["settings"]["openid_configuration_overrides"] = told
    return override_settings(SOCIALACCOUNT_PROVIDERS=given)


def sign_on(client: Client, outside: Provider, mark: str) -> Any:
    """Take the way of a browser: button, the provider's page, and back."""
    led = client.post(HERE)
    back = outside.asked(led.headers["Location"], sub=mark)
    return client.get(back)


def hired(house: House, email: str = NINA) -> User:
    """Add a colleague, who has neither a password nor opened any mail."""
    who = staff.Colleague(email, "Nina Example", Role.FRONT_DESK)
    user = staff.add(write(house.manager), who)
    owned = User.objects.get(pk=user)
    owned.emailaddress_set.update(verified=False)
    return owned


class TestColleague:
    def test_comes_in_by_the_button_and_the_address_that_is_vouched_for(
        self, client: Client, house: House, at_work: Provider
    ) -> None:
        hired(house)
        at_work.knows("n-1", NINA.upper())
        assert f'action="{HERE}?process=login"' in client.get(LOGIN).content.decode()
        done = sign_on(client, at_work, "n-1")
        assert done.headers["Location"] == "/desk/"
        assert client.get("/desk/").status_code == 200

    def test_has_their_address_proven_by_it(
        self, client: Client, house: House, at_work: Provider
    ) -> None:
        user = hired(house)
        at_work.knows("n-2", NINA)
        sign_on(client, at_work, "n-2")
        assert user.emailaddress_set.get().verified

    def test_comes_in_by_a_second_address_which_proves_no_other(
        self, client: Client, house: House, at_work: Provider
    ) -> None:
        user = hired(house)
        other = "nina@elsewhere.example.org"
        user.emailaddress_set.create(email=other, verified=True)
        at_work.knows("n-9", other)
        assert sign_on(client, at_work, "n-9").headers["Location"] == "/desk/"
        assert not user.emailaddress_set.get(email=NINA).verified

    def test_has_no_address_proven_that_the_provider_does_not_vouch_for(
        self, house: House
    ) -> None:
        user = hired(house)
        told = [
            EmailAddress(email=NINA, verified="false"),
            EmailAddress(email="nina@elsewhere.example.org", verified=True),
        ]
        social_account_added.send(
            SocialLogin, sociallogin=SocialLogin(user, email_addresses=told)
        )
        assert not user.emailaddress_set.get(email=NINA).verified

    def test_is_not_taken_for_who_claims_their_address_besides(
        self,
        client: Client,
        house: House,
        at_work: Provider,
        owner: psycopg.Connection,
    ) -> None:
        claiming = User.objects.get(pk=house.desk.user)
        claiming.emailaddress_set.create(email=NINA, verified=False)
        user = hired(house)
        at_work.knows("n-10", NINA)
        assert sign_on(client, at_work, "n-10").headers["Location"] == "/desk/"
        assert one(owner, "SELECT user_id FROM socialaccount_socialaccount") == user.pk

    def test_goes_on_to_where_they_were(
        self, client: Client, house: House, at_work: Provider
    ) -> None:
        hired(house)
        at_work.knows("n-3", NINA)
        page = client.get(f"{LOGIN}?next=/desk/tasks/").content.decode()
        assert page.count('name="next" value="/desk/tasks/"') == 3
        led = client.post(HERE, {"next": "/desk/tasks/"})
        back = at_work.asked(led.headers["Location"], sub="n-3")
        assert client.get(back).headers["Location"] == "/desk/tasks/"

    def test_comes_in_where_the_secret_goes_by_the_form(
        self, client: Client, house: House, outside: Provider
    ) -> None:
        hired(house)
        outside.knows("n-8", NINA)
        by_form = "client_secret_post"
        known = outside.register("http://testserver", by=by_form)
        with set_up(known, token_endpoint_auth_methods_supported=[by_form]):
            assert sign_on(client, outside, "n-8").headers["Location"] == "/desk/"

    def test_comes_in_where_the_issuer_is_set_with_a_slash(
        self, client: Client, house: House, outside: Provider
    ) -> None:
        hired(house)
        outside.knows("n-11", NINA)
        known = outside.register("http://testserver")
        slashed = SignOn(f"{known.issuer}/", known.client, known.secret)
        with set_up(slashed):
            assert sign_on(client, outside, "n-11").headers["Location"] == "/desk/"

    def test_is_asked_for_the_second_step_all_the_same(
        self, client: Client, house: House, at_work: Provider
    ) -> None:
        secret = generate_totp_secret()
        TOTP.activate(hired(house), secret)
        at_work.knows("n-4", NINA)
        asked = sign_on(client, at_work, "n-4").headers["Location"]
        assert asked == "/accounts/2fa/authenticate/"
        assert client.get("/desk/").status_code == 302
        counter = next(iter(yield_hotp_counters_from_time()))
        code = format_hotp_value(hotp_value(secret, counter))
        assert client.post(asked, {"code": code}).headers["Location"] == "/desk/"

    def test_without_a_second_step_adds_one_first(
        self, client: Client, house: House, at_work: Provider
    ) -> None:
        hired(house)
        at_work.knows("n-5", NINA)
        sign_on(client, at_work, "n-5")
        with override_settings(DEMO=False):
            assert client.get("/desk/").headers["Location"] == "/accounts/2fa/"
            # Adding one takes a proven address, which the provider has given.
            assert client.get("/accounts/2fa/totp/activate/").status_code == 200

    def test_is_signed_out_when_the_desk_was_left(
        self, client: Client, house: House, at_work: Provider
    ) -> None:
        hired(house)
        at_work.knows("n-6", NINA)
        sign_on(client, at_work, "n-6")
        with clinic.at(MORNING + timedelta(minutes=31)):
            gone = client.get("/desk/").headers["Location"]
        assert gone == "/accounts/login/?next=/desk/"

    def test_loses_a_password_that_somebody_else_chose_before_them(
        self, client: Client, house: House, at_work: Provider
    ) -> None:
        taken = User.objects.create_user(NINA, PASSWORD)
        taken.emailaddress_set.create(email=NINA, primary=True, verified=False)
        hired(house)
        at_work.knows("n-7", NINA)
        assert sign_on(client, at_work, "n-7").headers["Location"] == "/desk/"
        assert enter(Client(), NINA).status_code == 200


class TestBinding:
    def test_holds_the_mark_and_nothing_that_the_provider_told(
        self,
        client: Client,
        house: House,
        at_work: Provider,
        owner: psycopg.Connection,
    ) -> None:
        hired(house)
        at_work.knows("b-1", NINA)
        for _ in range(2):
            sign_on(client, at_work, "b-1")
        find = "SELECT uid || extra_data::text FROM socialaccount_socialaccount"
        issuer = at_work.issuer
        assert one(owner, find) == sha256(f"{issuer} b-1".encode()).hexdigest() + "{}"
        assert one(owner, "SELECT count(*) FROM socialaccount_socialtoken") == 0

    def test_outlasts_a_new_address(
        self, client: Client, house: House, at_work: Provider
    ) -> None:
        hired(house)
        at_work.knows("b-2", NINA)
        sign_on(client, at_work, "b-2")
        at_work.knows("b-2", "nina.married@example.org")
        again = sign_on(Client(), at_work, "b-2")
        assert again.headers["Location"] == "/desk/"

    def test_opens_nothing_to_who_gets_the_address_next(
        self, client: Client, house: House, at_work: Provider
    ) -> None:
        hired(house)
        at_work.knows("b-3", NINA)
        at_work.knows("b-4", NINA)
        sign_on(client, at_work, "b-3")
        refused = sign_on(Client(), at_work, "b-4")
        assert refused.status_code == 403
        assert "belongs to somebody" in refused.content.decode()

    def test_holds_at_one_provider_alone(
        self,
        client: Client,
        house: House,
        at_work: Provider,
        owner: psycopg.Connection,
    ) -> None:
        hired(house)
        at_work.knows("b-6", NINA)
        sign_on(client, at_work, "b-6")
        hired(house, "omar@example.org")
        with provider() as next_one, set_up(next_one.register("http://testserver")):
            next_one.knows("b-7", NINA)
            refused = sign_on(Client(), next_one, "b-7")
            assert "belongs to somebody" in refused.content.decode()
            # The same mark, given by another provider to another colleague.
            next_one.knows("b-6", "omar@example.org")
            assert sign_on(Client(), next_one, "b-6").status_code == 302
        find = "SELECT count(DISTINCT user_id) FROM socialaccount_socialaccount"
        assert one(owner, find) == 2

    def test_is_released_by_who_has_another_way_in(
        self, client: Client, house: House, at_work: Provider
    ) -> None:
        user = hired(house)
        page = "/accounts/3rdparty/"
        at_work.knows("b-5", NINA)
        sign_on(client, at_work, "b-5")
        shown = client.get(page)
        assert "Release it" in shown.content.decode()
        bound = {"account": str(shown.context["form"].accounts.get().pk)}
        # Without a password nobody could come in any more.
        assert client.post(page, bound).status_code == 200
        user.set_password(PASSWORD)
        user.save()
        client.force_login(
            user, backend="allauth.account.auth_backends.AuthenticationBackend"
        )
        assert client.post(page, bound).status_code == 302
        assert "You have not signed in" in client.get(page).content.decode()


class TestRefused:
    def test_whom_no_clinic_knows_gets_no_account(
        self, client: Client, house: House, at_work: Provider
    ) -> None:
        before = User.objects.count()
        at_work.knows("r-1", "stranger@example.org")
        refused = sign_on(client, at_work, "r-1")
        assert refused.status_code == 403
        assert "No clinic here has a role for" in refused.content.decode()
        assert User.objects.count() == before
        assert client.get("/places/").status_code == 302
        signup = client.get("/accounts/3rdparty/signup/")
        assert signup.headers["Location"].startswith(LOGIN)

    def test_a_patient_is_no_colleague(
        self,
        client: Client,
        house: House,
        at_work: Provider,
        owner: psycopg.Connection,
    ) -> None:
        clinic.joined(house, "pat@example.org")
        at_work.knows("r-2", "pat@example.org")
        assert sign_on(client, at_work, "r-2").status_code == 403
        assert client.get("/me/").status_code == 302
        assert one(owner, SIGNED_IN) == 0

    def test_who_has_left_stays_outside(
        self,
        client: Client,
        house: House,
        at_work: Provider,
        owner: psycopg.Connection,
    ) -> None:
        hired(house)
        at_work.knows("r-3", NINA)
        sign_on(client, at_work, "r-3")
        owner.execute("UPDATE accounts_membership SET ended_at = now()")
        assert sign_on(Client(), at_work, "r-3").status_code == 403

    @pytest.mark.parametrize("word", [False, "false", None])
    def test_an_address_that_nobody_vouches_for(
        self,
        client: Client,
        house: House,
        at_work: Provider,
        owner: psycopg.Connection,
        word: object,
    ) -> None:
        hired(house)
        at_work.knows("r-4", NINA, verified=word)
        refused = sign_on(client, at_work, "r-4")
        assert refused.status_code == 403
        assert "does not vouch for" in refused.content.decode()
        assert client.get("/desk/").status_code == 302
        assert one(owner, SIGNED_IN) == 0

    def test_nobody_ties_a_strangers_account_to_an_open_desk(
        self, client: Client, house: House, at_work: Provider
    ) -> None:
        clinic.sign_in(client, house.desk)
        at_work.knows("r-5", NINA)
        led = client.post(HERE, {"process": "connect"})
        back = at_work.asked(led.headers["Location"], sub="r-5")
        assert client.get(back).status_code == 403

    def test_who_turns_back_at_the_provider_is_told_so(
        self, client: Client, at_work: Provider
    ) -> None:
        led = client.post(HERE).headers["Location"]
        # The library's own refusal carries no state, which the standard asks for.
        (state,) = parse_qs(urlsplit(led).query)["state"]
        back = at_work.asked(led, action="deny")
        told = client.get(f"{back}&state={state}", follow=True)
        assert "before it was done" in told.content.decode()

    def test_an_answer_that_nobody_asked_for(
        self, client: Client, house: House, at_work: Provider
    ) -> None:
        hired(house)
        at_work.knows("r-6", NINA)
        back = at_work.asked(client.post(HERE).headers["Location"], sub="r-6")
        other = Client().get(back)
        assert other.status_code == 401
        assert "Signing on did not work" in other.content.decode()

    def test_a_clinic_with_another_secret(
        self, client: Client, house: House, outside: Provider
    ) -> None:
        hired(house)
        outside.knows("r-7", NINA)
        right = outside.register("http://testserver")
        with set_up(SignOn(right.issuer, right.client, "another secret")):
            assert sign_on(client, outside, "r-7").status_code == 401
        assert client.get("/desk/").status_code == 302

    @pytest.mark.parametrize("told", ["https://login.example.org", None])
    def test_a_provider_that_gives_another_name(
        self, client: Client, house: House, outside: Provider, told: str | None
    ) -> None:
        hired(house)
        outside.knows("r-8", NINA)
        with set_up(outside.register("http://testserver"), issuer=told):
            assert sign_on(client, outside, "r-8").status_code == 401

    def test_a_proof_by_a_name_that_is_not_the_provider_s_to_the_letter(
        self, client: Client, house: House, outside: Provider
    ) -> None:
        hired(house)
        outside.knows("r-9", NINA)
        told = f"{outside.issuer}/"
        with set_up(outside.register("http://testserver"), issuer=told):
            assert sign_on(client, outside, "r-9").status_code == 401

    def test_a_provider_that_is_not_set_up(self, client: Client) -> None:
        assert client.post(HERE).status_code == 404

    def test_a_provider_that_does_not_answer(self, client: Client) -> None:
        with set_up(SignOn("http://localhost:1", "deqi", "x")):
            gone = client.post(HERE)
        assert gone.status_code == 503
        assert "try again in a few minutes" in gone.content.decode()


class TestWhatIsTold:
    def test_an_address_asks_with_proof_and_names_nobody(
        self, client: Client, at_work: Provider
    ) -> None:
        led = urlsplit(client.post(HERE).headers["Location"])
        asked = parse_qs(led.query)
        assert set(asked) == {
            "client_id",
            "redirect_uri",
            "scope",
            "response_type",
            "code_challenge",
            "code_challenge_method",
            "state",
        }
        assert asked["code_challenge_method"] == ["S256"]

    def test_a_page_for_it_asks_before_it_leads_away(
        self, client: Client, at_work: Provider
    ) -> None:
        assert "sign-in opens next" in client.get(HERE).content.decode()

    def test_no_line_of_the_log_tells_of_anybody(
        self, client: Client, house: House, at_work: Provider
    ) -> None:
        hired(house)
        kept = io.StringIO()
        listening = logging.StreamHandler(kept)
        listening.addFilter(Redacted())
        listening.setFormatter(WithoutData())
        root = logging.getLogger()
        level = root.level
        root.addHandler(listening)
        root.setLevel(logging.DEBUG)
        try:
            for mark, verified in (("l-nina", True), ("l-stranger", False)):
                at_work.knows(mark, NINA, verified=verified)
                sign_on(client, at_work, mark)
                back = at_work.asked(client.post(HERE).headers["Location"], sub=mark)
                Client().get(back)
        finally:
            root.removeHandler(listening)
            root.setLevel(level)
        told = kept.getvalue()
        assert "Unauthorized" in told or "Forbidden" in told
        for word in (NINA, "Nina", "Some Body", "code=", "state="):
            assert word not in told

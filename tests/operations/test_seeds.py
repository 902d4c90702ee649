"""Seeds of second steps: unreadable in the database, and encrypted anew after a new key."""

from __future__ import annotations

import json

import psycopg
import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.conf import settings
from django.core.management import call_command
from django.test import override_settings

from deqi.operations import seeds
from deqi.operations.refusals import NotFound
from deqi.operations.seeds import SecondStepLost
from deqi.records.accounts.models import User
from tests.operations.rows import one

KEPT = "SELECT string_agg(data::text, ' ' ORDER BY type) FROM mfa_authenticator"
NEW_KEY = "another secret key of fifty characters or more, made anew"


@pytest.fixture
def ann(database: None) -> User:
    return User.objects.create_user("ann@example.org", "a long pass phrase")


@pytest.fixture
def seed(ann: User) -> str:
    """Give somebody an app, and codes for when the phone is lost."""
    secret = generate_totp_secret()
    TOTP.activate(ann, secret)
    RecoveryCodes.activate(ann)
    return secret


def codes(ann: User) -> list[str]:
    row = Authenticator.objects.get(user=ann, type=Authenticator.Type.RECOVERY_CODES)
    return RecoveryCodes(row).generate_codes()


def app(ann: User) -> TOTP:
    return TOTP(Authenticator.objects.get(user=ann, type=Authenticator.Type.TOTP))


def test_the_database_holds_no_seed_that_can_be_read(
    ann: User, seed: str, owner: psycopg.Connection
) -> None:
    find = "SELECT data->>%s FROM mfa_authenticator WHERE type = %s"
    in_rows = [
        one(owner, find, "secret", "totp"),
        one(owner, find, "seed", "recovery_codes"),
    ]
    for encrypted in in_rows:
        assert encrypted.startswith("gAAAA")
        # Fernet's own mark; what follows it is no encoding of the seed.
        assert seed not in encrypted
        # As text it is nobody's; the row that it stands in says whose it is.
        with pytest.raises(SecondStepLost):
            seeds.Encrypted().decrypt(encrypted)
    assert seeds.Encrypted().decrypt(app(ann).instance.data["secret"]) == seed


def test_one_seed_is_sealed_otherwise_each_time(database: None) -> None:
    adapter = seeds.Encrypted()
    assert adapter.encrypt("x") != adapter.encrypt("x")


def test_a_new_secret_key_opens_what_the_old_one_sealed_until_all_is_sealed_anew(
    ann: User, seed: str, owner: psycopg.Connection
) -> None:
    before, lost = one(owner, KEPT), codes(ann)
    old = settings.SECRET_KEY
    with override_settings(SECRET_KEY=NEW_KEY, OLD_SECRET_KEYS=(old,)):
        assert codes(ann) == lost
        assert seeds.renew("owner") == 2
        assert seeds.renew("owner") == 0
    assert one(owner, KEPT) != before
    with override_settings(SECRET_KEY=NEW_KEY):
        assert codes(ann) == lost
        assert seeds.Encrypted().decrypt(app(ann).instance.data["secret"]) == seed


def test_without_its_key_a_seed_opens_to_nobody(ann: User, seed: str) -> None:
    assert seeds.unreadable() == 0
    with override_settings(SECRET_KEY=NEW_KEY):
        assert seeds.unreadable() == 2
        assert seeds.renew("owner") == 0
        for tried in ("", "000000"):
            with pytest.raises(SecondStepLost):
                app(ann).validate_code(tried)


def test_second_steps_are_taken_away_of_one_account(ann: User, seed: str) -> None:
    ben = User.objects.create_user("ben@example.org")
    TOTP.activate(ben, generate_totp_secret())
    with override_settings(SECRET_KEY=NEW_KEY):
        assert seeds.take_away("Ann@example.org") == 2
    assert [row.user for row in Authenticator.objects.all()] == [ben]
    with pytest.raises(NotFound, match="Nobody here signs in with"):
        seeds.take_away("nobody@example.org")


def test_a_seed_that_somebody_writes_into_the_database_opens_nothing(
    ann: User, seed: str, owner: psycopg.Connection
) -> None:
    planted = json.dumps({"secret": generate_totp_secret()})
    owner.execute(
        "UPDATE mfa_authenticator SET data = %s::jsonb WHERE type = 'totp'", [planted]
    )
    with pytest.raises(SecondStepLost):
        app(ann).validate_code("000000")


def test_a_seed_opens_in_the_row_of_its_owner_alone(
    ann: User, seed: str, owner: psycopg.Connection
) -> None:
    ben = User.objects.create_user("ben@example.org")
    TOTP.activate(ben, generate_totp_secret())
    RecoveryCodes.activate(ben)
    theirs = codes(ann)
    owner.execute(
        "UPDATE mfa_authenticator b SET data = a.data FROM mfa_authenticator a"
        " WHERE b.user_id = %s AND a.user_id = %s AND a.type = b.type",
        [ben.pk, ann.pk],
    )
    counter = next(iter(yield_hotp_counters_from_time()))
    code = format_hotp_value(hotp_value(seed, counter))
    with pytest.raises(SecondStepLost):
        app(ben).validate_code(code)
    with pytest.raises(SecondStepLost):
        codes(ben)
    assert seeds.unreadable() == 2
    assert seeds.renew("owner") == 0
    assert codes(ann) == theirs
    assert app(ann).validate_code(code)


def test_a_seed_carried_from_row_to_row_stays_its_owner_s(ann: User, seed: str) -> None:
    ben = User.objects.create_user("ben@example.org")
    Authenticator.objects.create(
        user=ben, type=Authenticator.Type.TOTP, data=app(ann).instance.data
    )
    with pytest.raises(SecondStepLost):
        app(ben).validate_code("000000")


def test_a_row_read_without_its_seed_is_read_so(ann: User, seed: str) -> None:
    row = Authenticator.objects.defer("data").get(type=Authenticator.Type.TOTP)
    assert row.get_deferred_fields() == {"data"}


def test_seeds_of_nobody_become_their_owner_s_by_the_migration(
    ann: User, seed: str, owner: psycopg.Connection
) -> None:
    lost = codes(ann)
    owner.execute(
        "UPDATE mfa_authenticator SET data = %s::jsonb WHERE type = 'totp'",
        [json.dumps({"secret": "plain"})],
    )
    call_command("migrate", "accounts", "0004", database="owner", verbosity=0)
    try:
        with pytest.raises(SecondStepLost):
            codes(ann)
    finally:
        call_command("migrate", "accounts", database="owner", verbosity=0)
    assert codes(ann) == lost
    # What no key opens stays as it is, and nobody comes in by it.
    assert seeds.unreadable() == 1


def test_seeds_from_before_are_sealed_by_the_migration(
    ann: User, seed: str, owner: psycopg.Connection
) -> None:
    Authenticator.objects.create(
        user=ann, type=Authenticator.Type.WEBAUTHN, data={"name": "a key"}
    )
    moved = User.objects.create_user("moved@example.org")
    adapter = seeds.Encrypted()
    Authenticator.objects.create(
        user=moved,
        type=Authenticator.Type.RECOVERY_CODES,
        data={"migrated_codes": [adapter.encrypt("11111111")]},
    )
    lost = codes(ann)
    call_command("migrate", "accounts", "0002", database="owner", verbosity=0)
    try:
        plain = one(owner, KEPT)
    finally:
        call_command("migrate", "accounts", database="owner", verbosity=0)
    assert seed in plain
    assert "11111111" in plain
    assert seed not in one(owner, KEPT)
    assert "11111111" not in one(owner, KEPT)
    assert codes(ann) == lost
    assert codes(moved) == ["11111111"]

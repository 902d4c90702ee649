"""Pages of people and credentials: given, invited, looked up, ended, taken back."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import psycopg
import pytest
from django.core.mail import EmailMessage
from django.test import Client, override_settings

from deqi.core.roles import Role
from deqi.operations import clinics_reads, staff_reads
from tests import clinic
from tests.clinic import TODAY, House, asked, read
from tests.operations.rows import one

HERE = "/network/staff/"
CREDENTIALS = f"{HERE}credentials/"
NINA = {
    "name": "Nina New",
    "email": "nina@example.org",
    "role": "practitioner",
    "style": "western",
}
LICENCE = {
    "kind": "acupuncture",
    "jurisdiction": "GB",
    "number": "X-2",
    "valid_from": "2026-01-01",
    "expires": "2027-12-31",
}


def sent(**told: str) -> dict[str, str]:
    return {"key": str(uuid4()), **told}


def held(house: House, role: Role) -> staff_reads.Held:
    rows = staff_reads.listed(read(house.manager))
    return next(row for row in rows if row.role is role)


@pytest.fixture
def manager(client: Client, house: House) -> Client:
    clinic.sign_in(client, house.manager)
    return client


def test_lists_who_works_here(manager: Client, house: House) -> None:
    clinic.second(house)
    manager.get(HERE)
    with asked() as queries:
        page = manager.get(HERE).content.decode()
    assert len(queries) == 8
    assert "desk@garden.example.org" in page
    assert "river" not in page


def test_a_colleague_is_added_and_invited(
    manager: Client, house: House, outbox: list[EmailMessage]
) -> None:
    page = manager.post(f"{HERE}add/", sent(**NINA), follow=True).content.decode()
    assert "Nina New" in page
    assert "A mail is on its way" in page
    (mail,) = outbox
    assert mail.to == ["nina@example.org"]
    assert "/accounts/password/reset/key/" in mail.body


def test_an_invitation_is_sent_again_and_to_nobody_elsewhere(
    manager: Client, house: House, outbox: list[EmailMessage]
) -> None:
    other = clinic.second(house)
    assert manager.post(f"{HERE}{house.desk.user}/invite/").status_code == 302
    assert [mail.to for mail in outbox] == [["desk@garden.example.org"]]
    assert manager.post(f"{HERE}{other.desk.user}/invite/").status_code == 404
    assert len(outbox) == 1


@pytest.mark.parametrize(
    "nowhere",
    [
        {"EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend"},
        {
            "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "EMAIL_HOST": "127.0.0.1",
            "EMAIL_PORT": 1,
        },
    ],
)
def test_a_colleague_is_kept_though_the_mail_does_not_go(
    manager: Client,
    house: House,
    outbox: list[EmailMessage],
    nowhere: dict[str, object],
    caplog: pytest.LogCaptureFixture,
) -> None:
    with override_settings(**nowhere):
        page = manager.post(f"{HERE}add/", sent(**NINA), follow=True).content.decode()
    assert "the mail to choose a password did not go" in page
    assert "Nina New" in page
    assert "an invitation did not go" in caplog.text
    assert NINA["email"] not in caplog.text
    rows = staff_reads.listed(read(house.manager))
    nina = next(row for row in rows if row.email == NINA["email"])
    again = manager.post(f"{HERE}{nina.user}/invite/", follow=True)
    assert "A mail is on its way" in again.content.decode()
    assert [mail.to for mail in outbox] == [["nina@example.org"]]


def test_nobody_gives_a_role_to_themselves(manager: Client, house: House) -> None:
    own = NINA | {"email": "Manager@garden.example.org"}
    answer = manager.post(f"{HERE}add/", sent(**own))
    assert answer.status_code == 422
    assert "nobody gives a role to themselves" in answer.content.decode()


def test_who_signs_in_already_needs_no_invitation(
    manager: Client, house: House, outbox: list[EmailMessage]
) -> None:
    clinic.sign_in(Client(), house.desk)
    again = NINA | {"email": "desk@garden.example.org"}
    page = manager.post(f"{HERE}add/", sent(**again), follow=True).content.decode()
    assert "They sign in as they always do." in page
    assert outbox == []


@pytest.mark.parametrize(
    "wrong", [{"email": "nobody"}, {"name": ""}, {"role": "network_manager"}]
)
def test_what_cannot_be_keeps_what_was_typed(
    manager: Client, wrong: dict[str, str]
) -> None:
    answer = manager.post(f"{HERE}add/", sent(**NINA | {"title": "nurse"} | wrong))
    assert answer.status_code == 422
    assert 'value="nurse"' in answer.content.decode()


def test_a_role_is_held_once(manager: Client) -> None:
    manager.post(f"{HERE}add/", sent(**NINA))
    answer = manager.post(f"{HERE}add/", sent(**NINA))
    assert answer.status_code == 422
    assert "They hold this role already." in answer.content.decode()


def test_the_network_says_at_which_clinic(client: Client, house: House) -> None:
    network = clinic.second(house).network
    clinic.sign_in(client, network)
    client.get(HERE)
    with asked() as queries:
        assert "All clinics" in client.get(HERE).content.decode()
    assert len(queries) == 13
    nowhere = client.post(f"{HERE}add/", sent(**NINA))
    assert nowhere.status_code == 422
    assert "Choose the clinic." in nowhere.content.decode()
    there = NINA | {"clinic": str(house.clinic)}
    assert client.post(f"{HERE}add/", sent(**there)).status_code == 302
    auditor = NINA | {"email": "audit@example.org", "role": "auditor"}
    assert client.post(f"{HERE}add/", sent(**auditor)).status_code == 302
    rows = staff_reads.listed(read(network))
    told = {row.email: (row.role, row.clinic) for row in rows}
    assert told["nina@example.org"] == (Role.PRACTITIONER, "Garden Clinic")
    assert told["audit@example.org"] == (Role.AUDITOR, "")


def test_a_role_ends_but_not_ones_own(manager: Client, house: House) -> None:
    desk, own = held(house, Role.FRONT_DESK), held(house, Role.CLINIC_MANAGER)
    assert f"{HERE}roles/{own.id}/end/" not in manager.get(HERE).content.decode()
    manager.post(f"{HERE}roles/{desk.id}/end/", sent())
    assert "desk@garden" not in manager.get(HERE).content.decode()
    assert manager.post(f"{HERE}roles/{own.id}/end/", sent()).status_code == 403


def test_an_auditor_looks_and_changes_nothing(client: Client, house: House) -> None:
    found = clinics_reads.mine(read(house.manager))
    auditor = clinic.hire(house.network, found[0].id, Role.AUDITOR, "eye@example.org")
    clinic.sign_in(client, auditor)
    page = client.get(HERE).content.decode()
    assert "Give somebody a role" not in page
    assert "Invite again" not in page
    assert client.post(f"{HERE}add/", sent(**NINA)).status_code == 403
    assert "Revoke" not in client.get(CREDENTIALS).content.decode()


def test_credentials_are_listed_the_one_that_ends_first_first(
    manager: Client, house: House, owner: psycopg.Connection
) -> None:
    manager.get(CREDENTIALS)
    with asked() as queries:
        page = manager.get(CREDENTIALS).content.decode()
    assert len(queries) == 9
    assert "looked up in the register" in page
    for days, told in [(10, "10 days left"), (-1, "has ended")]:
        ends = TODAY + timedelta(days=days)
        owner.execute("UPDATE clinics_credential SET expires = %s", [ends])
        assert told in manager.get(CREDENTIALS).content.decode()


def test_a_credential_is_added_verified_and_revoked(
    manager: Client, house: House, owner: psycopg.Connection
) -> None:
    add = f"{CREDENTIALS}add/{house.works}/"
    assert "Needles Example" in manager.get(add).content.decode()
    page = manager.post(add, sent(**LICENCE), follow=True).content.decode()
    assert "X-2" in page
    assert "not verified" in page
    find = "SELECT id FROM clinics_credential WHERE number = 'X-2'"
    here = f"{CREDENTIALS}{one(owner, find)}/"
    assert "X-2" in manager.get(f"{here}verify/").content.decode()
    assert manager.post(f"{here}verify/", sent(how="")).status_code == 422
    keyless = manager.post(f"{here}verify/", {"how": "in the register"})
    assert keyless.status_code == 422
    verified = manager.post(f"{here}verify/", sent(how="by telephone"), follow=True)
    assert "by telephone" in verified.content.decode()
    revoked = manager.post(f"{here}revoke/", sent(), follow=True)
    assert "from now on it holds no more" in revoked.content.decode()


def test_a_credential_that_cannot_be_keeps_what_was_typed(
    manager: Client, house: House
) -> None:
    add = f"{CREDENTIALS}add/{house.works}/"
    answer = manager.post(add, sent(**LICENCE | {"expires": "2025-01-01"}))
    assert answer.status_code == 422
    assert "It ends before it begins." in answer.content.decode()
    assert 'value="X-2"' in answer.content.decode()


def test_who_has_no_credential_is_told_of(manager: Client, house: House) -> None:
    manager.post(f"{HERE}add/", sent(**NINA))
    page = manager.get(CREDENTIALS).content.decode()
    assert "Without any credential" in page
    assert "Nina New" in page


def test_nobody_to_needle_is_told(
    manager: Client, house: House, owner: psycopg.Connection
) -> None:
    owner.execute(
        "UPDATE accounts_membership SET ended_at = now() WHERE role = 'practitioner'"
    )
    assert "Nobody needles here yet" in manager.get(CREDENTIALS).content.decode()


def test_another_clinics_practitioner_is_not_there(
    manager: Client, house: House, owner: psycopg.Connection
) -> None:
    other = clinic.second(house)
    assert manager.get(f"{CREDENTIALS}add/{other.works}/").status_code == 404
    find = "SELECT id FROM clinics_credential WHERE practitioner_id = %s"
    theirs = one(owner, find, other.works)
    for verb in ("verify", "revoke"):
        address = f"{CREDENTIALS}{theirs}/{verb}/"
        assert manager.post(address, sent(how="x")).status_code == 404

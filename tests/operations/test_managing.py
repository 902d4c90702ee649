"""What a manager sees and takes along: counts, rooms, texts, exports."""

from __future__ import annotations

import csv
import io
import zipfile
from dataclasses import replace
from datetime import date

import pytest

from deqi.core.roles import Role
from deqi.operations import (
    accounts,
    clinics,
    clinics_reads,
    consents,
    consents_reads,
    documents,
    exports,
    letters,
    patients,
    refusals,
    staff,
    staff_reads,
    templates,
)
from deqi.operations.templates import Text, Use
from deqi.records.accounts.models import User
from tests import charted, clinic
from tests.clinic import PLACE, TODAY, House, read, write
from tests.operations.test_documents import pdf


def test_a_manager_sees_the_own_clinic_with_its_rooms(house: House) -> None:
    clinic.second(house)
    (shown,) = clinics_reads.mine(read(house.manager))
    assert shown.house == clinic.PLACE
    assert [room.name for room in shown.rooms] == ["Room 1"]
    clinics.close_room(write(house.manager), house.room)
    (shown,) = clinics_reads.mine(read(house.manager))
    assert [room.is_closed for room in shown.rooms] == [True]


def test_counts_what_is_there(house: House) -> None:
    clinic.book(house)
    found = clinics_reads.own(read(house.manager))
    assert (found.patients, found.episodes, found.visits) == (1, 1, 1)
    assert (found.signed, found.unsigned, found.overdue) == (0, 0, 0)
    assert found.weeks == (0,) * 12


def test_the_network_is_not_told_of_few_people(house: House) -> None:
    other = clinic.second(house)
    network = other.network
    found = clinics_reads.overview(read(network))
    assert [each.name for each in found] == ["Garden Clinic", "River Clinic"]
    assert [each.patients for each in found] == [None, None]
    for _ in range(4):
        patients.register(write(house.desk), clinic.ADA)
    found = clinics_reads.overview(read(network))
    assert [each.patients for each in found] == [5, None]


def test_lists_who_works_here_and_nobody_else(house: House) -> None:
    clinic.second(house)
    rows = staff_reads.listed(read(house.manager))
    assert {row.role.value for row in rows} == {
        "practitioner",
        "front_desk",
        "clinic_manager",
    }
    assert {row.clinic for row in rows} == {"Garden Clinic"}


def test_tells_of_a_credential_that_is_about_to_end(house: House) -> None:
    (held,) = staff_reads.credentials(read(house.manager)).held
    assert held.practitioner == house.works
    assert held.ends_soon is (held.days_left <= 60)
    (own,) = staff_reads.credentials(read(house.practitioner)).held
    assert own == held


def test_keeps_a_text_once_for_each_use(house: House) -> None:
    first = Text(Use.AFTERCARE, "After", "Call {clinic} on {phone}.")
    templates.keep(write(house.manager), first)
    second = Text(Use.AFTERCARE, "After needling", "Call {phone}.")
    templates.keep(write(house.manager), second)
    assert templates.listed(read(house.manager)) == (second,)
    assert templates.filled(second, {"phone": "020"}) == "Call 020."


@pytest.mark.parametrize(
    "body",
    [
        "Dear {patient_name}",
        "Dear {patient",
        "{0}",
        "{clinic:>99999999999}",
        "{clinic:{phone.__class__}}",
        "{clinic!r}",
    ],
)
def test_a_word_that_nothing_fills_in_is_refused(house: House, body: str) -> None:
    with pytest.raises(templates.UnknownWord):
        templates.keep(write(house.manager), Text(Use.AFTERCARE, "After", body))


@pytest.mark.parametrize(("title", "body"), [("", "x"), ("x", " ")])
def test_a_template_has_title_and_text(house: House, title: str, body: str) -> None:
    with pytest.raises(templates.EmptyText):
        templates.keep(write(house.manager), Text(Use.AFTERCARE, title, body))


def test_an_export_holds_every_row_of_the_clinic_and_no_other(house: House) -> None:
    other = clinic.second(house)
    names = patients.Identity("=cmd()", "Ada", clinic.ADA.birth_date)
    patients.change(write(house.desk), house.patient, names, patients.Doctor())
    with (
        exports.archive(read(house.manager)) as made,
        zipfile.ZipFile(made) as held,
    ):
        tables = {name: held.read(name).decode() for name in held.namelist()}
    rows = list(csv.DictReader(io.StringIO(tables["people_patient.csv"])))
    assert [row["id"] for row in rows] == [str(house.patient)]
    (person,) = csv.DictReader(io.StringIO(tables["people_person.csv"]))
    # What a spreadsheet would run is a text.
    assert person["family_name"] == "'=cmd()"
    assert not any(str(other.clinic) in text for text in tables.values())
    assert "search" not in rows[0]


def test_lists_every_version_of_a_consent_text(house: House) -> None:
    for title in ("First", "Second"):
        consents.publish(write(house.manager), title=title, body="You agree.")
    newest, oldest = consents_reads.versions(read(house.manager))
    assert (newest.title, newest.version, newest.is_current) == ("Second", 2, True)
    assert (oldest.title, oldest.version, oldest.is_current) == ("First", 1, False)
    consents.give(write(house.practitioner), house.episode, text=newest.id)
    assert [each.given for each in consents_reads.versions(read(house.manager))] == [
        1,
        0,
    ]


def test_previews_a_text_for_somebody_invented() -> None:
    text = Text(Use.LETTER_OPENING, "Opening", "Dear {doctor},")
    assert templates.preview(text) == "Dear Dr Example,"
    with pytest.raises(templates.UnknownWord):
        templates.preview(Text(Use.AFTERCARE, "After", "Dear {doctor}"))


def test_a_role_ends_and_nobody_ends_their_own(house: House) -> None:
    rows = {row.role: row for row in staff_reads.listed(read(house.manager))}
    assert rows[Role.FRONT_DESK].user == house.desk.user
    staff.end(write(house.manager), rows[Role.FRONT_DESK].id)
    with pytest.raises(staff.OwnRole):
        staff.end(write(house.manager), rows[Role.CLINIC_MANAGER].id)
    left = {row.role for row in staff_reads.listed(read(house.manager))}
    assert left == {Role.PRACTITIONER, Role.CLINIC_MANAGER}


def test_nobody_gives_a_role_above_or_beside_their_own(house: House) -> None:
    other = clinic.second(house)
    who = staff.Colleague("eve@example.org", "Eve", Role.AUDITOR)
    with pytest.raises(staff.RoleTooHigh):
        staff.add(write(house.manager), who)
    desk = replace(who, role=Role.FRONT_DESK)
    with pytest.raises(staff.RoleTooHigh):
        staff.add(write(house.manager), desk, clinic=other.clinic)


@pytest.mark.parametrize("role", [Role.PRACTITIONER, Role.FRONT_DESK, Role.AUDITOR])
def test_nobody_gives_a_role_to_themselves(house: House, role: Role) -> None:
    own = User.objects.get(pk=house.network.user)
    own.emailaddress_set.create(email="second@example.org", verified=True)
    acting = replace(house.network, clinics=(house.clinic,))
    for email in (own.email, own.email.upper(), "second@example.org"):
        who = staff.Colleague(email, "Nora", role)
        with pytest.raises(staff.OwnRole):
            staff.add(write(acting), who, clinic=house.clinic)
    assert len(accounts.actors(own.pk)) == 1


def test_a_colleague_is_known_by_a_second_address_once_it_is_proven(
    house: House,
) -> None:
    desk = User.objects.get(pk=house.desk.user)
    for email, proven in (("claimed@example.org", False), ("own@example.org", True)):
        desk.emailaddress_set.create(email=email, verified=proven)
        who = staff.Colleague(email, "Somebody", Role.PRACTITIONER)
        assert (staff.add(write(house.manager), who) == desk.pk) is proven


def test_a_credential_is_on_record_once_and_verified_by_somebody_else(
    house: House,
) -> None:
    (held,) = staff_reads.credentials(read(house.manager)).held
    same = staff.License("acupuncture", "GB", held.number, TODAY, date(2027, 1, 1))
    with pytest.raises(staff.HeldAlready):
        staff.add_credential(write(house.manager), house.works, same)
    with pytest.raises(refusals.Unfit):
        staff.verify(write(house.manager), held.id, how=" ")
    own = replace(house.manager, user=house.practitioner.user)
    with pytest.raises(refusals.NotPermitted):
        staff.verify(write(own), held.id, how="looked up")


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        ({"crisis_line": " "}, clinics.EmergencyWordsMissing),
        ({"time_zone": "Mars/Base"}, clinics.UnknownZone),
    ],
)
def test_a_clinic_that_cannot_be_is_refused(
    house: House, wrong: dict[str, str], refusal: type[refusals.Refused]
) -> None:
    with pytest.raises(refusal):
        clinics.change(write(house.manager), house.clinic, replace(PLACE, **wrong))


def test_nobody_changes_another_clinic(house: House) -> None:
    other = clinic.second(house)
    with pytest.raises(refusals.NotFound):
        clinics.change(write(house.manager), other.clinic, PLACE)


def test_an_export_holds_documents_and_signed_letters(house: House) -> None:
    charted.ready(house)
    sent = pdf()
    document = documents.add(
        write(house.desk), house.patient, name="a scan/1.pdf", sent=sent
    )
    letter = letters.draft(write(house.practitioner), house.episode)
    text = letters.Text("Dr Example", "London", "Ada", "As we spoke.")
    letters.edit(write(house.practitioner), letter, text, revision=1)
    letters.sign(write(house.practitioner), letter, revision=2)
    with (
        exports.archive(read(house.manager)) as made,
        zipfile.ZipFile(made) as held,
    ):
        (kept,) = [name for name in held.namelist() if str(document) in name]
        assert held.read(kept) == sent
        assert "/" not in kept.removeprefix("documents/")
        assert held.read(f"letters/{letter}.pdf").startswith(b"%PDF")


def test_a_network_manager_takes_no_chart_along(house: House) -> None:
    with pytest.raises(refusals.NotPermitted):
        exports.archive(read(house.network))

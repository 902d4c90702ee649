"""Letters: what the records say becomes a text, the text a PDF, and then nothing moves."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import psycopg
import pypdf
import pytest

from deqi.core.review import Decision
from deqi.core.rules import Outcome, Urgency
from deqi.knowledge import facts
from deqi.operations import (
    clock,
    events,
    letters,
    letters_reads,
    measurements,
    patients,
    plans,
    reviews,
    wording,
)
from deqi.operations.access import NotLicensed
from deqi.operations.events import Happened
from deqi.operations.figures import Alarm, Figures
from deqi.operations.letters import (
    LetterUnfit,
    NotSigned,
    SentAlready,
    SignedAlready,
    StaleLetter,
    Text,
)
from deqi.operations.letters_reads import Written
from deqi.operations.measurements import Taken
from deqi.operations.refusals import NotFound, NotPermitted
from tests import charted
from tests.clinic import MORNING, TODAY, House, at, read, second, write
from tests.operations.rows import column, one

TEXT = Text("Dr Ex Ample", "1 Example Road\nLondon", "About Ada", "All is *well*.")

EACH_VISIT = [
    each.id
    for each in facts.catalogue().specs.values()
    if each.safe is not None and each.asked_at == "each_visit"
]


def drafted(house: House, *, anew: bool = False) -> UUID:
    return letters.draft(write(house.practitioner), house.episode, anew=anew)


def shown(house: House, letter: UUID) -> Written:
    return letters_reads.read(read(house.practitioner), letter)


def edited(house: House) -> UUID:
    letter = drafted(house)
    return letters.edit(write(house.practitioner), letter, TEXT, revision=1)


def signed(house: House) -> UUID:
    letter = edited(house)
    return letters.sign(write(house.practitioner), letter, revision=2)


def test_a_draft_says_what_little_is_known(house: House) -> None:
    body = shown(house, drafted(house)).text.body
    assert "a complaint that is not named yet" in body
    assert "No session of acupuncture has been given yet." in body
    assert "No adverse event has been told." in body
    assert "Plan" not in body


def test_a_draft_tells_the_whole_course(house: House) -> None:
    charted.ready(house)
    plans.sign(write(house.practitioner), house.episode)
    charted.signed(house)
    with at(MORNING + timedelta(days=14)):
        for instrument, total in (("NRS", 1), ("PEG", 7)):
            taken = Taken(instrument, total=total)
            measurements.record(write(house.practitioner), house.episode, taken)
        told = Happened("bruise_haematoma", 1, clock.now().date())
        events.report(write(house.practitioner), house.episode, told)
        told = Happened("headache", None, clock.now().date())
        events.report(write(house.practitioner), house.episode, told)
        charted.reassure(house, EACH_VISIT)
        reviews.decide(
            write(house.practitioner),
            house.episode,
            decision=Decision.PAUSE,
            reason="Away for a month.",
        )
        body = shown(house, drafted(house)).text.body
    assert body.split("\n\n")[:2] == [
        "Ada Example has been with us since 23 November 2026 for low back pain.",
        "One session of acupuncture was given, on 23 November 2026.",
    ]
    assert "Plan (combined), at: " in body
    assert "visits; reviews decide how many of them are given." in body
    assert "BL23 (both)" in body
    assert (
        "- Numeric pain rating, 0 to 10: 4 on 23 November 2026, 1 on 7 December 2026"
        " (change -3, an important change)" in body
    )
    assert "(change +2, worse)" in body
    assert "- bruise or haematoma, grade 1, on 7 December 2026" in body
    assert "- headache, not graded, on 7 December 2026" in body
    assert "Review of 7 December 2026: pause. Reason: Away for a month." in body


def test_a_draft_counts_sessions_and_repeats_no_reason_of_the_rules(
    house: House,
) -> None:
    charted.ready(house)
    charted.signed(house)
    with at(MORNING + timedelta(days=1)):
        charted.reassure(house, EACH_VISIT)
        charted.signed(house)
        reviews.decide(write(house.practitioner), house.episode)
        body = shown(house, drafted(house)).text.body
    assert "2 sessions of acupuncture were given, from 23 November 2026 to 24" in body
    assert "Reason" not in body


def test_what_the_screening_found_leads_the_letter(house: House) -> None:
    charted.ready(house)
    charted.tell(house, {"saddle_numbness": True, "cancer_history": True})
    with at(MORNING + timedelta(minutes=2)):
        letter = shown(house, drafted(house))
    parts = letter.text.body.split("\n\n")
    assert parts[0] == "Please see this patient now, as an emergency."
    assert parts[1].startswith("Found on 23 November 2026:\n- Signs of pressure on the")
    assert "emergency department with MRI, now; rule not reviewed" in parts[1]
    assert parts[-1].startswith("We keep in mind:\n- ")
    assert letter.figures["outcome"] == "emergency"


def test_it_goes_to_the_patients_doctor(house: House) -> None:
    from tests.clinic import ADA

    doctor = patients.Doctor("Dr Ex Ample", "1 Example Road")
    patients.change(write(house.desk), house.patient, ADA, doctor)
    text = shown(house, drafted(house)).text
    assert (text.to_name, text.to_address) == ("Dr Ex Ample", "1 Example Road")


def test_the_letter_in_hand_is_taken_up_again(house: House) -> None:
    letter = edited(house)
    assert drafted(house) == letter
    assert shown(house, letter).text == TEXT
    assert drafted(house, anew=True) == letter
    again = shown(house, letter)
    assert (again.text.to_name, again.revision) == ("", 3)


def test_a_signed_letter_is_a_pdf_with_its_words(house: House) -> None:
    letter = shown(house, signed(house))
    assert (letter.signed_by, letter.is_intact) == ("Needles Example", True)
    assert letter.signed_at is not None
    assert letter.signed_at.date() == TODAY
    told = "\n".join(
        page.extract_text() for page in pypdf.PdfReader(io.BytesIO(letter.pdf)).pages
    )
    for said in ("Garden Clinic", "Dr Ex Ample", "All is *well*.", "Needles Example"):
        assert said in told


def test_a_letter_signed_never_changes(house: House, owner: psycopg.Connection) -> None:
    letter = signed(house)
    call = write(house.practitioner)
    with pytest.raises(SignedAlready):
        letters.edit(call, letter, TEXT, revision=2)
    with pytest.raises(psycopg.errors.CheckViolation, match="never changed"):
        owner.execute("UPDATE papers_letter SET body = 'x'")
    owner.execute("ALTER TABLE papers_letter DISABLE TRIGGER letter_signed_stays")
    try:
        owner.execute("UPDATE papers_letter SET body = 'x'")
    finally:
        owner.execute("ALTER TABLE papers_letter ENABLE TRIGGER letter_signed_stays")
    assert not shown(house, letter).is_intact
    assert drafted(house) != letter


def test_nobody_writes_over_what_somebody_else_wrote(house: House) -> None:
    letter = edited(house)
    with pytest.raises(StaleLetter):
        letters.edit(write(house.practitioner), letter, TEXT, revision=1)
    with pytest.raises(StaleLetter):
        letters.sign(write(house.practitioner), letter, revision=1)


@pytest.mark.parametrize(
    ("field", "words"),
    [("to_name", " "), ("subject", ""), ("body", "\r\n")],
)
def test_a_letter_is_signed_whole(house: House, field: str, words: str) -> None:
    text = replace(TEXT, **{field: words})
    letter = drafted(house)
    letters.edit(write(house.practitioner), letter, text, revision=1)
    with pytest.raises(LetterUnfit) as refused:
        letters.sign(write(house.practitioner), letter, revision=2)
    assert refused.value.field == field


@pytest.mark.parametrize(("field", "most"), [("to_name", 120), ("subject", 200)])
def test_a_line_has_its_length(house: House, field: str, most: int) -> None:
    letter = drafted(house)
    fits = replace(TEXT, **{field: "x" * most})
    letters.edit(write(house.practitioner), letter, fits, revision=1)
    long = replace(TEXT, **{field: "x" * (most + 1)})
    with pytest.raises(LetterUnfit) as refused:
        letters.edit(write(house.practitioner), letter, long, revision=2)
    assert refused.value.field == field


def test_only_who_may_practise_signs(house: House, owner: psycopg.Connection) -> None:
    letter = edited(house)
    owner.execute("UPDATE clinics_credential SET revoked_at = now()")
    with pytest.raises(NotLicensed):
        letters.sign(write(house.practitioner), letter, revision=2)
    with pytest.raises(NotPermitted):
        letters.sign(write(house.desk), letter, revision=2)


def test_sending_finishes_the_task_that_asked_for_it(
    house: House, owner: psycopg.Connection
) -> None:
    charted.ready(house)
    call = write(house.practitioner)
    reviews.decide(call, house.episode, decision=Decision.REFER, reason="For a scan.")
    letter = edited(house)
    with pytest.raises(NotSigned):
        letters.send(write(house.desk), letter)
    letters.sign(write(house.practitioner), letter, revision=2)
    assert letters.send(write(house.desk), letter) == letter
    sent_at = shown(house, letter).sent_at
    assert sent_at is not None
    assert sent_at.date() == TODAY
    assert one(owner, "SELECT done_note FROM papers_task WHERE kind = 'letter'")
    with pytest.raises(SentAlready):
        letters.send(write(house.desk), letter)


def test_letters_of_another_clinic_are_not_found(house: House) -> None:
    other = second(house)
    letter = edited(house)
    with pytest.raises(NotFound):
        shown(other, letter)
    with pytest.raises(NotFound):
        letters.edit(write(other.practitioner), letter, TEXT, revision=2)
    with pytest.raises(NotFound):
        letters.draft(write(other.practitioner), house.episode)
    with pytest.raises(NotFound):
        letters.send(write(house.desk), uuid4())


def test_reading_a_letter_is_noted(house: House, owner: psycopg.Connection) -> None:
    letter = drafted(house)
    shown(house, letter)
    asked = "SELECT subject FROM audit_event WHERE operation = 'letters.read'"
    assert column(owner, asked) == [letter]


def test_what_holds_up_one_session_is_nothing_to_a_doctor(house: House) -> None:
    charted.ready(house)
    charted.tell(house, {"intoxicated": True})
    with at(MORNING + timedelta(minutes=2)):
        letter = shown(house, drafted(house))
    assert letter.figures["alarms"] == []


@pytest.mark.parametrize(
    ("destination", "reviewed", "told"),
    [
        ("", True, "Weakness"),
        ("doctor", True, "Weakness (for: doctor)"),
        ("", False, "Weakness (rule not reviewed by a clinician yet)"),
    ],
)
def test_a_finding_says_what_is_known_of_it(
    house: House, destination: str, reviewed: bool, told: str
) -> None:
    alarm = Alarm("Weakness", destination, Outcome.CAUTION, None, reviewed)
    day = MORNING.date()
    told_of = Figures(
        day, day, day, "Ada", 1, "", Outcome.CAUTION, (alarm,), None, None, None, (), ()
    )
    assert wording.body(told_of).endswith(f"We keep in mind:\n- {told}")


@pytest.mark.parametrize(
    ("destination", "told"),
    [
        ("doctor", "Weakness (for: doctor, if it changes)"),
        ("doctor if it changes", "Weakness (for: doctor if it changes)"),
        ("", "Weakness (for: if it changes)"),
    ],
)
def test_how_soon_is_said_once(destination: str, told: str) -> None:
    alarm = Alarm("Weakness", destination, Outcome.CAUTION, Urgency.WATCH, True)
    day = MORNING.date()
    told_of = Figures(
        day, day, day, "Ada", 1, "", Outcome.CAUTION, (alarm,), None, None, None, (), ()
    )
    assert wording.body(told_of).endswith(f"We keep in mind:\n- {told}")


@pytest.mark.parametrize("typed", ['#panic("x")', '#read("/etc/hosts")', "$ x $", "@x"])
def test_what_is_typed_is_set_as_text(house: House, typed: str) -> None:
    letter = drafted(house)
    text = Text(typed, typed, typed, f"{typed}\n\n- {typed}")
    letters.edit(write(house.practitioner), letter, text, revision=1)
    letters.sign(write(house.practitioner), letter, revision=2)
    page = pypdf.PdfReader(io.BytesIO(shown(house, letter).pdf)).pages[0]
    assert page.extract_text().count(typed) == 5

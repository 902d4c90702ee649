"""What an intake asks: all of a patient's questions, each once, and only those that matter."""

from __future__ import annotations

from datetime import date

from deqi.care import chain, intake
from deqi.core.facts import Speaker, Statement
from deqi.knowledge import facts

TODAY = date(2026, 11, 23)


def asked(told: dict[str, object]) -> dict[str, tuple[str, ...]]:
    said = [
        Statement(name, value, Speaker.PATIENT, TODAY)  # type: ignore[arg-type]  # plain values
        for name, value in told.items()
        if value is not None
    ]
    known, _ = chain.screen(said, today=TODAY)
    return {
        step.id: tuple(each.id for each in step.asked)
        for step in intake.steps(known, told)
    }


def test_every_question_to_a_patient_is_in_one_step_or_left_out_for_a_reason() -> None:
    held = [name for names in intake.STEPS.values() for name in names]
    specs = facts.catalogue().specs.values()
    theirs = {each.id for each in specs if each.asked_of == "patient"}
    assert len(held) == len(set(held))
    assert set(held) | set(intake.APART) == theirs
    assert not set(held) & set(intake.APART)


def test_what_cannot_be_is_not_asked() -> None:
    man = asked({"sex_at_birth": "male", "birth_date": date(1980, 1, 1)})
    assert "pregnancy" not in man
    assert "abnormal_vaginal_bleeding" not in man["belly"]


def test_an_answer_opens_what_follows_from_it() -> None:
    assert "cancer_active" in asked({})["cancer"]
    assert asked({"cancer_history": False})["cancer"] == ("cancer_history",)


def test_what_is_told_stays_and_is_not_left() -> None:
    told = {"goals": ("Garden",), "sleep": None}
    known, _ = chain.screen(
        [Statement("goals", ("Garden",), Speaker.PATIENT, TODAY)], today=TODAY
    )
    steps = {each.id: each for each in intake.steps(known, told)}
    assert steps["goals"].left == ()
    assert "sleep" not in steps["life"].left
    assert "peg_pain" in steps["life"].left


def test_what_another_has_said_is_not_asked() -> None:
    word = Statement("smoker", False, Speaker.PRACTITIONER, TODAY)
    known, _ = chain.screen([word], today=TODAY)
    steps = {each.id: each for each in intake.steps(known, {})}
    assert "smoker" not in {each.id for each in steps["sudden"].asked}

"""What the templates of a session show, made of what the operations read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.http import QueryDict

from deqi.core.facts import Kind
from deqi.core.needling import Chart, telling
from deqi.knowledge import charting
from deqi.operations.fitness import Asked
from deqi.operations.sessions_reads import Measure, Screen
from deqi.web.sessions import forms, passes, previews
from deqi.web.sessions.forms import SessionForm
from deqi.web.sessions.passes import Pass
from deqi.web.sessions.previews import Preview

_YES_NO = (("yes", "Yes"), ("no", "No"))


@dataclass(frozen=True, slots=True)
class Question:
    """One question of the day as it stands on the screen.

    The answer of another day is told beside it; no choice is ever ticked ahead.
    """

    name: str
    text: str
    choices: tuple[tuple[str, str], ...]
    is_number: bool
    of_practitioner: bool
    last: str
    sent: str

    @property
    def is_short(self) -> bool:
        return self.choices == _YES_NO


@dataclass(frozen=True, slots=True)
class Score:
    """One score of the day, typed by the patient's word."""

    name: str
    measure: Measure
    typed: str


@dataclass(frozen=True, slots=True)
class Shown:
    """Everything that a screen shows beside what was read."""

    today: tuple[Question, ...]
    risks: tuple[Question, ...]
    intake: tuple[Question, ...]
    scores: tuple[Score, ...]
    preview: Preview
    sealed: str


def of(
    screen: Screen,
    form: SessionForm,
    sent: QueryDict,
    typed: Mapping[str, float],
    *,
    closing: bool,
) -> Shown:
    """Return what a screen shows."""
    fit = screen.fit
    told = form.cleaned_data if form.is_bound else form.initial
    read_with = Pass(fit.restrictions, screen.shortcuts)
    # The patient's questions come first, then what the practitioner sees for themselves.
    ordered = sorted(fit.questions, key=lambda each: each.of_practitioner)
    asked = [(_question(each, sent), each.at_intake) for each in ordered]
    return Shown(
        tuple(each for each, at_intake in asked if not at_intake),
        tuple(_question(each, sent) for each in fit.risks),
        tuple(each for each, at_intake in asked if at_intake),
        tuple(_scores(screen, sent, typed)),
        previews.preview(forms.draft(told), read_with, closing=closing),
        passes.seal(fit.restrictions, screen.shortcuts),
    )


def _question(asked: Asked, sent: QueryDict) -> Question:
    name = f"{forms.FACT}{asked.fact}"
    return Question(
        name,
        asked.text,
        _choices(asked),
        asked.kind is Kind.NUMBER,
        asked.of_practitioner,
        _said(asked.last),
        sent.get(name, ""),
    )


def _choices(asked: Asked) -> tuple[tuple[str, str], ...]:
    if asked.kind is Kind.BOOL:
        return _YES_NO
    return tuple((level, level.replace("_", " ")) for level in asked.levels)


def _said(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value).replace("_", " ")


def _scores(
    screen: Screen, sent: QueryDict, typed: Mapping[str, float]
) -> Iterator[Score]:
    for each in screen.measures:
        name = f"{forms.SCORE}{each.instrument}"
        saved = typed.get(each.instrument)
        yield Score(name, each, sent.get(name, "" if saved is None else f"{saved:g}"))


def stricta(chart: Chart) -> tuple[tuple[str, str, str], ...]:
    """Return a chart field by field: number, what the field holds, what was charted."""
    told = telling.fields(chart)
    rows = [
        (each.number, each.title, told[each.line] or "not charted")
        for each in charting.stricta()
        if each.line
    ]
    return (*rows, ("", "adverse events", telling.events(chart)))

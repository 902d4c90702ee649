"""What is typed on the screen of a session, and what is answered beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from deqi.core.facts import Kind
from deqi.core.needling import Draft
from deqi.knowledge import facts
from deqi.knowledge import instruments as catalogue
from deqi.operations.refusals import Refused
from deqi.operations.sessions import Charting

FACT, SCORE = "fact-", "score-"
NO_EVENT = "none"
_TRUTHS = {"yes": True, "no": False}


class SessionForm(forms.Form):
    """The screen; a score or an answer is a field by its id, and empty means unknown."""

    revision = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    line = forms.CharField(
        required=False,
        strip=False,
        label=_("Charting line"),
        widget=forms.Textarea(
            attrs={
                "rows": 3,
                "spellcheck": "false",
                "autocapitalize": "off",
                "autocomplete": "off",
            }
        ),
    )
    needles_out = forms.IntegerField(required=False, min_value=0, max_value=999)
    no_event = forms.BooleanField(required=False)
    events = forms.CharField(required=False)
    lot = forms.CharField(required=False, max_length=60)
    note = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 2}))
    one_to_one_minutes = forms.IntegerField(required=False, min_value=0, max_value=999)

    def clean(self) -> dict[str, Any]:
        """Read the scores; of events, none and some are not said at once."""
        told = super().clean() or {}
        if told.get("no_event") and told.get("events", "").strip():
            self.add_error("events", _("Untick none, or take out the event."))
        told["scores"] = dict(self._scores())
        return told

    def _scores(self) -> Iterator[tuple[str, float]]:
        for name in catalogue.catalogue():
            sent = self.data.get(f"{SCORE}{name}", "").strip()
            if not sent:
                continue
            try:
                yield name, float(sent.replace(",", "."))
            except ValueError:
                self.add_error(None, _("Write each score as a number."))

    def charting(self) -> Charting:
        """Return what was typed."""
        told = self.cleaned_data
        return Charting(draft(told), told["scores"], told["note"], _minutes(told))

    def refuse(self, refused: Refused) -> None:
        """Show a refusal at the field that it is about."""
        field = refused.field if refused.field in self.fields else None
        self.add_error(field, refused.sentence)


def _minutes(told: Mapping[str, Any]) -> int | None:
    minutes: int | None = told["one_to_one_minutes"]
    return minutes


def draft(told: Mapping[str, Any]) -> Draft:
    """Return the line of a form that is not known to be whole."""
    events = NO_EVENT if told.get("no_event") else told.get("events") or ""
    return Draft(
        told.get("line") or "",
        told.get("needles_out"),
        told.get("lot") or "",
        events,
    )


def initial(typed: Charting, revision: int) -> dict[str, Any]:
    """Return the fields as they were saved last."""
    line = typed.draft
    none = line.events == NO_EVENT
    return {
        "revision": revision,
        "line": line.line,
        "needles_out": line.needles_out,
        "no_event": none,
        "events": "" if none else line.events,
        "lot": line.lot,
        "note": typed.note,
        "one_to_one_minutes": typed.one_to_one_minutes,
    }


def answers(sent: QueryDict) -> dict[bool, dict[str, object]]:
    """Return the answers of a form: the patient's under False, one's own under True.

    Of what the catalogue does not take, the operation says so by name.
    """
    told: dict[bool, dict[str, object]] = {False: {}, True: {}}
    for name, spec in facts.catalogue().specs.items():
        value = sent.get(f"{FACT}{name}", "").strip()
        if value:
            mine = spec.asked_of == "practitioner"
            told[mine][name] = _answer(spec.kind, value)
    return told


def _answer(kind: Kind, value: str) -> object:
    if kind is Kind.BOOL:
        return _TRUTHS.get(value, value)
    if kind is Kind.NUMBER:
        try:
            return float(value.replace(",", "."))
        except ValueError:
            return value
    return value


class AmendmentForm(forms.Form):
    text = forms.CharField(
        label=_("What is to be added"), widget=forms.Textarea(attrs={"rows": 3})
    )


class ShortcutForm(forms.Form):
    word = forms.CharField(label=_("Word"), max_length=20)
    line = forms.CharField(label=_("Piece of line"), max_length=500)


def id_of(sent: QueryDict, name: str) -> UUID | None:
    """Return the id that an address or a form names; None for none, or for no id."""
    try:
        return UUID(sent.get(name, ""))
    except ValueError:
        return None

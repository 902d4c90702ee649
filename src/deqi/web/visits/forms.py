"""What is asked for one visit."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from deqi.core.visits import Purpose
from deqi.operations.titles import Choice
from deqi.operations.visits import Slot
from deqi.operations.visits_reads import Choices
from deqi.web.forms import Day, Moment
from deqi.web.visits.words import PURPOSES


class SlotForm(forms.Form):
    """With whom, where and when; the clinic's own clock."""

    practitioner = forms.ChoiceField(label=_("Practitioner"))
    room = forms.ChoiceField(label=_("Room"), required=False)
    on = forms.DateField(label=_("Day"), widget=Day())
    at = forms.TimeField(label=_("Begins at"), widget=Moment())
    minutes = forms.IntegerField(
        label=_("Minutes"), min_value=5, max_value=480, initial=40, step_size=5
    )

    def __init__(self, choices: Choices, sent: Any = None, first: Any = None) -> None:
        super().__init__(sent, initial=first)
        self._offer("practitioner", choices.practitioners)
        self._offer("room", choices.rooms, empty=_("None"))

    def _offer(
        self, name: str, offered: tuple[Choice, ...], *, empty: Any = ""
    ) -> None:
        field = self.fields[name]
        told = [(str(each.id), each.name) for each in offered]
        field.choices = [("", empty), *told] if empty else told  # type: ignore[attr-defined]  # of a choice field

    def slot(self) -> Slot:
        """Return the slot that was asked for."""
        told = self.cleaned_data
        room = told["room"]
        return Slot(
            UUID(told["practitioner"]),
            told["on"],
            told["at"],
            told["minutes"],
            UUID(room) if room else None,
        )


class VisitForm(SlotForm):
    """A new visit: what it is for, then its slot."""

    episode = forms.ChoiceField(label=_("Complaint"))
    purpose = forms.ChoiceField(
        label=_("What for"),
        choices=[(each.value, words) for each, words in PURPOSES.items()],
        initial=Purpose.TREATMENT,
    )
    note = forms.CharField(
        label=_("Note for the desk"),
        max_length=300,
        required=False,
        help_text=_("Nothing of the chart: the whole desk reads it."),
    )
    field_order = ("episode", "purpose", "practitioner", "room", "on", "at", "minutes")

    def __init__(self, choices: Choices, sent: Any = None, first: Any = None) -> None:
        super().__init__(choices, sent, first)
        several = len(choices.episodes) > 1
        self._offer("episode", choices.episodes, empty=_("Choose") if several else "")


class CancelForm(forms.Form):
    """Why a visit is cancelled."""

    why = forms.CharField(label=_("Why"), max_length=200, required=False)

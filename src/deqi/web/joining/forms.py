"""What is asked of whoever becomes a patient."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from deqi.operations.patients import Identity
from deqi.operations.signposts import Signpost
from deqi.web.forms import Day

_SEXES = [
    ("", _("I do not say")),
    ("female", _("Female")),
    ("male", _("Male")),
    ("other", _("Other")),
]


def _word(label: Any, longest: int, kind: str, *, required: bool = True) -> Any:
    widget = forms.TextInput(attrs={"autocomplete": kind})
    return forms.CharField(
        label=label, max_length=longest, required=required, widget=widget
    )


class JoiningForm(forms.Form):
    """Which clinic, and who one is."""

    clinic = forms.TypedChoiceField(
        label=_("Which clinic?"), widget=forms.RadioSelect, coerce=UUID
    )
    given_name = _word(_("Given name"), 100, "given-name")
    family_name = _word(_("Family name"), 100, "family-name")
    birth_date = forms.DateField(label=_("Born"), widget=Day())
    sex_at_birth = forms.ChoiceField(
        label=_("Sex at birth"),
        choices=_SEXES,
        required=False,
        help_text=_("Some questions about safety hang on it."),
    )
    phone = _word(_("Telephone"), 40, "tel", required=False)

    def __init__(self, clinics: Sequence[Signpost], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["clinic"].choices = [  # type: ignore[attr-defined]  # a choice field
            (each.id, ", ".join(filter(None, (each.name, each.address))))
            for each in clinics
        ]

    def identity(self, *, email: str) -> Identity:
        """Return who it is; reached by the address they sign in with."""
        told = self.cleaned_data
        return Identity(
            told["family_name"],
            told["given_name"],
            told["birth_date"],
            told["sex_at_birth"],
            email,
            told["phone"],
        )

"""What is asked of a patient at the desk."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from deqi.knowledge import conditions, coverage
from deqi.operations.episodes import Terms
from deqi.operations.patients import Doctor, Identity
from deqi.web.episodes.forms import NOT_OFFERED
from deqi.web.forms import Day

_SEXES = [
    ("", _("Does not say")),
    ("female", _("Female")),
    ("male", _("Male")),
    ("other", _("Other")),
]
_ASIDE = {"autocomplete": "off"}
"""A browser at the desk must not offer one patient's data for the next."""


def _word(label: Any, longest: int, *, required: bool = False) -> forms.CharField:
    widget = forms.TextInput(attrs=_ASIDE)
    return forms.CharField(
        label=label, max_length=longest, required=required, widget=widget
    )


class PatientForm(forms.Form):
    """Who somebody is, how they are reached, and whom letters go to."""

    given_name = _word(_("Given name"), 100, required=True)
    family_name = _word(_("Family name"), 100, required=True)
    birth_date = forms.DateField(label=_("Born"), widget=Day())
    sex_at_birth = forms.ChoiceField(
        label=_("Sex at birth"), choices=_SEXES, required=False
    )
    phone = _word(_("Telephone"), 40)
    email = forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        required=False,
        widget=forms.EmailInput(_ASIDE),
    )
    street = _word(_("Street and number"), 160)
    postcode = _word(_("Postcode"), 20)
    city = _word(_("Town"), 80)
    doctor_name = _word(_("Doctor whom letters go to"), 120)
    doctor_address = forms.CharField(
        label=_("The doctor's address"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, **_ASIDE}),
    )
    doctor_email = forms.EmailField(
        label=_("The doctor's e-mail"),
        required=False,
        widget=forms.EmailInput(_ASIDE),
    )

    def identity(self, *, language: str = "en") -> Identity:
        """Return who it is."""
        told = self.cleaned_data
        return Identity(
            told["family_name"],
            told["given_name"],
            told["birth_date"],
            told["sex_at_birth"],
            told["email"],
            told["phone"],
            told["street"],
            told["city"],
            told["postcode"],
            language,
        )

    def doctor(self) -> Doctor:
        """Return whom letters go to."""
        told = self.cleaned_data
        return Doctor(told["doctor_name"], told["doctor_address"], told["doctor_email"])


class EpisodeForm(forms.Form):
    """What an episode opens with; what is not known yet is told later."""

    condition = forms.ChoiceField(
        label=_("Complaint"), required=False, error_messages=NOT_OFFERED
    )
    payer = forms.ChoiceField(
        label=_("Who pays"), required=False, error_messages=NOT_OFFERED
    )
    payer_number = _word(_("Number there"), 60)

    def __init__(self, *args: object, clinical: bool, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # handed through
        if clinical:
            known = sorted(conditions.catalogue().values(), key=lambda each: each.name)
            told = [(each.id, each.name) for each in known]
            self.fields["condition"].choices = [("", _("Not named yet")), *told]  # type: ignore[attr-defined]  # of a choice field
        else:
            del self.fields["condition"]
        payers = sorted(coverage.catalogue())
        names = [(each, coverage.catalogue()[each].name) for each in payers]
        self.fields["payer"].choices = [("", _("The patient")), *names]  # type: ignore[attr-defined]  # of a choice field

    def terms(self) -> Terms:
        """Return what holds for the episode."""
        told = self.cleaned_data
        return Terms(
            condition=told.get("condition", ""),
            payer=told["payer"],
            payer_number=told["payer_number"],
        )

"""What holds for a whole episode."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from deqi.care.values import STYLES
from deqi.knowledge import conditions, coverage
from deqi.operations.episodes import Terms


def _named(records: Any) -> list[tuple[str, str]]:
    told = sorted(records.items(), key=lambda each: str(each[1].name))
    return [(name, record.name) for name, record in told]


NOT_OFFERED = {"invalid_choice": _("This is not in the list; choose one that is.")}


_MAINTENANCE = {"yes": True, "no": False, "": None}


class TermsForm(forms.Form):
    """The complaint, the style, who pays, and whether to go on at a low rate."""

    condition = forms.ChoiceField(
        label=_("Complaint"),
        required=False,
        choices=[("", _("Not named yet")), *_named(conditions.catalogue())],
        error_messages=NOT_OFFERED,
    )
    style = forms.ChoiceField(
        label=_("Style"),
        required=False,
        choices=[("", _("As the patient prefers")), *((s, s) for s in STYLES)],
        error_messages=NOT_OFFERED,
    )
    payer = forms.ChoiceField(
        label=_("Who pays"),
        required=False,
        choices=[("", _("The patient")), *_named(coverage.catalogue())],
        error_messages=NOT_OFFERED,
    )
    payer_number = forms.CharField(
        label=_("Number there"), max_length=60, required=False
    )
    wants_maintenance = forms.ChoiceField(
        label=_("Does the patient want to go on at a low rate?"),
        required=False,
        choices=[("", _("Not known")), ("yes", _("Yes")), ("no", _("No"))],
    )

    @staticmethod
    def first(terms: Terms) -> dict[str, object]:
        """Return the fields as the terms stand."""
        wants = next(k for k, v in _MAINTENANCE.items() if v is terms.wants_maintenance)
        return {
            "condition": terms.condition,
            "style": terms.style,
            "payer": terms.payer,
            "payer_number": terms.payer_number,
            "wants_maintenance": wants,
        }

    def terms(self) -> Terms:
        """Return what was told."""
        told = dict(self.cleaned_data)
        wants = _MAINTENANCE[told.pop("wants_maintenance")]
        return Terms(**told, wants_maintenance=wants)

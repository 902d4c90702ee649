"""What to look for in the audit."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from deqi.operations.audit_reads import Asked, Colleague
from deqi.operations.matrix import MATRIX
from deqi.web.forms import Day


def _nouns() -> list[tuple[str, str]]:
    """Return every operation under its noun, and the noun alone for all of them."""
    nouns = sorted({name.partition(".")[0] for name in MATRIX})
    return [("", gettext("All")), *((f"{each}.", each) for each in nouns)]


def _told(each: Colleague) -> str:
    if not each.has_left:
        return each.name
    return gettext("%(name)s (has left)") % {"name": each.name}


class AuditForm(forms.Form):
    """Filters; what is left open takes in everything."""

    on = forms.DateField(label=_("Day"), widget=Day(), required=False)
    actor = forms.TypedChoiceField(
        label=_("Who"), coerce=UUID, empty_value=None, required=False
    )
    operation = forms.ChoiceField(label=_("What"), choices=_nouns, required=False)
    patient_number = forms.IntegerField(
        label=_("Patient number"), min_value=1, max_value=2**31 - 1, required=False
    )
    refused = forms.BooleanField(label=_("Refused only"), required=False)
    before = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, people: tuple[Colleague, ...], *args: Any, of_network: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        named = [(str(each.user), _told(each)) for each in people]
        self.fields["actor"].choices = [("", _("Everybody")), *named]  # type: ignore[attr-defined]  # of a choice field
        if of_network:
            del self.fields["patient_number"]

    def clean_before(self) -> tuple[datetime, UUID] | None:
        """Read where the last page ended."""
        typed = self.cleaned_data["before"]
        if not typed:
            return None
        at, _comma, identity = typed.partition(",")
        try:
            return datetime.fromisoformat(at).astimezone(UTC), UUID(identity)
        except (ValueError, OverflowError):
            raise forms.ValidationError(_("This page is not there.")) from None

    def asked(self) -> Asked:
        """Return what to look for."""
        return Asked(**self.cleaned_data)

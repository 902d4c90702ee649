"""Who agrees."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

PATIENT, PROXY = "patient", "proxy"


class ConsentForm(forms.Form):
    """The version that was read, and who agreed to it."""

    text = forms.UUIDField(widget=forms.HiddenInput)
    by = forms.ChoiceField(
        label=_("Who agrees"),
        choices=[
            (PATIENT, _("The patient")),
            (PROXY, _("Somebody who may speak for the patient")),
        ],
        widget=forms.RadioSelect,
    )
    proxy = forms.CharField(
        label=_("Name of who speaks for the patient"), max_length=120, required=False
    )

    def proxy_name(self) -> str | None:
        """Return who agreed for the patient; None where the patient did."""
        told = self.cleaned_data
        return told["proxy"] if told["by"] == PROXY else None

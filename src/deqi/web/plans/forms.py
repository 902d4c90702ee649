"""What the practitioner makes of a proposal."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from deqi.care.values import STYLES
from deqi.core.needlework import Line
from deqi.operations.plans import Changes, site_of


class PlanForm(forms.Form):
    """Lines that stay are ticked; an unticked one is left out."""

    style = forms.ChoiceField(
        choices=[(each, each) for each in STYLES], widget=forms.HiddenInput
    )
    kept = forms.MultipleChoiceField(
        required=False, widget=forms.CheckboxSelectMultiple, label=_("Lines")
    )
    note = forms.CharField(
        label=_("Keep in mind"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, lines: tuple[Line, ...], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sites = [site_of(each) for each in lines]
        kept = self.fields["kept"]
        kept.choices = [(each, each) for each in self.sites]  # type: ignore[attr-defined]  # of a choice field

    def changes(self) -> Changes:
        """Return what was changed of the proposal."""
        told = self.cleaned_data
        left_out = tuple(each for each in self.sites if each not in told["kept"])
        return Changes(left_out, told["style"], told["note"])

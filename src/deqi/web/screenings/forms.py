"""What is decided otherwise than a finding says: a reason, or a doctor's written advice."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from deqi.operations.clearances import Advice
from deqi.web.forms import Day


class OverruleForm(forms.Form):
    rule = forms.CharField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Why you decide otherwise"), widget=forms.Textarea(attrs={"rows": 3})
    )


class ClearanceForm(forms.Form):
    rule = forms.CharField(widget=forms.HiddenInput)
    by = forms.CharField(label=_("Written by"), max_length=120)
    role = forms.CharField(
        label=_("As what"), max_length=80, help_text=_("Such as haematologist.")
    )
    document = forms.CharField(
        label=_("Where the writing is kept"),
        max_length=160,
        help_text=_("The name of the document in the patient's folder."),
    )
    given = forms.DateField(label=_("Written on"), widget=Day())
    expires = forms.DateField(label=_("Holds until"), widget=Day())

    def advice(self) -> Advice:
        """Return the advice that was written down."""
        return Advice(**self.cleaned_data)

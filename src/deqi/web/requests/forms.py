"""The answer to a request."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from deqi.operations.requests import Kind

KINDS = {
    Kind.CORRECTION: _("Correct something"),
    Kind.ERASURE: _("Erase something"),
    Kind.COPY: _("A copy of the record"),
}


class AnswerForm(forms.Form):
    text = forms.CharField(
        label=_("Your answer"),
        help_text=_("The patient reads it on their own page."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )

"""What is written in a letter."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from deqi.operations import letters
from deqi.operations.letters import Text


class LetterForm(forms.Form):
    """The text; the revision says which one the writer saw."""

    revision = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    to_name = forms.CharField(
        label=_("To"),
        max_length=letters.LONGEST_NAME,
        required=False,
        help_text=_("The doctor who is to read it."),
    )
    to_address = forms.CharField(
        label=_("Address"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    subject = forms.CharField(label=_("Subject"), max_length=letters.LONGEST_SUBJECT)
    body = forms.CharField(
        label=_("Letter"),
        help_text=_("An empty line parts paragraphs; a line that begins with - lists."),
        widget=forms.Textarea(attrs={"rows": 22}),
    )

    def text(self) -> Text:
        """Return what was written."""
        told = self.cleaned_data
        return Text(told["to_name"], told["to_address"], told["subject"], told["body"])

"""What is asked of a text."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from deqi.operations.templates import Text, Use

USES = {
    Use.LETTER_OPENING: (_("Letter: opening"), _("Stands above the figures.")),
    Use.LETTER_CLOSING: (_("Letter: closing"), _("Stands below the figures.")),
    Use.AFTERCARE: (_("Aftercare"), _("What a patient takes home after needling.")),
    Use.CHECK_IN: (
        _("Message with a check-in link"),
        _("Names no patient: a message may be read by others."),
    ),
}


class TextForm(forms.Form):
    """A heading, and words of which some are filled in."""

    title = forms.CharField(label=_("Heading"), max_length=120)
    body = forms.CharField(label=_("Text"), widget=forms.Textarea(attrs={"rows": 8}))

    def text(self, use: Use) -> Text:
        """Return the text as it was typed."""
        return Text(use, **self.cleaned_data)


class ConsentTextForm(forms.Form):
    title = forms.CharField(label=_("Heading"), max_length=120)
    body = forms.CharField(
        label=_("Text"),
        help_text=_("The harms, with how often each was seen, are shown below it."),
        widget=forms.Textarea(attrs={"rows": 12}),
    )

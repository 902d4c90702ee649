"""What is asked for a document."""

from django import forms
from django.utils.translation import gettext_lazy as _


class DocumentForm(forms.Form):
    """One file; its content is judged by the operation."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("PDF, PNG or JPEG. The place a picture was taken is removed."),
        max_length=255,
        widget=forms.FileInput(attrs={"accept": ".pdf,.png,.jpg,.jpeg"}),
    )

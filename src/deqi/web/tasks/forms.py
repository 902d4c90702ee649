"""What is asked for a task."""

from django import forms
from django.utils.translation import gettext_lazy as _

from deqi.web.forms import Day

URGENCIES = {
    "usual": _("Usual"),
    "soon": _("Soon"),
    "urgent": _("Urgent"),
    "emergency": _("Emergency"),
}
TONES = {"emergency": "danger", "urgent": "caution", "soon": "info", "usual": ""}


class TaskForm(forms.Form):
    """What is to be done, and by when."""

    title = forms.CharField(
        label=_("What is to be done"),
        max_length=200,
        help_text=_("Nothing of a chart: the whole desk reads it."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    due_on = forms.DateField(label=_("By"), widget=Day())
    urgency = forms.ChoiceField(label=_("How urgent"), choices=list(URGENCIES.items()))

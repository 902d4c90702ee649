"""How Django's forms are drawn, and how a refusal comes back to its field."""

from django import forms
from django.forms.renderers import TemplatesSetting

from deqi.operations.refusals import Refused


class FormRenderer(TemplatesSetting):
    """Labels, hints, errors and groups in one field template (FORM_RENDERER)."""

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"


class Day(forms.DateInput):
    """A day, picked by the browser's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class Moment(forms.TimeInput):
    """A time of the day, picked by the browser's own clock."""

    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


def refuse(form: forms.Form, refused: Refused) -> None:
    """Show a refusal at its field, or above the form where it has none."""
    field = refused.field if refused.field in form.fields else None
    form.add_error(field, refused.sentence)

"""How Django's forms are drawn, and how a refusal comes back to its field."""

from collections.abc import Callable
from uuid import UUID

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


def taken(form: forms.Form, ask: Callable[[], UUID]) -> UUID | None:
    """Ask an operation with what a form holds.

    Returns what came about; None where the form does not hold, or the operation refuses:
    the form then says so, at the field that is at fault.
    """
    if not form.is_valid():
        return None
    try:
        return ask()
    except Refused as refused:
        refuse(form, refused)
        return None

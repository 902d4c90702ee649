"""The pages of the look: each part with plainly invented values."""

from pathlib import Path

import django
from django import forms
from django.conf import settings
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.template.loader import render_to_string
from django.test import RequestFactory

HERE = Path(__file__).resolve()
TEMPLATES = HERE.parents[2] / "src" / "deqi" / "web" / "templates"


class Intake(forms.Form):
    """One field of each kind."""

    name = forms.CharField(label="Your name", help_text="As on your insurance card.")
    born = forms.DateField(
        label="Date of birth", widget=forms.DateInput(attrs={"type": "date"})
    )
    since = forms.ChoiceField(
        label="How long have you had this pain?",
        choices=[("6", "Less than 6 weeks"), ("12", "6 to 12 weeks"), ("13", "Longer")],
        widget=forms.RadioSelect,
    )
    tried = forms.MultipleChoiceField(
        label="What have you tried?",
        required=False,
        help_text="Tick all that apply.",
        choices=[("move", "Moving more"), ("heat", "Heat"), ("pills", "Medicine")],
        widget=forms.CheckboxSelectMultiple,
    )
    payer = forms.ChoiceField(
        label="Who pays?",
        choices=[("", "Choose"), ("self", "I pay"), ("plan", "A plan")],
    )
    words = forms.CharField(
        label="In your own words", required=False, widget=forms.Textarea
    )
    agreed = forms.BooleanField(label="I have read what the clinic keeps about me")


PAGES = {
    "public": "/",
    "form": "/book/",
    "parts": "/desk/patients/",
    "patient": "/me/",
    "body": "/desk/",
    "404": "/nowhere/",
    "500": "/",
}


def configure() -> None:
    """Give Django the little that templates need, unless it has its settings."""
    if settings.configured:
        return
    settings.configure(
        INSTALLED_APPS=["django.forms", "django.contrib.staticfiles", "deqi.web"],
        TEMPLATES=[
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "DIRS": [HERE.parent / "look_pages"],
                "APP_DIRS": True,
                "OPTIONS": {
                    "context_processors": ["django.template.context_processors.request"]
                },
            }
        ],
        FORM_RENDERER="deqi.web.forms.FormRenderer",
        STATIC_URL="/static/",
        ALLOWED_HOSTS=["testserver"],
        LANGUAGE_CODE="en-gb",
        USE_I18N=True,
    )
    django.setup()


def told() -> list[Message]:
    """Return one message of each kind."""
    return [
        Message(constants.SUCCESS, "Visit booked for 3 December, 10:40."),
        Message(constants.ERROR, "The lot number was not saved. Type it again."),
    ]


def wrong_form() -> Intake:
    """Return a form sent with faults, that keeps what was typed."""
    return Intake({"name": "", "born": "31 June", "words": "It hurts at night."})


def context() -> dict[str, object]:
    """Return the values that all pages may use."""
    columns = [
        {"label": "Patient"},
        {"label": "Visit"},
        {"label": "Pain (0 to 10)", "is_figure": True},
    ]
    rows = [("Example One", "3 of 12", "4.5"), ("Example Two", "review", "6.0")]
    return {
        "clinic_name": "Example clinic, north",
        "messages": told(),
        "form": Intake(),
        "wrong": wrong_form(),
        "columns": columns,
        "rows": [list(zip(row, columns, strict=True)) for row in rows],
        "facts": [("Born", "10 September 1963"), ("Payer", "Example plan")],
        "falling": [7, 6.5, 6, 6, 4.5, 4],
        "none": [],
    }


def render(name: str) -> str:
    """Return one page as HTML."""
    configure()
    request = RequestFactory().get(PAGES[name])
    return render_to_string(f"{name}.html", context(), request)

"""The pages of the look: each part with plainly invented values."""

from pathlib import Path

from django import forms
from django.conf import settings
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.template.backends.django import DjangoTemplates
from django.test import RequestFactory

from deqi.core.points import Laterality, Sides
from deqi.knowledge import points
from deqi.web.body import Mark, Shade, State
from deqi.web.body.fields import PainAreaField

PAGES_FOLDER = Path(__file__).with_name("look_pages")


class CheckIn(forms.Form):
    """Where it hurts."""

    where = PainAreaField(label="Where does it hurt?", help_text="Tap the body.")


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
    "check_in": "/me/check-ins/",
    "404": "/nowhere/",
    "500": "/",
}


MARKS = [
    Mark("BL23", Sides.BOTH, text="25 mm"),
    Mark("BL25", Sides.BOTH),
    Mark("GV3", Sides.MIDLINE),
    Mark("GV4", Sides.MIDLINE, State.BARRED),
    Mark("EX-B2", Sides.BOTH, level="L4"),
    Mark("GB30", Sides.LEFT, State.TENDER),
    Mark("BL40", Sides.BOTH, State.NEEDLED),
    Mark("ST36", Sides.BOTH, State.NEEDLED),
    Mark("SP6", Sides.BOTH),
    Mark("LI4", Sides.RIGHT),
    Mark("KI1", Sides.BOTH),
]
SHADES = {
    "low_back_left": Shade.PAIN,
    "buttock_left": Shade.PAIN,
    "low_back_right": Shade.EASED,
    "calf_right": Shade.BARRED,
}


def choices() -> list[Mark]:
    """Return every point of the catalogue, to be picked from."""
    return [
        Mark(code, Sides.BOTH, State.CHOICE)
        if point.laterality is Laterality.BILATERAL
        else Mark(code, Sides.MIDLINE, State.CHOICE)
        for code, point in points.catalogue().items()
    ]


def told() -> list[Message]:
    """Return one message of each kind."""
    return [
        Message(constants.SUCCESS, "Visit booked for 3 December, 10:40."),
        Message(constants.ERROR, "The lot number was not saved. Type it again."),
    ]


def wrong_form() -> Intake:
    """Return a form sent with faults, that keeps what was typed."""
    return Intake({"name": "", "born": "1963-09-10", "words": "It hurts at night."})


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
        "marks": MARKS,
        "shades": SHADES,
        "choices": choices(),
        "where": CheckIn({"where": ["low_back_left", "hip_left"]}),
    }


def render(name: str) -> str:
    """Return one page as HTML."""
    given = settings.TEMPLATES[0]
    folders = {"NAME": "look", "DIRS": [PAGES_FOLDER], "APP_DIRS": True}
    templates = DjangoTemplates(folders | {"OPTIONS": dict(given["OPTIONS"])})
    request = RequestFactory().get(PAGES[name])
    return templates.get_template(f"{name}.html").render(context(), request)

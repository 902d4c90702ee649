"""How a screening is told: its outcome, and what each finding rests on."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from deqi.care.values import Told
from deqi.core.rules import Outcome
from deqi.knowledge import facts

OUTCOMES = {
    Outcome.PROCEED: later("Nothing found speaks against treatment."),
    Outcome.CAUTION: later("Treat with care: see what was found."),
    Outcome.ASK: later("Questions are open that must be answered first."),
    Outcome.REFER: later("A doctor comes first. Do not needle."),
    Outcome.EMERGENCY: later("Emergency. Do not needle; act now."),
}
TONES = {
    Outcome.PROCEED: "done",
    Outcome.CAUTION: "caution",
    Outcome.ASK: "caution",
    Outcome.REFER: "danger",
    Outcome.EMERGENCY: "danger",
}


def said(fact: str, told: Told | None) -> str:
    """Return a fact with its answer, who gave it and when."""
    name = facts.catalogue().specs[fact].question.rstrip("?")
    if told is None or told.value is None:
        return _("%(name)s: not known") % {"name": name}
    beside = ", ".join(
        each
        for each in (told.source, f"{told.at:%-d %b %Y}" if told.at else "")
        if each
    )
    return f"{name}: {value(told.value)} ({beside})"


def value(told: object) -> str:
    """Return the answer to a question in words."""
    match told:
        case bool():
            return _("yes") if told else _("no")
        case tuple():
            return ", ".join(value(each) for each in told) or _("none")
        case float():
            return f"{told:g}"
        case _:
            return str(told).replace("_", " ")

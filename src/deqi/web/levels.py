"""Levels of facts in the words of patients."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_WORDS: dict[tuple[str, str], str | Promise] = {
    ("anticoagulant", "none"): _("No"),
    ("anticoagulant", "vka"): _("Warfarin, phenprocoumon or similar"),
    ("anticoagulant", "doac"): _("Apixaban, rivaroxaban, edoxaban or dabigatran"),
    ("anticoagulant", "heparin"): _("Heparin injections"),
    ("anticoagulant", "other"): _("Another one"),
    ("anticoagulant", "kind_unknown"): _("Yes, but I do not know which"),
    ("reaction_since_last_visit", "none"): _("No, nothing"),
    ("reaction_since_last_visit", "minor"): _("Something small, such as a bruise"),
    ("reaction_since_last_visit", "chest_pain_or_breathless"): _(
        "Chest pain, or short of breath"
    ),
    ("reaction_since_last_visit", "infection_signs"): _(
        "Redness, warmth or pus where a needle was, or a fever"
    ),
    ("reaction_since_last_visit", "bleeding"): _("Bleeding that would not stop"),
    ("reaction_since_last_visit", "other"): _("Something else"),
}


def say(fact: str, level: str) -> str:
    """Return a level in words; one without words of its own as it is written."""
    words = _WORDS.get((fact, level))
    return str(words) if words else level.replace("_", " ").capitalize()

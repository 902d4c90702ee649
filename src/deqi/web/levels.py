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
    ("onset_kind", "after_surgery"): _("After an operation"),
    ("onset_kind", "gradual"): _("Slowly"),
    ("trigger", "posture"): _("Sitting or standing long"),
    ("trigger", "none"): _("Nothing I know of"),
    ("trigger", "other"): _("Something else"),
    ("identifiable_cause", "none"): _("No"),
    ("identifiable_cause", "stenosis"): _("A narrow spine"),
    ("identifiable_cause", "degenerative"): _("Wear"),
    ("identifiable_cause", "surgery"): _("An operation"),
    ("identifiable_cause", "other"): _("Another cause"),
    ("known_serious_spinal_disease", "none"): _("No"),
    ("known_serious_spinal_disease", "malignancy"): _("A tumour"),
    ("known_serious_spinal_disease", "cauda_equina"): _("Nerves pressed, low back"),
    ("known_serious_spinal_disease", "cord_compression"): _("Spinal cord pressed"),
    ("known_serious_spinal_disease", "inflammatory"): _("Inflammation"),
    ("bleeding_disorder", "none"): _("No"),
    ("bleeding_disorder", "mild"): _("Yes, mild"),
    ("bleeding_disorder", "severe"): _("Yes, severe"),
    ("epilepsy", "none"): _("No"),
    ("epilepsy", "controlled"): _("Yes, under control"),
    ("epilepsy", "uncontrolled"): _("Yes, not under control"),
    ("bad_reaction_before", "none"): _("No"),
    ("bad_reaction_before", "mild"): _("Yes, mild"),
    ("bad_reaction_before", "serious"): _("Yes, serious"),
    ("style_preference", "western"): _("Western medical needling"),
    ("style_preference", "combined"): _("Both"),
    ("style_preference", "none"): _("I do not mind"),
}


def say(fact: str, level: str) -> str:
    """Return a level in words; one without words of its own as it is written."""
    words = _WORDS.get((fact, level))
    return str(words) if words else level.replace("_", " ").capitalize()

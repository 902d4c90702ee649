"""What each step of the intake is called, and why it is asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise

CRISIS = "self_harm_thoughts"
"""The fact whose danger is told with the crisis line first."""


@dataclass(frozen=True, slots=True)
class Title:
    """The heading of a step, and one sentence on why it is asked."""

    name: Words
    why: Words = ""


_DANGER = _("These signs are rare. We ask everybody, because they must not be missed.")

TITLES: Mapping[str, Title] = {
    "you": Title(_("About you")),
    "problem": Title(_("What brings you")),
    "where": Title(_("Where it hurts"), _("Tap the body, or choose from the list.")),
    "strength": Title(_("How strong it is"), _("0 is no pain, 10 the worst there is.")),
    "nerves": Title(_("Nerves and legs"), _DANGER),
    "sudden": Title(_("Sudden pain, heart and vessels"), _DANGER),
    "injury": Title(_("Falls and bones"), _DANGER),
    "illness": Title(_("How you feel"), _DANGER),
    "defence": Title(_("Your body's defence"), _DANGER),
    "cancer": Title(_("Cancer"), _DANGER),
    "belly": Title(_("Belly and bladder"), _DANGER),
    "mood": Title(
        _("How you are coping"), _("Pain wears people down. We ask everybody.")
    ),
    "spine": Title(_("What doctors have found")),
    "stiffness": Title(
        _("Stiff in the morning?"),
        _("Some back pain comes from inflammation, and another doctor helps best."),
    ),
    "blood": Title(_("Blood"), _("So that needles are safe for you.")),
    "medicines": Title(_("Your medicines"), _("So that needles are safe for you.")),
    "heart": Title(_("Heart and health"), _("So that needles are safe for you.")),
    "pregnancy": Title(_("Pregnancy"), _("Some places are left out in pregnancy.")),
    "skin": Title(_("Skin and feeling"), _("Nobody needles there.")),
    "implants": Title(_("Implants and metal"), _("Nobody needles there.")),
    "needles": Title(_("You and needles")),
    "life": Title(_("Sleep and daily life"), _("So that we see what changes.")),
    "goals": Title(_("What you want back"), _("We plan towards it.")),
}

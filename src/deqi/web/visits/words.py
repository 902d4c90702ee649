"""How steps, purposes and cues are said at the desk."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from deqi.core.visits import Purpose, Step
from deqi.operations.attention import Cue, Kind

Words = str | Promise

PURPOSES: dict[Purpose, Words] = {
    Purpose.FIRST: _("First visit"),
    Purpose.TREATMENT: _("Treatment"),
    Purpose.REVIEW: _("Review"),
    Purpose.MAINTENANCE: _("Maintenance"),
}

STEPS: dict[Step, Words] = {
    Step.BOOKED: _("Booked"),
    Step.ARRIVED: _("Here"),
    Step.BEGUN: _("In treatment"),
    Step.DONE: _("Done"),
    Step.MISSED: _("Did not come"),
    Step.CANCELLED: _("Cancelled"),
}

TONES: dict[Step, str] = {
    Step.BOOKED: "",
    Step.ARRIVED: "info",
    Step.BEGUN: "done",
    Step.DONE: "done",
    Step.MISSED: "caution",
    Step.CANCELLED: "",
}

VERBS: dict[Step, Words] = {
    Step.BOOKED: _("Not here after all"),
    Step.ARRIVED: _("Is here"),
    Step.MISSED: _("Did not come"),
}
"""What a button says that takes a visit to a step; other steps have no button."""


@dataclass(frozen=True, slots=True)
class Tag:
    """A cue as it is shown: its words, and the kind of tag."""

    words: str
    kind: str
    why: str = ""


_CUES: dict[Kind, tuple[Words, str]] = {
    Kind.EMERGENCY: (_("Emergency"), "danger"),
    Kind.REFER: (_("Doctor first"), "danger"),
    Kind.UNSCREENED: (_("Not screened"), "caution"),
    Kind.QUESTION: (_("Questions open"), "caution"),
    Kind.CONSENT: (_("No consent"), "caution"),
    Kind.REVIEW: (_("Review due"), "info"),
    Kind.UNCOVERED: (_("Not covered"), "caution"),
    Kind.COVER_ENDS: (_("Cover ends"), "caution"),
    Kind.COVER_UNKNOWN: (_("Cover not known"), ""),
    Kind.CAUTION: (_("Cautions"), "info"),
    Kind.NEW: (_("New"), "info"),
}


def tag(cue: Cue) -> Tag:
    """Return how a cue is shown."""
    if cue.kind is Kind.TASKS:
        words = ngettext("%(n)d task due", "%(n)d tasks due", cue.count)
        return Tag(words % {"n": cue.count}, "caution")
    told, kind = _CUES[cue.kind]
    return Tag(str(told), kind, cue.why)

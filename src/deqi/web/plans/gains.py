"""What may be expected, as three bars of a hundred people and their words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, cast

from django.utils.translation import gettext as _

from deqi.care import prospects
from deqi.care.values import Expected, Part


@dataclass(frozen=True, slots=True)
class Gain:
    """One thing to expect.

    Parameters
    ----------
    title, text : str
        What it is about, and what is to be said.
    without, treated : int or None
        Of 100 people, how many do well without the needles, and with them; None where
        no trial counts them.
    outcome : str
        What doing well means; empty where it is not counted.
    """

    title: str
    text: str
    without: int | None
    treated: int | None
    outcome: str

    @property
    def more(self) -> int:
        """Return how many more of 100 do well with the needles; none where fewer do."""
        if self.treated is None or self.without is None:
            return 0
        return max(self.treated - self.without, 0)


def gains(expected: Expected | None) -> tuple[Gain, ...]:
    """Return what comes anyway, what is gained over usual care, and over sham."""
    return tuple(_gains(expected)) if expected else ()


def _gains(expected: Expected) -> Iterator[Gain]:
    usual = _mapping(expected.usual_course)
    opening = usual.get("opening") or expected.why.get("usual_course", "")
    without, _treated, outcome = _people(expected.usual_course)
    yield Gain(_("What comes anyway"), opening, without, None, outcome)
    yield Gain(
        _("Over usual care"),
        prospects.over_usual_care(expected),
        *_people(expected.over_usual_care),
    )
    yield Gain(
        _("Over sham needles"),
        prospects.over_sham(expected),
        *_people(expected.over_sham),
    )


def _people(part: Part | None) -> tuple[int | None, int | None, str]:
    counted = _mapping(_mapping(part).get("per_100"))
    people = _mapping(counted.get("people"))
    return people.get("control"), people.get("treated"), counted.get("outcome", "")


def _mapping(part: object) -> Mapping[str, Any]:
    return cast("Mapping[str, Any]", part or {})

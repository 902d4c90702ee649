"""Harms as pages show them: what, how often, and who counted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from deqi.knowledge import sources


@dataclass(frozen=True, slots=True)
class HarmShown:
    """A harm, how often, and who counted."""

    event: str
    often: str
    is_serious: bool
    source: str
    note: str


def often(rate: float, per: int, unit: str) -> str:
    """Return how often a harm was seen, as ``24 in 100 patients``."""
    told = {"rate": f"{rate:.2g}", "per": f"{per:,}", "unit": unit}
    return _("%(rate)s in %(per)s %(unit)s") % told


def of(kept: Iterable[Mapping[str, Any]]) -> list[HarmShown]:
    """Return harms as a consent keeps them, each with its citation."""
    return [
        HarmShown(
            each["event"],
            often(each["rate"], each["per"], each["unit"]),
            each["serious"],
            _cited(each["source"]),
            each["note"],
        )
        for each in kept
    ]


def _cited(source: str) -> str:
    # What was kept with a consent may name a source that was since left out.
    known = sources.catalogue().get(source)
    return known.citation if known else source

"""Carries a chart over to the next session: what is prefilled, and what never is."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from deqi.core.needling.values import Needling
from deqi.core.needling.writing import write_site
from deqi.core.points import Sides

_LETTERS = {
    Sides.BOTH.value: "b",
    Sides.LEFT.value: "l",
    Sides.RIGHT.value: "r",
}


def again(sites: Sequence[Needling], *, retention_minutes: int | None) -> str:
    """Write the line that a session like an earlier one begins with.

    Sites, sides, depths, stimulation and retention are carried over. What was found and
    counted on the day never is: response, needles in and out, lots, adverse events. Nor
    is a reason that overruled: it was given for that day.

    Parameters
    ----------
    sites : sequence of Needling
        As charted then.
    retention_minutes : int or None
        In minutes; None where it was not charted.

    Returns
    -------
    str
        A charting line that lacks its count.
    """
    plain = (
        replace(site, response=None, overrule=None, overruled=()) for site in sites
    )
    return _joined(map(write_site, plain), retention_minutes)


def planned(
    lines: Iterable[Mapping[str, Any]], *, retention_minutes: int | None
) -> str:
    """Write the line that the first session of a plan begins with.

    Parameters
    ----------
    lines : iterable of mapping
        Lines of the plan, as ``deqi care --json`` prints them.
    retention_minutes : int or None
        In minutes; None where the plan names none.

    Returns
    -------
    str
        Each site with its sides and the least depth of the plan; the practitioner
        writes what was done instead.
    """
    return _joined(map(_site, lines), retention_minutes)


def _site(line: Mapping[str, Any]) -> str:
    name = line.get("point") or line.get("muscle")
    depth = line.get("depth_mm")
    words = (
        name.lower() if name == "ASHI" else name,
        line.get("level"),
        _LETTERS.get(str(line.get("sides"))),
        f"{depth[0]:g}mm" if depth else None,
    )
    return " ".join(word for word in words if word)


def _joined(sites: Iterable[str], retention_minutes: int | None) -> str:
    said = list(sites)
    if retention_minutes is not None:
        said.append(f"ret {retention_minutes}")
    return "; ".join(said)


def recall(kept: Mapping[str, Any]) -> tuple[Needling, ...]:
    """Return the sites of a chart that was stored as JSON.

    Parameters
    ----------
    kept : mapping
        As ``deqi chart --json`` prints a chart.
    """
    return tuple(_recalled(site) for site in kept["needling"])


def _recalled(site: Mapping[str, Any]) -> Needling:
    start, end = site["at"]
    return Needling(
        **{
            **site,
            "sides": Sides(site["sides"]),
            "overruled": tuple(site["overruled"]),
            "at": (start, end),
        }
    )

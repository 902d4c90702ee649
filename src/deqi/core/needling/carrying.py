"""Carries a chart over to the next session: what is prefilled, and what never is."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from deqi.core.needling.values import (
    AdverseEvent,
    Chart,
    Doubt,
    Needling,
    Place,
    Problem,
)
from deqi.core.needling.writing import write_site
from deqi.core.points import Sides

_LETTERS = {
    Sides.BOTH.value: "b",
    Sides.LEFT.value: "l",
    Sides.RIGHT.value: "r",
}


def again(chart: Chart) -> str:
    """Write the line that a session like an earlier one begins with.

    Sites, sides, depths, stimulation and retention are carried over. What was found and
    counted on the day never is: response, needles in and out, lots, adverse events. Nor
    is a reason that overruled: it was given for that day.

    Parameters
    ----------
    chart : Chart
        Of the earlier session.

    Returns
    -------
    str
        A charting line that lacks its count.
    """
    plain = (
        replace(site, response=None, overrule=None, overruled=())
        for site in chart.needling
    )
    return _joined(map(write_site, plain), chart.retention_minutes)


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


def recall(kept: Mapping[str, Any]) -> Chart:
    """Return a chart that was stored as JSON.

    Parameters
    ----------
    kept : mapping
        As ``deqi chart --json`` prints a chart.
    """
    return Chart(
        needling=tuple(_site_of(each) for each in kept["needling"]),
        retention_minutes=kept["retention_minutes"],
        needles=kept["needles"],
        lots=tuple(kept["lots"]),
        adverse_events=tuple(AdverseEvent(**each) for each in kept["adverse_events"]),
        adverse_events_charted=kept["adverse_events_charted"],
        warnings=tuple(_warning(each) for each in kept["warnings"]),
    )


def _site_of(kept: Mapping[str, Any]) -> Needling:
    told = {
        "sides": Sides(kept["sides"]),
        "overruled": tuple(kept["overruled"]),
        "at": _place(kept),
    }
    return Needling(**{**kept, **told})


def _warning(kept: Mapping[str, Any]) -> Problem:
    return Problem(Doubt(kept["code"]), kept["message"], _place(kept))


def _place(kept: Mapping[str, Any]) -> Place:
    start, end = kept["at"]
    return start, end

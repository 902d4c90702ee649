"""A line as it is typed: its counts, what is wrong where, and the needles on the body."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from deqi.core import needling
from deqi.core.needling import (
    Chart,
    Doubt,
    Draft,
    Needling,
    Problem,
    Refusal,
    Rule,
    Whole,
    telling,
)
from deqi.knowledge import charting, muscles, points
from deqi.web.body import Mark, State
from deqi.web.sessions.passes import Pass

_LATER = frozenset({Rule.NEEDLES_MISSING, Doubt.ADVERSE_EVENTS_MISSING})
"""What is only known once the needles are out: asked by its field, not as a fault."""

_FIELDS = {"needles_out": "Needles out", "events": "Adverse events", "lot": "Lot"}


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing to mend, or to look at again, at its place in the line."""

    message: str
    is_error: bool
    field: str
    label: str
    start: int
    end: int

    @property
    def is_in_line(self) -> bool:
        return self.field == "line" and self.end > self.start


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the typed line, marked where something is wrong with it."""

    text: str
    kind: str


@dataclass(frozen=True, slots=True)
class Preview:
    """Everything that follows the line while it is typed."""

    whole: Whole
    remarks: tuple[Remark, ...]
    pieces: tuple[Piece, ...]
    marks: tuple[Mark, ...]
    needles_in: int | None
    needles_out: int | None
    retention_minutes: int | None
    is_reviewed: bool

    @property
    def errors(self) -> int:
        return sum(each.is_error for each in self.remarks)

    @property
    def is_closed(self) -> bool:
        """Whether as many needles came out as went in."""
        return self.needles_in is not None and self.needles_in == self.needles_out


def preview(draft: Draft, read_with: Pass, *, closing: bool = False) -> Preview:
    """Read a draft without keeping it; what is asked last is named only at closing."""
    known = charting.vocabulary()
    whole = needling.whole(draft, known, shortcuts=read_with.shortcuts)
    found = _read(draft, whole, read_with, closing=closing)
    problems = found.errors if isinstance(found, Refusal) else found.warnings
    remarks = tuple(
        _remark(whole, each) for each in problems if closing or each.code not in _LATER
    )
    return Preview(
        whole=whole,
        remarks=remarks,
        pieces=tuple(_pieces(draft.line, remarks)),
        marks=tuple(mark(each) for each in whole.sites),
        needles_in=whole.needles_in,
        needles_out=draft.needles_out,
        retention_minutes=(
            found.retention_minutes if isinstance(found, Chart) else None
        ),
        is_reviewed=_is_reviewed(whole.sites),
    )


def _read(
    draft: Draft, whole: Whole, read_with: Pass, *, closing: bool
) -> Chart | Refusal:
    known = charting.vocabulary()
    if draft.needles_out is None and not closing:
        # While the needles are in, the rest of the line is read as if all came out.
        counted = replace(draft, needles_out=whole.needles_in)
        whole = needling.whole(counted, known, shortcuts=read_with.shortcuts)
    return needling.read(whole.line, known, restrictions=read_with.restrictions)


def _remark(whole: Whole, problem: Problem) -> Remark:
    field, (start, end) = whole.whereabouts(problem)
    is_error = isinstance(problem.code, Rule)
    label = _FIELDS.get(field, "")
    return Remark(problem.message, is_error, field, label, start, end)


def _pieces(line: str, remarks: Iterable[Remark]) -> Iterator[Piece]:
    at = 0
    places = sorted(
        (each for each in remarks if each.is_in_line),
        key=lambda each: (each.start, not each.is_error),
    )
    for each in places:
        if each.start < at:
            continue
        yield Piece(line[at : each.start], "")
        yield Piece(
            line[each.start : each.end], "is-error" if each.is_error else "is-doubt"
        )
        at = each.end
    yield Piece(line[at:], "")


def mark(site: Needling) -> Mark:
    """Return a needle as the body chart shows it."""
    code = site.point or site.muscle or ""
    text = telling.depth(site)
    return Mark(code, site.sides, State.NEEDLED, site.level, text)


def _is_reviewed(sites: Iterable[Needling]) -> bool:
    named = [points.catalogue().get(each.point or "") for each in sites]
    felt = [muscles.catalogue().get(each.muscle or "") for each in sites]
    return all(each.reviewed for each in (*named, *felt) if each is not None)

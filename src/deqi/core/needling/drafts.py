"""What a practitioner types on the screen of a session, as one charting line.

The count that goes in follows from the sites and is put into the line; what comes out is
typed by hand, beside the line, and is never known before.

Words
-----
draft
    A line and the fields beside it, not yet signed.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from deqi.core.needling.checks import OVERRULABLE, Checked, check
from deqi.core.needling.grammar import read_item
from deqi.core.needling.shortcuts import Stretch, expand
from deqi.core.needling.sites import is_session, part
from deqi.core.needling.tokens import Segment, cut
from deqi.core.needling.values import (
    Doubt,
    Needling,
    Place,
    Problem,
    Rule,
    Vocabulary,
)
from deqi.core.needling.writing import write_lot


@dataclass(frozen=True, slots=True)
class Draft:
    """What is typed for one session.

    Parameters
    ----------
    line : str
        Sites and retention; whatever else a charting line may hold.
    needles_out : int or None
        Counted as they came out; None while nobody has.
    lot : str
        Of the needles; empty where it is not charted.
    events : str
        What may follow ``ae``: ``none``, or events between semicolons; empty where
        nobody has asked yet.
    """

    line: str = ""
    needles_out: int | None = None
    lot: str = ""
    events: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """One field of the screen, as it stands in the whole line."""

    name: str
    stretches: tuple[Stretch, ...]

    @property
    def text(self) -> str:
        """Return the text of the field as it is read."""
        return "".join(each.text for each in self.stretches)


@dataclass(frozen=True, slots=True)
class Whole:
    """A draft as one charting line.

    Parameters
    ----------
    fields : tuple of Field
        In the order of the line.
    needles_in : int or None
        Needles at all sites; None where the line does not say it clearly.
    sites : tuple of Needling
        Those that can be read already, whatever is wrong elsewhere in the line.
    """

    fields: tuple[Field, ...]
    needles_in: int | None
    sites: tuple[Needling, ...] = ()

    @property
    def line(self) -> str:
        """Return the charting line to read."""
        return "; ".join(field.text for field in self.fields if field.text)

    def whereabouts(self, problem: Problem) -> tuple[str, Place]:
        """Return the field that a problem is about, and where in what was typed."""
        name = _ASKED_IN.get(problem.code, "line")
        start, end = problem.at
        first = 0
        for field in self.fields:
            last = first + len(field.text)
            if field.text and start < last:
                return field.name, _typed(field, start - first, end - first)
            first = last + 2 if field.text else first
        typed = self.fields[0].stretches[-1].typed[1]
        return (name, (typed, typed) if name == "line" else (0, 0))


_ASKED_IN: Mapping[Rule | Doubt, str] = {
    Rule.NEEDLES_MISSING: "needles_out",
    Doubt.ADVERSE_EVENTS_MISSING: "events",
}


def _typed(field: Field, start: int, end: int) -> Place:
    if field.name != "line":
        return (0, 0)
    begun: int | None = None
    at = ends = 0
    for stretch in field.stretches:
        until = at + len(stretch.text)
        if begun is None and start < until:
            begun = stretch.place(max(start - at, 0))
        if at < end:
            ends = stretch.end(min(end, until) - at)
        at = until
    return (begun or 0, ends)


def whole(
    draft: Draft, known: Vocabulary, *, shortcuts: Mapping[str, str] | None = None
) -> Whole:
    """Make one charting line of a draft.

    Parameters
    ----------
    draft : Draft
        As typed.
    known : Vocabulary
        What its words refer to.
    shortcuts : mapping of str to str, optional
        The practitioner's own words.

    Returns
    -------
    Whole
        What the line itself says is left as it is; a field beside it that says the same
        again is refused by the reading, as twice.
    """
    stretches = _trimmed(expand(draft.line, shortcuts or {}))
    line = Field("line", stretches)
    segments, _ = part(cut(line.text)[0], known)
    items = [read_item(each, known) for each in segments if not is_session(each)]
    checked = [(check(item, known, ()), unread) for item, unread in items]
    count = _count([each.needles for each, _ in checked])
    counted = any(_counts_in(each) for each in segments)
    fields = (line, *_beside(draft, None if counted else count))
    return Whole(fields, count, tuple(_readable(checked)))


def _trimmed(stretches: tuple[Stretch, ...]) -> tuple[Stretch, ...]:
    *before, last = stretches
    bare = last.text.rstrip(" \t\r\n;")
    if not bare and not before:
        return (Stretch("", (0, 0)),)
    return (*before, Stretch(bare, (last.typed[0], last.typed[0] + len(bare))))


def _beside(draft: Draft, needles_in: int | None) -> Iterator[Field]:
    count = f"in {needles_in}" if needles_in else ""
    out = "" if draft.needles_out is None else f"out {draft.needles_out}"
    yield _field("needles_out", " ".join(filter(None, (count, out))))
    yield _field(
        "lot", f"lot {write_lot(draft.lot.strip())}" if draft.lot.strip() else ""
    )
    events = (each.strip() for each in draft.events.replace("\n", ";").split(";"))
    yield _field("events", "; ".join(f"ae {each}" for each in events if each))


def _field(name: str, text: str) -> Field:
    return Field(name, (Stretch(text, (0, 0)),))


def _count(needles: Sequence[int | None]) -> int | None:
    known = [each for each in needles if each is not None]
    return sum(known) if known and len(known) == len(needles) else None


def _counts_in(segment: Segment) -> bool:
    return is_session(segment) and any(token.word == "in" for token in segment)


def _readable(
    checked: Iterable[tuple[Checked, tuple[Problem, ...]]],
) -> Iterator[Needling]:
    for each, unread in checked:
        # A needle that is too deep is shown where it is; the line says that it is.
        codes = (found.code for found in each.problems)
        rules = {code for code in codes if isinstance(code, Rule)}
        if not unread and rules <= OVERRULABLE:
            yield each.needling()

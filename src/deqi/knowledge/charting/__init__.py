"""What the charting line's words mean, and the sixteen fields of a charted session."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TypeVar

from deqi.core.needling import Vocabulary, Words
from deqi.knowledge import loader, muscles, points, regions
from deqi.knowledge.schema import Provenance, Record, UnreadableRecord

Meaning = TypeVar("Meaning")
_ROOM = "charting"
_FILES = ("stricta.toml", "adverse_events.toml", "grades.toml", "defaults.toml")


@dataclass(frozen=True, slots=True)
class StrictaField:
    """One field of a charted session.

    Parameters
    ----------
    id, number, title : str
        Its key, its number in STRICTA 2010, and what it holds in our own words.
    values : tuple of str
        What it may hold or is made of; empty for free text.
    line : str
        What of a charting line fills it; empty where the line says nothing of it.
    """

    id: str
    number: str
    title: str
    values: tuple[str, ...]
    line: str


@dataclass(frozen=True, slots=True)
class EventKind:
    """One kind of adverse event: its id, what it is, and the words that mean it."""

    id: str
    title: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Grade:
    """How grave an adverse event was: its number, 1 to 5, and what that means."""

    grade: int
    title: str


@cache
def stricta() -> tuple[StrictaField, ...]:
    """Return the sixteen fields, in their order. Source: STRICTA2010."""
    return tuple(
        StrictaField(
            record.provenance.id,
            record.text("number"),
            record.text("title"),
            record.texts("values"),
            record.text("line", ""),
        )
        for record in loader.records(_ROOM, "stricta.toml").values()
    )


@cache
def event_kinds() -> Mapping[str, EventKind]:
    """Return the taxonomy of adverse events, by id."""
    return {
        key: EventKind(key, record.text("title"), record.texts("words"))
        for key, record in loader.records(_ROOM, "adverse_events.toml").items()
    }


@cache
def grades() -> tuple[Grade, ...]:
    """Return the grades of an adverse event, from mild to grave."""
    records = loader.records(_ROOM, "grades.toml").values()
    told = (Grade(_whole(each, "grade"), each.text("title")) for each in records)
    return tuple(sorted(told, key=lambda each: each.grade))


@cache
def words() -> Words:
    """Return what the words of a charting line mean."""
    return read_words(
        loader.records(_ROOM, "defaults.toml"),
        loader.records(_ROOM, "grades.toml"),
        event_kinds(),
    )


def read_words(
    defaults: Mapping[str, Record],
    grades: Mapping[str, Record],
    kinds: Mapping[str, EventKind],
) -> Words:
    """Read what the words of a charting line mean.

    Raises
    ------
    UnreadableRecord
        Where a word means two things, or a field is missing or of the wrong kind.
    """
    events = [(word, kind.id) for kind in kinds.values() for word in kind.words]
    graded = [
        (word, _whole(record, "grade"))
        for record in grades.values()
        for word in record.texts("words")
    ]
    retention, techniques = defaults["retention"], defaults["techniques"]
    return Words(
        events=_meanings([*((kind, kind) for kind in kinds), *events]),
        grades=_meanings(graded),
        aliases=_table(defaults["aliases"], "aliases"),
        techniques=_table(techniques, "techniques"),
        gentle=frozenset(techniques.texts("gentle")),
        retention_minutes=(
            _whole(retention, "least_minutes"),
            _whole(retention, "most_minutes"),
        ),
        left_behind=defaults["needle_count"].text("left_behind"),
    )


@cache
def vocabulary() -> Vocabulary:
    """Return everything that a charting line may refer to."""
    return Vocabulary(
        points=points.catalogue(),
        muscles=muscles.catalogue(),
        channels=points.channels(),
        levels=points.levels(),
        body=regions.body_map(),
        words=words(),
        forbidden=points.forbidden(),
        hazards=points.hazards(),
    )


def provenance() -> Mapping[str, Provenance]:
    """Return where every record of the room comes from, by id."""
    return {
        key: record.provenance
        for file in _FILES
        for key, record in loader.records(_ROOM, file).items()
    }


def _meanings(pairs: Iterable[tuple[str, Meaning]]) -> Mapping[str, Meaning]:
    found: dict[str, Meaning] = {}
    for word, meaning in pairs:
        if word in found:
            raise UnreadableRecord(f"{_ROOM}: {word} means two things")
        found[word] = meaning
    return found


def _whole(record: Record, name: str) -> int:
    value = record[name]
    if not isinstance(value, int) or isinstance(value, bool):
        raise UnreadableRecord(f"{record.provenance.key}: {name} is no whole number")
    return value


def _table(record: Record, name: str) -> Mapping[str, str]:
    value = record[name]
    if not isinstance(value, dict) or not all(
        isinstance(v, str) for v in value.values()
    ):
        raise UnreadableRecord(f"{record.provenance.key}: {name} is no table of texts")
    return value

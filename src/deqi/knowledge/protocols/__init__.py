"""Protocols of trials, the recipes a plan starts from, retention, and needle counts."""

from collections.abc import Mapping
from functools import cache

from deqi.core.expressions import parse
from deqi.core.protocols import Recipe, Retention
from deqi.knowledge import loader
from deqi.knowledge.schema import Provenance, Record, UnreadableRecord

_FILES = ("protocols.toml", "recipes.toml", "retention.toml", "limits.toml")


@cache
def recipes() -> tuple[Recipe, ...]:
    """Return every recipe, in the order in which they are tried."""
    records = loader.records("protocols", "recipes.toml")
    return tuple(_recipe(record) for record in records.values())


@cache
def retention() -> Mapping[str, Retention]:
    """Return how long needles stay, by what it follows."""
    records = loader.records("protocols", "retention.toml")
    return {key: _retention(record) for key, record in records.items()}


@cache
def most_needles() -> int:
    """Return how many needles a plan may hold."""
    most = loader.records("protocols", "limits.toml")["needles"]["most"]
    return int(str(most))


@cache
def usual_style() -> str:
    """Return the style taken where nobody asks for one."""
    return loader.records("protocols", "limits.toml")["style"].text("style")


def trials() -> Mapping[str, Record]:
    """Return the protocols of trials as their records hold them."""
    return loader.records("protocols", "protocols.toml")


def provenance() -> Mapping[str, Provenance]:
    """Return the provenance of every record of the room, by file and id."""
    return {
        key if file == "protocols.toml" else f"{file.removesuffix('.toml')}/{key}": (
            record.provenance
        )
        for file in _FILES
        for key, record in loader.records("protocols", file).items()
    }


def _recipe(record: Record) -> Recipe:
    return Recipe(
        id=record.provenance.id,
        style=record.text("style"),
        when=parse(record.text("when")),
        protocol=record.text("protocol", ""),
        points=tuple(_placed(record, text) for text in record.texts("points")),
        substitutes=tuple(
            _placed(record, text) for text in record.texts("substitutes")
        ),
        muscles=record.texts("muscles"),
        response=record.text("response"),
        stimulation=record.text("stimulation"),
        why=record.text("why"),
        sources=record.provenance.source_ids,
    )


def _placed(record: Record, text: str) -> tuple[str, str]:
    code, _, sides = text.partition(" ")
    if sides not in ("both", "midline", "pain_side"):
        raise UnreadableRecord(f"{record.provenance.key}: {text!r} names no side")
    return code, sides


def _retention(record: Record) -> Retention:
    minutes = record["minutes"]
    if not isinstance(minutes, list) or len(minutes) != 2:
        raise UnreadableRecord(f"{record.provenance.key}: minutes is least and most")
    return Retention(
        record.provenance.id,
        record.text("title"),
        (int(minutes[0]), int(minutes[1])),
        record.provenance.source_ids,
    )

"""Patterns of traditional theory, marked as theory wherever they show."""

from collections.abc import Mapping
from functools import cache

from deqi.core.protocols import Pattern
from deqi.knowledge import loader
from deqi.knowledge.schema import Provenance


@cache
def catalogue() -> Mapping[str, Pattern]:
    """Return every pattern by id."""
    records = loader.records("patterns", "patterns.toml")
    return {
        key: Pattern(
            id=key,
            name=record.text("name"),
            icd11=record.texts("icd11"),
            signs=record.texts("signs"),
            points=record.texts("points"),
            adjunct=record.text("adjunct"),
            sources=record.provenance.source_ids,
        )
        for key, record in records.items()
    }


@cache
def label() -> str:
    """Return the words that stand beside every pattern shown."""
    return loader.records("patterns", "about.toml")["label"].text("title")


def provenance() -> Mapping[str, Provenance]:
    """Return the provenance of every pattern and of what holds for all."""
    both = (
        loader.records("patterns", "patterns.toml"),
        loader.records("patterns", "about.toml"),
    )
    return {key: record.provenance for file in both for key, record in file.items()}

"""Red flags in tiers: combinations that send a person on, and what only wants watching."""

from collections.abc import Mapping
from functools import cache

from deqi.core.rules import Rule, Scope
from deqi.knowledge import loader, rules
from deqi.knowledge.schema import Provenance, UnreadableRecord


@cache
def catalogue() -> tuple[Rule, ...]:
    """Return every red flag, in the order of the file."""
    records = loader.records("red_flags", "red_flags.toml")
    return tuple(rules.rule(record, _select_nothing) for record in records.values())


def provenance() -> Mapping[str, Provenance]:
    """Return the provenance of every red flag."""
    records = loader.records("red_flags", "red_flags.toml")
    return {key: record.provenance for key, record in records.items()}


def _select_nothing(name: str) -> Mapping[Scope, tuple[str, ...]]:
    raise UnreadableRecord(f"red flags know no selection {name}")

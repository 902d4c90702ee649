"""Cadences of courses, by name."""

from collections.abc import Mapping
from functools import cache

from deqi.core.courses import Cadence, Phase
from deqi.knowledge import loader
from deqi.knowledge.schema import Fields, Provenance, Record, UnreadableRecord

DEFAULT = "articles_convention"
"""The cadence taken where nobody names one."""


@cache
def catalogue() -> Mapping[str, Cadence]:
    """Return every cadence by id."""
    records = loader.records("courses", "cadences.toml")
    return {key: _cadence(record) for key, record in records.items()}


def findings() -> Mapping[str, Record]:
    """Return what studies say of dose and combination, by id."""
    return loader.records("courses", "findings.toml")


def provenance() -> Mapping[str, Provenance]:
    """Return the provenance of every cadence and finding."""
    records = loader.records("courses", "cadences.toml")
    return {
        **{key: record.provenance for key, record in records.items()},
        **{f"findings/{key}": each.provenance for key, each in findings().items()},
    }


def _cadence(record: Record) -> Cadence:
    reviews = record["review_at"]
    if not isinstance(reviews, list):
        raise UnreadableRecord(f"{record.provenance.key}: review_at lists visits")
    return Cadence(
        id=record.provenance.id,
        title=record.text("title"),
        evidence=record.text("evidence"),
        acute=tuple(_phase(fields) for fields in record.tables("acute")),
        chronic=tuple(_phase(fields) for fields in record.tables("chronic")),
        relapse=tuple(_phase(fields) for fields in record.tables("relapse")),
        review_at=tuple(int(visit) for visit in reviews),
        sources=record.provenance.source_ids,
        reviewed=record.provenance.is_reviewed,
    )


def _phase(fields: Fields) -> Phase:
    return Phase(
        name=str(fields["name"]),
        visits=int(str(fields["visits"])),
        every_days=float(str(fields["every_days"])),
        slack_days=int(str(fields["slack_days"])),
        conditional=fields["conditional"] is True,
    )

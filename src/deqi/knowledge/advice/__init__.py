"""Goals, co-treatment, lifestyle advice and the core set of measures."""

from collections.abc import Mapping
from functools import cache

from deqi.core.expressions import parse
from deqi.core.protocols import Advice, Measure
from deqi.knowledge import loader
from deqi.knowledge.schema import Provenance, Record


@cache
def catalogue() -> tuple[Advice, ...]:
    """Return every piece of advice, in the order in which it is shown."""
    records = loader.records("advice", "advice.toml")
    return tuple(
        Advice(
            id=key,
            kind=record.text("kind"),
            when=parse(record.text("when")),
            text=record.text("text"),
            evidence=record.text("evidence"),
            sources=record.provenance.source_ids,
            reviewed=record.provenance.is_reviewed,
        )
        for key, record in records.items()
    )


@cache
def measures() -> tuple[Measure, ...]:
    """Return the core set of measures with the facts that give their baselines."""
    records = loader.records("advice", "measures.toml")
    return tuple(
        Measure(key, record.text("when"), _baseline(record))
        for key, record in records.items()
    )


def provenance() -> Mapping[str, Provenance]:
    """Return the provenance of every piece of advice and every measure."""
    advice = loader.records("advice", "advice.toml")
    core_set = loader.records("advice", "measures.toml")
    return {
        **{key: record.provenance for key, record in advice.items()},
        **{f"measures/{key}": record.provenance for key, record in core_set.items()},
    }


def _baseline(record: Record) -> tuple[str, ...]:
    single = record.text("baseline", "")
    return (single,) if single else record.texts("baseline_mean_of")

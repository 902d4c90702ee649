"""Whether the records fit together, rest on sources, and are in date and reviewed.

Words
-----
fault
    What makes a record unfit for use: it must be mended.
due
    A record whose next review has passed.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from deqi.core.rules import Rule, Scope
from deqi.knowledge import (
    advice,
    facts,
    faults,
    instruments,
    loader,
    patterns,
    precautions,
    protocols,
    readers,
    red_flags,
    rooms,
    sources,
)
from deqi.knowledge.faults import Fault, Reference
from deqi.knowledge.schema import Provenance, Record, Use

READ_BY_CODE: Mapping[str, str] = {
    "birth_date": "core.people",
    "clearances": "core.screening",
    "goals": "core.planning",
    "pain_regions": "core.planning",
    "style_preference": "core.people",
    "tcm_pattern": "core.planning",
}
"""Facts that no condition reads because a module of the product does."""


@dataclass(frozen=True, slots=True)
class Report:
    """What a check of all records finds.

    Parameters
    ----------
    records : int
        How many were checked; 0 where they could not be loaded.
    unreviewed, due : tuple of str
        Keys of records that no clinician has signed, or whose next review has passed.
    from_memory : tuple of str
        Keys of records that rest on nothing that was looked up.
    faults : tuple of Fault
        What must be mended; empty where all is well.
    """

    records: int
    unreviewed: tuple[str, ...]
    due: tuple[str, ...]
    from_memory: tuple[str, ...]
    faults: tuple[Fault, ...]


def check(*, today: date) -> Report:
    """Load every record and try it against all others.

    Parameters
    ----------
    today : date
        The day against which reviews are due.
    """
    broken = tuple(faults.failing((*rooms.LOADERS, *rooms.ROOMS.values())))
    if broken:
        return Report(0, (), (), (), broken)
    records = {
        f"{room}:{name}": origin
        for room, provenance in rooms.ROOMS.items()
        for name, origin in provenance().items()
    }
    return Report(
        records=len(records),
        unreviewed=_keys(records, lambda each: not each.is_reviewed),
        due=_keys(records, lambda each: each.is_due(today)),
        from_memory=_keys(records, _is_from_memory),
        faults=(
            *faults.unknown_sources(records, sources.catalogue()),
            *faults.unlisted_sources(_loaded(), sources.catalogue()),
            *faults.misspelt_fields(_rule_records()),
            *_condition_faults(),
            *_reference_faults(),
        ),
    )


def _keys(
    records: Mapping[str, Provenance], holds: Callable[[Provenance], bool]
) -> tuple[str, ...]:
    return tuple(key for key, origin in records.items() if holds(origin))


def _condition_faults() -> Iterator[Fault]:
    conditions = tuple(readers.expressions_in(_loaded()))
    catalogue = facts.catalogue()
    yield from faults.unknown_names(conditions, catalogue)
    seen = {**readers.looks(conditions), **_read_whole()}
    yield from faults.unread_levels(catalogue.specs.values(), seen, READ_BY_CODE)


def _reference_faults() -> Iterator[Fault]:
    yield from faults.unknown_codes(_references())
    yield from faults.unknown_keys(
        ((f"protocols:{each.id}", each.protocol) for each in protocols.recipes()),
        ("", *protocols.trials()),
        "trial protocol",
    )
    yield from faults.unknown_keys(
        ((f"advice:{each.instrument}", each.instrument) for each in advice.measures()),
        instruments.catalogue(),
        "instrument",
    )
    yield from faults.unknown_keys(
        (
            (f"advice:{each.instrument}", fact)
            for each in advice.measures()
            for fact in each.baseline
        ),
        facts.catalogue().specs,
        "fact",
    )


def _loaded() -> list[object]:
    return [load() for load in rooms.LOADERS]


def _rule_records() -> Iterator[Record]:
    yield from loader.records("red_flags", "red_flags.toml").values()
    yield from loader.records("precautions", "precautions.toml").values()


def _rules() -> tuple[Rule, ...]:
    return (*red_flags.catalogue(), *precautions.catalogue())


def _read_whole() -> Mapping[str, frozenset[str]]:
    limits = [limit for rule in _rules() for limit in rule.limits]
    lists = [limit.regions_of for limit in limits if limit.regions_of]
    baselines = [fact for each in advice.measures() for fact in each.baseline]
    return dict.fromkeys((*lists, *baselines), frozenset({readers.WHOLE}))


def _references() -> Iterator[Reference]:
    for rule in _rules():
        for limit in rule.limits:
            yield from ((rule.id, limit.scope, code) for code in limit.codes)
    for recipe in protocols.recipes():
        key = f"protocols:{recipe.id}"
        yield from ((key, Scope.POINT, code) for code, _ in recipe.points)
        yield from ((key, Scope.MUSCLE, muscle) for muscle in recipe.muscles)
    for pattern in patterns.catalogue().values():
        key = f"patterns:{pattern.id}"
        yield from ((key, Scope.POINT, code) for code in pattern.points)


def _is_from_memory(record: Provenance) -> bool:
    return all(source.how is Use.MEMORY for source in record.sources)

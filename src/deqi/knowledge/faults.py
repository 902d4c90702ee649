"""What can be wrong between records: names that lead nowhere, facts that nobody reads."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from deqi.core.expressions import Expression
from deqi.core.facts import Spec
from deqi.core.people import Catalogue
from deqi.core.points import is_who_code
from deqi.core.reading import Read
from deqi.core.review import READ as OF_A_REVIEW
from deqi.core.rules import Scope
from deqi.knowledge import facts, muscles, points, readers, regions
from deqi.knowledge.schema import Provenance, Record

MADE_ELSEWHERE: Mapping[str, str] = {
    "red_flag_open": "core.screening",
    "duration_months": "core.claimants",
    **dict.fromkeys(OF_A_REVIEW, "core.review.facts"),
}
"""Names that conditions may read and no fact holds, and the module that makes them."""

TECHNIQUES = frozenset({"electro", "indwelling", "heat", "strong_manual", "bleeding"})
"""Codes of techniques that a limit may take away."""

DEPTHS = frozenset({"lower_end"})
"""What a limit may do to depth."""

FIELDS: Mapping[str, frozenset[str]] = {
    "tier": frozenset(
        {"when", "urgency", "outcome", "action", "destination", "clearable"}
    ),
    "limit": frozenset(
        {"scope", "codes", "select", "regions_of", "whole_limb", "when", "reason"}
        | {"sources", "lifted_by_clearance"}
    ),
}
"""What the parts of a rule may carry; a misspelt field would be passed over."""

Reference = tuple[str, Scope, str]
"""Key of a record, and the scope and code of what it names."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one record.

    Parameters
    ----------
    key : str
        The record, or the condition, that is wrong.
    says : str
        What is wrong, in words.
    """

    key: str
    says: str


def failing(loaders: Iterable[Callable[[], object]]) -> Iterator[Fault]:
    """Yield a fault for each loader that refuses its records."""
    for load in loaders:
        try:
            load()
        except (KeyError, TypeError, ValueError) as refused:
            yield Fault(load.__module__, f"{type(refused).__name__}: {refused}")


def unknown_sources(
    records: Mapping[str, Provenance], known: Mapping[str, object]
) -> Iterator[Fault]:
    """Yield a fault for each source that the list of sources does not hold."""
    for key, record in records.items():
        for source in record.source_ids:
            if source not in known:
                yield Fault(key, f"there is no source {source!r}")


def unlisted_sources(loaded: object, known: Mapping[str, object]) -> Iterator[Fault]:
    """Yield a fault for each source named deep inside a value that is not listed."""
    for name, source in readers.sources_in(loaded):
        if source not in known:
            yield Fault(name, f"there is no source {source!r}")


def misspelt_fields(records: Iterable[Record]) -> Iterator[Fault]:
    """Yield a fault for each field of a rule's tier or limit that nothing reads."""
    for record in records:
        for part, allowed in FIELDS.items():
            for table in record.tables(part):
                for name in sorted(set(table) - allowed):
                    key = record.provenance.key
                    yield Fault(key, f"a {part} has no field {name!r}")


def unknown_names(
    expressions: Iterable[Expression], catalogue: Catalogue
) -> Iterator[Fault]:
    """Yield a fault for each name or level in a condition that nothing provides.

    A level that is misspelt would never hold, and nobody would see it.
    """
    made = catalogue.derived_names() | frozenset(MADE_ELSEWHERE)
    for expression in expressions:
        for read in expression.reads():
            spec = catalogue.specs.get(read.name)
            if spec is None and read.name not in made:
                yield Fault(expression.text, f"nothing provides {read.name!r}")
            elif spec and _is_misspelt(spec, read):
                yield Fault(expression.text, f"{spec.id} has no level {read.level!r}")


def unread_levels(
    specs: Iterable[Spec], seen: readers.Looks, read_by_code: Iterable[str]
) -> Iterator[Fault]:
    """Yield a fault for each fact, or level of one, that nothing reads.

    Parameters
    ----------
    specs : iterable of Spec
        All facts.
    seen : mapping of str to frozenset of str
        What conditions look at.
    read_by_code : iterable of str
        Facts that a module of the product reads, whatever conditions do.
    """
    excused = frozenset(read_by_code)
    for spec in specs:
        found = readers.unread(spec, _levels(spec), seen.get(spec.id, frozenset()))
        for level in found if spec.id not in excused else ():
            what = "it" if level == readers.WHOLE else f"its level {level!r}"
            yield Fault(f"facts:{spec.id}", f"nothing reads {what}")


def unknown_codes(references: Iterable[Reference]) -> Iterator[Fault]:
    """Yield a fault for each point, muscle, region or technique that is misnamed."""
    for key, scope, code in references:
        if not _is_known(scope, code):
            yield Fault(key, f"there is no {scope} {code!r}")


def unknown_keys(
    named: Iterable[tuple[str, str]], known: Iterable[str], what: str
) -> Iterator[Fault]:
    """Yield a fault for each record that names another which is not there.

    Parameters
    ----------
    named : iterable of (str, str)
        Key of a record, and the id it names.
    known : iterable of str
        Ids that there are.
    what : str
        What the id stands for, such as ``instrument``.
    """
    ids = frozenset(known)
    for key, name in named:
        if name not in ids:
            yield Fault(key, f"there is no {what} {name!r}")


def _levels(spec: Spec) -> Iterator[str]:
    for level in spec.levels:
        if level.startswith("@"):
            yield from facts.vocabulary(level)
        else:
            yield level


def _is_misspelt(spec: Spec, read: Read) -> bool:
    levels = frozenset(_levels(spec))
    return isinstance(read.level, str) and bool(levels) and read.level not in levels


def _is_known(scope: Scope, code: str) -> bool:
    match scope:
        case Scope.POINT:
            who = is_who_code(code, points.channels())
            known = who or code in points.catalogue()
        case Scope.MUSCLE:
            known = code in muscles.catalogue()
        case Scope.REGION:
            known = code in regions.body_map().regions
        case Scope.TECHNIQUE:
            known = code in TECHNIQUES
        case _:
            known = code in DEPTHS
    return known

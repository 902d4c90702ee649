"""The facts that may be asked, with their wording, and the words they may hold."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from deqi.core.expressions import Expression, parse
from deqi.core.facts import Holds, Kind, Rank, Spec
from deqi.core.people import Catalogue
from deqi.core.reading import Value
from deqi.knowledge import loader, medicines
from deqi.knowledge.schema import Provenance, UnreadableRecord


@cache
def catalogue() -> Catalogue:
    """Return every fact by id, in the order in which it is asked.

    Raises
    ------
    UnreadableRecord
        Where a row does not fit.
    """
    specs = [_spec(row) for row in loader.rows("facts", "facts.csv")]
    about = loader.records("facts", "about.toml")
    counts = {"inflammatory_signs": about["counts"].texts("inflammatory_signs")}
    return Catalogue(
        {spec.id: spec for spec in specs},
        counts,
        medicines.conversions(),
        int(str(about["each_visit"]["days"])),
    )


def provenance() -> Mapping[str, Provenance]:
    """Return the provenance of the catalogue and of the counts."""
    records = loader.records("facts", "about.toml")
    return {key: record.provenance for key, record in records.items()}


@cache
def vocabulary(name: str) -> frozenset[str]:
    """Return the levels behind a name such as ``@regions``; empty for free text.

    Raises
    ------
    UnreadableRecord
        For a name that is no vocabulary.
    """
    from deqi.knowledge import conditions, muscles, patterns, points, regions

    found: Iterable[str]
    match name:
        case "@conditions":
            found = conditions.catalogue()
        case "@regions":
            found = regions.body_map().regions
        case "@muscles":
            found = muscles.catalogue()
        case "@patterns":
            found = patterns.catalogue()
        case "@sites":
            found = (*points.catalogue(), *points.levels())
        case "@clearances":
            found = _rules()
        case "@text" | "@medicines":
            found = ()
        case _:
            raise UnreadableRecord(f"facts: there is no vocabulary {name}")
    return frozenset(found)


def _rules() -> Iterator[str]:
    from deqi.knowledge import precautions, red_flags

    for rule in (*red_flags.catalogue(), *precautions.catalogue()):
        yield rule.id


def _spec(row: Mapping[str, str]) -> Spec:
    try:
        kind = Kind(row["type"])
        levels = tuple(filter(None, row["levels"].split("|")))
        return Spec(
            id=row["id"],
            kind=kind,
            levels=levels,
            asked_of=row["asked_of"],
            asked_at=row["asked_at"],
            rank=Rank(row["rank"]),
            holds_up=Holds(row["holds_up"]),
            safe=_safe(kind, row["safe_value"]),
            ask_when=parse(row["ask_when"]),
            question=row["question"],
            meaning=row["meaning"],
            window_days=int(row["window_days"]) if row["window_days"] else None,
            low=_number(row["low"]),
            high=_number(row["high"]),
            graver=tuple(filter(None, row["graver"].split("|"))),
            risk_below=_number(row["risk_below"]),
            group=row["group"],
            derived_when=_expression(row["derived_when"]),
        )
    except ValueError as wrong:
        raise UnreadableRecord(f"facts:{row['id']}: {wrong}") from wrong


def _safe(kind: Kind, text: str) -> Value:
    if not text:
        return None
    if kind is Kind.BOOL:
        return text == "true"
    if kind is Kind.NUMBER:
        return float(text)
    return () if kind is Kind.LIST else text


def _number(text: str) -> float | None:
    return float(text) if text else None


def _expression(text: str) -> Expression | None:
    return parse(text) if text else None

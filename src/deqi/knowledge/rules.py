"""Makes screening rules of records, in the one shape that red flags and precautions share."""

from collections.abc import Callable, Mapping

from deqi.core.expressions import Expression, parse
from deqi.core.rules import Limit, Outcome, Rule, Scope, Tier, Urgency
from deqi.knowledge.loader import provenance
from deqi.knowledge.schema import Fields, Record, UnreadableRecord

Select = Callable[[str], Mapping[Scope, tuple[str, ...]]]
"""Returns the codes behind a selection's name, by scope."""

_BY_URGENCY = {
    Urgency.EMERGENCY: Outcome.EMERGENCY,
    Urgency.URGENT: Outcome.REFER,
    Urgency.SOON: Outcome.CAUTION,
    Urgency.WATCH: Outcome.CAUTION,
}


def rule(record: Record, select: Select) -> Rule:
    """Read one rule.

    Parameters
    ----------
    record : Record
        With ``title``, tiers and limits, and ``kind`` where it is no red flag.
    select : Select
        Finds the points and muscles that a limit names by what lies under them.

    Returns
    -------
    Rule

    Raises
    ------
    UnreadableRecord
        Where a field is missing or of the wrong kind.
    """
    kind = record.text("kind", "red_flag")
    try:
        return Rule(
            id=record.provenance.id,
            kind=kind,
            title=record.text("title"),
            tiers=tuple(_tier(record, kind, tier) for tier in record.tables("tier")),
            limits=tuple(
                limit
                for fields in record.tables("limit")
                for limit in _limits(record, fields, select)
            ),
            holds_session=_holds_session(record),
            sources=record.provenance.source_ids,
            reviewed=record.provenance.is_reviewed,
        )
    except (KeyError, ValueError) as wrong:
        raise UnreadableRecord(f"{record.provenance.key}: {wrong}") from wrong


def _tier(record: Record, kind: str, fields: Fields) -> Tier:
    urgency = Urgency(str(fields["urgency"])) if "urgency" in fields else None
    outcome = _outcome(kind, urgency, fields)
    final = outcome is Outcome.EMERGENCY or _holds_session(record)
    return Tier(
        when=parse(str(fields["when"])),
        outcome=outcome,
        urgency=urgency,
        action=str(fields["action"]),
        destination=str(fields["destination"]),
        clearable=not final and fields.get("clearable", True) is True,
    )


def _holds_session(record: Record) -> bool:
    return record.text("holds", "plan") == "session"


def _outcome(kind: str, urgency: Urgency | None, fields: Fields) -> Outcome:
    if "outcome" in fields:
        return Outcome(str(fields["outcome"]))
    if urgency is not None:
        return _BY_URGENCY[urgency]
    return Outcome.REFER if kind == "absolute" else Outcome.CAUTION


def _limits(record: Record, fields: Fields, select: Select) -> tuple[Limit, ...]:
    if "select" in fields:
        chosen = select(str(fields["select"]))
    else:
        chosen = {Scope(str(fields["scope"])): _texts(fields.get("codes", []))}
    return tuple(
        Limit(
            scope=scope,
            codes=codes,
            reason=str(fields["reason"]),
            sources=_sources(record, fields),
            regions_of=_optional(fields, "regions_of"),
            whole_limb=fields.get("whole_limb") is True,
            when=_when(fields),
            lifted_by_clearance=fields.get("lifted_by_clearance") is True,
        )
        for scope, codes in chosen.items()
    )


def _sources(record: Record, fields: Fields) -> tuple[str, ...]:
    if "sources" not in fields:
        return record.provenance.source_ids
    about = {"certainty": "seen", "review": "unreviewed", "authored_by": ""}
    dates = {
        "as_of": record.provenance.as_of,
        "next_review": record.provenance.next_review,
    }
    own = {**about, **dates, "id": record.provenance.id, "sources": fields["sources"]}
    return provenance(record.provenance.room, own).source_ids


def _texts(value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise UnreadableRecord(f"{value!r} is no list of codes")
    return tuple(str(each) for each in value)


def _optional(fields: Fields, name: str) -> str | None:
    return str(fields[name]) if name in fields else None


def _when(fields: Fields) -> Expression | None:
    return parse(str(fields["when"])) if "when" in fields else None

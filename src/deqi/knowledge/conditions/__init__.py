"""The catalogue of complaints, and the stages of pain by how long it has lasted."""

from collections.abc import Mapping
from functools import cache

from deqi.core.conditions import Condition, Stage
from deqi.core.expressions import Expression, parse
from deqi.core.rules import Outcome, Rule, Tier
from deqi.knowledge import loader
from deqi.knowledge.schema import Provenance, Record, UnreadableRecord


@cache
def catalogue() -> Mapping[str, Condition]:
    """Return every condition by id."""
    records = loader.records("conditions", "conditions.toml")
    return {key: _condition(record) for key, record in records.items()}


@cache
def stages() -> Mapping[Stage, Expression]:
    """Return when pain counts as acute, subacute or chronic."""
    records = loader.records("conditions", "stages.toml")
    return {Stage(key): parse(record.text("when")) for key, record in records.items()}


@cache
def not_planned_rule() -> Rule:
    """Return the rule that fires for every condition only informed about."""
    informed = [each for each in catalogue().values() if not each.plans]
    named = ", ".join(f"'{each.id}'" for each in informed)
    tier = Tier(
        parse(f"condition in ({named},)"),
        Outcome.CAUTION,
        None,
        "No plan is made for this condition here; what the evidence is, is shown.",
        "",
    )
    sources = tuple(dict.fromkeys(s for each in informed for s in each.sources))
    return Rule(
        "not_planned_here",
        "not_planned_here",
        "A condition that the product informs about and does not plan for",
        (tier,),
        (),
        holds_session=False,
        sources=sources,
        reviewed=all(each.reviewed for each in informed),
    )


def provenance() -> Mapping[str, Provenance]:
    """Return the provenance of every condition and stage."""
    both = (
        loader.records("conditions", "conditions.toml"),
        loader.records("conditions", "stages.toml"),
    )
    return {key: record.provenance for file in both for key, record in file.items()}


def _condition(record: Record) -> Condition:
    plans = record["plans"]
    if not isinstance(plans, bool):
        raise UnreadableRecord(f"{record.provenance.key}: plans is true or false")
    return Condition(
        id=record.provenance.id,
        name=record.text("name"),
        plans=plans,
        evidence=record.text("evidence"),
        icd10cm=record.texts("icd10cm"),
        icd11=record.texts("icd11"),
        sources=record.provenance.source_ids,
        reviewed=record.provenance.is_reviewed,
    )

"""What is kept of a patient in words: ids become the names that the records give them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache

from django.utils.translation import gettext as _

from deqi.core import dates
from deqi.core.facts import Kind, Spec
from deqi.core.fields import day
from deqi.knowledge import (
    charting,
    conditions,
    courses,
    coverage,
    facts,
    instruments,
    muscles,
    patterns,
    precautions,
    red_flags,
    regions,
)
from deqi.web import levels

CODES = frozenset(
    {
        "asked_by",
        "decision",
        "given_by",
        "kind",
        "outcome",
        "proposed",
        "purpose",
        "sex_at_birth",
        "speaker",
        "step",
        "style",
        "urgency",
        "via",
    }
)
"""Columns that hold one of a few words, and no sentence of anybody's."""


def column(name: str, value: str) -> str:
    """Return a text of a table in words.

    Parameters
    ----------
    name : str
        Of the column.
    value : str
        As stored; an id becomes a name, what somebody wrote stays as it is.
    """
    names = _names().get(name)
    if names is not None and value in names:
        return names[value]
    return value.replace("_", " ") if name in CODES else value


def fact(name: str, value: object) -> object:
    """Return what was answered in words; a claim stays a claim.

    Parameters
    ----------
    name : str
        Id of the fact.
    value : object
        As stored: a claim, a number, a day or a level as text, several in a list.
    """
    spec = facts.catalogue().specs[name]
    if value is None:
        return _("not known")
    if isinstance(value, list):
        return ", ".join(_level(spec, str(each)) for each in value) or _("none")
    if not isinstance(value, str):
        return value
    if spec.kind is Kind.DATE:
        return dates.said(day(value, name))
    return _level(spec, value)


def _level(spec: Spec, level: str) -> str:
    vocabulary = next((each for each in spec.levels if each.startswith("@")), None)
    if vocabulary is None:
        return levels.say(spec.id, level)
    named = VOCABULARIES.get(vocabulary)
    return named().get(level, level) if named else level


@cache
def _conditions() -> Mapping[str, str]:
    return {key: each.name for key, each in conditions.catalogue().items()}


@cache
def _regions() -> Mapping[str, str]:
    return {key: each.label for key, each in regions.body_map().regions.items()}


@cache
def _muscles() -> Mapping[str, str]:
    return {key: each.name for key, each in muscles.catalogue().items()}


@cache
def _patterns() -> Mapping[str, str]:
    return {key: each.name for key, each in patterns.catalogue().items()}


@cache
def _rules() -> Mapping[str, str]:
    both = (*red_flags.catalogue(), *precautions.catalogue())
    return {each.id: each.title for each in both}


VOCABULARIES: Mapping[str, Callable[[], Mapping[str, str]]] = {
    "@conditions": _conditions,
    "@regions": _regions,
    "@muscles": _muscles,
    "@patterns": _patterns,
    "@clearances": _rules,
}
"""What names the levels of a fact; points and words of one's own stand as they are."""


@cache
def _names() -> Mapping[str, Mapping[str, str]]:
    return {
        "cadence": {key: each.title for key, each in courses.catalogue().items()},
        "condition": _conditions(),
        "instrument": {k: each.name for k, each in instruments.catalogue().items()},
        "kind": {key: each.title for key, each in charting.event_kinds().items()},
        "payer": {key: each.name for key, each in coverage.catalogue().items()},
        "rule": _rules(),
    }

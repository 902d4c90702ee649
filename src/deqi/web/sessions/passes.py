"""What a page carries so that a preview needs no chart: restrictions and words, signed.

A preview is asked at every pause of typing. It reads what the page was given when it was
opened, proven to be ours and no older than a day; signing reads everything anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.core import signing

from deqi.core.findings import Restriction
from deqi.core.rules import Scope

_SALT = "deqi.web.sessions.preview"
_OLDEST_SECONDS = 24 * 3600


class PassExpired(ValueError):
    """A page that was opened too long ago, or that is none of ours."""


@dataclass(frozen=True, slots=True)
class Pass:
    """What a preview reads a line with."""

    restrictions: tuple[Restriction, ...]
    shortcuts: Mapping[str, str]


def seal(restrictions: Sequence[Restriction], shortcuts: Mapping[str, str]) -> str:
    """Return a pass as text; of many codes that a rule bars, the reason stands once."""
    grouped: dict[tuple[str, str], list[str]] = {}
    for each in restrictions:
        grouped.setdefault((each.scope.value, each.reason), []).append(each.code)
    told = [[scope, reason, codes] for (scope, reason), codes in grouped.items()]
    return signing.dumps([told, dict(shortcuts)], salt=_SALT, compress=True)


def unseal(text: str) -> Pass:
    """Return what a pass says.

    Raises
    ------
    PassExpired
        Where the page is opened again instead.
    """
    try:
        told, shortcuts = signing.loads(text, salt=_SALT, max_age=_OLDEST_SECONDS)
    except signing.BadSignature:
        raise PassExpired("Load the page again.") from None
    return Pass(tuple(_restrictions(told)), shortcuts)


def _restrictions(told: Iterable[tuple[str, str, list[str]]]) -> Iterable[Restriction]:
    for scope, reason, codes in told:
        for code in codes:
            yield Restriction(Scope(scope), code, reason, "", (), ())

"""Whether somebody may needle on a day: a verified licence that is in date.

Words
-----
credential
    A licence to practise, of one jurisdiction, with a number and an end.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Credential:
    """A licence to practise.

    Parameters
    ----------
    kind, jurisdiction, number : str
        As the register has them.
    valid_from, expires : date
        First and last day on which it holds.
    is_verified : bool
        Somebody has looked it up in the register.
    is_revoked : bool
        It was taken back.
    """

    kind: str
    jurisdiction: str
    number: str
    valid_from: date
    expires: date
    is_verified: bool = False
    is_revoked: bool = False


@dataclass(frozen=True, slots=True)
class Licensed:
    """Whether somebody may needle, and why.

    Parameters
    ----------
    allowed : bool
        Never true without a credential that holds on the day.
    because : str
        One sentence; empty where allowed.
    """

    allowed: bool
    because: str = ""


def licensed(held: Iterable[Credential], *, on: date) -> Licensed:
    """Return whether one of the credentials lets its holder needle on a day.

    Parameters
    ----------
    held : iterable of Credential
        In any order.
    on : date
        The day of the treatment.

    Returns
    -------
    Licensed
    """
    known = tuple(held)
    if any(_holds(each, on) for each in known):
        return Licensed(True)
    return Licensed(False, _why(known, on))


def _holds(each: Credential, on: date) -> bool:
    in_date = each.valid_from <= on <= each.expires
    return each.is_verified and not each.is_revoked and in_date


def _why(known: tuple[Credential, ...], on: date) -> str:
    if not known:
        return "No credential is on record; a manager adds and verifies it."
    standing = [each for each in known if not each.is_revoked]
    if not standing:
        return "The credential was revoked."
    last = max(standing, key=lambda each: each.expires)
    if last.expires < on:
        return f"The credential ended on {last.expires}; a manager renews it."
    if last.valid_from > on:
        return f"The credential begins on {last.valid_from}."
    return "The credential is not verified yet; a manager looks it up in the register."

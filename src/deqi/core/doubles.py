"""Whether two entries are likely one human being, entered twice.

Words
-----
double
    A second entry of one human being at one clinic.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Likeness(StrEnum):
    """Why two entries are taken for one human being, the strongest first."""

    NAME_AND_BIRTH = "name_and_birth"
    BIRTH_AND_PART_OF_NAME = "birth_and_part_of_name"
    EMAIL = "email"
    PHONE = "phone"


@dataclass(frozen=True, slots=True)
class Entry:
    """What one entry says of somebody, folded as it is searched.

    Parameters
    ----------
    names : frozenset of str
        Every word of both names.
    given : frozenset of str
        Words of the given name.
    birth_date : date
        As entered.
    email, phone : str
        Empty where unknown; of the phone only its digits.
    """

    names: frozenset[str]
    given: frozenset[str]
    birth_date: date
    email: str = ""
    phone: str = ""


def likenesses(one: Entry, other: Entry) -> tuple[Likeness, ...]:
    """Return why two entries are likely one human being.

    A family shares a telephone, and twins a birth date: neither is enough alone.

    Returns
    -------
    tuple of Likeness
        The strongest first; empty where nothing speaks for it.
    """
    return tuple(_likenesses(one, other))


def _likenesses(one: Entry, other: Entry) -> Iterator[Likeness]:
    born_alike = one.birth_date == other.birth_date
    called_alike = bool(one.given & other.given)
    if born_alike and one.names == other.names:
        yield Likeness.NAME_AND_BIRTH
    elif born_alike and called_alike:
        yield Likeness.BIRTH_AND_PART_OF_NAME
    if not (born_alike or called_alike):
        return
    if one.email and one.email == other.email:
        yield Likeness.EMAIL
    if one.phone and one.phone == other.phone:
        yield Likeness.PHONE

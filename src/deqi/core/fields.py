"""Reads single fields of a parsed document, each of one kind, or says what is wrong."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from math import inf
from typing import TypeGuard

_YEARS = range(1900, 2200)
"""Years that a clinic's calendar can mean; outside them a date is a slip."""


class UnreadableField(ValueError):
    """A document that lacks a field, or has one of the wrong kind."""


class UnreadableDate(UnreadableField):
    """A date that no calendar holds, or of a year nobody can mean."""


@dataclass(frozen=True, slots=True)
class Fields:
    """One object of a document; an absent field and null both read as None.

    Parameters
    ----------
    told : mapping of str to object
        As parsed.
    what : str
        What the object is, for the message.
    """

    told: Mapping[str, object]
    what: str

    def get(self, name: str) -> object:
        """Return a field of any kind."""
        return self.told.get(name)

    def text(self, name: str) -> str | None:
        """Return a field that is text."""
        value = self.told.get(name)
        if value is not None and not isinstance(value, str):
            raise self._wrong(name, "a word")
        return value

    def texts(self, name: str) -> tuple[str, ...] | None:
        """Return a field that is a list of texts."""
        items = self.items(name)
        if items is None:
            return None
        words = tuple(each for each in items if isinstance(each, str))
        if len(words) < len(items):
            raise self._wrong(name, "a list of words")
        return words

    def items(self, name: str) -> tuple[object, ...] | None:
        """Return a field that is a list of anything."""
        value = self.told.get(name)
        if value is not None and not isinstance(value, list):
            raise self._wrong(name, "a list")
        return None if value is None else tuple(value)

    def claim(self, name: str) -> bool | None:
        """Return a field that is true or false."""
        value = self.told.get(name)
        if value is not None and not isinstance(value, bool):
            raise self._wrong(name, "true or false")
        return value

    def number(self, name: str) -> float | None:
        """Return a field that is a number from 0 up."""
        value = self.told.get(name)
        if value is None:
            return None
        if not is_number(value) or value < 0:
            raise self._wrong(name, "a number from 0 up")
        return value

    def count(self, name: str) -> int | None:
        """Return a field that is a whole number from 0 up."""
        value = self.number(name)
        if value is not None and value != int(value):
            raise self._wrong(name, "a whole number")
        return None if value is None else int(value)

    def day(self, name: str) -> date | None:
        """Return a field that is a day.

        Raises
        ------
        UnreadableDate
            Where it is none.
        """
        value = self.told.get(name)
        return None if value is None else day(value, name)

    def own_day(self) -> date:
        """Return the field ``date``, which must not be absent.

        Raises
        ------
        UnreadableDate
            Where it is absent or none.
        """
        found = self.day("date")
        if found is None:
            raise UnreadableDate(f"The date of {self.what} is missing.")
        return found

    def object(self, name: str) -> "Fields":
        """Return a field that is an object; an empty one where it is absent."""
        value = self.told.get(name)
        return whole({} if value is None else value, name)

    def objects(self, name: str) -> tuple["Fields", ...]:
        """Return a field that is a list of objects; empty where it is absent."""
        items = self.items(name) or ()
        return tuple(whole(each, f"an entry of {name}") for each in items)

    def _wrong(self, name: str, kind: str) -> UnreadableField:
        value = shown(self.told.get(name))
        return UnreadableField(f"In {self.what}, {name} is {kind}, not {value}.")


def whole(document: object, what: str) -> Fields:
    """Return the fields of a document that is an object.

    Raises
    ------
    UnreadableField
        Where it is none.
    """
    if not isinstance(document, dict):
        raise UnreadableField(f"{what.capitalize()} is an object in braces.")
    return Fields(document, what)


def day(value: object, name: str) -> date:
    """Return a day written ``2026-03-21``; a time behind it is cut off.

    Raises
    ------
    UnreadableDate
        Where it is none, or of a year nobody can mean.
    """
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d(T.*)?", value):
        try:
            found = date.fromisoformat(value[:10])
        except ValueError:
            found = date.min
        if found.year in _YEARS:
            return found
    raise UnreadableDate(f"{name} is a day such as 2026-03-21, not {shown(value)}.")


def is_number(value: object) -> TypeGuard[float]:
    """Return True for a finite number; a claim is none."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return -inf < value < inf


def shown(value: object) -> str:
    """Return a value as a message may repeat it: cut where it is long."""
    text = repr(value)
    return text if len(text) <= 40 else f"{text[:37]}..."

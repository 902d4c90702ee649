"""Values of the product as JSON holds them: the one way out for every edge."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date


def plain(value: object) -> object:
    """Turn a value of the product into what JSON can hold.

    Dataclasses become objects by field name, days ISO text, tuples lists, sets sorted
    lists, enumerations their stored words. A dataclass may name fields in
    ``omitted_when_none``: they are left out where they are None.

    Raises
    ------
    TypeError
        For a value that has no JSON form.
    """
    match value:
        case None | bool() | int() | float():
            found: object = value
        case str():
            # A StrEnum member becomes the plain word that it stores.
            found = str(value)
        case date():
            found = value.isoformat()
        case Mapping():
            found = {str(key): plain(each) for key, each in value.items()}
        case set() | frozenset():
            found = sorted((plain(each) for each in value), key=str)
        case list() | tuple():
            found = [plain(each) for each in value]
        case _:
            found = _fields(value)
    return found


def _fields(value: object) -> dict[str, object]:
    if not is_dataclass(value) or isinstance(value, type):
        raise TypeError(f"{type(value).__name__} has no JSON form")
    omitted = getattr(value, "omitted_when_none", ())
    return {
        each.name: plain(held)
        for each in fields(value)
        if (held := getattr(value, each.name)) is not None or each.name not in omitted
    }

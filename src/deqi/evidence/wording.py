"""Sentences made from figures, each figure with the place where it stands.

Words
-----
template
    A sentence with places such as ``{over_sham.per_100.more:whole}``.
path
    Names and list places from the top of the data, joined by dots.
phrase
    Templates for one part of a text, and when they hold.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

_PLACE = re.compile(r"\{([a-z][\w.]*)(?::([a-z]+))?\}")


_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?(?<!,)")


class UnknownPlace(ValueError):
    """A path that the data does not have, or that holds nothing to say."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a sentence.

    Parameters
    ----------
    shown : str
        As the sentence has it.
    path : str
        Where the data has it.
    value : float
        As the data has it.
    """

    shown: str
    path: str
    value: float


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence with its figures, in their order."""

    text: str
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Phrase:
    """Templates for one part of a text.

    Parameters
    ----------
    id, part : str
        Its name, and the part it tells; of each part the first phrase that holds is
        said.
    needs, lacks : tuple of str
        Paths that must, and that must not, hold something; false and empty are nothing.
    equals : mapping of str to str
        Paths and the words they must hold.
    sentences : tuple of str
        Templates.
    """

    id: str
    part: str
    needs: tuple[str, ...]
    lacks: tuple[str, ...]
    equals: Mapping[str, str]
    sentences: tuple[str, ...]


def say(phrases: Iterable[Phrase], data: Mapping[str, object]) -> Iterator[Sentence]:
    """Yield the sentences of the first phrase of each part that holds.

    Parameters
    ----------
    phrases : iterable of Phrase
        In the order of reading.
    data : mapping
        Plain values, as JSON holds them.

    Raises
    ------
    UnknownPlace
        For a place in a template that the data does not fill.
    """
    said: set[str] = set()
    for phrase in phrases:
        if phrase.part not in said and _holds(phrase, data):
            said.add(phrase.part)
            for template in phrase.sentences:
                yield fill(template, data)


def fill(template: str, data: Mapping[str, object]) -> Sentence:
    """Fill the places of one template.

    Text goes in as it is, and its own numbers count as figures. Numbers are shown as given, or ``whole``, with ``one``
    decimal, or by their ``size`` (whole, without sign).

    Raises
    ------
    UnknownPlace
        Where a place names nothing, or a figure is asked for and there is none.
    """
    figures: list[Figure] = []

    def shown(place: re.Match[str]) -> str:
        path, form = place[1], place[2] or ""
        value = at(data, path)
        if isinstance(value, str) and not form:
            figures.extend(_inside(value, path))
            return value
        if not isinstance(value, int | float) or isinstance(value, bool):
            raise UnknownPlace(f"{path} holds no figure to say")
        text = _FORMS[form](value)
        figures.append(Figure(text, path, value))
        return text

    text = _PLACE.sub(shown, template)
    return Sentence(text[:1].upper() + text[1:], tuple(figures))


def numbers(text: str) -> list[str]:
    """Return the numbers of a text as they stand there, without their signs."""
    return _NUMBER.findall(text)


def at(data: Mapping[str, object], path: str) -> object:
    """Return what stands at a path; None where the data ends before it."""
    found: object = data
    for name in path.split("."):
        if isinstance(found, Mapping):
            found = found.get(name)
        elif isinstance(found, Sequence) and not isinstance(found, str):
            found = found[int(name)] if int(name) < len(found) else None
        else:
            return None
    return found


def _inside(text: str, path: str) -> Iterator[Figure]:
    for number in numbers(text):
        yield Figure(number, path, float(number.replace(",", "")))


def _holds(phrase: Phrase, data: Mapping[str, object]) -> bool:
    return (
        all(at(data, path) for path in phrase.needs)
        and not any(at(data, path) for path in phrase.lacks)
        and all(at(data, path) == word for path, word in phrase.equals.items())
    )


def _given(value: float) -> str:
    return f"{value:,g}" if abs(value) < 1e5 else f"{value:,.0f}"


_FORMS: Mapping[str, Callable[[float], str]] = {
    "": _given,
    "whole": lambda value: f"{value:,.0f}",
    "one": lambda value: f"{value:,.1f}",
    "size": lambda value: f"{abs(value):,.0f}",
}

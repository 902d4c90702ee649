"""How a record is backed, and what it says, in words that are read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.utils.translation import gettext_lazy as _

from deqi.knowledge.schema import Certainty, Use

CERTAINTIES = {
    Certainty.SEEN: _("read in the source"),
    Certainty.PARTIAL: _("partly read in the source"),
    Certainty.SECONDARY: _("read in a work about the source"),
    Certainty.MEMORY: _("from memory, not checked"),
    Certainty.OWN: _("a setting of the product"),
}
USES = {
    Use.SEEN: _("read"),
    Use.PARTIAL: _("partly read"),
    Use.MEMORY: _("from memory, not checked"),
    Use.DEFAULT: _("a setting of the product"),
}


def spaced(name: str) -> str:
    """Return a name of a file's field as words."""
    return name.replace("_", " ").capitalize()


def lines(fields: Mapping[str, object]) -> Iterator[tuple[str, list[str]]]:
    """Yield each field of a record with its lines; what is nested is spelled out."""
    for name, value in fields.items():
        yield spaced(name), list(_told(value))


def _told(value: object) -> Iterator[str]:
    if isinstance(value, Mapping):
        for name, each in value.items():
            yield f"{spaced(str(name))}: {'; '.join(_told(each))}"
    elif isinstance(value, list | tuple):
        for each in value:
            yield "; ".join(_told(each))
    elif value not in ("", None):
        yield str(value)


def link(address: str) -> str:
    """Return where a source can be opened; empty where it stands on no page."""
    return address if address.startswith("https://") else ""

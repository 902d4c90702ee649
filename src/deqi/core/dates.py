"""A day as people write it, in sentences; data keeps its ISO form."""

from datetime import date

_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)


def said(on: date) -> str:
    """Return a day in words, such as ``4 May 2026``, in no machine's language."""
    return f"{on.day} {_MONTHS[on.month - 1]} {on.year}"

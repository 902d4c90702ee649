"""What the verbs write: JSON or a page on standard output, all else on standard error.

``rich`` is loaded only where a page is drawn, so that ``--json`` starts fast.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, TypeVar

from deqi.core.plain import plain

if TYPE_CHECKING:
    from rich.console import Console

Item = TypeVar("Item")


def print_json(value: object, *, indent: int | None = 2) -> None:
    """Write one JSON value and a line end on standard output.

    Parameters
    ----------
    value : object
        Plain values, dataclasses, mappings, sequences, dates; see `plain`.
    indent : int or None
        None writes one line, as NDJSON wants it.
    """
    text = json.dumps(plain(value), ensure_ascii=False, allow_nan=False, indent=indent)
    sys.stdout.write(text + "\n")


def page() -> Console:
    """Return the console for people: standard output, 80 wide where nothing says.

    Text is data, never markup: a bracket in a patient's words stays a bracket. Colours
    stop where the output is no terminal or ``NO_COLOR`` is set.
    """
    from rich.console import Console

    class Page(Console):
        def on_broken_pipe(self) -> None:
            # rich would leave here with a code of its own; the edge has one for this.
            raise BrokenPipeError

    return Page(markup=False, emoji=False, highlight=False)


def note(sentence: str) -> None:
    """Write one line for people on standard error."""
    sys.stderr.write(f"deqi: {sentence}\n")


def progress(items: Iterable[Item], label: str, *, total: int) -> Iterator[Item]:
    """Pass items on, with a bar on standard error where that is a terminal.

    Parameters
    ----------
    items : iterable
        What is worked through.
    label : str
        What is done, such as ``screening``.
    total : int
        How many items there are.
    """
    if not sys.stderr.isatty():
        yield from items
        return
    from rich.console import Console
    from rich.progress import track

    yield from track(items, label, total, console=Console(stderr=True), transient=True)

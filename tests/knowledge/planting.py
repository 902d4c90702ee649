"""Plants one slip in a copy of the records, to see that a loader refuses it."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from deqi import knowledge
from deqi.knowledge import loader

HOME = Path(knowledge.__file__).parent


@contextmanager
def planted(room: str, file: str, old: str, new: str) -> Iterator[None]:
    """Make loaders read a copy of one room, with one stretch of one file written anew."""
    text = (HOME / room / file).read_text(encoding="utf-8")
    assert old in text, f"{room}/{file} has no {old!r} to plant a slip in"
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        shutil.copytree(HOME / room, Path(folder) / room)
        copy = Path(folder) / room / file
        copy.write_text(text.replace(old, new, 1), encoding="utf-8")
        patch.setattr(loader, "files", lambda package: Path(folder))
        _forget()
        try:
            yield
        finally:
            _forget()


def load(reader: Callable[[], object]) -> object:
    """Read anew, past what was kept from an earlier reading."""
    return reader.__wrapped__()


def _forget() -> None:
    loader.records.cache_clear()
    loader.rows.cache_clear()

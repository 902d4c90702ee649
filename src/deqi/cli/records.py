"""Records of many people: files, folders, Bulk Data, and bundles line by line."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from deqi.cli import inputs
from deqi.interop import fhir


@dataclass(frozen=True, slots=True)
class Found:
    """One patient's record, read.

    Parameters
    ----------
    file : str
        Where it stands: a file, a folder of Bulk Data, or a line.
    reading : Reading
        What it says.
    """

    file: str
    reading: fhir.Reading


@dataclass(frozen=True, slots=True)
class Unread:
    """One input that could not be read.

    Parameters
    ----------
    file, error : str
        Where it stands, and why it was not read.
    """

    file: str
    error: str


@dataclass(frozen=True, slots=True)
class NotTaken(Unread):
    """One that is JSON, and not accepted: of another version, or several patients."""


Input = Found | Unread


@dataclass(slots=True)
class Source:
    """Walks files, folders and standard input.

    Parameters
    ----------
    today : date
        The day on which the records are read.
    skipped : int
        How many inputs among several held no patient.
    """

    today: date
    skipped: int = 0

    def read(self, paths: Sequence[Path]) -> Iterator[Input]:
        """Return every patient found, and what could not be read, in order."""
        for path in paths:
            if str(path) == inputs.STANDARD_INPUT:
                yield from self._rows(sys.stdin.buffer, "standard input")
            elif path.is_dir():
                yield from self._folder(path)
            elif path.suffix == ".ndjson":
                yield from self._grouped((path,), str(path))
            else:
                yield from self._file(path, alone=len(paths) == 1)

    def _folder(self, folder: Path) -> Iterator[Input]:
        inner = (each for each in folder.rglob("*") if each.is_dir())
        for each in sorted((folder, *inner)):
            yield from self._grouped(sorted(each.glob("*.ndjson")), str(each))
        for path in sorted(folder.rglob("*.json")):
            yield from self._file(path, alone=False)

    def _grouped(self, files: Sequence[Path], name: str) -> Iterator[Input]:
        """Read NDJSON whole, so that loose resources find their patient."""
        documents: list[object] = []
        for path in files:
            for number, row in enumerate(_lines(path), 1):
                if not row.strip():
                    continue
                try:
                    place = f"{path} line {number}"
                    documents.append(inputs.parse_json(row, name=place))
                except inputs.Unreadable as broken:
                    yield Unread(place, str(broken))
        found = fhir.read_many(documents, today=self.today)
        for reading in found.read:
            yield Found(name, reading)
        for refused in found.refused:
            yield NotTaken(name, str(refused))

    def _rows(self, rows: Iterable[bytes], name: str) -> Iterator[Input]:
        for number, row in enumerate(rows, 1):
            if not row.strip():
                continue
            place = f"{name} line {number}"
            try:
                document = inputs.parse_json(row, name=place)
            except inputs.Unreadable as broken:
                yield Unread(place, str(broken))
                continue
            yield from self._document(document, place, alone=False)

    def _file(self, path: Path, *, alone: bool) -> Iterator[Input]:
        try:
            document = inputs.read_json(path)
        except inputs.Unreadable as broken:
            yield Unread(str(path), str(broken))
            return
        yield from self._document(document, str(path), alone=alone)

    def _document(self, document: object, name: str, *, alone: bool) -> Iterator[Input]:
        try:
            yield Found(name, fhir.read(document, today=self.today))
        except (fhir.NoPatient, fhir.NotFhir) as other:
            # Among many files some are no records; one named outright should be.
            if alone:
                yield NotTaken(name, str(other))
            self.skipped += not alone
        except fhir.RefusedDocument as refused:
            yield NotTaken(name, str(refused))


def _lines(path: Path) -> Iterator[bytes]:
    yield from inputs.read_bytes(path).splitlines()

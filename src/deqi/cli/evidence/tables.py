"""Tables of trials as files: comma-separated, UTF-8, one header line."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from deqi.cli.inputs import Unreadable, name_of, read_bytes
from deqi.evidence.rows import BadRow, Row

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def read_table(path: Path) -> tuple[tuple[str, ...], list[Row]]:
    """Read a table's columns and rows; blank lines are skipped.

    Raises
    ------
    Unreadable
        Where there is no such file, or it is no comma-separated text with a header.
    BadRow
        For a line with more or fewer cells than the header.
    """
    name = name_of(path)
    try:
        text = read_bytes(path).decode("utf-8-sig")
    except UnicodeDecodeError as broken:
        raise Unreadable(f"{name}: byte {broken.start} is not UTF-8") from broken
    lines = _cells(text, name)
    _, header = next(lines, (0, []))
    columns = tuple(cell.strip() for cell in header)
    _require_header(columns, name)
    return columns, [_row(line, cells, columns) for line, cells in lines]


def _cells(text: str, name: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the cells of each line that has any, with the line it begins on."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    begins = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield begins, cells
            begins = reader.line_num + 1
    except csv.Error as broken:
        raise Unreadable(f"{name}: not CSV: line {begins}: {broken}") from broken


def _require_header(columns: tuple[str, ...], name: str) -> None:
    if len(columns) < 2:
        raise Unreadable(f"{name}: not CSV: a header names columns between commas")
    twice = [column for column in columns if column and columns.count(column) > 1]
    if twice:
        raise Unreadable(f"{name}: the column {twice[0]!r} stands twice")


def _row(line: int, cells: list[str], columns: tuple[str, ...]) -> Row:
    if len(cells) != len(columns):
        place = columns[min(len(cells), len(columns)) - 1]
        raise BadRow(
            f"line {line}, after column {place}: {len(cells)} cells under"
            f" {len(columns)} columns"
        )
    return Row(line, dict(zip(columns, cells, strict=True)))

"""Tables of cases and the pages printed from them."""

from datetime import date
from enum import StrEnum
from pathlib import Path

import pytest

from tests.spec.print_reference import MARK, pages, stale, write
from tests.spec.tables import Page, Table, words


class Colour(StrEnum):
    RED = "red"


def test_docs_reference_says_what_the_tables_say() -> None:
    assert stale(pages()) == []


def test_a_changed_a_missing_and_an_orphaned_page_are_stale(tmp_path: Path) -> None:
    wanted = {"changed.md": "new\n", "missing.md": "new\n", "kept.md": "same\n"}
    for name, text in [
        ("changed.md", "old\n"),
        ("kept.md", "same\n"),
        ("orphan.md", f"{MARK}tests/spec/test_gone.py; do not edit. -->\n"),
        ("hand_written.md", "# Ours\n"),
    ]:
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert stale(wanted, tmp_path) == ["changed.md", "missing.md", "orphan.md"]
    write(wanted, tmp_path)
    assert stale(wanted, tmp_path) == []
    assert (tmp_path / "hand_written.md").exists()


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "unknown"),
        (True, "yes"),
        (False, "no"),
        (3, "3"),
        ("", "(nothing)"),
        ((), "(nothing)"),
        (Colour.RED, "red"),
        (date(2026, 11, 21), "2026-11-21"),
        ({"pregnant": None, "age": 30}, "pregnant: unknown, age: 30"),
        (("a", True), "a, yes"),
        (frozenset({"b", "a"}), "a, b"),
    ],
)
def test_a_cell_reads_as_words(value: object, text: str) -> None:
    assert words(value) == text


def test_a_table_prints_every_row_and_keeps_its_columns() -> None:
    table = Table(
        title="T",
        prose="Two\n  lines.",
        columns={"a": "A", "b": "B"},
        rows=[("x|y", None), ("z", True)],
    )
    assert table.markdown() == (
        "## T\n\nTwo lines.\n\n| A | B |\n| --- | --- |\n"
        "| x\\|y | unknown |\n| z | yes |\n"
    )


@pytest.mark.parametrize(
    "rows",
    [[], [(1, 2)], [(1,), (1,)]],
    ids=["no case", "too wide", "twice the same"],
)
def test_a_table_refuses(rows: list[tuple[int, ...]]) -> None:
    with pytest.raises(ValueError, match="T:"):
        Table(title="T", columns={"a": "A"}, rows=rows)


def test_a_page_refuses_a_name_that_is_no_file_name() -> None:
    with pytest.raises(ValueError, match="no name"):
        Page("../x", "X")

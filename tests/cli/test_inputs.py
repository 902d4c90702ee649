"""Every way in which an input can fail to be read, and the sentence it gets."""

import io
import sys
from datetime import date
from pathlib import Path

import pytest

from deqi.cli.inputs import (
    STANDARD_INPUT,
    Unreadable,
    parse_json,
    read_json,
    today_or,
)


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (b"", "x: empty, not JSON"),
        (b" \n\t", "x: empty, not JSON"),
        (b"\xef\xbb\xbf", "x: empty, not JSON"),
        (
            b'{"a": 1,\n "b": }',
            "x: not JSON: line 2 column 7: Expecting value",
        ),
        (b'{"a": 1} {', "x: not JSON: line 1 column 10: Extra data"),
        (b'"\xff"', "x: not JSON: byte 1 is not UTF-8"),
        (
            "\ufeff{}".encode("utf-16-le"),
            "x: not JSON: written in UTF-16; save it as UTF-8",
        ),
        (b'{"a": NaN}', "x: not JSON: NaN is no JSON number"),
        (b"[-Infinity]", "x: not JSON: -Infinity is no JSON number"),
        (b"[" * 100_000, "x: not readable: nested too deeply"),
        (
            b"1" * 5_000,
            "x: not JSON: Exceeds the limit (4300 digits) for integer string"
            " conversion: value has 5000 digits",
        ),
    ],
    ids=lambda value: repr(value)[:30],
)
def test_what_is_no_json_is_refused_with_its_place(raw: bytes, sentence: str) -> None:
    with pytest.raises(Unreadable) as refused:
        parse_json(raw, name="x")
    assert str(refused.value) == sentence


@pytest.mark.parametrize("raw", [b'{"a": [1]}', b'\xef\xbb\xbf{"a": [1]}'])
def test_json_is_read_with_and_without_a_byte_order_mark(raw: bytes) -> None:
    assert parse_json(raw, name="x") == {"a": [1]}


def test_a_key_that_stands_twice_is_refused_where_asked() -> None:
    raw = b'{"facts": {"pregnant": true, "pregnant": false}}'
    assert parse_json(raw, name="x") == {"facts": {"pregnant": False}}
    with pytest.raises(Unreadable, match="the key 'pregnant' stands twice"):
        parse_json(raw, name="x", keys_once=True)


def test_a_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text('{"a": "Ö"}', encoding="utf-8")
    assert read_json(path) == {"a": "Ö"}


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    with pytest.raises(Unreadable) as refused:
        read_json(path)
    assert str(refused.value) == f"{path}: no such file"


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="a folder, not a file"):
        read_json(tmp_path)


def test_a_name_that_no_disk_takes_is_refused() -> None:
    with pytest.raises(Unreadable, match="cannot be read"):
        read_json("a\0b")


def test_standard_input_is_read_and_named(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.TextIOWrapper(io.BytesIO(b"[1"))
    monkeypatch.setattr(sys, "stdin", stream)
    with pytest.raises(Unreadable, match=r"^standard input: not JSON: line 1 column 3"):
        read_json(Path(STANDARD_INPUT))


def test_the_day_given_goes_before_the_clock() -> None:
    assert today_or(date(2026, 11, 21)) == date(2026, 11, 21)
    assert today_or(None) >= date(2026, 11, 21)

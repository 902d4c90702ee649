"""Papers set as PDF: letters of many languages, and what no font shows is told."""

from __future__ import annotations

import io
from datetime import date

import pypdf
import pytest
import typst

from deqi.operations import typesetting
from deqi.operations.typesetting import Paper

DAY = date(2026, 11, 22)
NOWHERE = "\U0010fffd"
"""A letter that nobody has ever drawn: it is for private use."""

NAMES = {
    "Polish": "Łucja Gżegżółka-Źdźbło",
    "Turkish": "Şükrü Çağlayan İğdır",  # noqa: RUF001  the letter is Turkish
    "Vietnamese": "Nguyễn Thị Hồng Nhung Ơ Ư Ậ",
    "Romanian": "Ștefan Țăndărică",
    "Czech": "Příliš Žluťoučký Kůň",
    "Icelandic": "Þórður Æsir Öðinn",
    "Yoruba": "Ṣadé Ọládélé",
    "romanised Arabic": "Ḥusām ʿAlī",
    "Greek": "Ελένη Παπαδοπούλου",
    "Russian": "Владимир Ёлкин",
    "Ukrainian": "Їжакевич Ґалаґан",
}


def record(name: str, on: date = DAY) -> bytes:
    sheet = {"title": name, "clinic": "Example", "beneath": "", "sections": []}
    return typesetting.pdf(Paper.RECORD, sheet, on=on)


def words(content: bytes) -> str:
    return pypdf.PdfReader(io.BytesIO(content)).pages[0].extract_text()


def is_kept(content: bytes) -> bool:
    """Return whether a paper is in the form made to be kept, with its fonts in it."""
    return b"pdfaid:part>2<" in content and b"/FontFile" in content


@pytest.mark.parametrize("language", NAMES)
def test_names_are_set_in_fonts_that_come_along(language: str) -> None:
    content = record(NAMES[language])
    assert NAMES[language] in words(content)
    assert typesetting.unset(NAMES[language]) == ()
    assert is_kept(content)


def test_the_same_words_give_the_same_bytes() -> None:
    assert record("Łucja") == record("Łucja")
    assert record("Łucja") != record("Łucja", date(2026, 11, 23))


def test_what_no_font_shows_is_told_and_still_printed() -> None:
    assert typesetting.unset("Ada", f"née {NOWHERE}{NOWHERE}") == (NOWHERE,)
    assert "Ada" in words(record(f"Ada {NOWHERE}"))


def test_of_many_that_no_font_shows_the_first_are_told() -> None:
    first = ord(NOWHERE)
    odd = [chr(first - at) for at in range(typesetting.MOST + 1)]
    assert typesetting.unset(*odd) == (*odd[:-1], "\N{HORIZONTAL ELLIPSIS}")
    assert typesetting.unset(*odd[:-1]) == tuple(odd[:-1])


@pytest.mark.parametrize("mark", ["\ufeff", "\u200f", "\u2060"])
def test_a_mark_without_a_shape_is_not_missed(mark: str) -> None:
    assert typesetting.unset(f"Ada{mark}") == ()


def test_another_script_is_set_in_a_font_of_the_machine_or_told() -> None:
    content = record("Wang Wei \u738b\u4f1f")
    assert "Wang Wei" in words(content)
    assert not is_kept(content)
    is_shown = "\u738b\u4f1f" in words(content)
    missed = () if is_shown else ("\u738b", "\u4f1f")
    assert typesetting.unset("Wang Wei \u738b\u4f1f") == missed


def test_a_sheet_that_lacks_something_is_a_fault() -> None:
    with pytest.raises(typst.TypstError):
        typesetting.pdf(Paper.RECORD, {}, on=DAY)

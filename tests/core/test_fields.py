"""Fields of a document: each of one kind, or refused with what it should have been."""

from datetime import date

import pytest

from deqi.core import fields
from deqi.core.fields import Fields, UnreadableField

TOLD = Fields(
    {"words": ["a", "b"], "mixed": ["a", 1], "word": "a", "number": 2, "none": None},
    "the file",
)


def test_texts():
    assert TOLD.texts("words") == ("a", "b")
    assert TOLD.texts("none") is TOLD.texts("absent") is None


@pytest.mark.parametrize("name", ["mixed", "word", "number"])
def test_texts_refuses_anything_else(name):
    with pytest.raises(UnreadableField, match=f"In the file, {name} is a list"):
        TOLD.texts(name)


def test_absent_and_null_read_alike():
    assert TOLD.number("none") is TOLD.number("absent") is None
    assert TOLD.count("none") is TOLD.count("absent") is None
    assert TOLD.objects("none") == TOLD.objects("absent") == ()
    assert TOLD.object("none").told == {}


def test_long_value_is_cut_in_the_message():
    with pytest.raises(UnreadableField) as refused:
        Fields({"word": ["x" * 5000]}, "the file").text("word")
    assert len(str(refused.value)) < 100


def test_day():
    assert fields.day("2024-02-29", "onset") == date(2024, 2, 29)
    assert fields.day("2024-02-29T23:59:59+02:00", "onset") == date(2024, 2, 29)

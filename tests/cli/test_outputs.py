"""Values of the product as JSON, and pages for people."""

import io
import sys
from collections import OrderedDict
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

import pytest

from deqi.cli.outputs import page, plain, print_json, progress


class Rank(StrEnum):
    HIGH = "high"


@dataclass(frozen=True, slots=True)
class Inner:
    day: date
    rank: Rank


@dataclass(frozen=True, slots=True)
class Outer:
    inner: tuple[Inner, ...]
    note: str | None = None


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (None, None),
        (True, True),
        (2.5, 2.5),
        (date(2026, 11, 21), "2026-11-21"),
        (Rank.HIGH, "high"),
        ((1, (2,)), [1, [2]]),
        (frozenset({"b", "a"}), ["a", "b"]),
        (MappingProxyType({Rank.HIGH: (1,)}), {"high": [1]}),
        (OrderedDict(b=1, a=2), {"b": 1, "a": 2}),
        (
            Outer((Inner(date(2026, 1, 2), Rank.HIGH),)),
            {"inner": [{"day": "2026-01-02", "rank": "high"}], "note": None},
        ),
    ],
)
def test_a_value_becomes_plain(value: object, told: object) -> None:
    assert plain(value) == told
    assert type(plain(value)) is type(told)


@pytest.mark.parametrize("value", [object(), Outer, b"x"])
def test_what_has_no_json_form_is_refused(value: object) -> None:
    with pytest.raises(TypeError, match="no JSON form"):
        plain(value)


def test_no_number_leaves_that_json_does_not_know() -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        print_json(float("nan"))


def test_one_line_where_no_indent_is_wanted(
    capsys: pytest.CaptureFixture[str],
) -> None:
    print_json({"a": [1, "Ö"]}, indent=None)
    assert capsys.readouterr().out == '{"a": [1, "Ö"]}\n'


def test_brackets_in_words_stay_brackets(capsys: pytest.CaptureFixture[str]) -> None:
    page().print("told [bold]us[/bold] :smile:")
    assert capsys.readouterr().out == "told [bold]us[/bold] :smile:\n"


def test_a_page_is_eighty_wide_where_nothing_says(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)
    monkeypatch.setattr(sys, "stdout", io.StringIO())
    assert page().width == 80


def test_progress_passes_all_on_and_is_silent_off_a_terminal(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert list(progress([1, 2], "screening", total=2)) == [1, 2]
    assert capsys.readouterr() == ("", "")

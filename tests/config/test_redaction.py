"""The log: what happened and where, never to whom."""

import logging

import pytest

from deqi.config.redaction import Redacted, WithoutData, redact


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ("Not Found: /q/8f3aZ-_x", "Not Found: /q/…"),
        ("GET /q/8f3aZ/pain/ done", "GET /q/…/pain/ done"),
        ("GET /calendar/8f3aZ.ics", "GET /calendar/…"),
        ("GET /desk/patients/?q=smith", "GET /desk/patients/?…"),
        ("'/desk/patients/?q=smith&x=1' refused", "'/desk/patients/?…' refused"),
        ("to ann.b+c@mail.example.org now", "to …@… now"),
        ("Is it so? Yes", "Is it so? Yes"),
    ],
)
def test_tokens_queries_and_addresses_are_left_out(line: str, kept: str) -> None:
    assert redact(line) == kept


def test_arguments_of_a_line_are_redacted_too() -> None:
    record = logging.LogRecord("x", 30, "f", 1, "gone: %s", ("/q/8f3aZ",), None)
    assert Redacted().filter(record)
    assert record.getMessage() == "gone: /q/…"


def test_an_exception_keeps_its_words_to_itself() -> None:
    try:
        try:
            raise KeyError("Ann Example")
        except KeyError as cause:
            raise ValueError("born 1963-09-10") from cause
    except ValueError as error:
        told = WithoutData().formatException((ValueError, error, error.__traceback__))
    assert "Ann" not in told
    assert "1963" not in told
    assert told.index("builtins.KeyError") < told.index("builtins.ValueError")
    assert f"{__file__}:" in told


def test_no_exception_is_no_words() -> None:
    assert WithoutData().formatException((None, None, None)) == ""

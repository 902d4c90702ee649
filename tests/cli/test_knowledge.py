"""`deqi knowledge check` and `deqi knowledge show`, as somebody types them."""

import json
from collections.abc import Callable

import pytest

from deqi.cli.command import perform
from deqi.knowledge import red_flags, rooms

Typed = Callable[..., tuple[int, str, str]]


@pytest.fixture
def typed(capsys: pytest.CaptureFixture[str]) -> Typed:
    """Type a command; return its exit code and both outputs."""

    def run(*arguments: str) -> tuple[int, str, str]:
        code = perform(arguments)
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return run


def test_check_is_done_and_says_what_nobody_has_reviewed(typed: Typed) -> None:
    code, out, err = typed("knowledge", "check", "--today", "2026-11-21")
    assert (code, err) == (0, "")
    assert "0 faults" in out
    assert "that no clinician has reviewed" in " ".join(out.split())
    told = {line.split()[0]: line.split()[1:3] for line in out.splitlines()[1:]}
    assert told["red_flags"] == [str(len(red_flags.catalogue()))] * 2


def test_check_as_json(typed: Typed) -> None:
    code, out, _ = typed("knowledge", "check", "--json", "--today", "2026-11-21")
    assert code == 0
    told = json.loads(out)
    assert told["faults"] == []
    assert len(told["unreviewed"]) == told["records"]


def test_a_record_past_its_review_is_named_and_is_no_fault(typed: Typed) -> None:
    code, out, _ = typed("knowledge", "check", "--today", "2099-01-01")
    assert code == 0
    assert "due     red_flags:cauda_equina: its next review has passed" in out


def test_a_fault_ends_with_1(typed: Typed, monkeypatch: pytest.MonkeyPatch) -> None:
    def load() -> object:
        raise ValueError("red_flags:x lacks title")

    monkeypatch.setattr(rooms, "LOADERS", (load,))
    code, out, _ = typed("knowledge", "check")
    assert code == 1
    assert "red_flags:x lacks title" in out
    assert "The records cannot be loaded: 1 faults." in out


def test_show_as_json_names_every_source(typed: Typed) -> None:
    code, out, err = typed("knowledge", "show", "red_flags:cauda_equina", "--json")
    assert (code, err) == (0, "")
    told = json.loads(out)
    assert told["key"] == "red_flags:cauda_equina"
    assert told["review"] == "unreviewed"
    assert all(source["citation"] for source in told["sources"])
    assert told["fields"]["tier"][0]["urgency"] == "emergency"


def test_show_for_people(typed: Typed) -> None:
    code, out, _ = typed("knowledge", "show", "points:BL23")
    assert code == 0
    assert "Shenshu" in out
    assert "unreviewed" in out
    assert max(map(len, out.splitlines())) <= 80


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (("show", "red_flags:zzz"), 1, "red_flags has no record 'zzz'"),
        (("show",), 2, "KEY"),
        (("sow",), 2, "sow"),
        (("check", "--today", "soon"), 2, "soon"),
    ],
)
def test_what_is_refused_is_one_line(
    typed: Typed, arguments: tuple[str, ...], code: int, says: str
) -> None:
    done, out, err = typed("knowledge", *arguments)
    assert (done, out) == (code, "")
    assert says in err
    assert err.count("\n") == 1

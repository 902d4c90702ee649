"""The edge of the command line: one line for whatever goes wrong, and its exit code."""

import io
import subprocess
import sys
import types
from collections.abc import Callable
from pathlib import Path

import pytest

from deqi.cli import command
from deqi.cli.inputs import Refused, Unreadable, read_json
from deqi.cli.outputs import print_json
from deqi.core.facts import UnknownFact

SCRIPT = Path(sys.executable).with_name("deqi")


@pytest.fixture
def verb(monkeypatch: pytest.MonkeyPatch) -> Callable[[object], None]:
    """Register a verb ``try`` for one test, loaded by name as all verbs are."""

    def register(function: object) -> None:
        module = types.ModuleType("tried_verb")
        module.tried = function  # type: ignore[attr-defined]  # made for this test
        monkeypatch.setitem(sys.modules, "tried_verb", module)
        monkeypatch.setitem(command.VERBS, "try", ("tried_verb:tried", "Try."))

    return register


def raising(error: BaseException) -> Callable[[], None]:
    """Return a verb that ends in an exception."""

    def tried() -> None:
        raise error

    return tried


@pytest.mark.parametrize(
    ("error", "code", "line"),
    [
        (Refused("no payer 'x'"), 1, "deqi: no payer 'x'\n"),
        (Unreadable("a.json: no such file"), 2, "deqi: a.json: no such file\n"),
        (UnknownFact("smokes"), 1, "deqi: unknown fact: smokes\n"),
        (UnknownFact(), 1, "deqi: unknown fact\n"),
        (Refused("two\nlines"), 1, "deqi: two lines\n"),
        (KeyboardInterrupt(), 130, "deqi: stopped\n"),
    ],
)
def test_what_goes_wrong_is_one_line_and_a_code(
    verb: Callable[[object], None],
    capsys: pytest.CaptureFixture[str],
    error: BaseException,
    code: int,
    line: str,
) -> None:
    verb(raising(error))
    assert command.perform(["try"]) == code
    captured = capsys.readouterr()
    assert (captured.out, captured.err) == ("", line)


def test_a_fault_names_its_place_and_nothing_of_the_input(
    verb: Callable[[object], None], capsys: pytest.CaptureFixture[str]
) -> None:
    verb(raising(KeyError("Jane Doe 1970-01-01")))
    assert command.perform(["try"]) == 70
    told = capsys.readouterr().err
    assert "KeyError at test_command.py:" in told
    assert "Doe" not in told
    assert told.count("\n") == 1


def test_a_verb_that_cannot_be_loaded_is_a_fault(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(command.VERBS, "try", ("deqi.cli.nowhere:x", "Try."))
    assert command.perform(["try"]) == 70
    assert "ModuleNotFoundError" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["scor"], "no verb 'scor'; did you mean 'score'?"),
        (["zzz"], "no verb 'zzz'; deqi --help lists them"),
        (["--bogus"], "no verb '--bogus'"),
        (["try"], "count"),
        (["try", "three"], "three"),
        (["try", "3", "--bogus"], "--bogus"),
    ],
)
def test_wrong_use_is_one_line_and_code_2(
    verb: Callable[[object], None],
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    says: str,
) -> None:
    def tried(count: int) -> None:
        raise AssertionError(count)

    verb(tried)
    assert command.perform(arguments) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert says in captured.err
    assert captured.err.count("\n") == 1


@pytest.mark.parametrize(("returned", "code"), [(None, 0), (0, 0), (1, 1), ("x", 0)])
def test_a_verb_returns_its_code(
    verb: Callable[[object], None], returned: object, code: int
) -> None:
    verb(lambda: returned)
    assert command.perform(["try"]) == code


@pytest.mark.parametrize("arguments", [[], ["--help"], ["-h"], ["--version"]])
def test_help_and_version_are_done_on_standard_output(
    capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    assert command.perform(arguments) == 0
    captured = capsys.readouterr()
    assert captured.out
    assert captured.err == ""


def test_help_names_every_verb(capsys: pytest.CaptureFixture[str]) -> None:
    command.perform(["--help"])
    shown = capsys.readouterr().out
    assert [name for name in command.VERBS if name not in shown] == []


@pytest.mark.parametrize("way", ["print", "outputs.page().print"])
def test_a_reader_that_goes_away_ends_the_run_quietly(way: str) -> None:
    # Many more lines than any pipe holds, so that the writer is still writing.
    script = (
        "import sys, types; from deqi.cli import command, outputs\n"
        f"def write():\n  told = {way}\n  for _ in range(500_000): told('x' * 79)\n"
        "m = types.ModuleType('m'); m.f = write\n"
        "sys.modules['m'] = m; command.VERBS['try'] = ('m:f', 'Try.')\n"
        "command.run(['try'])"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as running:
        assert running.stdout
        assert running.stderr
        running.stdout.read(1)
        running.stdout.close()
        told = running.stderr.read()
    assert (running.returncode, told) == (141, "")


def test_the_installed_script_runs() -> None:
    ran = subprocess.run([SCRIPT, "nope"], capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert "no verb 'nope'" in ran.stderr


def test_a_half_character_in_the_input_is_still_printed_as_json() -> None:
    ran = subprocess.run(
        [
            sys.executable,
            "-c",
            "from deqi.cli import command, outputs\n"
            "command._write_any_character()\n"
            r"outputs.print_json({'name': '\ud83d', 'city': 'K\u00f6ln'}, indent=None)",
        ],
        capture_output=True,
        check=True,
        env={"PYTHONUTF8": "1"},
    )
    assert ran.stdout == '{"name": "\\ud83d", "city": "Köln"}\n'.encode()


def test_json_stands_alone_on_standard_output(
    verb: Callable[[object], None], capsys: pytest.CaptureFixture[str]
) -> None:
    verb(lambda: print_json({"a": 1}))
    command.perform(["try"])
    captured = capsys.readouterr()
    assert (captured.out, captured.err) == ('{\n  "a": 1\n}\n', "")


def test_a_lone_hyphen_is_standard_input(
    verb: Callable[[object], None],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def tried(first: Path, *, answers: Path) -> None:
        print_json(read_json(first), indent=None)
        print_json(read_json(answers), indent=None)

    verb(tried)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"[1]")))
    assert command.perform(["try", "-", "--answers", "-"]) == 2
    captured = capsys.readouterr()
    assert captured.out == "[1]\n"
    assert captured.err == "deqi: standard input: empty, not JSON\n"

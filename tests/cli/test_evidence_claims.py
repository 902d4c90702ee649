"""`deqi evidence claims`, as somebody types it."""

import json
from collections.abc import Callable

import pytest

from deqi.cli.command import perform

Typed = Callable[..., tuple[int, str, str]]


@pytest.fixture
def typed(capsys: pytest.CaptureFixture[str]) -> Typed:
    """Type a command; return its exit code and both outputs."""

    def run(*arguments: str) -> tuple[int, str, str]:
        code = perform(["evidence", "claims", *arguments])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return run


def test_all_claims_as_json(typed: Typed) -> None:
    code, out, err = typed("--json")
    assert (code, err) == (0, "")
    told = json.loads(out)
    assert len(told) == 98
    assert list(told[0])[:6] == ["id", "article", "claim", "verdict", "why", "sources"]
    assert {each["verdict"] for each in told} == {
        "supported", "partly", "conflicting", "not supported", "unfounded",
        "not checkable",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("options", "count"),
    [
        (("--verdict", "unfounded"), 6),
        (("--verdict", "not supported"), 19),
        (("--verdict", "Not_Supported"), 19),
        (("--article", "3"), 18),
        (("--article", "003"), 18),
        (("--article", "0", "--verdict", "conflicting"), 0),
    ],
)
def test_choosing(typed: Typed, options: tuple[str, ...], count: int) -> None:
    code, out, _ = typed(*options, "--json")
    assert code == 0
    assert len(json.loads(out)) == count


def test_for_people(typed: Typed) -> None:
    code, out, _ = typed("--verdict", "conflicting")
    assert code == 0
    assert "7 claims: 7 conflicting." in out
    assert "No clinician has reviewed these verdicts." in out
    assert max(map(len, out.splitlines())) <= 80


def test_none_to_show(typed: Typed) -> None:
    _, out, _ = typed("--article", "0", "--verdict", "conflicting")
    assert "0 claims." in out


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--verdict", "proven"), "'proven' is none of conflicting"),
        (("--article", "7"), "'7' is none of 0, 1, 2, 3, 4"),
        (("--article", "x"), "article"),
    ],
)
def test_an_option_that_names_nothing_is_one_line(
    typed: Typed, options: tuple[str, ...], says: str
) -> None:
    code, out, err = typed(*options)
    assert (code, out) == (2, "")
    assert says in err
    assert err.count("\n") == 1

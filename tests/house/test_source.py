"""Laws of the text itself: size, silence of errors, reasons, nothing of a machine."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.sources import PACKAGE, ROOT, comments, modules, shown, tracked, tree

LONGEST = 400

OUTERMOST_EDGE = PACKAGE / "cli" / "command.py"

WAIVER = re.compile(
    r"#\s*(?:noqa(?::\s*[A-Z]+\d+(?:,\s*[A-Z]+\d+)*)?"
    r"|type:\s*ignore(?:\[[\w,\s-]+\])?"
    r"|pragma:\s*no (?:cover|branch))"
    r"(?P<reason>.*)"
)

# Slashes and dots stand apart so that this file does not name what it looks for.
MACHINE_PATH = re.compile(
    r"(?<![\w.:/-])[/](?:home|Users|root|work)/\w|(?<![\w./-])[/]tmp/"
)
REGISTRY_HOST = re.compile(
    r"pypi[.]org|pythonhosted[.]org|npmjs[.](?:com|org)|proxy[.]golang|crates[.]io"
)


def wide_catches(module: ast.Module) -> list[int]:
    """Return the lines that catch any exception whatever."""
    wide = {"Exception", "BaseException"}
    found = []
    for node in ast.walk(module):
        if isinstance(node, ast.ExceptHandler):
            names = [node.type] if node.type else []
            names = getattr(node.type, "elts", names)
            if not names or any(ast.unparse(name) in wide for name in names):
                found.append(node.lineno)
    return found


def waivers_without_reason(path: Path) -> list[int]:
    """Return the lines that silence a check and do not say why."""
    return [
        line
        for line, comment in comments(path)
        if (waiver := WAIVER.search(comment))
        and len(re.findall(r"[A-Za-z]{2,}", waiver["reason"])) < 2
    ]


def lines_with(pattern: re.Pattern[str]) -> Iterator[str]:
    """Yield the places in tracked text files where a pattern stands."""
    for path in tracked():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        for number, line in enumerate(text.splitlines(), start=1):
            if pattern.search(line):
                yield f"{shown(path)}:{number}"


def test_no_module_is_longer_than_four_hundred_lines() -> None:
    lengths = {
        shown(path): len(path.read_text(encoding="utf-8").splitlines())
        for path in modules()
    }
    assert {name: n for name, n in lengths.items() if n > LONGEST} == {}


def test_only_the_outermost_edge_catches_everything() -> None:
    found = {shown(path): wide_catches(tree(path)) for path in modules()}
    assert [name for name, lines in found.items() if lines] == [shown(OUTERMOST_EDGE)]


def test_every_silenced_check_says_why() -> None:
    written = [path for path in tracked() if path.suffix == ".py"]
    found = {shown(path): waivers_without_reason(path) for path in written}
    assert {name: lines for name, lines in found.items() if lines} == {}


def test_no_file_names_a_place_on_somebodys_machine() -> None:
    assert list(lines_with(MACHINE_PATH)) == []


def test_no_file_names_a_package_registry() -> None:
    assert list(lines_with(REGISTRY_HOST)) == []


def test_every_folder_of_tests_is_a_package() -> None:
    folders = {path.parent for path in (ROOT / "tests").rglob("*.py")}
    assert [shown(f) for f in folders if not (f / "__init__.py").exists()] == []


@pytest.mark.parametrize(
    "text",
    [
        "try:\n    f()\nexcept Exception:\n    g()",
        "try:\n    f()\nexcept (KeyError, BaseException):\n    g()",
        "try:\n    f()\nexcept:\n    g()",
    ],
)
def test_a_wide_catch_is_seen(text: str) -> None:
    assert wide_catches(ast.parse(text)) == [3]


@pytest.mark.parametrize(
    ("comment", "lines"),
    [
        ("x = 1  # noqa: S101", [1]),
        ("x = 1  # noqa", [1]),
        ("x = 1  # type: ignore[arg-type]", [1]),
        ("x = 1  # pragma: no cover", [1]),
        ("x = 1  # noqa: S101  checked above", []),
        ("x = 1  # type: ignore[arg-type]  # narrowed by the match", []),
        ("x = 1  # pragma: no cover  only where git is missing", []),
    ],
)
def test_a_waiver_needs_a_reason(
    tmp_path: Path, comment: str, lines: list[int]
) -> None:
    path = tmp_path / "x.py"
    path.write_text(comment + "\n", encoding="utf-8")
    assert waivers_without_reason(path) == lines


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("see ~home~ann~x", True),
        ("cd ~tmp~x", True),
        ("src~home~x", False),
        ("https:~~x.example~home~a", False),
    ],
)
def test_a_path_of_a_machine_is_seen(text: str, seen: bool) -> None:
    assert bool(MACHINE_PATH.search(text.replace("~", "/"))) is seen

"""The files of the project and the calls, imports and comments in them."""

import ast
import io
import subprocess
import tokenize
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "deqi"


def modules(*rooms: str) -> list[Path]:
    """Return the Python files of the package, or of some of its rooms."""
    folders = [PACKAGE / room for room in rooms] or [PACKAGE]
    return sorted(path for folder in folders for path in folder.rglob("*.py"))


def shown(path: Path) -> str:
    """Return the path as a reader of the project knows it."""
    return path.relative_to(ROOT).as_posix()


@cache
def tree(path: Path) -> ast.Module:
    """Return the parsed file."""
    return ast.parse(path.read_text(encoding="utf-8"))


def imported(module: ast.Module) -> Iterator[str]:
    """Yield the dotted names that a module imports, wherever in it."""
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def used(module: ast.Module) -> Iterator[tuple[str, int]]:
    """Yield the dotted names that a module reads, with their lines."""
    for node in ast.walk(module):
        read = isinstance(getattr(node, "ctx", None), ast.Load)
        if read and isinstance(node, ast.Name | ast.Attribute):
            yield ast.unparse(node), node.lineno


def comments(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the comments of a file with their lines."""
    text = io.StringIO(path.read_text(encoding="utf-8"))
    for token in tokenize.generate_tokens(text.readline):
        if token.type == tokenize.COMMENT:
            yield token.start[0], token.string


@cache
def tracked() -> tuple[Path, ...]:
    """Return the files that git keeps; skips visibly in a copy without git."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False
    )
    if listed.returncode:
        pytest.skip("this copy of the project is not kept by git")
    names = listed.stdout.decode().split("\0")
    return tuple(path for name in names if name and (path := ROOT / name).is_file())

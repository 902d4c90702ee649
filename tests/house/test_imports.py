"""What each inner room may import, name by name; the contracts see only packages."""

import ast

import pytest

from tests.house.sources import imported, modules, shown, tree, used

HARMLESS = frozenset(
    {
        "__future__",
        "ast",
        "bisect",
        "collections",
        "dataclasses",
        "datetime",
        "decimal",
        "enum",
        "fractions",
        "functools",
        "itertools",
        "math",
        "operator",
        "re",
        "types",
        "typing",
    }
)
"""Parts of Python that know no disk, network, clock, chance, settings or locale."""

MAY_IMPORT = {
    "core": HARMLESS | {"deqi.core", "numpy"},
    "evidence": HARMLESS
    | {"deqi.core", "deqi.evidence", "numpy", "scipy", "vl_convert"},
    "knowledge": HARMLESS
    | {"csv", "importlib.resources", "json", "tomllib"}
    | {"deqi.core", "deqi.evidence", "deqi.knowledge"},
    "care": HARMLESS | {"deqi.core", "deqi.evidence", "deqi.knowledge", "deqi.care"},
}

BANNED = frozenset(
    {
        "open",
        "print",
        "input",
        "eval",
        "exec",
        "__import__",
        "importlib.import_module",
        "numpy.random",
        "np.random",
        "date.today",
        "datetime.now",
        "datetime.today",
        "datetime.utcnow",
    }
)


def strangers(module: ast.Module, allowed: frozenset[str]) -> list[str]:
    """Return the imported names that no allowed package holds."""
    return [
        name
        for name in imported(module)
        if not any(f"{name}.".startswith(f"{package}.") for package in allowed)
    ]


def banned_names(module: ast.Module) -> list[str]:
    """Return the names read that reach disk, terminal, clock or chance."""
    return [f"{name} in line {line}" for name, line in used(module) if name in BANNED]


@pytest.mark.parametrize("room", MAY_IMPORT)
def test_inner_rooms_import_only_what_their_list_allows(room: str) -> None:
    found = {
        shown(path): outside
        for path in modules(room)
        if (outside := strangers(tree(path), MAY_IMPORT[room]))
    }
    assert found == {}


@pytest.mark.parametrize("room", MAY_IMPORT)
def test_inner_rooms_reach_no_disk_terminal_clock_or_chance(room: str) -> None:
    found = {
        shown(path): names
        for path in modules(room)
        if (names := banned_names(tree(path)))
    }
    assert found == {}


@pytest.mark.parametrize("room", ["web", "interop", "registry", "cli"])
def test_edges_never_touch_records(room: str) -> None:
    found = {
        shown(path): outside
        for path in modules(room)
        if (
            outside := [
                name for name in imported(tree(path)) if name.startswith("deqi.records")
            ]
            + [name for name, _ in used(tree(path)) if name.endswith("get_model")]
        )
    }
    assert found == {}


@pytest.mark.parametrize(
    "line",
    [
        "import os",
        "import json",
        "import http.client",
        "import tempfile, locale",
        "from importlib import import_module",
        "from deqi.care import chain",
        "import django.db",
        "from random import choice",
        "def later():\n    import time",
    ],
)
def test_a_planted_import_is_seen(line: str) -> None:
    assert strangers(ast.parse(line), MAY_IMPORT["core"])


@pytest.mark.parametrize(
    "line",
    [
        "open('x')",
        "print(1)",
        "__import__('os')",
        "np.random.default_rng()",
        "date.today()",
        "later = datetime.now",
    ],
)
def test_a_planted_call_is_seen(line: str) -> None:
    assert banned_names(ast.parse(line))


@pytest.mark.parametrize(
    "line",
    [
        "from deqi.core.facts import Fact",
        "from collections.abc import Mapping",
        "import numpy as np",
    ],
)
def test_an_allowed_import_is_let_through(line: str) -> None:
    assert strangers(ast.parse(line), MAY_IMPORT["core"]) == []

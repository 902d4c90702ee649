"""The contracts between rooms, tried on planted faults in a copy of the package."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.sources import PACKAGE, ROOT

ROOMS = "Imports run downward through the rooms"
PURE = "The core knows no framework, disk, network, clock or chance"

PLANTED = [
    ("core imports the framework", {"core/facts.py": "import django"}, PURE),
    ("core imports the clock", {"core/facts.py": "import time"}, PURE),
    ("core looks up", {"core/facts.py": "import deqi.knowledge.loader"}, ROOMS),
    ("knowledge looks up", {"knowledge/loader.py": "import deqi.care"}, ROOMS),
    ("care reads a standard", {"care/__init__.py": "import deqi.interop"}, ROOMS),
    ("something imports the command", {"interop/x.py": "import deqi.cli"}, ROOMS),
    ("pages know standards", {"web/__init__.py": "import deqi.interop"}, ROOMS),
    ("an unlisted folder", {"extras/__init__.py": ""}, ROOMS),
    (
        "knowledge imports the framework",
        {"knowledge/loader.py": "import django"},
        "Knowledge is data plus a loader",
    ),
    (
        "a reader decides",
        {"interop/__init__.py": "import deqi.care"},
        "Standards are read without deciding anything",
    ),
    (
        "the command reads records",
        {"cli/migrate.py": "import deqi.records.rows"},
        "The edges reach records only through operations",
    ),
    (
        "a page reads records",
        {"web/urls.py": "import deqi.records.rows"},
        "The edges reach records only through operations",
    ),
    (
        "neighbours in a ring",
        {"core/one.py": "import deqi.core.two", "core/two.py": "import deqi.core.one"},
        "No cycles between neighbours in the core",
    ),
]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Return a copy of the package that may be spoilt."""
    skip = shutil.ignore_patterns("__pycache__", "*.csv", "*.toml")
    shutil.copytree(PACKAGE, tmp_path / "deqi", ignore=skip)
    return tmp_path


def judge(copy: Path) -> subprocess.CompletedProcess[str]:
    """Run the project's own contracts over the copy."""
    command = Path(sys.executable).with_name("lint-imports")
    return subprocess.run(
        [command, "--no-cache", "--config", ROOT / "pyproject.toml"],
        cwd=copy,
        env={**os.environ, "PYTHONPATH": str(copy)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_contracts_are_kept_by_the_package_as_it_is(copy: Path) -> None:
    judged = judge(copy)
    assert judged.returncode == 0, judged.stdout


@pytest.mark.parametrize(
    ("files", "contract"),
    [pytest.param(files, contract, id=name) for name, files, contract in PLANTED],
)
def test_a_planted_fault_breaks_its_contract(
    copy: Path, files: dict[str, str], contract: str
) -> None:
    for name, line in files.items():
        path = copy / "deqi" / name
        path.parent.mkdir(exist_ok=True)
        before = path.read_text(encoding="utf-8") if path.exists() else ""
        path.write_text(f"{before}\n{line}\n", encoding="utf-8")
    judged = judge(copy)
    assert judged.returncode == 1
    assert f"{contract} BROKEN" in judged.stdout

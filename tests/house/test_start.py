"""The command starts light: no verb loads what it does not use."""

import json
import subprocess
import sys

import pytest

from deqi.cli.command import VERBS
from tests.house.sources import ROOT

HEAVY = {"django", "fhir", "pydantic", "numpy", "scipy", "jsonschema"}

LOADED = """
import json, sys
from deqi.cli.command import perform
try:
    code = perform(sys.argv[1:])
finally:
    sys.stderr.write(json.dumps(sorted(sys.modules)))
"""


def loaded(*arguments: str) -> set[str]:
    """Return the modules that a fresh process holds after one run of the command."""
    ran = subprocess.run(
        [sys.executable, "-c", LOADED, *arguments],
        capture_output=True,
        text=True,
        check=True,
    )
    return set(json.loads(ran.stderr.splitlines()[-1]))


def test_help_loads_no_verb() -> None:
    verbs = {place.partition(":")[0] for place, _ in VERBS.values()}
    assert loaded("--help") & verbs == set()


@pytest.mark.parametrize("verb", VERBS)
def test_a_verb_loads_no_framework(verb: str) -> None:
    names = loaded(verb, "--help")
    assert VERBS[verb][0].partition(":")[0] in names
    assert {name.partition(".")[0] for name in names} & HEAVY == set()


@pytest.mark.parametrize("verb", ["care", "screen"])
def test_a_decision_loads_no_framework(verb: str) -> None:
    record = sorted((ROOT / "examples" / "records").glob("*.json"))[0]
    names = loaded(verb, str(record), "--today", "2026-11-21", "--json")
    assert "deqi.care.chain" in names
    assert {name.partition(".")[0] for name in names} & HEAVY == set()
    assert "rich.table" not in names

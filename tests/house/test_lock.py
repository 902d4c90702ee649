"""The lock: exact versions with hashes, no address, all that the package asks for."""

import re
import tomllib

import pytest

from tests.house.sources import ROOT

LOCK = ROOT / "requirements.lock"


def entries(text: str) -> dict[str, tuple[str, int]]:
    """Return name to what is required and how many hashes it carries."""
    found = {}
    for entry in re.split(r"\n(?=\S)", text.replace("\\\n", " ").strip()):
        required, *hashes = re.split(r"\s+--hash=", entry)
        name = re.split(r"[=<>!~;\s\[@]", required, maxsplit=1)[0]
        found[plain_name(name)] = (required, len(hashes))
    return found


def plain_name(name: str) -> str:
    """Return a package's name as indexes compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def loose(text: str) -> list[str]:
    """Return the entries that are not exact, or carry no hash."""
    return [
        name
        for name, (required, hashes) in entries(text).items()
        if not hashes
        or not re.match(r"[\w.-]+(\[[\w,-]+\])?==[\w.+!]+(\s*;|$)", required)
    ]


def test_every_entry_is_exact_and_hashed() -> None:
    assert loose(LOCK.read_text(encoding="utf-8")) == []


def test_the_lock_carries_no_address_and_no_option() -> None:
    text = LOCK.read_text(encoding="utf-8")
    assert re.findall(r"://|^\s*-(?!-hash=).*", text, re.MULTILINE) == []


def test_the_lock_covers_all_that_the_package_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    asked = [
        *project["build-system"]["requires"],
        *project["project"]["dependencies"],
        *project["project"]["optional-dependencies"]["dev"],
    ]
    names = {plain_name(re.split(r"[=<>!~;\s\[]", one, maxsplit=1)[0]) for one in asked}
    assert names - set(entries(LOCK.read_text(encoding="utf-8"))) == set()


@pytest.mark.parametrize(
    "entry",
    [
        "rich==15.0.0",
        "rich>=15 \\\n    --hash=sha256:aa",
        "rich @ file:x.whl \\\n    --hash=sha256:aa",
    ],
)
def test_a_loose_entry_is_seen(entry: str) -> None:
    assert loose(entry) == ["rich"]

"""The written pages hold together: numbers, lengths, links, settings, commands."""

import ast
import json
import re
import shlex
from pathlib import Path

import pytest

from deqi.cli.command import perform
from tests.house.sources import ROOT, modules, shown, tracked, tree

ADRS = sorted((ROOT / "docs" / "adr").glob("*.md"))
PAGE_WORDS = 550
SETTINGS = ROOT / "docs" / "how-to" / "settings.md"


def environment_names(module: ast.Module) -> set[str]:
    """Return the environment variables that a module reads by name."""
    found = set()
    for node in ast.walk(module):
        match node:
            case ast.Subscript(value=whole, slice=ast.Constant(value=str(name))):
                if ast.unparse(whole).endswith("environ"):
                    found.add(name)
            case ast.Call(func=called, args=[ast.Constant(value=str(name)), *_]):
                if ast.unparse(called).endswith(("environ.get", "getenv")):
                    found.add(name)
    return found


def broken_links(path: Path) -> list[str]:
    """Return the links of a page that lead to no file of the project."""
    text = path.read_text(encoding="utf-8")
    targets = re.findall(r"\]\(([^)#\s]+)", text)
    return [
        target
        for target in targets
        if "://" not in target and not (path.parent / target).exists()
    ]


def test_decisions_are_numbered_once_without_a_gap() -> None:
    numbers = [int(path.name.partition("-")[0]) for path in ADRS]
    assert numbers == list(range(1, len(ADRS) + 1))
    assert numbers


@pytest.mark.parametrize("path", ADRS, ids=shown)
def test_a_decision_fits_a_page_and_says_how_it_is_kept(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    headings = re.findall(r"^## (.+)$", text, re.MULTILINE)
    assert headings == [
        "Context",
        "Decision",
        "What we gave up",
        "How it is enforced",
    ]
    assert len(text.split()) < PAGE_WORDS


def test_every_link_between_pages_leads_somewhere() -> None:
    pages = [path for path in tracked() if path.suffix == ".md"]
    found = {shown(path): broken_links(path) for path in pages}
    assert {name: links for name, links in found.items() if links} == {}


def test_every_setting_is_documented_and_every_documented_setting_is_read() -> None:
    written = [*modules(), *sorted((ROOT / "tests").rglob("*.py"))]
    read = set().union(*(environment_names(tree(path)) for path in written))
    ours = {name for name in read if name.startswith("DEQI_")}
    text = SETTINGS.read_text(encoding="utf-8")
    assert set(re.findall(r"`(DEQI_[A-Z_]+)`", text)) == ours


def test_every_command_of_make_is_explained() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    commands = re.findall(r"^([a-z-]+):.*##", makefile, re.MULTILINE)
    assert [name for name in commands if f"make {name}" not in text] == []


def test_the_words_stand_once_and_in_order() -> None:
    text = (ROOT / "GLOSSARY.md").read_text(encoding="utf-8")
    words = re.findall(r"^\*\*(.+?)\*\*", text, re.MULTILINE)
    assert words == sorted(set(words), key=str.lower)
    assert len(words) > 50


def typed_lines() -> list[str]:
    """Return the charting commands that the pages tell people to type."""
    pages = [ROOT / "README.md", *sorted((ROOT / "docs" / "how-to").glob("*.md"))]
    text = "\n".join(page.read_text(encoding="utf-8") for page in pages)
    return re.findall(r"^(?:\.venv/bin/)?deqi (chart .+)$", text, re.MULTILINE)


def test_the_charting_lines_of_the_pages_are_charted_but_the_one_over_its_cap(
    capsys: pytest.CaptureFixture[str],
) -> None:
    codes = {line: perform(shlex.split(line)) for line in typed_lines()}
    assert len(codes) == 4
    assert [line for line, code in codes.items() if code] == [
        'chart "BL23 b 45mm; ret 20; in 2 out 2; ae none"'
    ]
    assert "Warning" not in capsys.readouterr().out


def test_the_picture_in_the_readme_is_what_the_command_prints(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    typed, *lines = re.findall(r"```console\n(.*?)```", text, re.DOTALL)[0].splitlines()
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("COLUMNS", "80")
    asked = typed.removeprefix("$ deqi ").split()
    assert perform(asked) == 0
    printed = {line.rstrip() for line in capsys.readouterr().out.splitlines()}
    assert [line for line in lines if line not in printed] == []
    assert perform(asked[:2] + asked[4:] + ["--json"]) == 0
    alone = json.loads(capsys.readouterr().out)["screening"]["questions"]
    holding = [each for each in alone if each["holds_up"] != "nothing"]
    assert f"\n{len(holding)} questions first" in text


def test_a_setting_read_in_code_is_seen() -> None:
    text = "os.environ['DEQI_A'], os.getenv('DEQI_B'), environ.get('DEQI_C', '')"
    assert environment_names(ast.parse(text)) == {"DEQI_A", "DEQI_B", "DEQI_C"}


def test_a_link_to_nowhere_is_seen(tmp_path: Path) -> None:
    page = tmp_path / "a.md"
    page.write_text("[b](b.md) [c](https://example.org) [a](a.md#x)", encoding="utf-8")
    assert broken_links(page) == ["b.md"]
